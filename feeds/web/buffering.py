"""What requests leave behind, written later: no answer waits for the store to be written."""

from __future__ import annotations

import atexit
import logging
import threading
from collections import Counter
from typing import TYPE_CHECKING

from feeds.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

_EVERY = 2.0
"""Seconds between two writings."""
_MOST = 10_000
"""Different things that are kept until then; others are dropped."""

log = logging.getLogger(__name__)


class Buffer:
    """Counts what is noted, and has it written now and then by a thread of its own."""

    def __init__(self, write: Callable[[Counter[str]], None]) -> None:
        self._write = write
        self._noted: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._begun = threading.Event()

    def note(self, what: str) -> None:
        """Count one more."""
        with self._lock:
            if what in self._noted or len(self._noted) < _MOST:
                self._noted[what] += 1
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

    def _begin(self) -> None:
        with self._lock:
            if self._begun.is_set():
                return
            self._begun.set()
        atexit.register(self.flush)
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        pause = threading.Event()
        while not pause.wait(_EVERY):
            self.flush()
