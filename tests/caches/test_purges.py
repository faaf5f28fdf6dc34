"""A real Varnish that is told what to let go of: what is new is seen at once, what was not touched stays a hit."""

from __future__ import annotations

import contextlib
import re
import sqlite3
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.caches.proxies import Tap, missing_programs, shown, tapped, varnish
from tests.clocks import Clock
from tests.programs import do_without
from tests.serving import Answer, Server, eventually, fetch, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.xdist_group("caches")

ARTICLE = (
    "---\ntags: [{tag}]\nlanguage: fr\n---\n{title}\n\nLa mairie a annoncé {title}, comme prévu depuis des mois.\n"
)
BRIDGES, MUSIC, NEWEST = (f"/tags/{tag}/feed.json" for tag in ("ponts", "musique", "chantiers"))
NEW = "un pont de plus"
GRACE = 10
"""Seconds for which the configuration gives what is old while it asks anew."""
SOON = 2
"""Seconds in which an article is seen behind a cache that is told, unless the machine has no time for it…"""
TRIES = 20
"""…which it once has of so many."""


@dataclass
class Site:
    """A server with Varnish in front of it."""

    origin: Server
    tap: Tap
    clock: Clock
    port: int

    def get(self, path: str) -> Answer:
        """Ask Varnish."""
        return fetch(self.port, path)

    def asks(self, path: str) -> int:
        """Count how often Varnish had to ask the server for an address."""
        return len(self.tap.of(path))

    def publish(self) -> None:
        """Publish an article, and wait until the server itself shows it."""
        self._write("news", NEW)
        self.origin.comes_to_show(BRIDGES, 200, NEW)

    def seconds_to_see(self, title: str) -> float:
        """Publish an article, and wait until Varnish shows it; gives the seconds from its file until then."""
        self._write(title, title)
        began = time.monotonic()
        eventually(lambda: title in self.get(BRIDGES)[2].decode())
        return time.monotonic() - began

    def _write(self, name: str, title: str) -> None:
        (self.origin.articles / f"{name}.txt").write_text(ARTICLE.format(tag="ponts, chantiers", title=title))

    def told(self, condition: str) -> bool:
        """Tell what is so of the cache, in the store's words."""
        query = f"SELECT 1 FROM hub, tick WHERE {condition}"  # noqa: S608 - a constant of these tests
        with contextlib.closing(sqlite3.connect(self.origin.folder / "instance" / "feeds.db")) as connection:
            return bool(connection.execute(query).fetchall())


@contextlib.contextmanager
def behind_varnish(folder: Path, *, is_reached: bool = True) -> Iterator[Site]:
    """Serve two articles behind Varnish, which the server tells of every commit, or tries to in vain."""
    if missing := missing_programs():
        do_without(f"not installed: {', '.join(missing)} (Debian: nginx-light, varnish)")
    port = free_port()
    for name in ("origin", "varnish"):
        (folder / name).mkdir()
    target = f"ban+http://127.0.0.1:{port if is_reached else free_port()}"
    origin = Server(folder / "origin", FEEDS_SURROGATE_KEYS="on", FEEDS_PURGE=target)
    try:
        for tag in ("ponts", "musique"):
            (origin.articles / f"{tag}.txt").write_text(ARTICLE.format(tag=tag, title=f"la fête de {tag}"))
        origin.start()
        clock, vcl = Clock(folder / "varnish"), shown("vcl") + shown("varnish")
        with tapped(origin) as tap, varnish(vcl, folder / "varnish", tap, clock, port):
            site = Site(origin, tap, clock, port)
            if is_reached:
                eventually(lambda: site.told("hub.second = tick.second"))  # what began with the server
            for path in (BRIDGES, MUSIC) * 2:
                assert site.get(path)[0] == 200
            assert [site.asks(path) for path in (BRIDGES, MUSIC)] == [1, 1]
            yield site
    finally:
        origin.stop()


def test_an_article_is_seen_behind_varnish_at_once_and_what_it_does_not_touch_stays(tmp_path: Path) -> None:
    with behind_varnish(tmp_path) as site:
        assert site.get(NEWEST)[0] == 404
        site.publish()
        eventually(lambda: NEW in site.get(BRIDGES)[2].decode())  # its copy lives for longer than this waits
        eventually(lambda: site.get(NEWEST)[0] == 200)  # that there was nothing was kept too
        eventually(lambda: site.told("hub.second = tick.second"))
        before = site.asks(BRIDGES)
        for path in (BRIDGES, MUSIC) * 2:
            site.get(path)
        assert (site.asks(BRIDGES), site.asks(MUSIC)) == (before, 1)
        assert fetch(site.port, "/", "BAN")[0] == 200


def test_an_article_is_seen_behind_varnish_within_two_seconds(tmp_path: Path) -> None:
    with behind_varnish(tmp_path) as site:
        assert any(site.seconds_to_see(f"le pont numéro {n}") < SOON for n in range(TRIES))


def test_purge_that_is_lost_lets_nothing_be_served_beyond_its_life(tmp_path: Path) -> None:
    with behind_varnish(tmp_path, is_reached=False) as site:
        _, headers, kept = site.get(BRIDGES)
        found = re.search(r"max-age=(\d+)", headers["cache-control"])
        assert found
        site.publish()
        eventually(lambda: site.told("hub.failures > 0 AND hub.second < tick.second"))
        assert site.get(BRIDGES)[2] == kept and site.asks(BRIDGES) == 1
        site.clock.move(int(found[1]) + GRACE + 1)
        assert NEW in site.get(BRIDGES)[2].decode()
