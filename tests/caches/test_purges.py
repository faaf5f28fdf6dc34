"""A real Varnish that is told what to let go of: what is new is seen at once, what was not touched stays a hit."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING

import pytest

from tests.caches.proxies import missing_programs, shown, tapped, varnish
from tests.clocks import Clock
from tests.programs import do_without
from tests.serving import Server, eventually, fetch, free_port

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.xdist_group("caches")

ARTICLE = (
    "---\ntags: [{tag}]\nlanguage: fr\n---\n{title}\n\nLa mairie a annoncé {title}, comme prévu depuis des mois.\n"
)


def is_told(origin: Server) -> bool:
    """Tell whether the cache was told of every commit."""
    with contextlib.closing(sqlite3.connect(origin.folder / "instance" / "feeds.db")) as connection:
        return bool(connection.execute("SELECT 1 FROM hub, tick WHERE hub.second = tick.second").fetchall())


def test_an_article_is_seen_behind_varnish_at_once_and_what_it_does_not_touch_stays(tmp_path: Path) -> None:
    if missing := missing_programs():
        do_without(f"not installed: {', '.join(missing)} (Debian: nginx-light, varnish)")
    port = free_port()
    for name in ("origin", "varnish"):
        (tmp_path / name).mkdir()
    origin = Server(tmp_path / "origin", FEEDS_SURROGATE_KEYS="on", FEEDS_PURGE=f"ban+http://127.0.0.1:{port}")
    try:
        for tag in ("ponts", "musique"):
            (origin.articles / f"{tag}.txt").write_text(ARTICLE.format(tag=tag, title=f"la fête de {tag}"))
        origin.start()
        vcl = shown("vcl") + shown("varnish")
        with tapped(origin) as tap, varnish(vcl, tmp_path / "varnish", tap, Clock(tmp_path / "varnish"), port):
            eventually(lambda: is_told(origin))  # what began with the server
            paths = [f"/tags/{tag}/feed.json" for tag in ("ponts", "musique")]
            for path in paths * 2:
                assert fetch(port, path)[0] == 200
            assert [len(tap.of(path)) for path in paths] == [1, 1]
            (origin.articles / "news.txt").write_text(ARTICLE.format(tag="ponts", title="un pont de plus"))
            eventually(lambda: b"un pont de plus" in fetch(port, paths[0])[2])  # long before its copy is old
            fetch(port, paths[1])
            assert len(tap.of(paths[1])) == 1
            assert fetch(port, "/", "BAN")[0] == 200
    finally:
        origin.stop()
