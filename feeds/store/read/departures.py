"""What left a selection, and when: known from the movements in and out of its facets.

What a feed holds is seen in its entries; that something is there no more is seen here only.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, bindparam, exists, select

from feeds.selection.private import KIND as PRIVATE
from feeds.store.dialects.lists import among, is_among
from feeds.store.dialects.statements import Statement
from feeds.store.read.finding import matching
from feeds.store.schema import ahead, entry, facet, member, movement

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from feeds.store.read.plans import Plan

MOST_TOMBSTONES = 200

_LAST_PLACE = (1 << 63) - 1

# Made once: to put a statement together takes longer than to ask it.
_MOVES = Statement(
    select(movement).where(
        is_among(movement.c.facet, "facets"),
        movement.c.place.between(bindparam("oldest"), bindparam("newest")),
    )
)
_LEFT = Statement(
    select(movement.c.place)
    .where(
        movement.c.facet == bindparam("facet"),
        movement.c.place.between(bindparam("oldest"), bindparam("newest")),
        movement.c.joined == 0,
    )
    .order_by(movement.c.place.desc())
    .limit(2 * MOST_TOMBSTONES)
)
_SAID = Statement(select(ahead.c.moment).where(ahead.c.second == bindparam("second")))
_PRESENT = select(member.c.facet, member.c.place).where(
    is_among(member.c.facet, "facets"), is_among(member.c.place, "places")
)
_EVERYTHING = select(facet.c.number).where(facet.c.kind == "all").scalar_subquery()
_HOMES = select(facet.c.number).where(facet.c.kind.in_(("all", PRIVATE)))
_IN_PUBLIC, _ANYWHERE = movement.c.facet == _EVERYTHING, movement.c.facet.in_(_HOMES)
_HISTORY, _HISTORY_ANYWHERE = (
    select(movement, is_home)
    .where(is_among(movement.c.facet, "facets") | is_home, is_among(movement.c.place, "places"))
    .order_by(movement.c.second)
    for is_home in (_IN_PUBLIC, _ANYWHERE)
)

WAS_PUBLIC = entry.c.place.is_(None) | exists(
    select(movement.c.place).where(movement.c.facet == _EVERYTHING, movement.c.place == entry.c.place)
)
"""Of an entry that was taken back: whether the public ever saw it, or was to; not what was private until then."""


class Withdrawal(NamedTuple):
    """An entry that was taken back."""

    id: str
    second: int
    """Of the commit that did."""
    number: int
    handle: str
    place: int
    published: int


class Left(NamedTuple):
    """What left a selection."""

    second: int
    """Of the last commit by which an entry left, or what was taken back came to stand elsewhere; 0 where none did."""
    withdrawn: tuple[Withdrawal, ...] = ()
    """The newest place first; not more than 200."""


class _Move(NamedTuple):
    """A row of `movement`."""

    facet: int
    place: int
    second: int
    joined: int


class _Absence(NamedTuple):
    """A time for which an entry of a selection was taken back."""

    id: str
    number: int
    handle: str
    place: int
    published: int
    changed: int
    began: int
    """The second of the commit that took it back."""
    ended: int | None
    """That of the one which brought it back, wherever it stands since then; None where it is gone."""


class Edge(NamedTuple):
    """The lower end of a window."""

    place: int
    """What stands there or above is shown…"""
    since: int | None = None
    """…and of what stands below, what was published since then; None: nothing."""


def never_public(connection: Connection, numbers: Collection[int]) -> set[int]:
    """Choose those of entries that were taken back which nobody saw without a key."""
    if not numbers:
        return set()  # as nearly always: no statement is put together
    query = select(entry.c.number).where(among(entry.c.number, numbers), ~WAS_PUBLIC)
    return set(connection.scalars(query))


def find_left(connection: Connection, plan: Plan, lowest: int, edge: Edge) -> Left:
    """Find what left a selection at or after the lowest place that was looked at."""
    if plan.was_never_filled:
        return Left(0)
    moves = [] if plan.sought else _moves(connection, plan, lowest)
    places = _places_left(connection, plan, lowest) if plan.sought else {m.place for m in moves if not m.joined}
    absences = _absences(connection, plan, places) if places else []
    gone = [absence for absence in absences if absence.ended is None]
    seconds = [absence.ended for absence in absences if absence.ended is not None]
    if edge.since is not None:
        seconds += [absence.changed for absence in gone]  # its date may have moved
    withdrawn = (
        Withdrawal(absence.id, absence.began, absence.number, absence.handle, absence.place, absence.published)
        for absence in gone
        if absence.place >= edge.place or (edge.since is not None and absence.published >= edge.since)
    )
    last = _last_by_words(plan) if plan.sought else _last_left(connection, plan, moves)
    return Left(max([last, *seconds]), tuple(islice(withdrawn, MOST_TOMBSTONES)))


def said_of(connection: Connection, second: int) -> int:
    """Give the moment at which feeds say that they were updated by a commit through which something left them."""
    return (second and _SAID.scalar(connection, {"second": second})) or second


def last_left(connection: Connection, plan: Plan, oldest: int) -> int:
    """Give the second of the last commit by which an entry at or after a place, and within the plan, left it."""
    if plan.was_never_filled:
        return 0
    return _last_by_words(plan) if plan.sought else _last_left(connection, plan, _moves(connection, plan, oldest))


def _last_by_words(plan: Plan) -> int:
    """Give the same where words count: nobody keeps which an entry had before, so it is the last of all that left."""
    return max(plan.reworded, plan.redated if plan.is_dated else 0, plan.retold)


def _places_left(connection: Connection, plan: Plan, oldest: int) -> set[int]:
    """List the newest places at which something left that says what is looked for, or would."""
    newest = _LAST_PLACE if plan.high is None else plan.high
    places = {
        place
        for number in plan.groups[0].facets
        for (place,) in _LEFT.all(connection, {"facet": number, "oldest": oldest, "newest": newest})
    }
    newest_places = sorted(places, reverse=True)[:MOST_TOMBSTONES]
    return matching(connection, plan.sought, newest_places) if plan.sought else places


def _moves(connection: Connection, plan: Plan, oldest: int) -> list[_Move]:
    if plan.moved < max(oldest, 1):
        return []
    newest = _LAST_PLACE if plan.high is None else plan.high
    rows = _MOVES.all(connection, {"facets": _facets_of(plan), "oldest": oldest, "newest": newest})
    return [_Move._make(row) for row in rows]


def _facets_of(plan: Plan) -> list[int]:
    return sorted({*plan.excluded, *(number for group in plan.groups for number in group.facets)})


def _last_left(connection: Connection, plan: Plan, moves: Iterable[_Move]) -> int:
    if plan.is_single:
        return max((move.second for move in moves if not move.joined), default=0)
    last = max(plan.redated if plan.is_dated else 0, plan.retold)
    history: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for number, place, second, joined in moves:
        history[place].append((second, number, joined))
    if plan.is_dated:
        history = _published_between(connection, history, plan)
    groups, excluded = [set(group.facets) for group in plan.groups], set(plan.excluded)
    present = _present_facets(connection, excluded.union(*groups), history)
    return max([last, *(_left(listed, present[place], groups, excluded) for place, listed in history.items())])


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


def _present_facets(connection: Connection, numbers: set[int], places: Collection[int]) -> dict[int, set[int]]:
    present: dict[int, set[int]] = defaultdict(set)
    if places:
        for number, place in connection.execute(_PRESENT, {"facets": numbers, "places": places}):
            present[place].add(number)
    return present


def _published_between(
    connection: Connection, history: dict[int, list[tuple[int, int, int]]], plan: Plan
) -> dict[int, list[tuple[int, int, int]]]:
    """Leave out the places of entries that were published outside the span."""
    query = select(entry.c.place).where(among(entry.c.place, history))
    if plan.since is not None:
        query = query.where(entry.c.published >= plan.since)
    if plan.until is not None:
        query = query.where(entry.c.published < plan.until)
    inside = set(connection.scalars(query))
    return {place: moves for place, moves in history.items() if place in inside}


def _absences(connection: Connection, plan: Plan, places: set[int]) -> list[_Absence]:
    """List what was taken back while it stood in a selection, the newest place first."""
    left: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    taken_back: dict[int, list[int]] = defaultdict(list)
    brought_back: dict[int, list[int]] = defaultdict(list)
    asked, history = _facets_of(plan), _HISTORY_ANYWHERE if plan.is_private else _HISTORY
    for number, place, second, joined, is_home in connection.execute(history, {"facets": asked, "places": places}):
        if not joined:
            left[place][second].add(number)
        if is_home:
            (brought_back if joined else taken_back)[place].append(second)
    columns = (entry.c.id, entry.c.number, entry.c.handle, entry.c.place, entry.c.published, entry.c.changed)
    query = select(*columns).where(among(entry.c.place, taken_back))
    return [
        _Absence(*row, began, next((ended for ended in brought_back[row.place] if ended > began), None))
        for row in connection.execute(query.order_by(entry.c.place.desc()))
        for began in taken_back[row.place]
        if began not in brought_back[row.place]  # it went from a private selection into public, or another
        # What it had when it was taken back: it may have been retagged before, and its file edited since.
        if _matches(plan, left[row.place][began], row.published)
    ]


def _matches(plan: Plan, facets: set[int], published: int) -> bool:
    return (
        all(facets & set(group.facets) for group in plan.groups)
        and not facets & set(plan.excluded)
        and (plan.since is None or published >= plan.since)
        and (plan.until is None or published < plan.until)
    )
