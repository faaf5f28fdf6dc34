"""Where an entry comes from: its keys, the files that mean it, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, select

from feeds.store.identity import Key, mint
from feeds.store.records import EntryRecord, FileRecord
from feeds.store.schema import entry, file, identity

if TYPE_CHECKING:
    from collections.abc import Iterator

_ATTEMPTS = 64


class Provenance(NamedTuple):
    """What is known of how an entry came to be."""

    record: EntryRecord
    keys: tuple[Key, ...]
    """Everything that means it, texts left out."""
    minted_from: Key | None
    """The key that its id was made of; None where that means another entry by now."""
    files: tuple[FileRecord, ...]


def provenance_of(connection: Connection, number: int) -> Provenance:
    """Tell where an entry comes from."""
    record = EntryRecord(*connection.execute(select(entry).where(entry.c.number == number)).one())
    kept = connection.scalars(select(identity.c.key).where(identity.c.entry == number).order_by(identity.c.key))
    keys = tuple(key for key in map(Key.read, kept) if key.kind != "text")
    of_it = select(file).where(file.c.entry == number).order_by(file.c.folder, file.c.path)
    files = tuple(FileRecord(*row) for row in connection.execute(of_it))
    minted_from = next((key for key in keys if record.id in _ids_of(key)), None)
    return Provenance(record, keys, minted_from, files)


def _ids_of(key: Key) -> Iterator[str]:
    return (mint(key, attempt) for attempt in range(_ATTEMPTS))
