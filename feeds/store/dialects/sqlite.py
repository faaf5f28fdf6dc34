"""What only SQLite knows: its settings, its kinds of transaction, its errors.

WAL lets readers go on while one process writes. https://www.sqlite.org/wal.html
"""

from __future__ import annotations

import sqlite3
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects.sqlite import dialect

from feeds.errors import StoreError
from feeds.store.dialects.statements import driver_cursor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import URL

_BUSY_TIMEOUT = 15.0
"""Seconds to wait for another writer, unless the URL says `?timeout=…`."""
_READING_TIMEOUT = 2.0
"""Seconds to wait for whoever has it all to himself, to read: who reads is answering somebody."""

WRITING = {"begins_writing": True}
"""Execution options of the connections that write."""

_NAMES = dialect().identifier_preparer

_EXPLAINED = {
    sqlite3.SQLITE_BUSY: "is locked by another program, and stayed so: run it again when that is done",
    sqlite3.SQLITE_LOCKED: "is locked by another program",
    sqlite3.SQLITE_FULL: "cannot grow: the disk is full. What was committed is kept; make room and run it again",
    sqlite3.SQLITE_IOERR: "cannot be read or written: the disk fails or is full",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: is its folder there, and yours to write?",
    sqlite3.SQLITE_READONLY: "is not yours to write",
    sqlite3.SQLITE_CORRUPT: "is damaged: restore it from a backup",
    sqlite3.SQLITE_NOTADB: "is no database",
    sqlite3.SQLITE_PERM: "is not yours to use",
}


def create(address: URL) -> Engine:
    """Make an engine whose connections write ahead and begin as they are told to."""
    if address.database and address.database != ":memory:" and not address.database.startswith("file:"):
        try:
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"the store {address} cannot be made: {error.strerror} ({error.filename})") from error
    is_told = "timeout" in address.query
    engine = create_engine(address, connect_args={} if is_told else {"timeout": _READING_TIMEOUT})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin if is_told else _begin_patiently)
    return engine


def explain(error: BaseException | None, url: str) -> str | None:
    """Say in one line what a database error means to the person at the keyboard."""
    if not isinstance(error, sqlite3.Error):
        return None
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return f"the store {url} {_EXPLAINED[code]}" if code in _EXPLAINED else None


def insert_rows(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Add new rows to a table."""
    _write(connection, _insertion("INSERT", table, tuple(names)), rows)


def put_rows(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write rows in place of those that have their primary key, and add the others."""
    _write(connection, _insertion("INSERT OR REPLACE", table, tuple(names)), rows)


def update_rows(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write the columns given of rows that are there, known by their primary key."""
    _write(connection, _updating(table, tuple(names)), rows)


def _write(connection: Connection, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
    with driver_cursor(connection) as cursor:
        cursor.executemany(sql, rows)


@lru_cache
def _insertion(verb: str, table: Table, names: tuple[str, ...]) -> str:
    columns = ", ".join(_NAMES.quote(name) for name in names)
    return f"{verb} INTO {_NAMES.format_table(table)} ({columns}) VALUES ({', '.join('?' * len(names))})"


@lru_cache
def _updating(table: Table, names: tuple[str, ...]) -> str:
    keys = table.primary_key.columns.keys()
    # A numbered mark takes the value of that place in the row.
    marks = {name: f"{_NAMES.quote(name)} = ?{place}" for place, name in enumerate(names, 1)}
    written = ", ".join(mark for name, mark in marks.items() if name not in keys)
    found = " AND ".join(marks[key] for key in keys)
    return f"UPDATE {_NAMES.format_table(table)} SET {written} WHERE {found}"  # noqa: S608


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # _begin begins
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA cache_size=-16384")
    # A commit of a hundred articles writes some six hundred pages, many of them again and again: eight times the usual
    # log (then 32 MB) lets the pages of a dozen commits go to the database at once.
    connection.execute("PRAGMA wal_autocheckpoint=8000")


def _begin_patiently(connection: Connection) -> None:
    """Wait as long for another writer as a writer should."""
    if not _is_writing(connection):
        _begin(connection)
        return
    driver: Any = connection.connection
    driver.execute(f"PRAGMA busy_timeout={int(1000 * _BUSY_TIMEOUT)}")
    try:
        _begin(connection)
    finally:
        driver.execute(f"PRAGMA busy_timeout={int(1000 * _READING_TIMEOUT)}")


def _is_writing(connection: Connection) -> bool:
    return connection.get_execution_options().items() >= WRITING.items()


def _begin(connection: Connection) -> None:
    # A writer that begins as a reader fails at its first write when another has written in between.
    cursor = connection.connection.cursor()
    cursor.execute("BEGIN IMMEDIATE" if _is_writing(connection) else "BEGIN")
    cursor.close()
