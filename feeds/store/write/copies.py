"""A whole store copied into another, of either database: for safe keeping, and for bringing it back.

What is copied is one moment of the source, however much is written meanwhile; it is one commit of the target, there as
a whole or not at all, and is read back before anybody is told that it went well.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, Table, delete, func, literal, select, text, tuple_

from feeds.errors import StoreError
from feeds.store.dialects.bulk import insert_rows
from feeds.store.schema import BLOCKED, WITHDRAWN, entry, metadata, tick
from feeds.store.write.publication import withdraw

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from feeds.clock import Clock
    from feeds.store.engine import Store

AT_ONCE = 2000
"""Rows."""


def copy_store(source: Store, target: Store) -> int:
    """Copy everything into a store, over what is there; tells how many rows. Raises StoreError where they differ after.

    The target counts a commit more than either store did: whoever looks at it sees that it is another.
    """
    with source.reading() as reading:
        before = {table.name: digest_of(reading, table) for table in metadata.sorted_tables if table is not tick}
        version = reading.scalar(select(tick.c.version)) or 0
        with target.noting() as writing:
            version = max(version, writing.scalar(select(tick.c.version)) or 0) + 1
            rows = sum(copy_table(reading, writing, table) for table in metadata.sorted_tables)
            writing.execute(tick.update().values(version=version))
            go_on_counting(writing)
    with target.reading() as reading:
        for table in metadata.sorted_tables:
            if table is not tick and digest_of(reading, table) != before[table.name]:
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


def copy_table(source: Connection, target: Connection, table: Table) -> int:
    """Copy a table over what is there; tells how many rows."""
    target.execute(delete(table))
    names = [column.name for column in table.columns]
    rows = 0
    for chunk in chunks_of(source, table):
        insert_rows(target, table, names, chunk)
        rows += len(chunk)
    return rows


def digest_of(connection: Connection, table: Table) -> str:
    """Name what a table holds, in any database alike."""
    digest = blake2b(digest_size=16)
    for chunk in chunks_of(connection, table):
        digest.update(repr(chunk).encode())
    return digest.hexdigest()


def chunks_of(
    connection: Connection, table: Table, *, after: Sequence[Any] = (), at_once: int = AT_ONCE
) -> Iterator[Sequence[tuple[Any, ...]]]:
    """Read a table, or what follows a key, in the order of its keys, which text has in every database alike."""
    order = _keys(connection, table)
    query = select(table).order_by(*order)
    if after:
        query = query.where(tuple_(*order) > tuple_(*map(literal, after)))
    found = connection.execute(query.execution_options(yield_per=at_once))
    for part in found.partitions(at_once):
        yield [tuple(row) for row in part]


def last_key(connection: Connection, table: Table) -> tuple[Any, ...]:
    """Give the last key of a table in that order, nothing where the table is empty."""
    order = _keys(connection, table)
    found = connection.execute(select(*table.primary_key).order_by(*(column.desc() for column in order)).limit(1))
    return tuple(found.first() or ())


def _keys(connection: Connection, table: Table) -> list[ColumnElement[Any]]:
    binary = "C" if connection.dialect.name == "postgresql" else "BINARY"
    return [column.collate(binary) if column.type.python_type is str else column for column in table.primary_key]


def go_on_counting(connection: Connection) -> None:
    """Let PostgreSQL give numbers beyond those that were copied."""
    if connection.dialect.name != "postgresql":
        return
    for column in (column for table in metadata.sorted_tables for column in table.primary_key):
        named = {"t": column.table.name, "c": column.name}
        if sequence := connection.scalar(text("SELECT pg_get_serial_sequence(:t, :c)"), named):
            last = connection.scalar(select(func.max(column))) or 1
            connection.execute(text("SELECT setval(:s, :n)"), {"s": sequence, "n": last})
