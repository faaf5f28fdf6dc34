"""How long readers wait while another process writes a large import: selections and their entries, from the store."""

from __future__ import annotations

import multiprocessing
import random
import tempfile
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from feeds.publish.publisher import Publisher
from feeds.selection import Selection
from feeds.site import Site
from feeds.store import open_store
from tests.benchmarks.batches import HurriedClock, parsed_articles, store_articles
from tests.benchmarks.corpus import TAG_WEIGHTS, TAGS, fill_store
from tests.benchmarks.rounds import Figure, at_most, interleave, ratios

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.synchronize import Event

_ENTRIES = 50_000
_TAGS = 1000
_SECONDS = 3.0
_ARTICLES = 5000
_AT_ONCE = 100


def run() -> Iterator[Figure | str]:
    """Compare the slowest hundredth of what readers ask, with and without the import."""
    with ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory())
        url = f"sqlite:///{home}/feeds.db"
        store = fill_store(url, _ENTRIES)
        stack.callback(store.close)
        goes_on = stack.enter_context(_importing(url))
        publisher = Publisher(store, Site(), window=50, hours=0, most=50)
        chance = random.Random(3)  # noqa: S311 - not a secret

        def measure(*, importing: bool) -> float:
            (goes_on.set if importing else goes_on.clear)()
            time.sleep(0.5)
            return _p99(publisher, chance)

        rounds = interleave({"idle": lambda: measure(importing=False), "importing": lambda: measure(importing=True)})
        before = store.version()
    yield f"{_ENTRIES:,} entries on SQLite, feeds of tags by popularity; {before:,} commits of {_AT_ONCE} meanwhile"
    yield Figure("p99, idle", rounds["idle"], "ms")
    note = f"{min(rounds['importing']):.2f} ms"
    yield Figure("p99 during an import", ratios(rounds["importing"], rounds["idle"]), "× idle", at_most(2), note)


def _p99(publisher: Publisher, chance: random.Random) -> float:
    times = []
    until = time.perf_counter() + _SECONDS
    while (began := time.perf_counter()) < until:
        slug = chance.choices(TAGS[:_TAGS], cum_weights=TAG_WEIGHTS[:_TAGS])[0]
        publisher.entries(publisher.select(Selection(tags=((slug,),))))
        times.append((time.perf_counter() - began) * 1000)
    return sorted(times)[int(len(times) * 0.99)]


@contextmanager
def _importing(url: str) -> Iterator[Event]:
    """Run an import in another process, which goes on while the event is set."""
    spawn = multiprocessing.get_context("spawn")
    goes_on = spawn.Event()
    process = spawn.Process(target=_import, args=(url, goes_on), daemon=True)
    process.start()
    try:
        yield goes_on
    finally:
        process.terminate()
        process.join()


def _import(url: str, goes_on: Event) -> None:
    clock = HurriedClock()
    store = open_store(url, clock)
    articles = parsed_articles(_ARTICLES, seed=0)
    for turn in range(1 << 30):
        # The same texts under other names: copies of what is there, but each with a share address of its own.
        for start in range(0, _ARTICLES, _AT_ONCE):
            goes_on.wait()
            store_articles(store, clock, articles[start : start + _AT_ONCE], _AT_ONCE, f"{turn}-{start}")
