"""Articles a second on one core: files → parser → store, and how long it takes when nothing changed."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.clock import SystemClock
from feeds.ingest.importer import Target, ingest
from feeds.site import Site
from feeds.store import open_store
from tests.benchmarks.articles import write_articles
from tests.benchmarks.rounds import Figure

if TYPE_CHECKING:
    from collections.abc import Iterator

_COUNT = 5000


def run() -> Iterator[Figure]:
    """Measure processor time, so that waiting for a second of its own does not count."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        write_articles(home / "articles", _COUNT)
        store = open_store(f"sqlite:///{home}/feeds.db", SystemClock())
        for what in ("new", "unchanged"):
            began, cpu = time.monotonic(), time.process_time()
            ingest(store, [Target(home / "articles")], Site(), SystemClock())
            took, spent = time.monotonic() - began, time.process_time() - cpu
            yield Figure(f"{_COUNT:,} {what}", [_COUNT / spent], "articles a second of one core", note=f"{took:.1f} s")
        store.close()
