"""Seconds that only one entry has: first-seen moments and `updated` are unique in the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Column, Connection, select

from feeds.store.schema import entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BLOCK = 512
"""Seconds looked up at once."""


class Seconds:
    """The seconds of one column that are taken, within one transaction."""

    def __init__(self, connection: Connection, column: Column[int]) -> None:
        self._connection = connection
        self._column = column
        self._taken: set[int] = set()
        self._known_blocks: set[int] = set()
        self._later: dict[int, int] = {}
        self._earlier: dict[int, int] = {}

    def next_free(self, start: int) -> int:
        """Take the first free second from `start` on."""
        second, passed = start, []
        while self._is_taken(second):
            passed.append(second)
            second = self._later.get(second, second + 1)
        self._later.update(dict.fromkeys(passed, second))  # the next search leaps over what this one walked through
        self._taken.add(second)
        return second

    def last_free(self, start: int, above: int) -> int:
        """Take the last free second up to `start`; where none is left above `above`, the first free one after it."""
        second, passed = start, []
        while second > above and self._is_taken(second):
            passed.append(second)
            second = self._earlier.get(second, second - 1)
        self._earlier.update(dict.fromkeys(passed, second))
        if second <= above:
            return self.next_free(above + 1)
        self._taken.add(second)
        return second

    def _is_taken(self, second: int) -> bool:
        block = second // _BLOCK
        if block not in self._known_blocks:
            self._known_blocks.add(block)
            within = self._column.between(block * _BLOCK, block * _BLOCK + _BLOCK - 1)
            self._taken.update(self._connection.scalars(select(self._column).where(within)).all())
        return second in self._taken


def free_before(connection: Connection, latest: int, count: int) -> list[int]:
    """List the last `count` free first-seen seconds up to `latest`, oldest first."""
    newest_first = select(entry.c.seen).where(entry.c.seen <= latest).order_by(entry.c.seen.desc())
    with connection.scalars(newest_first.execution_options(yield_per=1000)) as taken:
        return list(_gaps(latest, count, taken))[::-1]


def _gaps(latest: int, count: int, seconds: Iterable[int]) -> Iterator[int]:
    taken = iter(seconds)
    second, next_taken = latest, next(taken, None)
    while count:
        if second == next_taken:
            next_taken = next(taken, None)
        else:
            yield second
            count -= 1
        second -= 1
