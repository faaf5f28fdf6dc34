"""What changed of a selection, in the order of commits: each entry once, where it last changed.

Nothing is kept for it but what an entry is, when it first was public, and its movements in and out of facets: from
these it is known whether it was in a selection at any second. So whoever follows may lag as long as he likes, and is
told of what an entry became, not of what it was in between.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, bindparam, select, tuple_

from feeds.store.dialects.lists import is_among
from feeds.store.dialects.statements import Statement
from feeds.store.read.finding import matching
from feeds.store.read.once import Told
from feeds.store.records import facets_of
from feeds.store.schema import PUBLIC, entry, movement, tick

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from feeds.selection import Selection
    from feeds.store.read.plans import Facet
    from feeds.words.terms import Sought

_AT_ONCE = 2000
"""Entries that are looked at in one go…"""
_MOST = 20_000
"""…and until there is an answer, even if it is an empty one."""


class _Row(NamedTuple):
    number: int
    id: str
    state: int
    place: int
    revision: int
    changed: int
    arrived: int
    published: int
    language: str | None
    sources: str
    tags: str
    meaning: str
    story: int | None


_AFTER = Statement(
    select(*(entry.c[name] for name in _Row._fields))
    .where(
        tuple_(entry.c.changed, entry.c.number) > tuple_(bindparam("second"), bindparam("number")),
        entry.c.place.is_not(None),
    )
    .order_by(entry.c.changed, entry.c.number)
    .limit(bindparam("most"))
)
_MOVES = Statement(
    select(movement.c.facet, movement.c.place, movement.c.second, movement.c.joined).where(
        is_among(movement.c.facet, "facets"), is_among(movement.c.place, "places")
    )
)
_HISTORY = select(tick.c.history, tick.c.second)


class Cursor(NamedTuple):
    """How far somebody has read: up to a change, after having known everything up to a second."""

    second: int = -1
    number: int = 0
    known: int = 0
    """The second of the last commit when the end was reached for the last time; 0: never."""


class Change(NamedTuple):
    """What became of an entry."""

    id: str
    change: str
    """`new` to the selection, `changed` in it, or `withdrawn` from it."""
    revision: int
    second: int
    """Of the commit."""


class _Move(NamedTuple):
    second: int
    facet: int
    joined: int


class Chosen(NamedTuple):
    """Which entries are followed, by the numbers of their facets."""

    numbers: Mapping[tuple[str, str], int]
    """Of the facets that are looked at."""
    groups: tuple[frozenset[int], ...]
    """The first is that of everything: an entry is public as long as it is a member."""
    excluded: frozenset[int]
    since: int | None
    until: int | None
    redated: int
    """The second of the last commit that moved any date."""
    later: Callable[[Sequence[Told]], set[int]] | None = None
    """Chooses the places of those that are not the first of their story, where only these are followed."""
    sought: Sought | None = None
    """What they have to say."""
    reworded: int = 0
    """The second of the last commit that changed the words of any."""

    def has(self, facets: set[int]) -> bool:
        """Tell whether an entry of these facets is one of them, whatever its date."""
        return all(facets & group for group in self.groups) and not facets & self.excluded

    def spans(self, published: int) -> bool:
        """Tell whether a date is one of theirs."""
        return (self.since is None or published >= self.since) and (self.until is None or published < self.until)

    def may_have_spanned(self, published: int, second: int) -> bool:
        """Tell whether an entry may have had such a date at a second."""
        is_dated = self.since is not None or self.until is not None
        return self.spans(published) or (is_dated and self.redated > second)

    def may_have_said(self, row: _Row, second: int) -> bool:
        """Tell whether an entry that does not say what is looked for may have said it after a second."""
        return row.revision > 1 and self.reworded > second


def chosen(
    selection: Selection,
    known: Mapping[tuple[str, str], Facet],
    dates: tuple[int | None, int | None],
    redated: int,
) -> Chosen:
    """Say which entries a selection chooses; `known` are the facets that any entry ever had, everything among them."""
    numbers = {named: facet.number for named, facet in known.items()}

    def group(kind: str, slugs: Sequence[str]) -> frozenset[int]:
        return frozenset(numbers[kind, slug] for slug in slugs if (kind, slug) in numbers)

    asked = [("all", ("",)), *(("tag", slugs) for slugs in selection.tags)]
    asked += [("source", slugs) for slugs in selection.sources]
    asked += [("lang", selection.langs)] if selection.langs else []
    return Chosen(
        numbers=numbers,
        groups=tuple(group(kind, slugs) for kind, slugs in asked),
        excluded=group("tag", selection.not_tags) | group("source", selection.not_sources),
        since=dates[0],
        until=dates[1],
        redated=redated,
    )


def history_of(connection: Connection) -> tuple[str, int]:
    """Name the history of a store, and its last second."""
    found = connection.execute(_HISTORY).one()
    return found.history, found.second


def changes(connection: Connection, what: Chosen, after: Cursor, last: int, most: int) -> tuple[list[Change], Cursor]:
    """List what changed after a cursor, and the cursor to go on with; `last` is the second of the last commit.

    Where very much else changed the list may be empty before the end: then that cursor is another one.
    """
    found: list[Change] = []
    at = after
    for _ in range(_MOST // _AT_ONCE):
        bounds = {"second": at.second, "number": at.number, "most": _AT_ONCE + 1}
        listed = [_Row(*row) for row in _AFTER.all(connection, bounds)]
        rows, is_last = listed[:_AT_ONCE], len(listed) <= _AT_ONCE
        moves = _moves(connection, what, [row.place for row in rows])
        told = [Told(row.place, row.story) for row in rows if row.story is not None]
        missing = (what.later(told) if what.later and told else set()) | (silent := _silent(connection, what, rows))
        for n, row in enumerate(rows, 1):
            if row.place in silent and not what.may_have_said(row, after.known):
                continue
            if change := _change(row, moves[row.place], what, after, is_missing=row.place in missing):
                found.append(change)
            if len(found) == most and (n < len(rows) or not is_last):
                return found, at._replace(second=row.changed, number=row.number)
        at = at._replace(second=rows[-1].changed, number=rows[-1].number) if rows else at
        if is_last:
            return found, at._replace(known=last) if rows else at
        if found:
            break
    return found, at


def _moves(connection: Connection, what: Chosen, places: Sequence[int]) -> dict[int, list[_Move]]:
    """Give the movements of entries by place, the last first."""
    moves: dict[int, list[_Move]] = defaultdict(list)
    if places:
        facets = list(what.numbers.values())
        for facet, place, second, joined in _MOVES.all(connection, {"facets": facets, "places": places}):
            moves[place].append(_Move(second, facet, joined))
    for listed in moves.values():
        listed.sort(reverse=True)
    return moves


def _silent(connection: Connection, what: Chosen, rows: Sequence[_Row]) -> set[int]:
    """List the places of the entries that do not say what is looked for."""
    if what.sought is None:
        return set()
    places = {row.place for row in rows}
    return places - matching(connection, what.sought, places)


def _change(row: _Row, moves: Sequence[_Move], what: Chosen, after: Cursor, *, is_missing: bool) -> Change | None:
    """Say what became of an entry since somebody was told of everything up to a cursor.

    One that is not the first of its story came so, and was told to nobody, unless it was changed since.
    """
    if is_missing and row.changed == row.arrived:
        return None
    named = facets_of(row.language, row.sources, row.tags) if row.state == PUBLIC else ()
    facets = {what.numbers[facet] for facet in named if facet in what.numbers}
    is_in = what.has(facets) and what.spans(row.published) and not is_missing
    is_known = after.known > 0 and row.arrived <= after.known
    if is_in and not is_known:
        return Change(row.id, "new", row.revision, row.changed)
    was_told = False
    for _, moved in groupby((move for move in moves if move.second > after.known), key=attrgetter("second")):
        was_told = was_told or what.has(facets)
        for _, facet, joined in moved:
            (facets.discard if joined else facets.add)(facet)
    was_in = what.has(facets) and what.may_have_spanned(row.published, after.known)
    if is_in:
        return Change(row.id, "changed" if was_in else "new", row.revision, row.changed)
    # Who was told of what was so for a while may have lost the cursor that came with it, and ask with an earlier one.
    if was_in or was_told or (row.arrived and not row.meaning):  # of what was erased nobody knows any more where it was
        return Change(row.id, "withdrawn", row.revision, row.changed)
    return None
