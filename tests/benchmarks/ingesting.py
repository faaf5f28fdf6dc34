"""Articles a second from files to the store on every core and on one, what reading them takes, and a second look."""

from __future__ import annotations

import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.clock import SystemClock
from feeds.ingest import processes, reads
from feeds.ingest.folders import look_into
from feeds.ingest.importer import Target, ingest
from feeds.site import Site
from feeds.store import Store, open_store
from tests.benchmarks.articles import write_articles
from tests.benchmarks.rounds import Figure, at_least, interleave, ratios

if TYPE_CHECKING:
    from collections.abc import Iterator

_COUNT = 6000
_PARAGRAPHS = 12
"""Which makes an article of 3.4 kB."""


def run() -> Iterator[Figure]:
    """Measure by the clock on the wall: what counts is how long one waits."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        write_articles(home / "articles", _COUNT, _PARAGRAPHS)
        stores = (open_store(f"sqlite:///{home}/{number}.db", SystemClock()) for number in range(100))
        cores = processes.CORES
        new = {
            "every core": lambda: _ingested(home, next(stores), cores),
            "one core": lambda: _ingested(home, next(stores), 1),
            "parsed": lambda: _parsed(home, next(stores), cores),
        }
        measured = interleave(new, rounds=3)
        yield Figure("new, on every core", measured["every core"], "articles a second", at_least(1500))
        yield Figure("new, on one core", measured["one core"], "articles a second")
        yield Figure("of one core", ratios(measured["every core"], measured["one core"]), "times as many")
        yield Figure("read and parsed alone", measured["parsed"], "articles a second", at_least(2000))
        store = open_store(f"sqlite:///{home}/0.db", SystemClock())
        again = {"unchanged": partial(_ingested, home, store, cores), "walk": partial(_walked, home)}
        measured = interleave(again)
        yield Figure("unchanged", measured["unchanged"], "articles a second")
        yield Figure("a bare walk", measured["walk"], "files a second")
        yield Figure("of a walk", ratios(measured["unchanged"], measured["walk"]), "times as many", at_least(0.5))


def _ingested(home: Path, store: Store, cores: int) -> float:
    processes.CORES = cores
    began = time.monotonic()
    ingest(store, [Target(home / "articles")], Site(), SystemClock())
    return _COUNT / (time.monotonic() - began)


def _parsed(home: Path, store: Store, cores: int) -> float:
    processes.CORES = cores
    with store.reading() as connection:
        tasks = look_into(connection, Target(home / "articles"), Site(), {}).tasks
    began = time.monotonic()
    with reads.readers(len(tasks)) as readers:
        count = sum(1 for _ in readers.read_all(tasks))
    return count / (time.monotonic() - began)


def _walked(home: Path) -> float:
    began = time.monotonic()
    count = sum(1 for path in (home / "articles").rglob("*") if path.stat())
    return count / (time.monotonic() - began)
