"""What a selection costs as the store grows: the newest fifty of everything, of the largest tag, of a source."""

from __future__ import annotations

import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.publish import Publisher
from feeds.selection import Presentation, Selection
from feeds.site import Site
from tests.benchmarks.corpus import fill_store
from tests.benchmarks.rounds import interleave, ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SIZES = (1_000, 100_000, 1_000_000)
_TIMES = 200
_CHOSEN = {
    "everything": Selection(),
    "the largest tag": Selection(tags=(("tag-0",),)),
    "a source": Selection(sources=(("source-0",),)),
}


def run() -> Iterator[str]:
    """Compare each size with the smallest; the caches are warm."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        publishers = {}
        for size in _SIZES:
            store = fill_store(f"sqlite:///{home}/{size}.db", size)
            stack.callback(store.close)
            publishers[size] = Publisher(store, Site(), window=50, hours=48, most=200)
        for name, selection in _CHOSEN.items():
            times = interleave({str(size): _timed(publishers[size], selection) for size in _SIZES})
            smallest = times[str(_SIZES[0])]
            for size in _SIZES[1:]:
                yield f"{name:<16} at {size:>9,}: {ratio(times[str(size)], smallest)} its time at {_SIZES[0]:,}"
            yield f"{name:<16} at {_SIZES[-1]:>9,}: {min(times[str(_SIZES[-1])]) * 1000:.2f} ms"


def _timed(publisher: Publisher, selection: Selection) -> Callable[[], float]:
    def measure() -> float:
        began = time.process_time()
        for _ in range(_TIMES):
            publisher.select(selection, Presentation())
        return (time.process_time() - began) / _TIMES

    return measure
