"""What only SQLite knows: its settings, its kinds of transaction, its errors.

WAL lets readers go on while one process writes. https://www.sqlite.org/wal.html
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Table, create_engine, event

from feeds.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import URL

_BUSY_TIMEOUT = 15.0
"""Seconds to wait for another writer, unless the URL says `?timeout=…`."""

WRITING = {"begins_writing": True}
"""Execution options of the connections that write."""

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
    waiting = {} if "timeout" in address.query else {"timeout": _BUSY_TIMEOUT}
    engine = create_engine(address, connect_args=waiting)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def explain(error: BaseException | None, url: str) -> str | None:
    """Say in one line what a database error means to the person at the keyboard."""
    if not isinstance(error, sqlite3.Error):
        return None
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return f"the store {url} {_EXPLAINED[code]}" if code in _EXPLAINED else None


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add new rows to a table, their values bound by position: by name takes several times as long."""
    _write_rows(connection, "INSERT", table, rows)


def put_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows in place of those that have their primary key, and add the others."""
    _write_rows(connection, "INSERT OR REPLACE", table, rows)


def _write_rows(connection: Connection, verb: str, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    quote = connection.dialect.identifier_preparer
    names = ", ".join(quote.quote(name) for name in rows[0])
    marks = ", ".join("?" * len(rows[0]))
    statement = f"{verb} INTO {quote.format_table(table)} ({names}) VALUES ({marks})"
    connection.exec_driver_sql(statement, [tuple(row.values()) for row in rows])


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # _begin begins
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA cache_size=-16384")


def _begin(connection: Connection) -> None:
    # A writer that begins as a reader fails at its first write when another has written in between.
    is_writing = connection.get_execution_options().items() >= WRITING.items()
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")
