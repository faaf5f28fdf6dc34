"""The index of words: kept in step with every commit, and made of what was there before it was.

It holds each entry that has a place and a text, whatever became of it since: who is a member of what decides which of
them are found. Beside it stands by which rules it was made, and up to which entry it is still to be made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, bindparam, func, select

from feeds.store.dialects import wordings
from feeds.store.dialects.lists import among
from feeds.store.dialects.statements import Statement
from feeds.store.dialects.wordings import Change
from feeds.store.schema import entry
from feeds.words.tokens import VERSION, Cut, cut

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from feeds.store.records import EntryRecord

AT_ONCE = 2000
"""Entries whose words are written in one commit while the index is made."""

_NOTHING_LEFT = -1
"""Below every entry."""
_COLUMNS = (entry.c.place, entry.c.title, entry.c.paragraphs, entry.c.language)
_IS_WORDED = entry.c.place.is_not(None) & (entry.c.meaning != "")
_NEXT = Statement(
    select(entry.c.number, *_COLUMNS)
    .where(entry.c.number <= bindparam("last"), _IS_WORDED)
    .order_by(entry.c.number.desc())
    .limit(bindparam("most"))
)
_WAITING = Statement(select(func.count()).select_from(entry).where(entry.c.number <= bindparam("last"), _IS_WORDED))


class Worded(NamedTuple):
    """What of an entry is in the index."""

    place: int
    title: str
    text: str
    language: str | None

    def change(self, before: Worded | None = None) -> Change:
        """Say how it comes to be there, instead of what was."""
        return Change(self.place, before and before.cut(), self.cut())

    def leave(self) -> Change:
        """Say how it goes."""
        return Change(self.place, self.cut(), None)

    def cut(self) -> Cut:
        """Cut it into tokens."""
        return cut(self.title, self.text, self.language)


def is_whole(connection: Connection) -> bool:
    """Tell whether everything is in the index."""
    return wordings.state(connection)[:2] == (VERSION, 0)


class Wording:
    """The index in one transaction. One of other rules is begun anew."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._changes: list[Change] = []
        version, self.last, self.is_renewed = wordings.state(connection)
        """The number up to which the entries are not in it yet; whether they were, by other rules."""
        if version != VERSION:
            self.is_renewed = bool(version)
            self.begin_anew()

    def begin_anew(self) -> None:
        """Empty it: everything is to be put in again."""
        wordings.empty(self._connection)
        self.leave(self._connection.scalar(select(func.max(entry.c.number))) or 0)

    def leave(self, last: int) -> None:
        """Leave the entries up to a number to whoever makes the index."""
        self.last = last
        wordings.keep_state(self._connection, VERSION, last, is_renewed=self.is_renewed and last != 0)

    def follow(self, old: EntryRecord | None, new: EntryRecord) -> bool:
        """Follow an entry; tells whether it may be found by other words than before."""
        before, after = (_worded(old) if old else None), _worded(new)
        if before == after or new.number <= self.last:
            return before != after
        if after:
            self._changes.append(after.change(before))
        return old is not None and old.place is not None

    def put(self, worded: Iterable[Worded]) -> None:
        """Put entries in that were not in it."""
        self._changes += (one.change() for one in worded)

    def take_out(self, numbers: Collection[int]) -> None:
        """Take entries out, whose texts are still there."""
        wanted = among(entry.c.number, numbers) & (entry.c.number > self.last) & _IS_WORDED
        self._changes += (Worded(*row).leave() for row in self._connection.execute(select(*_COLUMNS).where(wanted)))

    def waiting(self) -> int:
        """Count the entries that are not in it yet."""
        return _WAITING.scalar(self._connection, {"last": self.last}) or 0 if self.last else 0

    def write(self) -> None:
        """Write what was noted."""
        if self._changes:
            wordings.write(self._connection, self._changes)
            self._changes = []

    def go_on(self, *, ends: bool = True) -> int:
        """Make some more of the index, the newest entries first; tells how many were put in.

        It is not whole yet, even if nothing is left to do, where a commit that `ends` it is to come.
        """
        rows = _NEXT.all(self._connection, {"last": self.last, "most": AT_ONCE}) if self.last else []
        self.put(Worded(*row) for _, *row in rows)
        self.write()
        if self.last:
            below = rows[-1][0] - 1 if len(rows) == AT_ONCE else 0
            self.leave(below or (0 if ends else _NOTHING_LEFT))
        return len(rows)


def renew(connection: Connection) -> None:
    """Begin the index anew, in a store whose rows are another's now; of a small one that is all."""
    wording = Wording(connection)
    wording.begin_anew()
    wording.go_on()


def worded(connection: Connection, numbers: Collection[int]) -> list[Worded]:
    """Read what of some entries goes into the index, at most some thousand; those without a place are left out."""
    query = select(*_COLUMNS).where(among(entry.c.number, numbers), _IS_WORDED)
    return [Worded(*row) for row in connection.execute(query)]


def _worded(record: EntryRecord) -> Worded | None:
    if record.place is None or not record.meaning:
        return None
    return Worded(record.place, record.title, record.paragraphs, record.language)
