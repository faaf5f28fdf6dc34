"""What requests leave behind, written later: no answer waits for the store to be written."""

from __future__ import annotations

import logging
import multiprocessing.util
import threading
from collections import Counter
from typing import TYPE_CHECKING, Generic, TypeVar

from feeds.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

_EVERY = 2.0
"""Seconds between two writings."""
_MOST = 10_000
"""Different things that are kept until then; they are written early where there are more, and those are dropped."""

log = logging.getLogger(__name__)

Noted = TypeVar("Noted")


class Buffer(Generic[Noted]):
    """Counts what is noted, and has it written now and then by a thread of its own."""

    def __init__(self, write: Callable[[Counter[Noted]], None], every: float = _EVERY) -> None:
        self._write = write
        self._every = every
        self._noted: Counter[Noted] = Counter()
        self._lock = threading.Lock()
        self._begun = threading.Event()
        self._is_full = threading.Event()
        self._is_closed = False

    def note(self, what: Noted) -> None:
        """Count one more."""
        with self._lock:
            noted = self._noted
            if count := noted.get(what):
                noted[what] = count + 1
                return
            if len(noted) < _MOST:
                noted[what] = 1
            else:
                self._is_full.set()
        if not self._begun.is_set():
            self._begin()

    def flush(self) -> None:
        """Write what was noted so far; what cannot be written is lost."""
        with self._lock:
            noted, self._noted = self._noted, Counter()
        if not noted:
            return
        try:
            self._write(noted)
        except StoreError as error:
            log.warning("%s", error)

    def close(self) -> None:
        """Write what was noted so far, and end its thread."""
        self._is_closed = True
        self._is_full.set()
        self.flush()

    def _begin(self) -> None:
        with self._lock:
            if self._begun.is_set():
                return
            self._begun.set()
        # A worker is a process of multiprocessing, which runs this at its end, and nothing of `atexit`.
        multiprocessing.util.Finalize(None, self.flush, exitpriority=1)
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while not self._is_closed:
            self._is_full.wait(self._every)
            self._is_full.clear()
            if not self._is_closed:
                self.flush()
