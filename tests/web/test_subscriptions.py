"""Lists of feeds to import into a reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree, html

from tests.web.test_changes import SYRIA, moved_on, poll

if TYPE_CHECKING:
    from flask.testing import FlaskClient

pytestmark = pytest.mark.above_the_store

SITE = "https://news.example.org"


def listed(client: FlaskClient, address: str) -> list[str]:
    """Give the addresses of the feeds on a list, without that of the site."""
    answer = client.get(address)
    assert (answer.status_code, answer.content_type) == (200, "text/x-opml; charset=utf-8")
    outlines = etree.fromstring(answer.data).iter("outline")
    return [outline.get("xmlUrl", "").removeprefix(SITE) for outline in outlines if outline.get("xmlUrl")]


def test_every_feed_that_is_not_empty_is_listed(client: FlaskClient) -> None:
    feeds = listed(client, "/feeds.opml")
    assert {"/feed.xml", "/tags/turkey/feed.xml", "/sources/afp/feed.xml"} <= set(feeds)
    assert all(b"<item>" in client.get(path).data for path in feeds)


def test_feeds_stand_in_folders_by_their_kind(client: FlaskClient) -> None:
    first, *folders = etree.fromstring(client.get("/feeds.opml").data).findall("body/outline")
    assert first.get("xmlUrl") == f"{SITE}/feed.xml"
    assert [folder.get("text") for folder in folders] == ["Sources", "Tags", "Smaller feeds of everything"]
    assert all(outline.get("type") == "rss" for folder in folders for outline in folder)
    assert all(folder.keys() == ["text"] for folder in folders)  # what has more is to have a type


def test_names_stand_where_people_look_for_them(client: FlaskClient) -> None:
    folder = etree.fromstring(client.get("/feeds.opml").data).findall("body/outline")[2]
    names = [outline.get("text", "").partition(" – ")[0] for outline in folder]
    assert names.index("Economy") < names.index("énergie") < names.index("France")


def test_smaller_feeds_of_everything_are_listed_beside_it(client: FlaskClient) -> None:
    smaller = listed(client, "/feeds.opml")[-3:]
    assert smaller == [f"/feed.xml?{query}" for query in ("content=summary", "limit=15", "content=summary&limit=15")]
    sizes = [len(client.get(path).data) for path in ("/feed.xml", *smaller)]
    assert sizes[0] == max(sizes) and sizes[3] == min(sizes)


def test_feed_of_one_language_says_which_it_is(client: FlaskClient) -> None:
    fr = etree.fromstring(client.get("/feed.xml?lang=fr").data)
    assert fr.findtext("channel/language") == "fr"
    assert client.get("/feed.json?lang=fr").get_json(force=True)["language"] == "fr"
    assert etree.fromstring(client.get("/feed.xml?lang=en,fr").data).findtext("channel/language") == "en"


@pytest.mark.parametrize("path", ["/feeds.opml", "/.well-known/feeds", "/feeds.opml?source=afp&tag=turkey"])
def test_list_opened_in_a_browser_is_a_page_with_the_same_feeds(client: FlaskClient, path: str) -> None:
    person = {"Sec-Fetch-Dest": "document"}
    for _ in range(2):  # neither is given what was held for the other
        document, shown = client.get(path), client.get(path, headers=person)
        assert (document.mimetype, shown.mimetype) == ("text/x-opml", "text/html")
    assert document.headers["Vary"] == shown.headers["Vary"] == "Sec-Fetch-Dest, Accept-Encoding"
    assert shown.headers["Cache-Control"] == "private, no-store"
    root: Any = html.fromstring(shown.text)
    assert root.xpath("//main//a[@class='feed']/@href") == [SITE + feed for feed in listed(client, path)]
    (itself,) = root.xpath("//a[@download]/@href")
    assert client.get(itself, headers=person).data == document.data


def test_finders_are_told_of_the_list(client: FlaskClient) -> None:
    assert client.get("/.well-known/feeds").data == client.get("/feeds.opml").data
    assert 'rel="blogroll" type="text/x-opml"' in client.get("/").text


def test_selection_lists_its_own_feed_and_those_its_entries_stand_in(client: FlaskClient) -> None:
    items = client.get("/feed.json?source=afp&tag=turkey").get_json(force=True)["items"]
    tags = {tag for item in items for tag in item["tags"]}
    assert items and tags
    feeds = listed(client, "/feeds.opml?source=afp&tag=turkey")
    assert feeds[0] == "/feed.xml?source=afp&tag=turkey"
    assert {"/sources/afp/feed.xml", "/tags/turkey/feed.xml"} <= set(feeds)
    assert len([feed for feed in feeds if feed.startswith("/tags/")]) == len(tags)
    for feed in feeds[1:]:
        shown = {item["id"] for item in client.get(feed.replace("feed.xml", "feed.json")).get_json(force=True)["items"]}
        assert shown & {item["id"] for item in items}


def test_single_tag_is_listed_once(client: FlaskClient) -> None:
    feeds = listed(client, "/feeds.opml?tag=turkey")
    assert feeds[0] == "/tags/turkey/feed.xml"
    assert len(feeds) == len(set(feeds)) > 1


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("/feeds.opml?tag=turquie", "/feeds.opml?tag=turkey"),
        ("/feeds.opml?tag=turkey&source=AFP", "/feeds.opml?source=afp&tag=turkey"),
        ("/feeds.opml?content=summary", "/feeds.opml"),
        ("/feeds.opml?page=0&tag=turkey", "/feeds.opml?tag=turkey"),
        ("/feeds.opml?utm_source=x", "/feeds.opml"),
    ],
)
def test_list_has_one_spelling(client: FlaskClient, asked: str, address: str) -> None:
    answer = client.get(asked)
    assert (answer.status_code, answer.headers["Location"]) == (301, SITE + address)


def test_unknown_facets_and_nonsense_are_refused(client: FlaskClient) -> None:
    assert client.get("/feeds.opml?tag=nope").status_code == 404
    assert client.get("/feeds.opml?limit=0").status_code == 400


def test_page_of_a_selection_names_its_list(client: FlaskClient) -> None:
    assert f'href="{SITE}/feeds.opml?source=afp&amp;tag=turkey"' in client.get("/browse?source=afp&tag=turkey").text


def test_list_changes_only_when_a_feed_comes_or_goes(library: Any) -> None:
    client = library.app().test_client()
    before = client.get("/feeds.opml")
    library.add("another.txt", SYRIA.replace("Syrie", "Turquie").replace("aB3xY9", "aB3xY8"))
    same = poll(client, "/feeds.opml")
    assert not moved_on(before, same)
    library.add("zeppelin.txt", "---\ntags: [zeppelins]\n---\n" + SYRIA)
    after = poll(client, "/feeds.opml")
    assert moved_on(same, after)
    library.withdraw("https://turquie2023.com/aB3xY9")
    without = poll(client, "/feeds.opml")
    assert moved_on(after, without)
