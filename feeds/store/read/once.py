"""Selections in which a story is one entry: the earliest of those that tell it and stand in the selection.

So whoever has read it is shown nothing when another copy comes. What tells no story of others costs nothing: which
entries do is read with the entries themselves, and only of these is it asked where the others stand.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, or_, select

from feeds.errors import InvalidSelection
from feeds.store.dialects.lists import is_among
from feeds.store.dialects.statements import Statement
from feeds.store.read import selections
from feeds.store.read.finding import matching
from feeds.store.read.plans import Plan
from feeds.store.read.selections import Row
from feeds.store.schema import SHOWN, entry

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

_MOST_WALKED = 20_000
"""Entries of a selection that are looked at for those that are the first of their story."""
_LONGEST_STEP = 2000

# Made once: to put a statement together takes longer than to ask it.
_TELLING = Statement(
    select(entry.c.story, entry.c.place)
    .where(is_among(entry.c.story, "stories"), entry.c.story.is_not(None))
    .where(entry.c.place.is_not(None), or_(*(entry.c.state == state for state in SHOWN)))
    .order_by(entry.c.story, entry.c.place)
)


class Told(NamedTuple):
    """An entry, by its place, and the story it tells."""

    place: int
    story: int


def newest(connection: Connection, plan: Plan, most: int, most_probes: int | None = None) -> list[Row]:
    """Find the newest entries of a selection, at most so many. Raises InvalidSelection where that costs too much."""
    if not plan.is_collapsed:
        return selections.newest(connection, plan, most, most_probes)
    found: list[Row] = []
    rest, step, walked = plan, most, 0
    while walked < _MOST_WALKED:
        rows = selections.newest(connection, rest, step, most_probes)
        later = _later(connection, plan, rows)
        found += (row for row in rows if row.place not in later)
        if len(found) >= most or len(rows) < step:
            return found[:most]
        walked += len(rows)
        rest, step = replace(plan, low=plan.low or 0, high=rows[-1].place - 1), min(2 * step, _LONGEST_STEP)
    raise InvalidSelection("too many entries of this tell the same stories: name a rarer tag or source")


def later_ones(connection: Connection, plan: Plan, told: Iterable[Told]) -> set[int]:
    """Choose the places of entries of a selection whose stories an earlier entry of it tells."""
    return _Choice(connection, plan, ()).later(list(told))


def _later(connection: Connection, plan: Plan, rows: Sequence[Row]) -> set[int]:
    return _Choice(connection, plan, rows).later([Told(row.place, row.story) for row in rows if row.story is not None])


class _Choice:
    """Which entries of a selection are not the first of their story. Every entry between its rows is one of them."""

    def __init__(self, connection: Connection, plan: Plan, rows: Sequence[Row]) -> None:
        self._connection = connection
        self._plan = plan
        self._shown = {row.place for row in rows}
        self._lowest = rows[-1].place if rows else 1 << 63
        self._known: dict[int, bool] = {}

    def later(self, told: Sequence[Told]) -> set[int]:
        places = self._places({one.story for one in told})
        return {one.place for one in told if any(self._stands(p) for p in places[one.story] if p < one.place)}

    def _places(self, stories: Collection[int]) -> Mapping[int, list[int]]:
        places: dict[int, list[int]] = defaultdict(list)
        if stories:
            for story, place in _TELLING.all(self._connection, {"stories": list(stories)}):
                places[story].append(place)
        return places

    def _stands(self, place: int) -> bool:
        """Tell whether an entry that stands at a place is one of the selection."""
        if place >= self._lowest:
            return place in self._shown
        if place not in self._known:
            # What is looked for is asked of this one entry: to find every other one that says it would take longer.
            there, sought = replace(self._plan, low=place, high=place, sought=None), self._plan.sought
            stands = bool(selections.newest(self._connection, there, 1))
            self._known[place] = stands and (sought is None or bool(matching(self._connection, sought, [place])))
        return self._known[place]
