"""What each entry says of the others of its story, written anew where one of them came, went, or is another."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, select

from feeds.selection.private import declared, scopes_of
from feeds.store import digests
from feeds.store.dialects.bulk import put_rows, update_rows
from feeds.store.dialects.lists import is_among
from feeds.store.dialects.statements import Statement
from feeds.store.facts import DECLARED_PRIVATE, RETOLD, SURFACED, read_fact, write_fact
from feeds.store.records import facets_of, split
from feeds.store.schema import PRIVATE, PUBLIC, SHOWN, ahead, entry
from feeds.store.tables import journal
from feeds.store.tables.journal import Touch, Touched
from feeds.store.write.stories import Edit, Stories

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from feeds.selection import Selection
    from feeds.store.records import EntryRecord

MOST_NAMED = 50
"""Others of its story that an entry names, the first ones."""
_AT_ONCE = 500


class _Member(NamedTuple):
    """An entry of a story, or one that left it."""

    number: int
    story: int | None
    state: int
    place: int | None
    handle: str
    title: str
    language: str | None
    sources: str
    tags: str
    published: int
    revision: int
    changed: int
    kin: str


_SELECT = select(*(entry.c[name] for name in _Member._fields))
_NAMED = Statement(_SELECT.where(is_among(entry.c.number, "values")))
_TELLING = Statement(_SELECT.where(is_among(entry.c.story, "values"), entry.c.story.is_not(None)))


def follow(connection: Connection, second: int, written: Sequence[tuple[EntryRecord | None, EntryRecord]]) -> None:
    """Let entries that were written tell their stories: each as it was before, None where it is new, and as it is."""
    stories = Stories(connection)
    edits = [Edit(one.number, old.sketch if old else "", one.sketch) for old, one in written]
    stories.follow([edit for edit in edits if edit.before != edit.after])
    told = stories.concerned | {one.number for _, one in written if one.story is not None}
    moved = {one.number for old, one in written if old and old.place is not None and _stands(old) != _stands(one)}
    retell(connection, second, told, (told & moved) | stories.loosened)


def _stands(record: EntryRecord) -> tuple[object, ...]:
    """Give what decides in which feeds an entry stands, where a story is one entry."""
    return record.state, record.language, record.sources, record.tags, record.sketch


def retell(connection: Connection, second: int, numbers: Iterable[int], moved: Collection[int] = ()) -> None:
    """Let the others of their stories say what became of entries; nothing is updated by it, but changed it is.

    Those that `moved` were shown already: where a story is one entry, any of the others may stand elsewhere now.
    """
    waiting = sorted({*numbers, *moved})
    for start in range(0, len(waiting), _AT_ONCE):
        _Retelling(connection, second, frozenset(moved)).retell(waiting[start : start + _AT_ONCE])


class _Retelling:
    """One round of it."""

    def __init__(self, connection: Connection, second: int, moved: frozenset[int]) -> None:
        self._connection = connection
        self._second = second
        self._moved = moved
        self._private = declared(read_fact(connection, DECLARED_PRIVATE) or "")

    def retell(self, numbers: Sequence[int]) -> None:
        """Write anew what is said of these entries, and by them."""
        themselves = self._members(_NAMED, numbers)
        alone = [member for member in themselves if member.story is None]
        grouped: dict[int | None, list[_Member]] = defaultdict(list)
        for member in self._members(_TELLING, {member.story for member in themselves if member.story is not None}):
            grouped[member.story].append(member)
        said = [(member, "") for member in alone]
        retold = {member.number for member in alone if member.kin}
        for story in grouped.values():
            said += _said(story, self._private)
            if not self._moved.isdisjoint(member.number for member in story):
                retold.update(member.number for member in story)
        if said:
            self._write(said, retold)

    def _members(self, query: Statement, values: Collection[int]) -> list[_Member]:
        return [_Member(*row) for row in query.all(self._connection, {"values": list(values)})] if values else []

    def _write(self, said: Sequence[tuple[_Member, str]], retold: Collection[int]) -> None:
        rows, renamed, touches = [], [], []
        for member, kin in said:
            if member.kin == kin and member.number not in retold:
                continue
            is_shown = member.state in SHOWN and member.place is not None
            is_new = member.kin != kin and is_shown and member.changed != self._second
            changed = self._second if is_shown else member.changed
            rows.append((member.number, kin, member.revision + is_new, changed))
            if member.kin != kin:
                renamed.append(member.number)
            if member.state == PUBLIC and member.place is not None:
                facets = frozenset(facets_of(member.language, member.sources, member.tags))
                touches.append(Touch(member.handle, facets, facets, member.published).in_its_part(member.number))
        update_rows(self._connection, entry, ("number", "kin", "revision", "changed"), rows)
        digests.renew(self._connection, renamed)
        if touches:
            journal.note(self._connection, self._second, Touched(tuple(touches)))
        if retold:
            _say_so(self._connection, self._second)


def _say_so(connection: Connection, second: int) -> None:
    """Remember that feeds in which a story is one entry may have lost one, and say so from now on."""
    write_fact(connection, RETOLD, str(second))
    said = int(read_fact(connection, SURFACED) or 0)
    if said > second:
        put_rows(connection, ahead, ("second", "moment"), [(second, said)])
    elif said:
        write_fact(connection, SURFACED, str(second))


def _said(story: Iterable[_Member], private: tuple[Selection, ...]) -> Iterator[tuple[_Member, str]]:
    """Give what each entry of a story says of the others: in public nothing of what is private."""
    story = list(story)
    shown = sorted(
        (member for member in story if member.state in SHOWN and member.place is not None),
        key=lambda member: member.place or 0,
    )
    scopes = {member.number: _scopes(member, private) for member in shown}
    for member in story:
        if member.number not in scopes:
            yield member, ""
            continue
        allowed: tuple[set[tuple[str, str]], ...] = (set(), scopes[member.number])
        others = [one for one in shown if one.number != member.number and scopes[one.number] in allowed]
        listed = [
            [one.handle, one.title, split(one.sources), int((one.place or 0) > (member.place or 0)), _sign(one)]
            for one in others[:MOST_NAMED]
        ]
        yield member, json.dumps(listed, ensure_ascii=False) if listed else ""


def _sign(member: _Member) -> int:
    return int(member.state == PRIVATE)


def _scopes(member: _Member, private: tuple[Selection, ...]) -> set[tuple[str, str]]:
    """List the private selections of which an entry is; none of what is public."""
    if member.state != PRIVATE:
        return set()
    return scopes_of(facets_of(member.language, member.sources, member.tags), private)
