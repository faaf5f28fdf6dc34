"""A cache of bounded size: when it is full, what was put into it first is dropped first."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class Held(Generic[Value]):
    """Values by key. Their sizes together are at most `most`, in bytes or in whatever unit they are given.

    A value that is often asked for does not stay longer: to keep count of that at each look would cost more than to
    make the value again once in a while.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        """What they take now."""
        # A plain dict looks for its first key behind all that were dropped before it: for long, where it is full.
        self._values: OrderedDict[Any, tuple[Value, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: object) -> Value | None:
        """Give what is held under a key."""
        found = self._values.get(key)
        return found[0] if found else None

    def newest(self) -> list[tuple[Any, Value]]:
        """List what is held by its key, what was put last first."""
        with self._lock:
            return [(key, value) for key, (value, _) in reversed(self._values.items())]

    def put(self, key: object, value: Value, size: int) -> None:
        """Hold a value of a size in place of what was under its key, unless it is larger than all the room."""
        if size > self.most:
            return
        with self._lock:
            self._drop(key)
            self._values[key] = value, size
            self.size += size
            while self.size > self.most:
                self.size -= self._values.popitem(last=False)[1][1]

    def drop(self, key: object) -> None:
        """Hold nothing under a key."""
        with self._lock:
            self._drop(key)

    def clear(self) -> None:
        """Hold nothing any more."""
        with self._lock:
            self._values.clear()
            self.size = 0

    def _drop(self, key: object) -> None:
        if found := self._values.pop(key, None):
            self.size -= found[1]
