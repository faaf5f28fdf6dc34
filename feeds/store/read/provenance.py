"""Where an entry comes from: its keys, the files that mean it, and what became of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, select

from feeds.store.identity import Key, mint
from feeds.store.records import EntryRecord, FileRecord
from feeds.store.schema import entry, file, folder, identity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ATTEMPTS = 64


class Provided(NamedTuple):
    """A file that means an entry."""

    record: FileRecord
    is_there: bool
    """At this moment, or when its folder was last read where nobody knows its place."""


class Provenance(NamedTuple):
    """What is known of how an entry came to be."""

    record: EntryRecord
    keys: tuple[Key, ...]
    """Everything that means it, texts left out; of what was erased in clear only what is known again."""
    minted_from: Key | None
    """The key that its id was made of; None where that means another entry by now."""
    files: tuple[Provided, ...]


def provenance_of(connection: Connection, number: int) -> Provenance:
    """Tell where an entry comes from."""
    record = EntryRecord(*connection.execute(select(entry).where(entry.c.number == number)).one())
    kept = connection.scalars(select(identity.c.key).where(identity.c.entry == number).order_by(identity.c.key))
    every = {key for key in map(Key.read, kept) if key.kind != "text"}
    in_clear = {key.hidden() for key in every if not key.is_hidden}
    keys = tuple(sorted(key for key in every if not (key.is_hidden and key in in_clear)))
    of_it = select(file).where(file.c.entry == number).order_by(file.c.folder, file.c.path)
    roots = {name: Path(root) for name, root in connection.execute(select(folder.c.name, folder.c.root)).all()}
    files = tuple(_provided(connection, FileRecord(*row), roots) for row in connection.execute(of_it).all())
    minted_from = next((key for key in keys if record.id in _ids_of(key)), None)
    return Provenance(record, keys, minted_from, files)


def _provided(connection: Connection, record: FileRecord, roots: Mapping[str, Path]) -> Provided:
    holder = select(file.c.path).where(file.c.number == record.holder)
    path = (connection.scalar(holder) if record.holder else None) or record.path
    is_there = os.path.lexists(roots[record.folder] / path) if record.folder in roots else bool(record.present)
    return Provided(record, is_there and bool(record.present or not record.holder))


def _ids_of(key: Key) -> Iterator[str]:
    return (mint(key, attempt) for attempt in range(_ATTEMPTS))
