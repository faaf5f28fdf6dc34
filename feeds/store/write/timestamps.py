"""Seconds that only one entry has: first-seen moments and `updated` are unique in the store.

First-seen moments never change. So a block of seconds in which none is free stays full: full blocks are remembered, as
spans, and skipped. Otherwise each import would walk through the seconds of all articles that once came faster than one
a second.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Column, Connection, bindparam, func, select

from feeds.store.dialects.statements import Statement
from feeds.store.facts import FULL, read_fact, write_fact
from feeds.store.schema import entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_BLOCK = 512
"""Seconds looked up at once."""
_MOST_SPANS = 100
"""The newest are kept."""

_TAKEN = {
    column.name: Statement(select(column).where(column.between(bindparam("first"), bindparam("last"))))
    for column in (entry.c.seen, entry.c.updated)
}


class Span(NamedTuple):
    """Blocks in which no second is free."""

    first: int
    last: int


class Seconds:
    """The seconds of one column that are taken, within one transaction."""

    def __init__(self, connection: Connection, column: Column[int], full: Sequence[Span] = ()) -> None:
        self._connection = connection
        self._column = column
        self._full = full
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

    def free_down_from(self, latest: int) -> Iterator[int]:
        """List the free seconds up to `latest`, the last one first; takes none of them."""
        second = latest
        while True:
            if not self._is_taken(second):
                yield second
            second = self._earlier.get(second, second - 1)

    def full_blocks(self) -> list[int]:
        """List the blocks that were looked at in which no second is free."""
        taken = Counter(second // _BLOCK for second in self._taken)
        return [block for block, seconds in taken.items() if seconds == _BLOCK]

    def _is_taken(self, second: int) -> bool:
        block = second // _BLOCK
        if span := self._span_at(block):
            self._earlier[second] = span.first * _BLOCK - 1
            self._later[second] = (span.last + 1) * _BLOCK
            return True
        if block not in self._known_blocks:
            self._known_blocks.add(block)
            ends = {"first": block * _BLOCK, "last": block * _BLOCK + _BLOCK - 1}
            self._taken.update(taken for (taken,) in _TAKEN[self._column.name].all(self._connection, ends))
        return second in self._taken

    def _span_at(self, block: int) -> Span | None:
        index = bisect_right(self._full, block, key=attrgetter("first"))
        return self._full[index - 1] if index and self._full[index - 1].last >= block else None


def first_seen(connection: Connection) -> Seconds:
    """Give the first-seen seconds."""
    return Seconds(connection, entry.c.seen, _spans(connection) or ())


def free_before(connection: Connection, latest: int, count: int) -> list[int]:
    """List the last `count` free first-seen seconds up to `latest`, oldest first."""
    return list(islice(first_seen(connection).free_down_from(latest), count))[::-1]


def remember_full(connection: Connection, seconds: Seconds) -> None:
    """Remember the blocks of first-seen seconds in which none is free any more."""
    known = _spans(connection)
    blocks = _counted(connection) if known is None else seconds.full_blocks()
    if blocks or known is None:
        spans = _joined([*(known or ()), *(Span(block, block) for block in blocks)])
        write_fact(connection, FULL, json.dumps(spans[-_MOST_SPANS:]))


def _spans(connection: Connection) -> list[Span] | None:
    """Give the spans that are remembered, oldest first; None in a store where that was never begun."""
    known = read_fact(connection, FULL)
    return None if known is None else [Span(*span) for span in json.loads(known)]


def _counted(connection: Connection) -> list[int]:
    block = entry.c.seen // _BLOCK
    return list(connection.scalars(select(block).group_by(block).having(func.count() == _BLOCK)))


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.first <= joined[-1].last + 1:
            joined[-1] = Span(joined[-1].first, max(joined[-1].last, span.last))
        else:
            joined.append(span)
    return joined
