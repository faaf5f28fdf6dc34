"""A whole store copied into another, of either database: for safe keeping, and for bringing it back.

What is copied is one moment of the source, however much is written meanwhile; it is one commit of the target, there as
a whole or not at all, and is read back before anybody is told that it went well.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Table, delete, func, select, text

from feeds.errors import StoreError
from feeds.store.dialects.bulk import insert_rows
from feeds.store.schema import BLOCKED, WITHDRAWN, entry, metadata, tick
from feeds.store.write.publication import withdraw

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from feeds.clock import Clock
    from feeds.store.engine import Store

_AT_ONCE = 2000


def copy_store(source: Store, target: Store) -> int:
    """Copy everything into a store, over what is there; tells how many rows. Raises StoreError where they differ after.

    The target counts a commit more than either store did: whoever looks at it sees that it is another.
    """
    with source.reading() as reading:
        before = {table.name: _digest(reading, table) for table in metadata.sorted_tables if table is not tick}
        version = reading.scalar(select(tick.c.version)) or 0
        with target.noting() as writing:
            version = max(version, writing.scalar(select(tick.c.version)) or 0) + 1
            rows = sum(_copy(reading, writing, table) for table in metadata.sorted_tables)
            writing.execute(tick.update().values(version=version))
            _go_on_counting(writing)
    with target.reading() as reading:
        for table in metadata.sorted_tables:
            if table is not tick and _digest(reading, table) != before[table.name]:
                raise StoreError(f"the copy {target.url} is not like {source.url}: {table.name} differs")
    return rows


def taken_back(connection: Connection) -> dict[str, tuple[int, str | None]]:
    """List the entries that a person took back, by id: in which way and why."""
    query = select(entry.c.id, entry.c.state, entry.c.reason).where(entry.c.state.in_([WITHDRAWN, BLOCKED]))
    return {row.id: (row.state, row.reason) for row in connection.execute(query)}


def take_back(store: Store, clock: Clock, withdrawals: dict[str, tuple[int, str | None]]) -> int:
    """Take entries back that a copy from earlier times brought to life again; tells how many."""
    taken = 0
    with store.reading() as connection:
        alive = withdrawals.keys() - taken_back(connection).keys()
        query = select(entry.c.id, entry.c.number).where(entry.c.id.in_(sorted(alive)))
        numbers = {row.id: row.number for row in connection.execute(query)}
    for id_, number in sorted(numbers.items()):
        state, reason = withdrawals[id_]
        with store.writing(clock) as (connection, second):
            taken += withdraw(connection, second, [number], reason=reason, state=state)
    return taken


def _copy(source: Connection, target: Connection, table: Table) -> int:
    target.execute(delete(table))
    names = [column.name for column in table.columns]
    rows = 0
    for chunk in _chunks(source, table):
        insert_rows(target, table, names, chunk)
        rows += len(chunk)
    return rows


def _digest(connection: Connection, table: Table) -> str:
    digest = blake2b(digest_size=16)
    for chunk in _chunks(connection, table):
        digest.update(repr(chunk).encode())
    return digest.hexdigest()


def _chunks(connection: Connection, table: Table) -> Iterator[Sequence[tuple[Any, ...]]]:
    """Read a table in the order of its keys, which text has in every database alike, a few rows at once."""
    binary = "C" if connection.dialect.name == "postgresql" else "BINARY"
    keys = table.primary_key
    order = [column.collate(binary) if column.type.python_type is str else column for column in keys]
    found = connection.execution_options(yield_per=_AT_ONCE).execute(select(table).order_by(*order))
    for part in found.partitions(_AT_ONCE):
        yield [tuple(row) for row in part]


def _go_on_counting(connection: Connection) -> None:
    """Let PostgreSQL give numbers beyond those that were copied."""
    if connection.dialect.name != "postgresql":
        return
    for column in (column for table in metadata.sorted_tables for column in table.primary_key):
        named = {"t": column.table.name, "c": column.name}
        if sequence := connection.scalar(text("SELECT pg_get_serial_sequence(:t, :c)"), named):
            last = connection.scalar(select(func.max(column))) or 1
            connection.execute(text("SELECT setval(:s, :n)"), {"s": sequence, "n": last})
