"""Places: given once, they order every feed.

Arrivals come after all others. Old stock goes between the places of its date; therefore places lie far apart.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, func, select

from feeds.store.dialects.statements import Statement
from feeds.store.schema import entry

if TYPE_CHECKING:
    from collections.abc import Sequence

_APART = 1 << 32
_FIRST = 1 << 52

_NO_LATER = (
    select(entry.c.place)
    .where(entry.c.published <= bindparam("moment"), entry.c.place.is_not(None))
    .order_by(entry.c.published.desc(), entry.c.place.desc())
    .limit(1)
)
_LAST = Statement(select(func.max(entry.c.place)))
_ABOVE = select(func.min(entry.c.place)).where(entry.c.place > bindparam("floor"))


class Places:
    """Gives places within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        last: int | None = _LAST.scalar(connection)
        self.is_empty = last is None
        """Whether no entry has one."""
        self._last = _FIRST if last is None else last
        self._given: list[int] = []

    def next(self) -> int:
        """Give the place of an arrival: after all others."""
        self._last += _APART
        return self._last

    def by_date(self, moments: Sequence[int]) -> list[int]:
        """Give a place for each of these moments, which ascend: right after what was published no later."""
        if self.is_empty:
            return [self.next() for _ in moments]
        floors = [self._connection.scalar(_NO_LATER, {"moment": moment}) or 0 for moment in moments]
        return [place for floor, group in groupby(floors) for place in self._spread(floor, len(list(group)))]

    def _spread(self, floor: int, count: int) -> list[int]:
        """Spread places evenly over the room above a place, or over the nearest room that is large enough."""
        while (above := self._above(floor)) is not None:
            step = (above - floor) // (count + 1)
            if step:
                places = [floor + step * n for n in range(1, count + 1)]
                for place in places:
                    insort(self._given, place)
                return places
            floor = above
        return [self.next() for _ in range(count)]

    def _above(self, floor: int) -> int | None:
        """Find the next place above one, given just now or before."""
        stored: int | None = self._connection.scalar(_ABOVE, {"floor": floor})
        index = bisect_right(self._given, floor)
        given = self._given[index] if index < len(self._given) else None
        return given if stored is None else stored if given is None else min(stored, given)
