"""Parsed articles into the store, a hundred a commit; beside it what the rows alone take, written as they are."""

from __future__ import annotations

import tempfile
import time
from contextlib import ExitStack, closing
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from feeds.store import Store, open_store
from feeds.store.dialects.bulk import insert_rows
from feeds.store.schema import entry, file, identity, member, share
from tests.benchmarks.batches import HurriedClock, parsed_articles, store_articles
from tests.benchmarks.rounds import Figure, at_least, interleave, ratios
from tests.postgres import MISSING, Server, find_binaries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_COUNT = 4000
_AT_ONCE = 100
_ROWS_OF = (entry.c.number, file.c.entry, identity.c.entry, share.c.entry, member.c.entry)
"""The columns that say which entry a row is of."""


class _Rates(NamedTuple):
    """Articles a second."""

    stored: float
    bare: float
    """Where nothing is decided and looked up, and only the rows of the articles are inserted."""


def run() -> Iterator[Figure | str]:
    """Measure on SQLite, into a new store each round and into one that grows, and on PostgreSQL where there is one."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        contenders: dict[str, Callable[[], _Rates]] = {"SQLite": partial(_in_new_stores, home)}
        urls = {"SQLite, growing": (f"sqlite:///{home}/feeds.db", f"sqlite:///{home}/bare.db")}
        if binaries := find_binaries():
            servers = [stack.enter_context(closing(Server(binaries))) for _ in range(2)]
            urls["PostgreSQL, growing"] = (servers[0].url, servers[1].url)
        else:
            yield f"PostgreSQL skipped: {MISSING}"
        for name, pair in urls.items():
            contenders[name] = _timed(*(stack.enter_context(closing(open_store(url, HurriedClock()))) for url in pair))
        rounds = interleave(contenders)
    yield f"{_COUNT:,} articles a round in commits of {_AT_ONCE}"
    for name, rates in rounds.items():
        stored, bare = [rate.stored for rate in rates], [rate.bare for rate in rates]
        yield Figure(name, stored, "articles a second", at_least(5000) if name == "SQLite" else None)
        yield Figure(f"{name}, their rows alone", bare, "articles a second")
        yield Figure(f"{name}, of that", ratios(stored, bare), "times as many")


def _in_new_stores(home: Path) -> _Rates:
    with tempfile.TemporaryDirectory(dir=home) as folder, ExitStack() as stack:
        urls = (f"sqlite:///{folder}/{name}.db" for name in ("feeds", "bare"))
        return _timed(*(stack.enter_context(closing(open_store(url, HurriedClock()))) for url in urls))()


def _timed(store: Store, bare: Store) -> Callable[[], _Rates]:
    clock = HurriedClock()
    first = parsed_articles(_AT_ONCE, seed=0)  # the first import places by date, later ones do not
    store_articles(store, clock, first, _AT_ONCE, "0")
    _copy(store, bare, 0)
    turn = 0

    def measure() -> _Rates:
        nonlocal turn
        turn += 1
        articles = parsed_articles(_COUNT, turn)
        began = time.perf_counter()
        store_articles(store, clock, articles, _AT_ONCE, str(turn))
        stored = time.perf_counter() - began
        return _Rates(_COUNT / stored, _COUNT / _copy(store, bare, _AT_ONCE + (turn - 1) * _COUNT))

    return measure


def _copy(store: Store, bare: Store, last: int) -> float:
    """Write the rows of the entries after one into another store, in commits as large; gives the seconds it took."""
    with store.reading() as connection:
        tables = []
        for column in _ROWS_OF:
            query = select(column, column.table).where(column > last).order_by(column)
            batches = groupby(connection.execute(query).all(), key=lambda row: (row[0] - 1) // _AT_ONCE)
            tables.append([(column.table, [tuple(row[1:]) for row in rows]) for _, rows in batches])
    began = time.perf_counter()
    for batch in zip(*tables, strict=True):
        with bare.noting() as writing:
            for table, rows in batch:
                insert_rows(writing, table, table.columns.keys(), rows)
    return time.perf_counter() - began
