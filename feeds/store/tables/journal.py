"""The journal: which entries and facets each of the last commits touched, so that what they did not touch can stay.

It is written with the commit by whoever knows what it touches, and means: nothing but this is shown differently now. A
commit that says nothing of itself (of a program that knew no journal, of a command that changes much, a backup that was
restored, another store in the place of this) touched everything. Only the last commits are kept.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, literal, select

from feeds.store.dialects.statements import Statement
from feeds.store.schema import journal, tick

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Row = tuple[int, int, int, str]

KEPT = 600
"""Commits, at one a second ten minutes: who looks less often than that is told of everything."""
MOST = 500
"""Entries that one commit may name; more are everything."""

PART = 1000
"""Entries whose numbers follow each other, which are listed together for good."""

Facet = tuple[str, str]
"""Kind and slug."""

_NEXT = select(tick.c.version + 1).scalar_subquery()
_PART = select(func.count()).where(journal.c.version == _NEXT).scalar_subquery()
_ADD = journal.insert().from_select(
    ["version", "part", "second", "before", "touched"],
    select(tick.c.version + 1, _PART, bindparam("second", type_=journal.c.second.type), tick.c.second).add_columns(
        bindparam("touched", type_=journal.c.touched.type)
    ),
)
_FORGET = delete(journal).where(journal.c.version <= _NEXT - literal(KEPT))
_STATE = select(tick.c.version, tick.c.second)
_AFTER = Statement(
    select(journal.c.version, journal.c.second, journal.c.before, journal.c.touched)
    .where(journal.c.version > bindparam("version"))
    .order_by(journal.c.version, journal.c.part)
)


class Touch(NamedTuple):
    """An entry that is shown differently."""

    handle: str
    before: frozenset[Facet]
    """Of which it was a public member; none where it was not public."""
    after: frozenset[Facet]
    published: int
    """What it was published before is told by `is_redated`."""

    def in_its_part(self, number: int) -> Touch:
        """Say of an entry with a number that the part of the list of all that it is in is shown differently too."""
        part = ("part", str(number // PART))
        return self._replace(before=self.before and self.before | {part}, after=self.after and self.after | {part})


@dataclass(frozen=True, slots=True)
class Touched:
    """What is shown differently after a commit, and nothing else is."""

    entries: tuple[Touch, ...] = ()
    facets: frozenset[Facet] = frozenset()
    """Those that are themselves another: known now, or with another archive page."""
    is_listed: bool = False
    """Whether a facet gained its first entry, or lost its last."""
    is_redated: bool = False
    """Whether a date moved of an entry that had a place."""

    def __or__(self, other: Touched) -> Touched:
        return Touched(
            self.entries + other.entries,
            self.facets | other.facets,
            self.is_listed or other.is_listed,
            self.is_redated or other.is_redated,
        )


def note(connection: Connection, second: int, touched: Touched | None) -> None:
    """Write down, in the transaction of a commit, something that it touches; None is everything."""
    if touched and len(touched.entries) > MOST:
        touched = None
    connection.execute(_ADD, {"second": second, "touched": _written(touched)})
    connection.execute(_FORGET)


def forget(connection: Connection, second: int) -> None:
    """Let go of what commits touched: of something that is erased nothing is to be left."""
    connection.execute(delete(journal))
    note(connection, second, None)


def touched_between(connection: Connection, before: tuple[int, int], after: tuple[int, int]) -> Touched | None:
    """Tell what the commits after one state of the store (version and second) touched, up to another.

    None is everything, wherever it is not certain that these commits, and no others, led from the one to the other.
    """
    if not before[0] < after[0] <= before[0] + KEPT:
        return None
    rows = _AFTER.all(connection, {"version": before[0]})
    return _joined(rows, before, after)


def touched_since(connection: Connection, second: int) -> Touched | None:
    """Tell what the commits after that of a second touched; None is everything, or that it is not known any more."""
    found = connection.execute(_STATE).one()
    first = connection.scalar(select(func.min(journal.c.version)).where(journal.c.before == second))
    return None if first is None else touched_between(connection, (first - 1, second), (found.version, found.second))


def _joined(rows: Sequence[Row], before: tuple[int, int], after: tuple[int, int]) -> Touched | None:
    touched: Touched | None = Touched()
    at = before
    for version, second, previous, written in rows:
        if (version, second) != at:
            if (version, previous) != (at[0] + 1, at[1]):
                return None
            at = version, second
        part = _read(written)
        touched = touched | part if touched and part else None
    return touched if at == after else None


def _written(touched: Touched | None) -> str:
    if touched is None:
        return ""
    entries = [[one.handle, _spelled(one.before), _spelled(one.after), one.published] for one in touched.entries]
    return json.dumps(
        [entries, _spelled(touched.facets), int(touched.is_listed), int(touched.is_redated)], separators=(",", ":")
    )


def _read(written: str) -> Touched | None:
    if not written:
        return None
    entries, facets, is_listed, is_redated = json.loads(written)
    return Touched(
        tuple(Touch(handle, _facets(old), _facets(new), published) for handle, old, new, published in entries),
        _facets(facets),
        bool(is_listed),
        bool(is_redated),
    )


def _spelled(facets: Iterable[Facet]) -> list[str]:
    return sorted(map(":".join, facets))


def _facets(spelled: Iterable[str]) -> frozenset[Facet]:
    return frozenset((kind, slug) for kind, _, slug in (one.partition(":") for one in spelled))
