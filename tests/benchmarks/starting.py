"""The start of `feeds serve` in front of a store of a million entries."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.contenders import serving_feeds
from tests.benchmarks.corpus import kept_store
from tests.benchmarks.rounds import ROUNDS, Figure, at_most

if TYPE_CHECKING:
    from collections.abc import Iterator


def run() -> Iterator[Figure | str]:
    """Measure on SQLite; `selecting_postgresql` does the same on PostgreSQL."""
    yield until_it_answers(kept_store())


def until_it_answers(store: str) -> Figure:
    """Measure by the clock on the wall, from the command until `/healthz` answers."""
    seconds = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as home:
            began = time.monotonic()
            with serving_feeds(Path(home), store):
                seconds.append(time.monotonic() - began)
    return Figure("feeds serve until it answers", seconds, "s", at_most(2))
