"""A head that feeds share is the one that feedgen writes for each of them."""
# ruff: noqa: SLF001 - what feedgen writes is asked of the private part of each format

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.formats import FORMATS, atom, heads, rss
from feeds.model import Feed, Tombstone
from feeds.site import Site

texts = st.sampled_from(
    (
        "Turkey – Example",
        "Türkiye 🌍 ترکیه",
        "R&D",
        "a < b",
        "<b>bold</b>",
        "&amp;",
        'it\'s "so"',
        "a\tb\nc\r",
        " x ",
        "\x85",
        "",
    )
)
addresses = st.sampled_from(
    (
        "https://news.example.org/tags/turkey/",
        "https://news.example.org/feed.xml?not-tag=a&tag=b,c",
        'https://news.example.org/tags/türkiye/?x=\'&y="<>"',
        "https://nyhetér.example/%zz",
    )
)
everywhere = addresses.map(lambda address: {form.name: address for form in FORMATS})
feeds = st.builds(
    Feed,
    title=texts,
    description=texts,
    language=st.sampled_from(("en", "zh-Hant")),
    author=texts,
    updated=st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    page=addresses,
    addresses=everywhere,
    ttl=st.sampled_from((0, 5, 240)),
    id=st.none() | st.uuids().map(lambda value: value.urn),
    rights=st.none() | texts,
    license=st.none() | st.just("https://example.org/by?a=b&c"),
    logo=st.none() | addresses,
    hubs=st.lists(addresses, max_size=2).map(tuple),
    archive=st.booleans(),
    complete=st.booleans(),
    paging=st.dictionaries(st.sampled_from(("prev-archive", "next-archive", "current")), everywhere),
    tombstones=st.lists(st.just(Tombstone("urn:uuid:1", datetime(2023, 1, 1, tzinfo=UTC))), max_size=1).map(tuple),
)


@pytest.mark.parametrize("form", [rss, atom], ids=lambda form: form.name)
@settings(max_examples=100)
@given(feed=feeds)
def test_shared_head_is_the_one_that_feedgen_writes(form: ModuleType, feed: Feed, site: Site) -> None:
    assert form.head(feed, site) == form._head(feed, site)


@pytest.mark.parametrize("form", [rss, atom], ids=lambda form: form.name)
def test_feedgen_writes_one_head_for_feeds_of_a_kind(
    form: ModuleType, make_feed: Callable[..., Feed], site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Feed] = []
    write = form._head

    def note(feed: Feed, site: Site) -> bytes:
        written.append(feed)
        head: bytes = write(feed, site)
        return head

    monkeypatch.setattr(form, "_head", note)
    feed = make_feed(id="urn:uuid:1", author="Nobody but this test")
    for number in range(5):
        form.head(replace(feed, title=f"Feed {number}", page=f"https://news.example.org/{number}"), site)
    assert len(written) == 1


def test_no_mark_is_left_in_a_head(make_feed: Callable[..., Feed], site: Site) -> None:
    head = rss.head(make_feed(id="urn:uuid:1"), site) + atom.head(make_feed(id="urn:uuid:1"), site)
    assert not heads._MARKED.search(head) and b"1990" not in head
