"""The list of feeds, as readers import it."""

from __future__ import annotations

from datetime import UTC, datetime

import atoma  # type: ignore[import-untyped]
from lxml import etree

from feeds.formats import opml
from feeds.formats.opml import Subscription
from feeds.site import Site

MOMENT = datetime(2023, 5, 1, 10, 20, tzinfo=UTC)
SITE = Site(url="https://news.example.org", author="Example Desk")
EVERYTHING = Subscription("Everything", "https://news.example.org/feed.xml", "https://news.example.org/")
TURKEY = Subscription(
    "Türkiye", "https://news.example.org/tags/türkiye/feed.xml", "https://news.example.org/tags/türkiye/", "/tags", "tr"
)


def test_subscriptions_are_listed_in_their_order() -> None:
    outlines = etree.fromstring(opml.render("Feeds", [EVERYTHING, TURKEY], MOMENT, SITE)).findall("body/outline")
    assert [dict(outline.attrib) for outline in outlines] == [
        {
            "type": "rss",
            "text": "Everything",
            "title": "Everything",
            "xmlUrl": "https://news.example.org/feed.xml",
            "htmlUrl": "https://news.example.org/",
        },
        {
            "type": "rss",
            "text": "Türkiye",
            "title": "Türkiye",
            "xmlUrl": "https://news.example.org/tags/t%C3%BCrkiye/feed.xml",
            "htmlUrl": "https://news.example.org/tags/t%C3%BCrkiye/",
            "language": "tr",
            "category": "/tags",
        },
    ]


def test_head_says_what_the_list_is_and_how_old() -> None:
    head = etree.fromstring(opml.render("Feeds", [EVERYTHING], MOMENT, SITE)).find("head")
    assert head is not None
    assert [(child.tag, child.text) for child in head] == [
        ("title", "Feeds"),
        ("dateModified", "Mon, 01 May 2023 10:20:00 +0000"),
        ("ownerName", "Example Desk"),
    ]


def test_text_is_html_where_it_could_be_taken_for_it() -> None:
    listed = Subscription("R&D <b>", "https://news.example.org/feed.xml", "https://news.example.org/")
    outline = etree.fromstring(opml.render("5 < 6", [listed], MOMENT, SITE)).find("body/outline")
    assert outline is not None and outline.get("text") == "R&amp;D &lt;b&gt;"


def test_a_reader_finds_every_feed() -> None:
    read = atoma.parse_opml_bytes(opml.render("Feeds", [EVERYTHING, TURKEY], MOMENT, SITE))
    assert [outline.xml_url for outline in read.outlines] == [
        "https://news.example.org/feed.xml",
        "https://news.example.org/tags/t%C3%BCrkiye/feed.xml",
    ]
