"""What left a selection, and when: known from the movements in and out of its facets.

What a feed holds is seen in its entries; that something is there no more is seen here only.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, bindparam, func, select

from feeds.store.facts import REDATED, read_fact
from feeds.store.lists import among, among_pairs
from feeds.store.records import facets_of
from feeds.store.schema import PRUNED, WITHDRAWN, entry, facet, member, movement

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from feeds.store.selecting import Plan

MOST_TOMBSTONES = 200

# Made once: to put a statement together takes longer than to ask it.
_MOVES = select(movement).where(
    movement.c.facet.in_(bindparam("facets", expanding=True)), movement.c.place >= bindparam("oldest")
)
_LEFT = (
    select(movement.c.place, func.max(movement.c.second).label("second"))
    .where(movement.c.facet == bindparam("facet"), movement.c.place >= bindparam("oldest"), movement.c.joined == 0)
    .group_by(movement.c.place)
    .subquery()
)
_WITHDRAWN = (
    select(entry.c.id, _LEFT.c.second, entry.c.published, entry.c.language, entry.c.sources, entry.c.tags)
    .join(_LEFT, _LEFT.c.place == entry.c.place)
    .where(entry.c.state.in_([WITHDRAWN, PRUNED]))
    .order_by(entry.c.place.desc())
    .limit(MOST_TOMBSTONES)
)


def last_left(connection: Connection, plan: Plan, oldest: int) -> int:
    """Give the second of the last commit by which an entry at or after a place left the selection."""
    groups = [set(group.facets) for group in plan.groups]
    if not all(groups):
        return 0
    numbers = set(plan.excluded).union(*groups)
    moves = connection.execute(_MOVES, {"facets": sorted(numbers), "oldest": oldest}).all()
    last = int(read_fact(connection, REDATED) or 0) if plan.is_dated else 0
    if len(numbers) == 1 and not plan.is_dated:
        return max((move.second for move in moves if not move.joined), default=0)
    history: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for number, place, second, joined in moves:
        history[place].append((second, number, joined))
    if plan.is_dated:
        history = _published_between(connection, history, plan)
    present = _present_facets(connection, numbers, history)
    for place, listed in history.items():
        last = max(last, _left(listed, present[place], groups, set(plan.excluded)))
    return last


def _left(
    moves: Iterable[tuple[int, int, int]], present: set[int], groups: Sequence[set[int]], excluded: set[int]
) -> int:
    """Go back through the facets that an entry had, to the last commit before which it was in the selection."""

    def is_inside() -> bool:
        return all(present & group for group in groups) and not present & excluded

    if is_inside():
        return 0  # its last change is known from its own row
    for second, listed in groupby(sorted(moves, reverse=True), key=itemgetter(0)):
        for _, number, joined in listed:
            (present.discard if joined else present.add)(number)
        if is_inside():
            return int(second)
    return 0


def _present_facets(connection: Connection, numbers: set[int], places: Iterable[int]) -> dict[int, set[int]]:
    present: dict[int, set[int]] = defaultdict(set)
    for chosen in among(member.c.place, places):
        for number, place in connection.execute(
            select(member.c.facet, member.c.place).where(member.c.facet.in_(numbers), chosen)
        ):
            present[place].add(number)
    return present


def _published_between(
    connection: Connection, history: dict[int, list[tuple[int, int, int]]], plan: Plan
) -> dict[int, list[tuple[int, int, int]]]:
    """Leave out the places of entries that were published outside the span."""
    inside: set[int] = set()
    for chosen in among(entry.c.place, history):
        query = select(entry.c.place).where(chosen)
        if plan.since is not None:
            query = query.where(entry.c.published >= plan.since)
        if plan.until is not None:
            query = query.where(entry.c.published < plan.until)
        inside.update(connection.scalars(query))
    return {place: moves for place, moves in history.items() if place in inside}


class Withdrawal(NamedTuple):
    """An entry that was taken back, and the second of the commit that did."""

    id: str
    second: int


def withdrawn(connection: Connection, plan: Plan, oldest: int) -> list[Withdrawal]:
    """List what was withdrawn from a selection at or after a place, the newest place first; not more than 200."""
    if plan.is_empty or plan.pages is None:
        return []
    rows = connection.execute(_WITHDRAWN, {"facet": plan.pages.number, "oldest": oldest}).all()
    if plan.is_single:
        return [Withdrawal(row.id, row.second) for row in rows]
    numbers = _numbers(connection, {named for row in rows for named in facets_of(row.language, row.sources, row.tags)})
    return [
        Withdrawal(row.id, row.second)
        for row in rows
        if _matches(plan, {numbers[f] for f in facets_of(row.language, row.sources, row.tags)}, row.published)
    ]


def _numbers(connection: Connection, named: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    query = select(facet.c.kind, facet.c.slug, facet.c.number)
    return {
        (kind, slug): number
        for chosen in among_pairs(facet.c.kind, facet.c.slug, named)
        for kind, slug, number in connection.execute(query.where(chosen))
    }


def _matches(plan: Plan, facets: set[int], published: int) -> bool:
    return (
        all(facets & set(group.facets) for group in plan.groups)
        and not facets & set(plan.excluded)
        and (plan.since is None or published >= plan.since)
        and (plan.until is None or published < plan.until)
    )
