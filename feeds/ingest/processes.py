"""Processes that work for this one on every core, and end with it however it ends."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

CORES = os.cpu_count() or 1


@contextmanager
def started(count: int, begin: Callable[..., None], *given: object) -> Iterator[ProcessPoolExecutor]:
    """Start processes, each of which begins by a function of a module; what waits at the end is not done any more."""
    context = get_context("forkserver")  # not forked: this process may have threads, and a store open
    ends = context.Pipe(duplex=False)  # by which the processes notice that this one is gone
    pool = ProcessPoolExecutor(count, context, _begin, (ends[0], begin, given))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
        for end in ends:
            end.close()


def _begin(creator: Connection, begin: Callable[..., None], given: tuple[Any, ...]) -> None:
    threading.Thread(target=_wait_for_end, args=(creator,), daemon=True).start()
    begin(*given)


def _wait_for_end(creator: Connection) -> None:
    with suppress(EOFError, OSError):
        creator.recv()  # nothing is ever sent: it ends when nobody could
    os._exit(1)
