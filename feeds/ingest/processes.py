"""Processes that work for this one: on every core, and they end with it however it ends; or those of a Dask cluster.

And how seldom a process looks for garbage, for objects that only hold each other: hardly any are made here, and all
else goes away by itself. To look through what stays, again and again, took a fifth of every document and import.
"""

from __future__ import annotations

import gc
import os
import threading
from concurrent.futures import CancelledError, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from feeds.errors import ClusterError, how_to_install

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor
    from multiprocessing.connection import Connection

CORES = os.cpu_count() or 1
_SELDOM = 20_000
"""Objects made and not yet gone, after which a process looks for garbage that works until it ends…"""
_HARDLY = 200_000
"""…and during a work whose objects stay until they are written."""
_PATIENCE = 30
"""Seconds within which a cluster has to answer, and some process of it to be there."""


@contextmanager
def started(count: int, forked_of: str, begin: Callable[..., None], *given: object) -> Iterator[ProcessPoolExecutor]:
    """Start processes that have a module loaded, each of which begins by a function; what waits at the end is not done.

    The first of these modules is loaded once for all, if this process starts such ones again.
    """
    context = get_context("forkserver")  # not forked: this process may have threads, and a store open
    context.set_forkserver_preload(["__main__", forked_of])
    ends = context.Pipe(duplex=False)  # by which the processes notice that this one is gone
    pool = ProcessPoolExecutor(count, context, _begin, (ends[0], begin, given))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
        for end in ends:
            end.close()


@contextmanager
def connected(address: str) -> Iterator[tuple[Executor, int]]:
    """Give the processes of the Dask cluster whose scheduler has an address, and how many there are now.

    What one of them had begun when it died is done by another. Raises ClusterError where there is none, and where the
    cluster is lost on the way.
    """
    try:
        from distributed import Client, KilledWorker  # an extra
    except ImportError as error:
        raise ClusterError(
            f"to read on a cluster the extra `cluster` is needed: {how_to_install('cluster')}"
        ) from error
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(f"no scheduler of Dask answers at {address}") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError as error:
            raise ClusterError(f"the cluster at {address} has no worker") from error
        try:
            yield client.get_executor(pure=False), sum(client.nthreads().values())
        except KilledWorker as error:
            raise ClusterError(f"workers of the cluster die of the same files again and again: {error}") from error
        except CancelledError as error:
            raise ClusterError(f"the cluster at {address} is gone; what was read stays read") from error


def settle() -> None:
    """Leave alone what is loaded, which stays, and look for garbage seldom from here on."""
    gc.freeze()
    gc.set_threshold(_SELDOM)


@contextmanager
def hardly_looking_for_garbage() -> Iterator[None]:
    """Look hardly ever as long as this lasts."""
    before = gc.get_threshold()
    gc.set_threshold(_HARDLY)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _begin(creator: Connection, begin: Callable[..., None], given: tuple[Any, ...]) -> None:
    threading.Thread(target=_wait_for_end, args=(creator,), daemon=True).start()
    settle()
    begin(*given)


def _wait_for_end(creator: Connection) -> None:
    with suppress(EOFError, OSError):
        creator.recv()  # nothing is ever sent: it ends when nobody could
    os._exit(1)
