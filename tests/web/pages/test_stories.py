"""The same story twice: what pages and feeds say of it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

import feedparser  # type: ignore[import-untyped]
import pytest
from lxml import html

from feeds.store.tables import keys
from tests.retellings import another_lead, cut_at_the_end, words

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.web.conftest import Library

pytestmark = pytest.mark.above_the_store

SENT, OTHER = words("sent", 300), words("other", 300)


def written(title: str, told: list[str], source: str, *, tags: str = "quake") -> str:
    paragraphs = "\n\n".join(" ".join(told[at : at + 60]) + "." for at in range(0, len(told), 60))
    return f"---\ntitle: {title}\nsource: {source}\ntags: [{tags}]\nlanguage: en\n---\n{paragraphs}\n"


COPIES = {
    "a.txt": written("Quake in the south", SENT, "AFP"),
    "b.txt": written("Earth shakes & trembles", another_lead(SENT, OTHER, 0.05), "Le Soir"),
    "c.txt": written("Quake in the south, corrected", cut_at_the_end(SENT, OTHER, 0.1), "AFP"),
    "d.txt": written("Elsewhere", words("elsewhere", 300), "AFP"),
}


@pytest.fixture
def told(library: Library) -> FlaskClient:
    for name, text in COPIES.items():
        library.add(name, text)
    return library.app().test_client()


def items(client: FlaskClient, path: str = "/feed.json") -> dict[str, dict[str, object]]:
    return {item["title"]: item for item in json.loads(client.get(path).data)["items"]}


def test_a_page_says_who_else_reported_it_and_which_version_came_later(told: FlaskClient) -> None:
    listed = items(told)
    pages = {title: str(item["url"]).removeprefix("https://news.example.org") for title, item in listed.items()}

    def said(title: str) -> list[tuple[str, str]]:
        root = html.fromstring(told.get(pages[title]).data.decode())
        stories = [p for p in root.iter("p") if p.get("class") == "story"]
        return [("".join(map(str, p.itertext())), str(next(p.iter("a")).get("href"))) for p in stories]

    assert said("Quake in the south") == [
        ("Also reported by Le Soir", pages["Earth shakes & trembles"]),
        ("Later version: Quake in the south, corrected", pages["Quake in the south, corrected"]),
    ]
    assert said("Quake in the south, corrected")[1] == (
        "Earlier version: Quake in the south",
        pages["Quake in the south"],
    )
    assert said("Elsewhere") == []


def test_feeds_link_what_is_related(told: FlaskClient) -> None:
    listed = items(told)
    related = listed["Earth shakes & trembles"]["_feeds"]["related"]  # type: ignore[index]
    assert [one["title"] for one in related] == ["Quake in the south", "Quake in the south, corrected"]
    assert [one["sources"] for one in related] == [["afp"], ["afp"]]
    assert "related" not in listed["Elsewhere"]["_feeds"]  # type: ignore[operator]
    for path in ("/atom.xml", "/feed.xml"):
        read = feedparser.parse(told.get(path).data)
        links = {e.title: [link.href for link in e.links if link.rel == "related"] for e in read.entries}
        assert links["Earth shakes & trembles"] == [one["url"] for one in related]
        assert links["Elsewhere"] == []


def test_a_copy_that_comes_later_changes_the_feed_and_updates_nothing(library: Library) -> None:
    library.add("a.txt", COPIES["a.txt"])
    client = library.app().test_client()
    before = client.get("/sources/afp/feed.json")
    was = items(client, "/sources/afp/feed.json")["Quake in the south"]
    library.add("b.txt", COPIES["b.txt"])
    client = library.app().test_client()
    after = client.get("/sources/afp/feed.json", headers={"If-None-Match": before.headers["ETag"]})
    now = items(client, "/sources/afp/feed.json")["Quake in the south"]
    assert after.status_code == 200
    assert after.headers["Last-Modified"] != before.headers["Last-Modified"]
    assert (now["date_modified"], now["id"]) == (was["date_modified"], was["id"])
    changes = json.loads(client.get("/changes.json?source=afp").data)["changes"]
    assert next(change for change in changes if change["id"] == now["id"])["revision"] == 2


FORMS = ("feed.xml", "atom.xml", "feed.json")


def read(client: FlaskClient, path: str) -> list[tuple[str, list[str]]]:
    """Give the titles of a feed, and whom it credits in the last paragraph of each entry."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    if "json" in path.partition("?")[0]:
        found = [(item["title"], item["content_html"]) for item in json.loads(answer.data)["items"]]
    else:
        found = [(one.title, one.content[0].value) for one in feedparser.parse(answer.data).entries]
    return [(title, [a.text or "" for a in html.fromstring(f"<div>{body}</div>").iter("a")]) for title, body in found]


@pytest.mark.parametrize("form", FORMS)
def test_collapsed_a_story_is_its_first_entry_with_the_sources_of_all(told: FlaskClient, form: str) -> None:
    everything = [("Elsewhere", ["AFP"]), ("Quake in the south", ["AFP", "Le Soir"])]
    assert [one for one in read(told, f"/{form}?collapse=1") if one[0] in dict(everything)] == everything
    assert len(read(told, f"/{form}")) == len(read(told, f"/{form}?collapse=1")) + 2
    assert read(told, f"/{form}?collapse=1&source=le-soir") == [("Earth shakes & trembles", ["Le Soir", "AFP"])]
    assert ("Quake in the south", ["AFP"]) in read(told, f"/{form}")


def test_a_collapsed_selection_has_one_spelling(told: FlaskClient) -> None:
    for asked, one in {
        "/tags/quake/feed.xml?collapse=1": "/feed.xml?collapse=1&tag=quake",
        "/feed.xml?tag=quake&collapse=1": "/feed.xml?collapse=1&tag=quake",
        "/feed.xml?collapse=0": "/feed.xml",
        "/tags/quake/atom.xml?collapse=": "/tags/quake/atom.xml",
        "/browse?collapse=0&tag=quake": "/tags/quake/",
    }.items():
        answer = told.get(asked)
        assert (answer.status_code, answer.headers["Location"]) == (301, f"https://news.example.org{one}"), asked
    assert told.get("/feed.xml?collapse=2").status_code == 400


def test_pages_lists_and_digests_of_a_collapsed_selection_hold_each_story_once(told: FlaskClient) -> None:
    page = told.get("/browse?collapse=1&tag=quake").data.decode()
    assert page.count("Quake in the south</a>") == 1
    assert "Earth shakes" not in page
    assert "each story once" in page
    assert b"le-soir" in told.get("/feeds.opml?collapse=1&tag=quake").data
    (digest, *_) = json.loads(told.get("/daily.json?collapse=1&tag=quake").data)["items"]
    assert "Quake in the south" in digest["content_html"]
    assert "Earth shakes" not in digest["content_html"]
    assert "Earth shakes" not in told.get("/browse.md?collapse=1&tag=quake").data.decode()


def test_a_private_copy_is_no_part_of_a_public_story(library: Library) -> None:
    library.settings = replace(library.settings, private=("source=le-soir",))
    library.add("a.txt", COPIES["a.txt"])
    library.add("b.txt", COPIES["b.txt"])
    client = library.app().test_client()
    for form in FORMS:
        for query in ("", "?collapse=1"):
            body = client.get(f"/{form}{query}").data.decode()
            assert "Quake in the south" in body
            assert "Soir" not in body
            assert "Earth shakes" not in body


def test_of_what_is_searched_for_each_story_stands_once(told: FlaskClient) -> None:
    in_all, in_one = SENT[-100], next(word for word in OTHER[:15] if word not in SENT)
    path = "/feed.json?collapse=1&q={}&tag=quake"
    shown = [title for title, _ in read(told, path.format(in_all))]
    assert "Quake in the south" in shown
    assert "Earth shakes & trembles" not in shown
    assert [title for title, _ in read(told, path.format(in_one))] == ["Earth shakes & trembles"]


@pytest.mark.parametrize("form", FORMS)
def test_who_has_a_key_sees_each_private_story_once_and_who_else_tells_it(library: Library, form: str) -> None:
    library.settings = replace(library.settings, private=("source=le-soir",))
    library.add("a.txt", COPIES["a.txt"])
    library.add("b.txt", COPIES["b.txt"])
    library.add("e.txt", written("Shaken", cut_at_the_end(SENT, OTHER, 0.05), "Le Soir"))
    client = library.app().test_client()
    store = library.store()
    with store.noting() as connection:
        key = quote(keys.sign(connection, "source=le-soir", "alice", 1))
    store.close()
    assert read(client, f"/{form}?collapse=1&key={key}&source=le-soir") == [
        ("Earth shakes & trembles", ["Le Soir", "AFP"])
    ]
    assert client.get(f"/{form}?collapse=1&source=le-soir").status_code == 404
    shown = html.fromstring(client.get(f"/feed.json?key={key}").data.decode() or "<p></p>")
    assert "Soir" not in "".join(map(str, shown.itertext()))
    told = json.loads(client.get(f"/sources/le-soir/feed.json?key={key}").data)["items"]
    related = {item["title"]: item["_feeds"]["related"] for item in told}
    assert [one["title"] for one in related["Shaken"]] == ["Quake in the south", "Earth shakes & trembles"]
    assert [f"key={key}" in one["url"] for one in related["Shaken"]] == [False, True]
    assert client.get(related["Shaken"][1]["url"].removeprefix("https://news.example.org")).status_code == 200
