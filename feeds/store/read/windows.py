"""The window of a selection, and its archive pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from feeds.store.read.archives import PAGE, page_at, page_named
from feeds.store.read.departures import Edge, Withdrawal, find_left, last_left, said_of
from feeds.store.read.once import newest
from feeds.store.read.plans import Plan
from feeds.store.read.selections import Row
from feeds.store.schema import entry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

_LAST_PLACE = (1 << 63) - 1
_HOUR = 3600
_TIMES_LIMITED = 8
"""Times as many bytes as a window has a feed of so many entries at most: who asks for a number is to get it."""
_MOST_OF_A_PAGE = 4 * PAGE
"""A closed page holds at most twice what fills one, and what joined its facet later."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a window holds."""

    least: int
    hours: int
    most: int
    most_bytes: int = 1_000_000
    """As a feed holds them, beyond which it is shortened…"""
    fewest: int = 15
    """…but never to fewer entries than these."""


@dataclass(frozen=True, slots=True)
class Window:
    """Entries of a selection, newest first, and what lies beyond them."""

    rows: tuple[Row, ...]
    changed: int
    """The second of the last commit that touched them; 0 where nothing ever stood here."""
    updated: int
    """The moment at which they are said to be updated, which never goes back; 0 where nothing ever stood here."""
    older: int | None = None
    """The name of the archive page before this: its lower end; None where there is none."""
    newer: int | None = None
    """The same of the page after a closed one."""
    is_complete: bool = False
    """Tells whether these are all entries of the selection."""
    withdrawn: tuple[Withdrawal, ...] = ()
    """What was taken back and would stand here."""


@dataclass(frozen=True, slots=True)
class _Older:
    """The way to older entries."""

    low: int | None
    """The name of the page."""
    second: int
    """Of the last commit that may have made it lead there."""


_NOTHING_OLDER = _Older(None, 0)


def limited(connection: Connection, plan: Plan, limit: int, bounds: Bounds) -> Window:
    """Select just the newest entries, with nothing beyond them; of long ones no more than a worker can hold."""
    found = newest(connection, plan, limit)
    rows = _shortened(found, replace(bounds, most_bytes=_TIMES_LIMITED * bounds.most_bytes), 0)
    is_full = len(found) == limit
    edge = Edge(_oldest(plan, rows, is_full or len(rows) < len(found)))
    left = find_left(connection, plan, _oldest(plan, found, is_full), edge)
    return Window(
        tuple(rows), _changed(found, left.second), _updated(connection, found, left.second), withdrawn=left.withdrawn
    )


def head(connection: Connection, plan: Plan, bounds: Bounds) -> Window:
    """Select the window: the newest entries, all that are in no closed page among them.

    Raises InvalidSelection where they cannot be found in bounded time.
    """
    closed = plan.pages.closed if plan.pages else 0
    wanted = max(bounds.least, PAGE)
    found = newest(connection, plan, wanted)
    since = max((row.published for row in found[: bounds.least]), default=0) - bounds.hours * _HOUR
    if bounds.hours and len(found) == wanted < bounds.most and found[-1].published >= since:
        wanted = bounds.most
        found = newest(connection, plan, wanted)
    open_entries = _open_entries(found, closed)
    recent = max((i for i, row in enumerate(found, 1) if row.published >= since), default=0) if bounds.hours else 0
    shown = found[: max(bounds.least, open_entries, recent)]
    rows = _shortened(shown, bounds, open_entries)
    is_complete = len(rows) == len(found) < wanted
    oldest = _oldest(plan, rows, not is_complete)
    edge = Edge(min(oldest, closed + 1), since if bounds.hours and rows == shown else None)
    left = find_left(connection, plan, _oldest(plan, found, len(found) == wanted), edge)
    older = _NOTHING_OLDER if is_complete else _older_than_head(connection, plan, found, closed)
    return Window(
        tuple(rows),
        # Everything that was looked at: what is shown depends on all of it.
        _changed(found, left.second, older.second),
        _updated(connection, found, left.second),
        older=older.low,
        is_complete=is_complete,
        withdrawn=left.withdrawn,
    )


def archived(connection: Connection, plan: Plan, low: int) -> Window | None:
    """Select the entries of a closed archive page; None where no page begins at that place."""
    page = page_named(connection, plan.pages.number, low) if plan.pages else None
    if page is None:
        return None
    inside = _between(plan, page.low, page.high)
    rows = newest(connection, inside, _MOST_OF_A_PAGE) if inside else []
    older = _older(connection, plan, page.low)
    left = last_left(connection, inside, page.low + 1) if inside else 0
    return Window(
        tuple(rows),
        _changed(rows, left, page.second, older.second),
        _updated(connection, rows, left),
        older=older.low,
        newer=page.high,
    )


def beside(connection: Connection, plan: Plan, number: int, *, is_newer: bool) -> int | None:
    """Find the entry of a selection that stands next to a public one, which need not be of it; None at its end.

    Every copy of a story counts, and no words do. Raises InvalidSelection where it cannot be found in bounded time.
    """
    place = connection.scalar(select(entry.c.place).where(entry.c.number == number))
    if place is None:
        return None
    around = replace(plan, is_collapsed=False, sought=None, is_upwards=is_newer)
    rest = _between(around, place, _LAST_PLACE) if is_newer else _between(around, 0, place - 1)
    rows = newest(connection, rest, 1) if rest else []
    return rows[0].number if rows else None


def _older_than_head(connection: Connection, plan: Plan, found: Sequence[Row], closed: int) -> _Older:
    """Find the same of the window, whose entries may tell: what left the selection among them is known already."""
    newest_closed = next((row for row in found if row.place <= closed), None)
    if plan.pages and newest_closed and (page := page_at(connection, plan.pages.number, newest_closed.place)):
        return _Older(page.low, page.second)
    return _older(connection, plan, closed)


def _older(connection: Connection, plan: Plan, place: int) -> _Older:
    """Find the newest closed page up to a place that holds entries of the selection."""
    if plan.pages is None or not place:
        return _NOTHING_OLDER
    if plan.is_single:
        page = page_at(connection, plan.pages.number, place)
        return _Older(page.low, page.second) if page else _NOTHING_OLDER
    below = _between(plan, 0, place)
    if below is None:
        return _NOTHING_OLDER
    rows = newest(connection, below, 1)
    page = page_at(connection, plan.pages.number, rows[0].place) if rows else None
    if page is None:
        return _Older(None, last_left(connection, below, plan.low or 0))
    return _Older(page.low, _changed(rows, page.second, last_left(connection, below, rows[0].place)))


def _between(plan: Plan, low: int, high: int) -> Plan | None:
    """Narrow a plan to the places above one and up to another; None where nothing is left."""
    low, high = max(low + 1, plan.low or 0), min(high, plan.high or high)
    return replace(plan, low=low, high=high) if low <= high else None


def _open_entries(rows: Sequence[Row], closed: int) -> int:
    return sum(row.place > closed for row in rows)


def _shortened(rows: list[Row], bounds: Bounds, fewest: int) -> list[Row]:
    size = 0
    for count, row in enumerate(rows):
        size += row.size
        if size > bounds.most_bytes and count >= max(bounds.fewest, fewest):
            return rows[:count]
    return rows


def _oldest(plan: Plan, rows: Sequence[Row], is_cut: bool) -> int:  # noqa: FBT001 - whether older ones are left out
    return max(rows[-1].place if rows and is_cut else 0, plan.low or 0)


def _updated(connection: Connection, rows: Sequence[Row], left: int) -> int:
    return max([said_of(connection, left), *(row.surfaced for row in rows)])


def _changed(rows: Sequence[Row], *seconds: int) -> int:
    return max([*seconds, *(row.changed for row in rows)])
