"""Archive pages (RFC 5005, section 4): where each facet's closed pages begin and end.

A page is a span of places: above `low`, up to and including `high`. It is closed when it is full and named by its
lower end, so that its name and its links are known for good; an arrival never changes it. Old stock placed by date
may fill a closed page beyond measure: then it is cut.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from feeds.store.lists import among
from feeds.store.schema import archive, facet, member

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGE = 50
"""Entries that fill a page."""
PAGE_SIZE = 800_000
"""Bytes that fill it too, as a feed holds them."""


class Turn(NamedTuple):
    """An entry that joins or leaves a facet."""

    facet: int
    place: int
    size: int


class Page(NamedTuple):
    """A closed page."""

    low: int
    high: int
    second: int
    """Of the commit that closed or cut it."""


class _Open(NamedTuple):
    """What of a facet is not yet in a closed page."""

    facet: int
    closed: int
    """The last place of the newest closed page; 0 where there is none."""
    top: int
    entries: int
    size: int


_OPEN = select(facet.c.number, facet.c.closed, facet.c.open_top, facet.c.open_entries, facet.c.open_size)
_KEEP = (
    update(facet)
    .where(facet.c.number == bindparam("f"))
    .values(closed=bindparam("c"), open_top=bindparam("t"), open_entries=bindparam("e"), open_size=bindparam("s"))
)
_AT = (
    select(archive.c.low, archive.c.high, archive.c.second)
    .where(archive.c.facet == bindparam("f"), archive.c.low < bindparam("p"))
    .order_by(archive.c.low.desc())
    .limit(1)
)
_NAMED = select(archive.c.low, archive.c.high, archive.c.second).where(
    archive.c.facet == bindparam("f"), archive.c.low == bindparam("l")
)


def page_at(connection: Connection, number: int, place: int) -> Page | None:
    """Find the newest closed page of a facet that begins below a place."""
    row = connection.execute(_AT, {"f": number, "p": place}).first()
    return Page(*row) if row else None


def page_named(connection: Connection, number: int, low: int) -> Page | None:
    """Find the closed page of a facet that begins at a place."""
    row = connection.execute(_NAMED, {"f": number, "l": low}).first()
    return Page(*row) if row else None


def turn_pages(connection: Connection, second: int, arrivals: Iterable[Turn], departures: Iterable[Turn]) -> None:
    """Follow what joined and left facets in this transaction; the members are already as they will be."""
    joined: dict[int, list[Turn]] = defaultdict(list)
    left: dict[int, list[Turn]] = defaultdict(list)
    for move in arrivals:
        joined[move.facet].append(move)
    for move in departures:
        left[move.facet].append(move)
    kept: list[dict[str, int]] = []
    closed: list[dict[str, int]] = []
    crowded: dict[int, list[int]] = {}
    for chosen in among(facet.c.number, sorted({*joined, *left})):
        for row in connection.execute(_OPEN.where(chosen)).all():
            before = _Open(*row)
            after, pages, late = _follow(before, sorted(joined[before.facet]), left[before.facet])
            closed += [{"facet": before.facet, "low": p.low, "high": p.high, "second": second} for p in pages]
            if late:
                crowded[before.facet] = late
            if after != before:
                kept.append({"f": after.facet, "c": after.closed, "t": after.top, "e": after.entries, "s": after.size})
    if kept:
        connection.execute(_KEEP, kept)
    if closed:
        connection.execute(insert(archive), closed)
    for number, places in crowded.items():
        _cut_crowded(connection, second, number, places)


def _follow(open_: _Open, joined: list[Turn], left: list[Turn]) -> tuple[_Open, list[Page], list[int]]:
    """Give what is open then, the pages that were closed, and the places that came late into closed ones."""
    pages: list[Page] = []
    late: list[int] = []
    _, closed, top, entries, size = open_
    for move in left:
        if move.place > closed:
            entries, size = entries - 1, size - move.size
    for move in joined:
        if move.place <= closed:
            late.append(move.place)
            continue
        top, entries, size = max(top, move.place), entries + 1, size + move.size
        if entries >= PAGE or size >= PAGE_SIZE:
            pages.append(Page(closed, top, 0))
            closed, entries, size = top, 0, 0
    return _Open(open_.facet, closed, top, entries, size), pages, late


def _cut_crowded(connection: Connection, second: int, number: int, places: list[int]) -> None:
    """Cut the closed pages that hold these places where they hold more than twice what fills one."""
    for low, high, _ in sorted({page for place in places if (page := page_at(connection, number, place))}):
        query = select(member.c.place).where(member.c.facet == number, member.c.place.between(low + 1, high))
        held = sorted(connection.scalars(query))
        if len(held) <= 2 * PAGE:
            continue
        ends = [*held[PAGE - 1 : -PAGE : PAGE], high]
        starts = [low, *ends[:-1]]
        connection.execute(delete(archive).where(archive.c.facet == number, archive.c.low == low))
        connection.execute(
            insert(archive),
            [{"facet": number, "low": a, "high": b, "second": second} for a, b in zip(starts, ends, strict=True)],
        )
