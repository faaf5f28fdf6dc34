"""Parsed articles into the store, a hundred a commit."""

from __future__ import annotations

import tempfile
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

from feeds.store import Store, open_store
from tests.benchmarks.batches import HurriedClock, parsed_articles, store_articles
from tests.benchmarks.rounds import Figure, at_least, interleave
from tests.postgres import MISSING, Server, find_binaries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_COUNT = 4000
_AT_ONCE = 100


def run() -> Iterator[Figure | str]:
    """Measure on SQLite, and on PostgreSQL where there is one; every round adds other articles to the same store."""
    with ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory())
        stores = {"SQLite": open_store(f"sqlite:///{home}/feeds.db", HurriedClock())}
        if binaries := find_binaries():
            server = Server(binaries)
            stack.callback(server.close)
            stores["PostgreSQL"] = open_store(server.url, HurriedClock())
        else:
            yield f"PostgreSQL skipped: {MISSING}"
        for store in stores.values():
            stack.callback(store.close)
        rounds = interleave({name: _timed(store) for name, store in stores.items()})
    yield f"{_COUNT:,} articles a round in commits of {_AT_ONCE}"
    for name, rates in rounds.items():
        yield Figure(name, rates, "articles a second", at_least(5000) if name == "SQLite" else None)


def _timed(store: Store) -> Callable[[], float]:
    clock = HurriedClock()
    first = parsed_articles(_AT_ONCE, seed=0)  # the first import places by date, later ones do not
    store_articles(store, clock, first, _AT_ONCE, "0")
    turn = 0

    def measure() -> float:
        nonlocal turn
        turn += 1
        articles = parsed_articles(_COUNT, turn)
        began = time.perf_counter()
        store_articles(store, clock, articles, _AT_ONCE, str(turn))
        return _COUNT / (time.perf_counter() - began)

    return measure
