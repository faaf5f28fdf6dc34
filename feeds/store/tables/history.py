"""The history of entries: why a file is an entry, and what became of it. Nothing but `feeds explain` reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, select

from feeds.store.dialects.bulk import put_rows
from feeds.store.schema import history

if TYPE_CHECKING:
    from collections.abc import Collection

BEGUN = "begun"
"""A new entry, in a file that was another one before."""
EDITED = "edited"
JOINED = "joined"
"""A file came to mean it that did not before: moved, copied, or by a key."""
LEFT = "left"
"""A file means another entry now."""
WITHDRAWN = "withdrawn"
ERASED = "erased"
"""Its text was taken out of the store."""
RESTORED = "restored"


class Event(NamedTuple):
    """A row of `history`."""

    entry: int
    second: int
    event: str
    file: str
    why: str


def note(connection: Connection, events: Collection[Event]) -> None:
    """Keep events."""
    put_rows(connection, history, Event._fields, list(events))


def events_of(connection: Connection, entry: int) -> list[Event]:
    """List what became of an entry, oldest first."""
    query = select(history).where(history.c.entry == entry)
    query = query.order_by(history.c.second, history.c.event == ERASED, history.c.file)  # it was withdrawn first
    return [Event(*row) for row in connection.execute(query)]
