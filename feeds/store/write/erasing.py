"""Take the text of an entry that was taken back out of the store. Its id and addresses stay, to say that it is gone.

An erased entry has no `meaning`. Whatever its file says, it stays erased until it is restored: then it is withdrawn
with its file until that is read again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from feeds.store.dialects.lists import among
from feeds.store.schema import BLOCKED, PRUNED, WITHDRAWN, entry, file, mention
from feeds.store.tables.history import ERASED, Event, note

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import Connection

_KEPT = frozenset(
    {"number", "id", "handle", "state", "place", "revision", "seen", "published", "updated", "changed", "surfaced"}
    | {"file", "share_host", "share_code", "minted", "reason"}
)
"""What says that an entry was there, where, and that it is gone; everything else is taken out."""
_NOTHING: Mapping[str, Any] = {
    column.name: None if column.nullable else column.type.python_type()
    for column in entry.columns
    if column.name not in _KEPT
}
_IS_ERASED = entry.c.meaning == ""


def erase(connection: Connection, second: int, numbers: Collection[int]) -> int:
    """Take out the texts of entries that were taken back; tells how many had one. The files keep them: see `scrub`."""
    chosen = among(entry.c.number, numbers) & entry.c.state.in_([WITHDRAWN, BLOCKED]) & ~_IS_ERASED
    found = list(connection.scalars(select(entry.c.number).where(chosen)))
    connection.execute(delete(mention).where(among(mention.c.entry, found)))
    connection.execute(update(entry).where(among(entry.c.number, found)).values(_NOTHING))
    note(connection, [Event(number, second, ERASED, "", "") for number in found])
    return len(found)


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
