"""What a selection costs in a store of a million entries and ten thousand tags, on one core, caches warm."""

from __future__ import annotations

import tempfile
import time
from contextlib import ExitStack, suppress
from statistics import median
from typing import TYPE_CHECKING

from feeds.clock import SystemClock
from feeds.errors import InvalidSelection
from feeds.publish.publisher import Publisher
from feeds.selection import Selection
from feeds.site import Site
from feeds.store import Store, open_store
from feeds.store.read import selections
from tests.benchmarks.corpus import MILLION, TAGS, fill_store, kept_store
from tests.benchmarks.rounds import ROUNDS, Figure, Goal, at_most, interleave, ratios
from tests.benchmarks.selections import SEED, drawn_selections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Times = list[float]

_COUNT = 1200
SMALL = 1000
_TIMES = 100
_WINDOW = 50
_PLAIN = {"the largest tag": Selection(tags=(("tag-0",),)), "a source": Selection(sources=(("source-0",),))}


def run() -> Iterator[Figure | str]:
    """Measure on SQLite; `selecting_postgresql` does the same on PostgreSQL."""
    with tempfile.TemporaryDirectory() as home, ExitStack() as stack:
        large = open_store(kept_store(), SystemClock())
        stack.callback(large.close)
        small = fill_store(f"sqlite:///{home}/small.db", SMALL)
        stack.callback(small.close)
        yield from measure(large, small)


def measure(large: Store, small: Store) -> Iterator[Figure | str]:
    """Compare a store of a million entries with what was wanted of it, and with one of a thousand."""
    publishers = {SMALL: _publisher(small), MILLION: _publisher(large)}
    drawn = drawn_selections(_COUNT)
    yield f"{MILLION:,} entries, {len(TAGS):,} tags, {_COUNT:,} selections of up to four facets (seed {SEED})"
    times, refused = _each_timed(drawn, lambda selection: _query(large, selection))
    yield from _figures("newest fifty, the store's query", times, refused)
    times, refused = _each_timed(drawn, publishers[MILLION].select)
    yield from _figures("window, Publisher.select", times, refused, at_most(2), at_most(100))
    for what, selection in _PLAIN.items():
        rounds = interleave({str(size): _repeated(publishers[size], selection) for size in publishers})
        times_large = rounds[str(MILLION)]
        note = f"{median(times_large):.2f} ms"
        yield Figure(what, ratios(times_large, rounds[str(SMALL)]), f"× at {SMALL:,}", at_most(1.2), note)


def _publisher(store: Store) -> Publisher:
    return Publisher(store, Site(), window=_WINDOW, hours=48, most=200)


def _query(store: Store, selection: Selection) -> None:
    with store.reading() as connection:
        known = selections.find_facets(connection, [*selection.facets(), ("all", "")])
        selections.newest(connection, selections.plan(connection, selection, known), _WINDOW)


def _each_timed(drawn: list[Selection], call: Callable[[Selection], object]) -> tuple[list[Times], list[Selection]]:
    """Time each selection once a round, after one that warms up: milliseconds by round; and those refused."""
    refused: list[Selection] = []
    rounds: list[Times] = []
    for turn in range(1 + ROUNDS):
        times = []
        for selection in drawn:
            began = time.perf_counter()
            with suppress(InvalidSelection):
                call(selection)
                times.append((time.perf_counter() - began) * 1000)
                continue
            times.append((time.perf_counter() - began) * 1000)
            if not turn:
                refused.append(selection)
        if turn:
            rounds.append(times)
    return rounds, refused


def _figures(
    what: str, rounds: list[Times], refused: list[Selection], middle: Goal | None = None, longest: Goal | None = None
) -> Iterator[Figure | str]:
    ninety_ninth = [sorted(times)[int(len(times) * 0.99)] for times in rounds]
    slowest = max(map(min, zip(*rounds, strict=True)))  # the machine may hold up any of them once
    yield Figure(f"{what}: median", [median(times) for times in rounds], "ms", middle)
    yield Figure(f"{what}: p99", ninety_ninth, "ms", note=f"{len(refused)} of {len(rounds[0])} refused")
    yield Figure(f"{what}: slowest", [slowest], "ms", longest)


def _repeated(publisher: Publisher, selection: Selection) -> Callable[[], float]:
    def measure() -> float:
        began = time.process_time()
        for _ in range(_TIMES):
            publisher.select(selection)
        return (time.process_time() - began) / _TIMES * 1000

    return measure
