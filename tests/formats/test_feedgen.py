"""Each fault of feedgen that the private module mends has a test here that fails without the mend."""
# ruff: noqa: SLF001 - the whole is written here from the private parts of a format

from __future__ import annotations

import locale
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from lxml import etree

from feeds.formats import _feedgen, atom, jsonfeed, rss
from feeds.formats import links as links_module
from feeds.formats.links import Link
from feeds.model import Entry, Feed
from feeds.site import Site

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"

MakeEntry = Callable[..., Entry]
MakeFeed = Callable[..., Feed]


def channel_of(feed: Feed, site: Site) -> etree._Element:
    channel = etree.fromstring(rss.render(feed, site)).find("channel")
    assert channel is not None
    return channel


def feed_of(feed: Feed, site: Site) -> etree._Element:
    return etree.fromstring(atom.render(feed, site))


def test_no_thread_sees_another_locale(
    monkeypatch: pytest.MonkeyPatch, make_entry: MakeEntry, make_feed: MakeFeed, site: Site
) -> None:
    calls: list[object] = []

    def setlocale(*arguments: object) -> str:
        calls.append(arguments)
        return "C"

    monkeypatch.setattr(locale, "setlocale", setlocale)
    feed = make_feed(make_entry())

    with ThreadPoolExecutor(8) as threads:
        documents = set(threads.map(lambda _: rss.render(feed, site) + atom.render(feed, site), range(200)))

    assert calls == []
    assert len(documents) == 1


def test_dates_are_written_in_english_whatever_the_locale(
    make_entry: MakeEntry, make_feed: MakeFeed, site: Site
) -> None:
    channel = channel_of(make_feed(make_entry()), site)
    assert channel.findtext("lastBuildDate") == "Tue, 02 May 2023 08:00:01 +0000"
    assert channel.findtext("item/pubDate") == "Mon, 01 May 2023 10:20:00 +0000"


def test_dates_are_whole_seconds_in_utc(make_entry: MakeEntry, make_feed: MakeFeed, site: Site) -> None:
    nepal = timezone(timedelta(hours=5, minutes=45))
    moment = datetime(2023, 5, 1, 12, 0, 0, 999999, tzinfo=nepal)
    feed = make_feed(make_entry(published=moment, updated=moment))
    written = feed_of(feed, site)
    paths = (f"{ATOM}updated", f"{ATOM}entry/{ATOM}updated", f"{ATOM}entry/{ATOM}published")
    dates = [written.findtext(path) for path in paths]
    assert dates == ["2023-05-01T06:15:00+00:00"] * 3
    assert channel_of(feed, site).findtext("item/pubDate") == "Mon, 01 May 2023 06:15:00 +0000"


def test_the_present_moment_is_nowhere(make_entry: MakeEntry, make_feed: MakeFeed, site: Site) -> None:
    for feed in (make_feed(), make_feed(make_entry())):
        assert str(datetime.now(UTC).year).encode() not in rss.render(feed, site) + atom.render(feed, site)


def test_an_atom_entry_keeps_the_relations_of_its_links(make_entry: MakeEntry, make_feed: MakeFeed, site: Site) -> None:
    links = [dict(link.attrib) for link in feed_of(make_feed(make_entry()), site).iterfind(f"{ATOM}entry/{ATOM}link")]
    page = "https://news.example.org/feeds/entries/ankara-opens-a-second-ferry-line-5f0c7d6e"
    assert links == [
        {"href": page, "rel": "alternate", "type": "text/html"},
        {"href": "https://short.example/qYOea0", "rel": "http://purl.org/net/shortlink"},
    ]


def test_the_link_of_a_channel_is_its_page_and_the_others_are_kept(
    monkeypatch: pytest.MonkeyPatch, make_feed: MakeFeed, site: Site
) -> None:
    hub = Link("hub", "https://hub.example/")
    monkeypatch.setattr(rss, "feed_links", lambda *given: (*links_module.feed_links(*given), hub))
    channel = channel_of(make_feed(), site)
    assert channel.findtext("link") == "https://news.example.org/feeds/tags/turkey/"
    assert [dict(link.attrib) for link in channel.iterfind(f"{ATOM}link")] == [
        {
            "href": "https://news.example.org/feeds/tags/turkey/feed.xml",
            "rel": "self",
            "type": "application/rss+xml",
        },
        {"href": "https://hub.example/", "rel": "hub"},
    ]


def test_the_page_is_the_first_link_of_an_atom_feed(make_feed: MakeFeed, site: Site) -> None:
    rels = [link.get("rel") for link in feed_of(make_feed(), site).iterfind(f"{ATOM}link")]
    assert rels == ["alternate", "self"]


def test_entries_keep_their_order(make_entry: MakeEntry, make_feed: MakeFeed, site: Site) -> None:
    ids = [f"urn:uuid:5f0c7d6e-4c5b-5b1a-9f5e-0d8f3b8f6a0{n}" for n in (3, 1, 2)]
    feed = make_feed(*(make_entry(id=entry_id) for entry_id in ids))
    assert [guid.text for guid in channel_of(feed, site).iter("guid")] == ids
    at_once = (
        _feedgen.rss_document(rss._channel(feed, site), [rss._item(e, site, "full") for e in feed.entries]),
        _feedgen.atom_document(atom._feed(feed, site), [atom._entry(e, site, "full") for e in feed.entries]),
    )
    assert at_once == (rss.render(feed, site), atom.render(feed, site))


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"authors": ("Élise Arnaud", "R&D Desk")}, ["Élise Arnaud", "R&D Desk"]),
        ({}, ["Anadolu Agency", "TRT Français"]),
        ({"sources": ()}, ["Example Desk"]),
    ],
)
def test_authors_without_an_address_are_named(
    changes: dict[str, object], names: list[str], make_entry: MakeEntry, make_feed: MakeFeed, site: Site
) -> None:
    feed = make_feed(make_entry(**changes))
    assert [creator.text for creator in channel_of(feed, site).iterfind(f"item/{DC}creator")] == names
    assert [name.text for name in feed_of(feed, site).iterfind(f"{ATOM}entry/{ATOM}author/{ATOM}name")] == names


def test_rss_titles_have_hexadecimal_references(make_entry: MakeEntry, make_feed: MakeFeed, site: Site) -> None:
    title = "R&D <b> <3 &lt;"
    feed = make_feed(make_entry(title=title), title=title, description=title)
    body = rss.render(feed, site)
    assert body.count(b"<title>R&#x26;D &#x3C;b&gt; &#x3C;3 &#x26;lt;</title>") == 2
    # What a channel says of itself is HTML by custom, like the description of an item.
    assert b"<description>R&#x26;amp;D &#x26;lt;b&#x26;gt; &#x26;lt;3 &#x26;amp;lt;</description><" in body
    assert channel_of(feed, site).findtext("item/title") == title


@pytest.mark.parametrize(
    ("title", "kind", "written"),
    [
        ("A <b> move", "html", "A &lt;b&gt; move"),
        ("&lt; means <", "html", "&amp;lt; means &lt;"),
        ("R&D, 5 < 6, <3", None, "R&D, 5 < 6, <3"),
    ],
)
def test_atom_titles_that_look_like_markup_are_declared(
    title: str, kind: str | None, written: str, make_entry: MakeEntry, make_feed: MakeFeed, site: Site
) -> None:
    feed = make_feed(make_entry(title=title, summary=title), title=title, description=title, rights=title)
    document = feed_of(feed, site)
    texts = [
        document.find(path)
        for path in (
            f"{ATOM}title",
            f"{ATOM}subtitle",
            f"{ATOM}rights",
            f"{ATOM}entry/{ATOM}title",
            f"{ATOM}entry/{ATOM}summary",
        )
    ]
    assert [(text.get("type"), text.text) for text in texts if text is not None] == [(kind, written)] * 5


def test_generator_is_named_without_a_version(make_feed: MakeFeed, site: Site) -> None:
    generator = feed_of(make_feed(), site).find(f"{ATOM}generator")
    assert generator is not None and generator.text == "feeds"
    assert list(generator.attrib) == []
    assert channel_of(make_feed(), site).findtext("generator") == "feeds"


def test_rss_has_only_pictures_that_it_takes(make_feed: MakeFeed, site: Site) -> None:
    for name in ("logo.PNG", "l.jpeg?v=2", "logo"):
        feed = make_feed(logo=f"https://img.example.org/{name}")
        assert channel_of(feed, site).findtext("image/url") == feed.logo
    for name in ("logo.svg", "logo.webp?a=.png", "favicon.ico"):
        feed = make_feed(logo=f"https://img.example.org/{name}")
        assert channel_of(feed, site).find("image") is None
        assert name in atom.render(feed, site).decode() and name in jsonfeed.render(feed, site).decode()


def test_addresses_are_percent_encoded(make_entry: MakeEntry, make_feed: MakeFeed, site: Site) -> None:
    feed = make_feed(make_entry(image="https://bücher.example/été 1.png?a=1&b=<2>"))
    addresses = {**feed.addresses, "rss": "https://news.example.org/tags/türkiye/feed.xml"}
    feed = replace(feed, page="https://news.example.org/tags/türkiye/", addresses=addresses)
    channel = channel_of(feed, site)
    media = channel.find("item/{http://search.yahoo.com/mrss/}content")
    assert media is not None
    assert media.get("url") == "https://xn--bcher-kva.example/%C3%A9t%C3%A9%201.png?a=1&b=%3C2%3E"
    assert channel.findtext("link") == "https://news.example.org/tags/t%C3%BCrkiye/"
    assert b"%C3%BCrkiye/feed.xml" in rss.head(feed, site)


@pytest.mark.parametrize("path", ["", "/news"])
def test_stylesheet_is_css_and_the_root_still_comes_early(path: str, make_feed: MakeFeed) -> None:
    site = Site(url=f"https://news.example.org{path}")
    for form, root in ((rss, b"<rss"), (atom, b"<feed")):
        head = form.head(make_feed(), site)
        assert f'<?xml-stylesheet type="text/css" href="{path}/static/feed.css"?>'.encode() in head
        assert head.index(root) < 512 and b"xsl" not in head


def test_feedgen_is_imported_by_one_module_only() -> None:
    package = Path(rss.__file__).parents[1]
    imports = re.compile(r"^\s*(import|from) feedgen", re.MULTILINE)
    importing = [path.name for path in package.rglob("*.py") if imports.search(path.read_text("utf-8"))]
    assert importing == ["_feedgen.py"]


def test_formats_can_be_imported_first() -> None:
    subprocess.run([sys.executable, "-W", "error", "-c", "import feeds.formats.rss"], check=True)
