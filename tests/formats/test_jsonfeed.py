"""JSON Feed says what the other formats say, and in `_feeds` what it has no member for."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from feeds.formats import jsonfeed
from feeds.model import Entry, Feed
from feeds.site import Site

MakeEntry = Callable[..., Entry]
MakeFeed = Callable[..., Feed]


def read(feed: Feed, site: Site) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(jsonfeed.render(feed, site))
    return document


def test_feed_says_where_it_is_and_what_shows_the_same(make_feed: MakeFeed, site: Site) -> None:
    document = read(make_feed(), site)
    assert document["feed_url"] == "https://news.example.org/feeds/tags/turkey/feed.json"
    assert document["home_page_url"] == "https://news.example.org/feeds/tags/turkey/"
    assert document["items"] == []


def test_closed_page_names_no_time_to_ask_again(make_feed: MakeFeed, site: Site) -> None:
    assert read(make_feed(), site)["_feeds"]["ttl"] == 60
    assert "ttl" not in read(make_feed(ttl=0, archive=True), site)["_feeds"]


def test_item_has_its_text_twice_and_both_dates(make_entry: MakeEntry, make_feed: MakeFeed, site: Site) -> None:
    (item,) = read(make_feed(make_entry(image="https://img.example.org/a.jpg")), site)["items"]
    assert item["content_text"].startswith("The city opened a second line on Monday.\n\n")
    assert item["content_html"].startswith('<img src="https://img.example.org/a.jpg" alt=""><p>The city')
    assert item["image"] == "https://img.example.org/a.jpg"
    assert (item["date_published"], item["date_modified"]) == (
        "2023-05-01T10:20:00+00:00",
        "2023-05-02T08:00:01+00:00",
    )
    assert item["tags"] == ["Turkey", "Transport"]


def test_extension_has_what_json_feed_has_no_member_for(make_entry: MakeEntry, make_feed: MakeFeed, site: Site) -> None:
    (item,) = read(make_feed(make_entry(comments=0)), site)["items"]
    assert item["_feeds"] == {
        "about": "https://news.example.org/feeds/",
        "share_url": "https://short.example/qYOea0",
        "sources": [
            {
                "slug": "anadolu-agency",
                "name": "Anadolu Agency",
                "url": "https://news.example.org/feeds/sources/anadolu-agency/",
            },
            {
                "slug": "trt-francais",
                "name": "TRT Français",
                "url": "https://news.example.org/feeds/sources/trt-francais/",
            },
        ],
        "tags": ["turkey", "transport"],
        "comments": 0,
    }


def test_what_is_not_known_is_left_out(make_entry: MakeEntry, make_feed: MakeFeed, site: Site) -> None:
    bare = make_entry(comments=None, share_link=None, sources=(), tags=(), language=None, summary="")
    (item,) = read(make_feed(bare), site)["items"]
    assert item["_feeds"] == {"about": "https://news.example.org/feeds/"}
    assert item.keys().isdisjoint({"image", "language", "summary", "tags"})


@pytest.mark.parametrize(("language", "said"), [("en", None), ("fr", "fr"), (None, None)])
def test_language_is_said_where_it_differs(
    language: str | None, said: str | None, make_entry: MakeEntry, make_feed: MakeFeed, site: Site
) -> None:
    (item,) = read(make_feed(make_entry(language=language)), site)["items"]
    assert item.get("language") == said


def test_summary_feed_carries_the_summary_only(make_entry: MakeEntry, make_feed: MakeFeed, site: Site) -> None:
    (item,) = read(make_feed(make_entry(), content="summary"), site)["items"]
    assert "content_html" not in item
    assert item["content_text"] == item["summary"] == "The city opened a second line on Monday."
