"""The numbers of all processes of `feeds serve` as one: the multi-process mode of prometheus-client.

Each process writes its numbers to files of its own in one folder, and whoever is asked reads them all. The library
decides when it is imported, by a variable of the environment, and names the files by process. Here both are said
when a process begins. Workers are forks of a process that has imported the library without that variable. And a
place is taken over by the process that follows on one that died, whose numbers go on: so there are no more files than
processes, however often some end, and none is left that says what a dead process holds.

https://prometheus.github.io/client_python/multiprocess/
"""

from __future__ import annotations

import fcntl
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from prometheus_client import values

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""What the library asks for the folder, whenever it makes a file."""


@contextmanager
def made() -> Iterator[None]:
    """Have a folder that goes with the server, which the processes started in between inherit."""
    with TemporaryDirectory(prefix="feeds-metrics-", ignore_cleanup_errors=True) as folder:
        os.environ[_FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[_FOLDER]


def join() -> None:
    """Let this process keep its numbers in the folder, those that it makes from here on."""
    folder = Path(os.environ[_FOLDER])
    folder.mkdir(mode=0o700, exist_ok=True)  # who cleans up old temporary files may have taken it
    place = _free_place(folder)
    values.ValueClass = values.MultiProcessValue(lambda: place)


def remove() -> None:
    """Take the folder away for a server that could not do it any more."""
    shutil.rmtree(os.environ[_FOLDER], ignore_errors=True)


def _free_place(folder: Path) -> int:
    """Give a number that no other process has, until this one ends, however it does."""
    number = 1
    while True:
        lock = os.open(folder / f"{number}.lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            number += 1
        else:
            return number
