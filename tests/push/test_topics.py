"""Feeds of any selection that somebody asked for: hubs are told of them as of the others, and of no more."""

from __future__ import annotations

import logging
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feeds.errors import StoreError
from feeds.model import Article, Source, Tag
from feeds.store import Store
from feeds.store.schema import facet, ping
from feeds.store.tables import pings, topics
from feeds.web.base import buffer
from feeds.web.base.buffer import Buffer
from tests.push.patience import tell_all

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.push.delivery import Teller
    from feeds.site import Site
    from tests.conftest import FakeClock, Press
    from tests.push.conftest import Hub

    Make = Callable[..., Article]

A, B, C = (Tag(slug, slug.upper()) for slug in "abc")
AFP = Source("afp", "AFP")
ASKED = (
    "tag=a&tag=b",
    "tag=a,b",
    "not-tag=c",
    "source=afp&tag=a",
    "content=summary",
    "content=summary&tag=a",
    "lang=fr",
    "limit=1",
    "since=2030-01-01",
)


def keep(store: Store, clock: FakeClock, *queries: str) -> None:
    with store.noting() as connection:
        topics.keep(connection, queries, int(clock.now()))


def kept(store: Store) -> list[str]:
    with store.reading() as connection:
        return [topic.query for topic in topics.topics(connection)]


@pytest.fixture
def tell(
    press: Press, article: Make, teller: Teller, hub: Hub, clock: FakeClock, store: Store, site: Site
) -> Callable[[], set[str]]:
    """Tell the hub everything, and give the addresses of other feeds than plain ones; each in three formats."""
    press.write({"before.txt": article("Before all others")})
    press.withdraw("before.txt")
    keep(store, clock, *ASKED)

    def tell() -> set[str]:
        teller.look()
        clock.sleep(1000)
        tell_all(teller)
        told = Counter(
            topic.removeprefix(f"{site.url}/").replace("atom.xml", "feed.xml").replace("feed.json", "feed.xml")
            for topic in hub.take()
            if "?" in topic
        )
        assert set(told.values()) <= {3}
        return {topic.replace("feed.xml?", "") for topic in told}

    return tell


def test_topic_is_told_exactly_when_it_changed(press: Press, article: Make, tell: Callable[[], set[str]]) -> None:
    newest = {"content=summary", "limit=1"}
    of_a = {"tag=a,b", "tags/a/content=summary"}
    press.write({"zero.txt": article("Zero", tags=(B, C), sources=(AFP,), language="fr")})
    press.withdraw("zero.txt")
    tell()
    press.write({"one.txt": article("One", tags=(A,), language="en")})
    assert tell() == newest | of_a | {"not-tag=c"}
    press.write({"two.txt": article("Two", tags=(A, B), sources=(AFP,), language="fr")})
    assert tell() == newest | of_a | {"tag=a&tag=b", "not-tag=c", "source=afp&tag=a", "lang=fr"}
    press.write({"two.txt": article("Two", tags=(A, C), sources=(AFP,), language="fr")})
    assert tell() == newest | of_a | {"tag=a&tag=b", "not-tag=c", "source=afp&tag=a", "lang=fr"}
    press.write({"three.txt": article("Three", tags=(C,), language="fr")})
    assert tell() == newest | {"lang=fr"}
    press.write({"one.txt": article("One, again", tags=(A,), language="en")})
    assert tell() == {"content=summary", "not-tag=c"} | of_a
    press.withdraw("two.txt")
    assert tell() == {"content=summary", "source=afp&tag=a", "lang=fr"} | of_a
    press.write({"one.txt": article("One, again", tags=(A,), language="en")})
    assert tell() == set()


def test_what_was_asked_for_leaves_no_trace_in_the_numbers_of_facets(
    press: Press, article: Make, clock: FakeClock
) -> None:
    keep(press.store, clock, "lang=it")
    press.write({"one.txt": article("One", tags=(A,))})
    keep(press.store, clock, "lang=fr", "lang=en")
    press.write({"two.txt": article("Two", tags=(B,))})
    keep(press.store, clock, "lang=de")
    with press.store.reading() as connection:
        rows = connection.execute(select(facet.c.number, facet.c.kind).order_by(facet.c.number)).all()
    assert [kind for number, kind in rows if number < 0] == ["query"] * 3
    assert [number for number, _ in rows if number > 0] == [1, 2, 3]


def test_what_nobody_asks_for_is_forgotten(
    press: Press, article: Make, teller: Teller, hub: Hub, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    press.write({"zero.txt": article("Zero")})
    teller.look()
    monkeypatch.setattr(topics, "MOST", 3)
    for query in ("tag=a&tag=b", "lang=fr", "lang=en", "lang=de"):
        keep(press.store, clock, query)
        clock.sleep(100)
    assert kept(press.store) == ["lang=fr", "lang=en", "lang=de"]
    press.write({"one.txt": article("One", language="fr")})
    assert teller.look() == 6
    clock.sleep(topics.KEPT)
    keep(press.store, clock, "lang=en")
    assert kept(press.store) == ["lang=en"]
    assert pings.count(press.store, [hub.url]) == 3  # of everything
    with press.store.reading() as connection:
        assert len(set(connection.scalars(select(ping.c.facet)))) == 1


def test_buffer_writes_by_itself_and_once() -> None:
    written: list[Counter[str]] = []
    buffer = Buffer(written.append)
    for what in ("a", "b", "a"):
        buffer.note(what)
    until = time.monotonic() + 10
    while not written and time.monotonic() < until:
        time.sleep(0.05)
    buffer.flush()
    assert written == [Counter(a=2, b=1)]


def test_buffer_is_bounded_and_outlives_a_store_that_fails(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(buffer, "_MOST", 2)
    monkeypatch.setattr(buffer, "_EVERY", 1000)
    written: list[Counter[str]] = []

    def write(noted: Counter[str]) -> None:
        if set(noted) == {"a", "b"}:
            raise StoreError("the store is locked")
        written.append(noted)

    noted_later = Buffer(write)
    for what in ("a", "b", "c", "a"):
        noted_later.note(what)
    with caplog.at_level(logging.WARNING):
        noted_later.flush()
    assert caplog.messages == ["the store is locked"]
    noted_later.note("d")
    noted_later.flush()
    assert written == [Counter(d=1)]
