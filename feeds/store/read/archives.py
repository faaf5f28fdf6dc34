"""Archive pages (RFC 5005, section 4): where each facet's closed pages begin and end.

A page is a span of places: above `low`, up to and including `high`. It is closed when it is full and named by its
lower end, so that its name and its links are known for good; an arrival never changes it. Old stock placed by date
may fill a closed page beyond measure: then it is cut.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, bindparam, delete, select, update

from feeds.store.dialects.bulk import insert_rows
from feeds.store.dialects.lists import among
from feeds.store.dialects.statements import Statement
from feeds.store.schema import archive, entry, member

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PAGE = 50
"""Entries that fill a page."""
PAGE_SIZE = 800_000
"""Bytes that fill it too, as a feed holds them."""


class Move(NamedTuple):
    """An entry that joins or leaves a facet."""

    place: int
    number: int
    size: int


class FacetState(NamedTuple):
    """A facet's counts and what of it is not yet in a closed page, column by column."""

    number: int
    entries: int
    closed: int
    """The last place of the newest closed page; 0 where there is none."""
    open_top: int
    open_entries: int
    open_size: int


class Turn(NamedTuple):
    """What happens to a facet in one transaction."""

    before: FacetState
    joined: Sequence[Move]
    """In order of their places."""
    left: Sequence[Move]


class Page(NamedTuple):
    """A closed page."""

    low: int
    high: int
    second: int
    """Of the commit that closed or cut it."""


_COLUMNS = ("facet", "low", "high", "second")
_AT = Statement(
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
    rows = _AT.all(connection, {"f": number, "p": place})
    return Page(*rows[0]) if rows else None


def page_named(connection: Connection, number: int, low: int) -> Page | None:
    """Find the closed page of a facet that begins at a place."""
    row = connection.execute(_NAMED, {"f": number, "l": low}).first()
    return Page(*row) if row else None


def turn_pages(
    connection: Connection, second: int, moment: int, turns: Iterable[Turn]
) -> tuple[list[FacetState], bool]:
    """Close and cut the pages of facets; gives each as it then is, and whether any was cut. Members are there already.

    A page that was cut says that it was updated at a moment, which is none before that of any feed.
    """
    after: list[FacetState] = []
    closed: list[tuple[int, int, int, int]] = []
    crowded: dict[int, list[int]] = {}
    for turn in turns:
        state, ends, late = _follow(turn)
        after.append(state)
        closed += [(state.number, low, high, second) for low, high in pairwise([turn.before.closed, *ends])]
        if late:
            crowded[state.number] = late
    insert_rows(connection, archive, _COLUMNS, closed)
    cut = [_cut_crowded(connection, second, moment, number, places) for number, places in crowded.items()]
    return after, any(cut)


def _follow(turn: Turn) -> tuple[FacetState, list[int], list[int]]:
    """Give a facet as it is then, the ends of the pages that were closed, and the places that came late into such."""
    ends: list[int] = []
    late: list[int] = []
    number, count, closed, top, entries, size = turn.before
    count += len(turn.joined) - len(turn.left)
    for place, _, bytes_ in turn.left:
        if place > closed:
            entries, size = entries - 1, size - bytes_
    for place, _, bytes_ in turn.joined:
        if place <= closed:
            late.append(place)
            continue
        top, entries, size = max(top, place), entries + 1, size + bytes_
        if entries >= PAGE or size >= PAGE_SIZE:
            ends.append(top)
            closed, entries, size = top, 0, 0
    return FacetState(number, count, closed, top, entries, size), ends, late


def _cut_crowded(connection: Connection, second: int, moment: int, number: int, places: list[int]) -> bool:
    """Cut the closed pages that hold these places where they hold more than twice what fills one; tells if any does."""
    is_cut = False
    for low, high, _ in sorted({page for place in places if (page := page_at(connection, number, place))}):
        query = select(member.c.place).where(member.c.facet == number, member.c.place.between(low + 1, high))
        held = sorted(connection.scalars(query))
        if len(held) <= 2 * PAGE:
            continue
        is_cut = True
        ends = [*held[PAGE - 1 : -PAGE : PAGE], high]
        connection.execute(delete(archive).where(archive.c.facet == number, archive.c.low == low))
        # The page that keeps its address loses what it held above, and says no less than it said before.
        kept = among(entry.c.place, held[:PAGE])
        connection.execute(update(entry).where(kept).values(surfaced=moment, changed=second))
        insert_rows(connection, archive, _COLUMNS, [(number, a, b, second) for a, b in pairwise([low, *ends])])
    return is_cut
