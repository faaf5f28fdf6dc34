"""How many entries were published in each month, in the time zone of the site: the store keeps them by day of UTC.

A month that begins within such a day shares it with the one before: of that day alone entries are counted, so many at
most.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from feeds.selection import Selection, span
from feeds.store.read import tallies
from feeds.store.records import moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feeds.store import Connection

_DAY = 86400
_ALL = 1 << 31
_MOST_OF_A_DAY = 10_000


class Month(NamedTuple):
    """A month in the time zone of the site, and how many entries were published in it."""

    year: int
    month: int
    entries: int


def months_of_everything(connection: Connection, timezone: str, most: int = 0) -> list[Month]:
    """List the months in which anything public was published, the newest first: so many, or all of them."""
    days = tallies.by_day(connection, most * 31 if most else _ALL)
    counts: Counter[tuple[int, int]] = Counter()
    for number, entries in days:
        for month, counted in _shared(connection, number, entries, timezone):
            counts[month] += counted
    months = [Month(*month, entries) for month, entries in sorted(counts.items(), reverse=True) if entries > 0]
    return months[:most] if most else months


def month_of(second: int, timezone: str) -> tuple[int, int]:
    """Give the year and month of a moment."""
    local: datetime = moment(second)
    with suppress(OverflowError):  # the first or the last day of all
        local = local.astimezone(ZoneInfo(timezone))
    return local.year, local.month


def _shared(connection: Connection, number: int, entries: int, timezone: str) -> Iterator[tuple[tuple[int, int], int]]:
    """Share what was published on a day out to the months in which it lies."""
    begin, end = number * _DAY, (number + 1) * _DAY
    first, last = month_of(begin, timezone), month_of(end - 1, timezone)
    if first == last:
        yield first, entries
        return
    turn, _ = span(Selection(since=f"{last[0]:04}-{last[1]:02}-01"), timezone)
    before = min(entries, tallies.published_between(connection, begin, turn or begin, _MOST_OF_A_DAY))
    yield first, before
    yield last, entries - before
