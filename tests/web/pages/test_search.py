"""A search is one more facet: pages and feeds of the same entries, one spelling, plain words for what cannot be."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import feedparser  # type: ignore[import-untyped]
import pytest
from lxml import html

from feeds.config import Settings
from feeds.model import Tag
from feeds.store.wording import Wording
from feeds.web import create_app
from feeds.web.base.services import EXTENSION
from feeds.web.front import state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask.testing import FlaskClient

    from feeds.model import Article
    from tests.conftest import FakeClock, Press

    Make = Callable[..., Article]

FEEDS = ("/feed.xml", "/atom.xml", "/feed.json")


@pytest.fixture
def client(
    press: Press, article: Make, clock: FakeClock, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FlaskClient]:
    monkeypatch.setattr(state, "_LOOK_EVERY", 0)
    tag = (Tag("turkey", "Turkey"),)
    press.write(
        {
            "a.txt": article("<i>Peace</i> & talks", language="en"),
            "b.txt": article("Elections", paragraphs=("A day of peace <b>talks</b> & more.",), language="en", tags=tag),
            "c.txt": article("L’économie", language="fr"),
        }
    )
    app = create_app(Settings(database_url=store_url, site_url="https://news.example.org"), clock)
    yield app.test_client()
    app.extensions[EXTENSION].close()


def shown(client: FlaskClient, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code, answer.headers.get("Location"))
    return html.fromstring(answer.text)


def data(client: FlaskClient, path: str) -> Any:
    return json.loads(client.get(path).data)


def titles(client: FlaskClient, path: str) -> list[str]:
    return [item["title"] for item in data(client, path)["items"]]


@pytest.mark.parametrize(
    ("asked", "one"),
    [
        ("q=%20peace+%20talks%20", "q=peace%20talks"),
        ("q=", ""),
        ("q=%20%00", ""),
        ("q=peace%00talks", "q=peace%20talks"),
        ("q=Peace&tag=turquie", "q=Peace&tag=turkey"),
        ("tag=turkey&q=%22a%22&limit=3&since=2020-01-01", "limit=3&q=%22a%22&since=2020-01-01&tag=turkey"),
        ("q=e%CC%81lan", "q=%C3%A9lan"),
        ("q=%FFa", "q=%EF%BF%BDa"),
    ],
)
@pytest.mark.above_the_store
def test_a_search_has_one_spelling(client: FlaskClient, asked: str, one: str) -> None:
    for path in (*FEEDS, "/browse"):
        answer = client.get(f"{path}?{asked}")
        home = "/" if path == "/browse" and not one else path
        assert (answer.status_code, answer.headers["Location"]) == (
            301,
            f"https://news.example.org{home}{'?' if one else ''}{one}",
        )
        assert not one or client.get(f"{path}?{one}").status_code == 200


@pytest.mark.parametrize("asked", ["*", "%22", "-peace", "a" * 201, "a+" * 5000, "%F0%9F%98%80", "peace&q=war"])
@pytest.mark.above_the_store
def test_what_cannot_be_looked_for_is_said(client: FlaskClient, asked: str) -> None:
    for path in (*FEEDS, "/browse", "/daily.xml", "/changes.json", "/browse.md", "/feeds.opml"):
        answer = client.get(f"{path}?q={asked}")
        assert answer.status_code == 400 and "q" in answer.text, path


def test_every_answer_about_a_selection_takes_words(client: FlaskClient) -> None:
    assert titles(client, "/feed.json?q=peace") == ["Elections", "<i>Peace</i> & talks"]
    assert titles(client, "/feed.json?q=peace&tag=turkey") == ["Elections"]
    assert titles(client, "/feed.json?lang=fr&q=economie") == ["L’économie"]
    feed = feedparser.parse(client.get("/feed.xml?q=peace").data)
    assert feed.feed.title == "“peace” – Feeds" and len(feed.entries) == 2
    assert len(feedparser.parse(client.get("/atom.xml?q=peace").data).entries) == 2
    assert "Elections" in client.get("/browse.md?q=peace").text
    assert "q=peace" in client.get("/feeds.opml?q=peace").text
    assert len(data(client, "/changes.json?q=peace")["changes"]) == 2
    assert "Elections" in client.get("/daily.xml?q=peace").text


def test_a_page_marks_what_was_looked_for_and_shows_the_entries_of_its_feeds(client: FlaskClient) -> None:
    root = shown(client, "/browse?q=peace%20talks")
    assert [one.text_content() for one in root.xpath("//article//h3")] == ["<i>Peace</i> & talks", "Elections"]
    assert [one.text for one in root.xpath("//article[2]//p[@class='summary']/mark")] == ["peace", "talks"]
    assert not root.xpath("//article//i | //article//b")
    assert root.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert root.xpath("//input[@type='search']/@value") == ["peace talks"]
    (address,) = root.xpath("//link[@rel='alternate'][@type='application/feed+json']/@href")
    assert sorted(titles(client, address)) == ["<i>Peace</i> & talks", "Elections"]
    assert "No entry says this." in client.get("/browse?q=nothing").text


@pytest.mark.above_the_store
def test_the_form_searches_what_is_shown(client: FlaskClient) -> None:
    root = shown(client, "/browse?content=summary&q=peace&tag=turkey")
    (form,) = root.xpath("//form[@role='search']")
    filled = {one.get("name"): one.get("value") for one in form.xpath(".//input")}
    assert filled == {"q": "peace", "content": "summary", "tag": "turkey"}
    answer = client.get(form.get("action"), query_string={**filled, "q": "talks “now”"})
    assert answer.status_code == 301
    assert answer.headers["Location"] == "/browse?content=summary&q=talks%20%E2%80%9Cnow%E2%80%9D&tag=turkey"
    assert client.get("/").text.count('role="search"') == client.get("/nowhere/").text.count('role="search"') == 1
    (taken,) = root.xpath("//ul[@class='chosen']//a[contains(., 'peace')]/@href")
    assert taken == "/tags/turkey/?content=summary"


def test_what_a_commit_changes_is_seen_at_once(client: FlaskClient, press: Press, article: Make) -> None:
    before = client.get("/feed.json?q=peace")
    validators = {"If-None-Match": before.headers["ETag"]}
    assert client.get("/feed.json?q=peace", headers=validators).status_code == 304
    press.write({"b.txt": article("Elections", paragraphs=("A day of war.",), language="en")})
    after = client.get("/feed.json?q=peace", headers=validators)
    assert titles(client, "/feed.json?q=peace") == ["<i>Peace</i> & talks"]
    assert after.headers["Last-Modified"] > before.headers["Last-Modified"]
    press.withdraw("a.txt")
    gone = data(client, "/feed.json?q=peace")
    assert gone["items"] == [] and titles(client, "/feed.json?q=war") == ["Elections"]


def test_whoever_follows_a_search_is_told_what_leaves_it(client: FlaskClient, press: Press, article: Make) -> None:
    path = "/changes.json?q=peace"
    since = data(client, path)["next"]
    press.write(
        {"b.txt": article("Elections", paragraphs=("A day of war.",), language="en"), "d.txt": article("Peace")}
    )
    press.write({"e.txt": article("Else")})
    told = data(client, f"{path}&since={since}")["changes"]
    ids = {f"urn:uuid:{press.entry(name).id}": name for name in ("b.txt", "d.txt")}
    assert [(ids[one["id"]], one["change"]) for one in told] == [("b.txt", "withdrawn"), ("d.txt", "new")]


def test_until_the_words_are_indexed_a_search_is_answered_later(client: FlaskClient, press: Press) -> None:
    with press.store.noting() as connection:
        Wording(connection).begin_anew()
    for path in (*FEEDS, "/browse"):
        answer = client.get(f"{path}?q=peace")
        assert answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0
        assert client.get("/" if path == "/browse" else path).status_code == 200


@pytest.mark.above_the_store
def test_feeds_in_front_of_flask_are_those_of_flask(client: FlaskClient) -> None:
    for path in FEEDS:
        answers = [client.get(f"{path}?q=peace", headers=[("X-Any", str(n))]) for n in range(2)]
        behind = client.get(f"{path}?q=peace&raw=1")
        assert len({(one.data, one.headers["ETag"], one.headers["Last-Modified"]) for one in (*answers, behind)}) == 1
