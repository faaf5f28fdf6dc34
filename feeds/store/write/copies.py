"""A whole store copied into another, of either database: for safe keeping, and for bringing it back.

What is copied is one moment of the source, however much is written meanwhile; it is one commit of the target, there as
a whole or not at all, and is read back before anybody is told that it went well.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, delete, func, literal, select, text, tuple_

from feeds.errors import StoreError
from feeds.store.dialects.bulk import insert_rows
from feeds.store.dialects.lists import among
from feeds.store.engine import new_history
from feeds.store.facts import write_fact
from feeds.store.read.reader import last_commit
from feeds.store.schema import BLOCKED, WITHDRAWN, entry, metadata, tick
from feeds.store.tables import hooks
from feeds.store.wording import renew
from feeds.store.write.erasing import erase
from feeds.store.write.publication import withdraw

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from feeds.clock import Clock
    from feeds.store.engine import Store

AT_ONCE = 2000
"""Rows."""


def copy_store(source: Store, target: Store) -> int:
    """Copy everything into a store, over what is there; tells how many rows. Raises StoreError where they differ.

    The target counts a commit more than either store did: whoever looks at it sees that it is another.
    """
    with source.reading() as reading, target.noting() as writing:
        return _copy(reading, writing, f"the copy {target.url} is not like {source.url}")


def restore_store(source: Store, target: Store, clock: Clock) -> tuple[int, int]:
    """Copy everything into a store as it was earlier, but for what was taken back since: nobody ever sees that again.

    Every feed was changed by this commit, which is later than any that was shown: who asks by date is told. Tells how
    many entries were taken back once more, and how many erased. Raises StoreError where the copy differs.
    """
    with source.reading() as reading, target.noting() as writing:
        withdrawals, shown = taken_back(writing), last_commit(writing)
        _copy(reading, writing, f"the copy {target.url} is not like {source.url}")
        second = max(shown + 1, last_commit(writing) + 1, int(clock.now()))
        taken, erased = _take_back(writing, second, withdrawals)
        write_fact(writing, "stamp_second", str(second))
        writing.execute(tick.update().values(version=tick.c.version + 1, second=second))
    if erased:
        target.scrub()
    return taken, erased


def _copy(reading: Connection, writing: Connection, wrong: str) -> int:
    version = max(connection.scalar(select(tick.c.version)) or 0 for connection in (reading, writing)) + 1
    rows = sum(copy_table(reading, writing, table) for table in metadata.sorted_tables)
    for table in metadata.sorted_tables:
        if digest_of(reading, table) != digest_of(writing, table):
            raise StoreError(f"{wrong}: {table.name} differs")
    before, history = writing.scalar(select(tick.c.history)) or "", new_history()
    writing.execute(tick.update().values(version=version, history=history))
    hooks.go_on_in(writing, before, history)
    go_on_counting(writing)
    renew(writing)
    return rows


class Withdrawal(NamedTuple):
    """In which way a person took an entry back, why, and whether its text was erased."""

    state: int
    reason: str | None
    is_erased: bool

    def is_stronger_than(self, other: Withdrawal | None) -> bool:
        """Tell whether more is to be done to an entry that was taken back in another way, or not at all."""
        return other is None or self.is_erased > other.is_erased or (self.state == BLOCKED != other.state)


def taken_back(connection: Connection) -> dict[str, Withdrawal]:
    """List the entries that a person took back, by id."""
    query = select(entry.c.id, entry.c.state, entry.c.reason, entry.c.meaning)
    found = connection.execute(query.where(entry.c.state.in_([WITHDRAWN, BLOCKED])))
    return {id_: Withdrawal(state, reason, not meaning) for id_, state, reason, meaning in found}


def _take_back(connection: Connection, second: int, withdrawals: Mapping[str, Withdrawal]) -> tuple[int, int]:
    """Take back, and erase, what a copy from earlier times brought to life again; tells how many of either."""
    now = taken_back(connection)
    changed = {id_: how for id_, how in withdrawals.items() if how.is_stronger_than(now.get(id_))}
    query = select(entry.c.id, entry.c.number).where(among(entry.c.id, changed))
    numbers = {row.id: row.number for row in connection.execute(query)}
    taken = erased = 0
    for how, ids in _by_value({id_: how for id_, how in changed.items() if id_ in numbers}).items():
        chosen = [numbers[id_] for id_ in ids]
        taken += withdraw(connection, second, chosen, reason=how.reason, state=how.state)
        erased += erase(connection, second, chosen) if how.is_erased else 0
    return taken, erased


def _by_value(withdrawals: Mapping[str, Withdrawal]) -> dict[Withdrawal, list[str]]:
    grouped: dict[Withdrawal, list[str]] = {}
    for id_, how in sorted(withdrawals.items()):
        grouped.setdefault(how, []).append(id_)
    return grouped


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
