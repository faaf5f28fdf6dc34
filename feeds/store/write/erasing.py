"""Take the text of an entry that was taken back out of the store. Its id and addresses stay, to say that it is gone.

An erased entry has no `meaning`. Whatever its file says, it stays erased until it is restored: then it is withdrawn
with its file until that is read again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, delete, literal, select, update

from feeds.store.dialects.bulk import put_rows
from feeds.store.dialects.lists import among
from feeds.store.identity import Key
from feeds.store.records import split
from feeds.store.schema import (
    BLOCKED,
    PRUNED,
    WITHDRAWN,
    archive,
    entry,
    facet,
    file,
    history,
    identity,
    member,
    mention,
    movement,
    ping,
    topic,
)
from feeds.store.tables import journal, readership
from feeds.store.tables.history import ERASED, Event, note
from feeds.store.wording import Wording
from feeds.store.write.retelling import retell
from feeds.store.write.stories import Stories

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlalchemy import Connection

_KEPT = frozenset(
    {"number", "id", "handle", "state", "place", "revision", "seen", "published", "updated", "changed", "surfaced"}
    | {"arrived", "file", "share_host", "share_code", "minted", "reason"}
)
"""What says that an entry was there, where, and that it is gone; everything else is taken out."""
_NOTHING: Mapping[str, Any] = {
    column.name: None if column.nullable else column.type.python_type()
    for column in entry.columns
    if column.name not in _KEPT
}
STAYS_ERASED = (
    "its article {} was erased, and stays so: `feeds restore` reads the file again; another article takes another name"
)
"""Why a file is kept back, with the id of the entry that it means."""
SOURCE, TAG = "source", "tag"
_IS_ERASED = entry.c.meaning == ""


def erase(connection: Connection, second: int, numbers: Collection[int]) -> int:
    """Take out the texts of entries that were taken back; tells how many had one.

    The files of the database keep them: see `Store.scrub`. What lies in the folders is kept back from now on.
    """
    chosen = among(entry.c.number, numbers) & entry.c.state.in_([WITHDRAWN, BLOCKED]) & ~_IS_ERASED
    rows = connection.execute(select(entry.c.number, entry.c.sources, entry.c.tags, entry.c.id).where(chosen)).all()
    found = [row.number for row in rows]
    wording = Wording(connection)
    wording.take_out(found)
    wording.write()
    connection.execute(delete(mention).where(among(mention.c.entry, found)))
    stories = Stories(connection)
    stories.forget(found)
    connection.execute(update(entry).where(among(entry.c.number, found)).values(_NOTHING))
    retell(connection, second, stories.concerned - set(found), stories.loosened - set(found))
    for kind, column in ((SOURCE, entry.c.sources), (TAG, entry.c.tags)):
        _forget(connection, kind, column, {slug for row in rows for slug in split(row[1 if kind == SOURCE else 2])})
    for row in rows:
        theirs = (file.c.entry == row.number) & file.c.refusal.is_(None) & file.c.held.is_(None)
        connection.execute(update(file).where(theirs).values(held=STAYS_ERASED.format(row.id)))
    connection.execute(update(file).where(among(file.c.entry, found)).values(sources=None))
    _hide_keys(connection, found)
    note(connection, [Event(number, second, ERASED, "", "") for number in found])
    journal.forget(connection, second)
    return len(found)


def _hide_keys(connection: Connection, numbers: Collection[int]) -> None:
    """Let addresses and stated ids be known when they come again, and be read by nobody, in the history neither."""
    rows = connection.execute(select(identity.c.key, identity.c.entry).where(among(identity.c.entry, numbers))).all()
    telling = {kept: number for kept, number in rows if Key.read(kept).hidden() != Key.read(kept)}
    connection.execute(delete(identity).where(among(identity.c.key, telling)))
    hidden = [(str(Key.read(kept).hidden()), number) for kept, number in telling.items()]
    put_rows(connection, identity, ("key", "entry"), hidden)
    of_files = among(history.c.entry, numbers) & (history.c.file != "")
    connection.execute(update(history).where(of_files).values(why=""))


def _forget(connection: Connection, kind: str, column: Column[str], slugs: Iterable[str]) -> None:
    """Let go of the sources and tags that no entry has any more: they were named by what was erased."""
    listed = literal("\n") + column + literal("\n")
    for slug in sorted(slugs):
        others = select(entry.c.number).where(listed.contains(f"\n{slug}\n", autoescape=True)).limit(1)
        if connection.scalar(others) is not None:
            continue
        numbers = list(connection.scalars(select(facet.c.number).where(facet.c.kind == kind, facet.c.slug == slug)))
        for table in (member, movement, archive, ping, topic):
            connection.execute(delete(table).where(table.c.facet.in_(numbers)))
        connection.execute(delete(facet).where(facet.c.number.in_(numbers)))
        readership.forget(connection, kind, slug)


def erased(connection: Connection, numbers: Collection[int]) -> list[int]:
    """Choose the entries that have no text any more."""
    return list(connection.scalars(select(entry.c.number).where(among(entry.c.number, numbers), _IS_ERASED)))


def await_files(connection: Connection, numbers: Collection[int]) -> None:
    """Let erased entries come back with their files, and have these read again."""
    of_them = among(entry.c.number, numbers) & _IS_ERASED
    connection.execute(update(entry).where(of_them).values(state=PRUNED, reason=None))
    theirs = among(file.c.entry, numbers)
    holders = select(file.c.holder).where(theirs, file.c.holder.is_not(None))
    connection.execute(update(file).where(theirs | file.c.number.in_(holders)).values(parser=""))
    connection.execute(update(file).where(theirs).values(held=None))
