"""Entries and feeds to write: one ordinary article, changed by each test where it matters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from feeds.formats import FORMATS
from feeds.model import Entry, Feed, ShareLink, Source, Tag
from feeds.site import Site

SITE = Site(url="https://news.example.org/feeds", title="Example", author="Example Desk")

ENTRY = Entry(
    id="urn:uuid:5f0c7d6e-4c5b-5b1a-9f5e-0d8f3b8f6a01",
    handle="5f0c7d6e",
    title="Ankara opens a second ferry line",
    paragraphs=("The city opened a second line on Monday.", "It runs every hour."),
    summary="The city opened a second line on Monday.",
    published=datetime(2023, 5, 1, 10, 20, tzinfo=UTC),
    updated=datetime(2023, 5, 2, 8, 0, 1, tzinfo=UTC),
    comments=3,
    sources=(Source("anadolu-agency", "Anadolu Agency"), Source("trt-francais", "TRT Français")),
    tags=(Tag("turkey", "Turkey"), Tag("transport", "Transport")),
    share_link=ShareLink("short.example", "qYOea0"),
    language="en",
)


@pytest.fixture(scope="session")
def site() -> Site:
    return SITE


@pytest.fixture(scope="session")
def make_entry() -> Callable[..., Entry]:
    def make(**changes: Any) -> Entry:
        return replace(ENTRY, **changes)

    return make


@pytest.fixture(scope="session")
def make_feed(site: Site) -> Callable[..., Feed]:
    def make(*entries: Entry, **changes: Any) -> Feed:
        feed = Feed(
            title="Turkey – Example",
            description="News of Turkey.",
            language="en",
            author="Example Desk",
            updated=max((entry.updated for entry in entries), default=datetime(2023, 1, 1, tzinfo=UTC)),
            page=site.address("/tags/turkey/"),
            addresses={form.name: site.feed("/tags/turkey/", form.filename) for form in FORMATS},
            ttl=60,
            entries=entries,
        )
        return replace(feed, **changes)

    return make
