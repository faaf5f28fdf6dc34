"""The page of a selection leads to others: every link is spelled as it is answered, and leads to what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import feedparser  # type: ignore[import-untyped]
import pytest
from lxml import html

from feeds.config import Settings
from feeds.model import Tag
from feeds.publish import facets
from feeds.store.write.declaring import declare
from feeds.web import create_app
from feeds.web.base.builder import span_text
from feeds.web.base.services import EXTENSION
from feeds.web.languages.speech import speech_of
from tests.web.pages.test_pages import tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask.testing import FlaskClient

    from feeds.model import Article
    from tests.conftest import FakeClock, Press
    from tests.web.conftest import Library

SITE = "https://news.example.org"
START = ("/", "/browse?not-source=afp&tag=syria,turkey", "/browse?lang=fr&since=2024-01-01&tag=turkey&until=2024-12-31")
_MOST = 16
"""Pages that are looked at from one place."""


@pytest.fixture
def client(shared: Library) -> FlaskClient:
    """Give a client of the site in English, whatever language another test made of it."""
    return shared.app().test_client()


def entries(root: Any) -> list[str]:
    return [SITE + path for path in root.xpath("//article//h3/a/@href")]


def options(root: Any) -> Iterator[tuple[str, int, str, str]]:
    """List the name of each facet, how many entries have it, and where adding and excluding it lead."""
    for row in root.xpath("//ul[@class='options']/li"):
        (name,) = row.xpath(".//bdi")
        (count,) = row.xpath("./span[@class='count']")
        add, without = ("".join(row.xpath(f"./a[@class='{step}']/@href")) for step in ("add", "without"))
        yield name.text_content(), int(count.text.replace(",", "")), add, without


def shown(client: FlaskClient, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code, answer.headers.get("Location"))
    return html.fromstring(answer.text)


@pytest.mark.above_the_store
@pytest.mark.parametrize("start", START)
def test_every_step_leads_where_it_says_and_over_no_redirect(client: FlaskClient, start: str) -> None:
    root = shown(client, start)
    here, followed = len(entries(root)), 0
    for name, count, add, without in list(options(root))[:_MOST]:
        if add:
            assert len(entries(shown(client, add))) == count, (name, add)
        if without:
            assert len(entries(shown(client, without))) == here - count, (name, without)
        followed += bool(add) + bool(without)
    assert followed > 4
    for path in root.xpath("//main//a/@href[starts-with(., '/')]"):
        assert client.get(path).status_code == 200, path


@pytest.mark.above_the_store
@pytest.mark.parametrize("start", START)
def test_pages_that_are_two_steps_away_hold_to_the_same(client: FlaskClient, start: str) -> None:
    ways = [way for _, _, *both in options(shown(client, start)) for way in both if way][::3]
    for way in ways[:_MOST]:
        root = shown(client, way)
        for path in root.xpath("//ul[@class='chosen']//a/@href | //p[@class='mode']//a/@href"):
            assert client.get(path).status_code == 200, (way, path)
        for _, count, add, _ in list(options(root))[:3]:
            assert not add or len(entries(shown(client, add))) == count, (way, add)


@pytest.mark.above_the_store
@pytest.mark.parametrize("start", [*START, "/tags/turkey/?content=summary", "/tags/turkey/?limit=3"])
def test_feeds_that_a_page_names_hold_what_it_shows(client: FlaskClient, start: str) -> None:
    root = shown(client, start)
    addresses = root.xpath("//dl[@class='formats']//code")
    assert len(addresses) == 3
    for address in addresses:
        path = address.text_content().removeprefix(SITE)
        is_json = ".json" in path
        items = (
            client.get(path).get_json(force=True)["items"]
            if is_json
            else feedparser.parse(client.get(path).data).entries
        )
        assert [item["url" if is_json else "link"] for item in items] == entries(root) != []
    assert [f"{SITE}{path}" for path in root.xpath("//link[@rel='alternate']/@href")] == [
        address.text_content() for address in addresses
    ]


@pytest.mark.above_the_store
def test_page_of_summaries_names_feeds_of_summaries_and_leads_back(client: FlaskClient) -> None:
    (way,) = shown(client, "/tags/turkey/").xpath("//a[contains(@href, 'content=summary')]/@href")
    root = shown(client, way)
    assert all("content=summary" in path for path in root.xpath("//link[@rel='alternate']/@href"))
    assert "/tags/turkey/" in root.xpath("//section[@class='subscribe']//a/@href")
    assert {path for _, _, *both in options(root) for path in both if path and "content=summary" not in path} == set()
    feed = client.get("/tags/turkey/feed.json?content=summary").get_json(force=True)
    assert feed["home_page_url"] == f"{SITE}/tags/turkey/?content=summary"


@pytest.mark.above_the_store
def test_links_of_steps_say_what_they_do(client: FlaskClient) -> None:
    root = shown(client, "/browse?not-source=afp&tag=syria&tag=turkey")
    names = root.xpath("//main//a/@aria-label")
    assert {"Take away Turkey", "Take away Syria", "Take away without AFP", "Add Anadolu Agency"} <= set(names)
    for link in root.xpath("//main//a[@aria-label and bdi]"):
        assert link.find("bdi").text_content() in link.get("aria-label")  # who speaks to a page says what is seen
    modes = root.xpath("//p[@class='mode']")
    assert [mode.text_content() for mode in modes] == ["All of these · Any of these"]
    assert modes[0].xpath("./a/@href") == ["/browse?not-source=afp&tag=syria,turkey"]
    assert "Syria and Turkey" in root.xpath("//h1")[0].text_content()


def test_nothing_is_offered_that_is_chosen_or_would_leave_nothing(client: FlaskClient) -> None:
    root = shown(client, "/tags/turkey/")
    found = {name: without for name, _, _, without in options(root)}
    assert "Turkey" not in found
    (tags,) = root.xpath("//ul[@aria-labelledby='facets-tag']")
    assert any(without for _, _, _, without in options(tags.getparent()))
    of_all = shown(client, "/browse?not-tag=syria&source=afp&tag=morocco")
    assert {name for name, count, _, _ in options(of_all) if count == len(entries(of_all))} == {
        name for name, _, _, without in options(of_all) if not without and name in {"Morocco", "Turkey"}
    }


@pytest.mark.above_the_store
@pytest.mark.parametrize(
    ("filled", "leads_to"),
    [
        ("", "/"),
        ("tag=turkey&other-tag=&match-tag=all&since=&until=&content=full", "/tags/turkey/"),
        ("tag=turkey&other-tag=Syrie,%20aa%20&match-tag=any", "/browse?tag=aa,syria,turkey"),
        ("tag=turkey&other-tag=Syrie&match-tag=all&match-source=any", "/browse?tag=syria&tag=turkey"),
        (
            "not-tag=syria&not-tag=egypt&source=afp&source=AA",
            "/browse?not-tag=egypt,syria&source=afp&source=anadolu-agency",
        ),
        ("lang=fr&lang=tr&since=2026-01-01&content=summary", "/browse?content=summary&lang=fr,tr&since=2026-01-01"),
        ("source=afp&limit=15", "/sources/afp/?limit=15"),
    ],
)
def test_form_leads_to_the_one_address_of_what_was_filled_in(client: FlaskClient, filled: str, leads_to: str) -> None:
    answer = client.get(f"/browse/selection?{filled}")
    assert (answer.status_code, answer.headers["Location"]) == (301, leads_to)


@pytest.mark.above_the_store
def test_form_refuses_what_no_selection_may_ask_for(client: FlaskClient) -> None:
    assert client.get("/browse/selection?tag=turkey&not-tag=turkey").status_code == 400
    assert client.get("/browse/selection?since=soon").status_code == 400


@pytest.mark.above_the_store
@pytest.mark.parametrize("start", [START[0], START[1], "/browse?lang=fr&not-tag=syria&since=2020-01-01&source=afp"])
def test_form_as_it_stands_leads_to_the_page_itself(client: FlaskClient, start: str) -> None:
    (form,) = (one for one in shown(client, start).forms if one.get("role") != "search")
    filled = [(name, value) for name, value in form.form_values() if value]
    answer = client.get(form.action, query_string=filled)
    asked = client.get(answer.headers["Location"].removeprefix(SITE))
    assert entries(html.fromstring(asked.text)) == entries(shown(client, start))


def test_what_is_too_much_to_count_is_counted_over_the_newest(
    many: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facets, "COUNTED", 60)
    root = tree(many, "/tags/a/")
    assert "Counted over the newest 60 entries of these." in root.text_content()
    assert all(count <= 60 for _, count, _, _ in options(root))
    assert "Counted over" not in tree(many, "/tags/b/").xpath("//section[@class='facets']")[0].text_content()


def test_what_takes_long_to_find_is_counted_over_what_is_shown(
    many: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facets, "_PROBES", 1)
    root = tree(many, "/browse?tag=a&tag=b")
    assert f"Counted over the newest {len(entries(root))} entries of these." in root.text_content() or entries(root)


def test_facets_of_everything_are_those_of_all_entries(many: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facets, "COUNTED", 60)
    feeds = {name: many.get(f"/tags/{name}/feed.json?limit=200").get_json(force=True)["items"] for name in "ab"}
    found = {name: count for name, count, _, _ in options(tree(many, "/"))}
    assert found["B"] == len(feeds["b"]) > 60 // 7
    assert found["A"] > 60


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (("2026-03-01", "2026-03-31"), "March 2026"),
        (("2024-02-01", "2024-02-29"), "February 2024"),
        (("2024-02-01", "2024-02-28"), ""),
        (("2026-01-01", "2026-12-31"), "2026"),
        (("2026-03-05", "2026-03-05"), "5 March 2026"),
        (("2026-03-05", ""), ""),
        (("", "2026-03-31"), ""),
    ],
)
def test_span_of_dates_is_called_what_people_call_it(span: tuple[str, str], said: str) -> None:
    assert span_text(*span, speech_of("en"))[0].replace("\u00a0", " ") == said


@pytest.mark.above_the_store
def test_no_step_leads_to_what_is_private(
    press: Press, article: Callable[..., Article], clock: FakeClock, begun_url: str
) -> None:
    settings = Settings(database_url=begun_url, site_url=SITE, private=("tag=a&tag=b", "tag=secret"))
    declare(press.store, clock, settings.private)
    of = {name: (Tag(name, name.title()),) for name in ("a", "b", "secret")}
    press.write({name: article(name, tags=tags) for name, tags in {**of, "both": of["a"] + of["b"]}.items()})
    app = create_app(settings, clock)
    root = shown(app.test_client(), "/browse?tag=a,b")
    app.extensions[EXTENSION].close()
    assert [link[-8:] for link in entries(root)] == [press.entry(name).handle for name in ("b", "a")]
    assert [mode.text_content() for mode in root.xpath("//p[@class='mode']")] == ["Any of these"]
    assert not root.xpath("//p[@class='mode']/a") and "Secret" not in root.text_content()
    assert sorted(row[:2] for row in options(root) if row[0] in {"A", "B"}) == [("A", 1), ("B", 1)]
