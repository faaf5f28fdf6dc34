"""A document joined from fragments is the one that is written at once."""
# ruff: noqa: SLF001 - the whole is written here from the private parts of each format

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from feeds.formats import FORMATS, Format, _feedgen, atom, by_filename, by_name, jsonfeed, rss
from feeds.model import Entry, Feed, ShareLink, Source, Tag
from feeds.site import Site

HOSTILE = (
    *("]]>", "<![CDATA[", "<!--", "-->", "<?xml?>", "<b>", "</b>", "&amp;", "&", '"', "'"),
    *("<item>", "</item>", "<entry>", "</entry>", "</channel></rss>", "</feed>", "]}"),
    *("\r\n", "\r", "\t", "\u2028", "\u2029", "\u202e", "\u2066", "\ufeff", "é", "ش", "𝄞", "👩\u200d👩\u200d👧"),
    *("\x00", "\x0b", "\x85", "\ufffe", "\ud800", "\U0001ffff", "word " * 200, ""),
)
text = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=20), max_size=6).map("".join)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
slugs = st.from_regex(r"[a-zé-]{1,12}", fullmatch=True)

entries = st.builds(
    Entry,
    id=st.uuids().map(lambda value: value.urn),
    handle=st.from_regex(r"[a-z0-9]{8}", fullmatch=True),
    title=text,
    paragraphs=st.lists(text, max_size=4).map(tuple),
    summary=text,
    published=moments,
    updated=moments,
    comments=st.none() | st.integers(0, 10**6),
    sources=st.lists(st.builds(Source, slugs, text), max_size=3).map(tuple),
    authors=st.lists(text, max_size=2).map(tuple),
    tags=st.lists(st.builds(Tag, slugs, text), max_size=3).map(tuple),
    share_link=st.none() | st.builds(ShareLink, st.just("short.example"), st.text(max_size=8).filter(str.isprintable)),
    language=st.sampled_from([None, "en", "fr", "ar", "zh-Hant", "fa-IR"]),
    image=st.none() | text.map(lambda value: f"https://img.example.org/{value}.jpg"),
)

Make = Callable[..., Feed]


def at_once(form: Format, feed: Feed, site: Site) -> bytes:
    if form is rss:
        return _feedgen.rss_document(rss._channel(feed, site), [rss._item(e, site, feed.content) for e in feed.entries])
    if form is atom:
        return _feedgen.atom_document(
            atom._feed(feed, site), [atom._entry(e, site, feed.content) for e in feed.entries]
        )
    items = [json.loads(jsonfeed.fragment(entry, site, feed.content)) for entry in feed.entries]
    members = json.loads(jsonfeed.head(feed, site) + b"]}") | {"items": items}
    return json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
@settings(max_examples=40)
@given(several=st.lists(entries, max_size=3), title=text, content=st.sampled_from(["full", "summary"]))
def test_joined_is_written_at_once(
    form: Format, several: list[Entry], title: str, content: str, make_feed: Make, site: Site
) -> None:
    feed = make_feed(*several, title=title, description=title, content=content)
    joined = form.document(feed, site, [form.fragment(entry, site, content) for entry in several])
    assert joined == form.render(feed, site) == at_once(form, feed, site)


@settings(max_examples=40)
@given(several=st.lists(entries, max_size=3))
def test_every_document_is_well_formed_and_has_every_entry(several: list[Entry], make_feed: Make, site: Site) -> None:
    feed = make_feed(*several)
    ids = [entry.id for entry in several]
    assert [guid.text for guid in etree.fromstring(rss.render(feed, site)).iter("guid")] == ids
    found = etree.fromstring(atom.render(feed, site)).iterfind("{*}entry/{*}id")
    assert [entry_id.text for entry_id in found] == ids
    assert [item["id"] for item in json.loads(jsonfeed.render(feed, site))["items"]] == ids


@settings(max_examples=30)
@given(entry=entries)
def test_a_fragment_depends_on_its_arguments_only(entry: Entry, make_feed: Make, site: Site) -> None:
    for form in FORMATS:
        alone = form.fragment(entry, site, "full")
        form.render(make_feed(entry, entry, title="another"), site)
        assert form.fragment(entry, site, "full") == alone
        assert alone in form.document(make_feed(), site, [alone, alone])


def test_formats_are_found_by_name_and_by_filename() -> None:
    assert [form.name for form in FORMATS] == ["rss", "atom", "json"]
    assert [by_name(form.name) for form in FORMATS] == [by_filename(form.filename) for form in FORMATS] == list(FORMATS)
    assert by_name("rdf") is None and by_filename("feed.rdf") is None
