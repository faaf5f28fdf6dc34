"""What only SQLite knows: its settings, its kinds of transaction, its errors.

WAL lets readers go on while one process writes. https://www.sqlite.org/wal.html
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import stat
from contextlib import suppress
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, exc
from sqlalchemy.dialects.sqlite import dialect

from feeds.errors import StoreError, StoreGone
from feeds.store.dialects.statements import driver_cursor

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.engine import URL

_BUSY_TIMEOUT = 15.0
"""Seconds to wait for another writer, unless the URL says `?timeout=…`."""
_READING_TIMEOUT = 2.0
"""Seconds to wait for whoever has it all to himself, to read: who reads is answering somebody."""

WRITING = {"begins_writing": True}
"""Execution options of the connections that write."""

_GONE = "the store {} is gone: put it back; none is made at its place until one is asked for"

_File = tuple[int, int]
"""Device and inode."""

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


def require(address: URL) -> None:
    """See that the file of a store is there, before one is made. Raises StoreGone."""
    if address.get_backend_name() == "sqlite" and address.database and _file(address.database) is None:
        raise StoreGone(_GONE.format(address.database))


def create(address: URL) -> Engine:
    """Make an engine whose connections write ahead and begin as they are told to."""
    is_file = address.database and address.database != ":memory:" and not address.database.startswith("file:")
    if is_file:
        folder = Path(str(address.database)).parent
        try:
            folder.mkdir(exist_ok=True)  # as `instance`; more than one would be made of a slip of the pen
        except FileNotFoundError as error:
            said = f"there is no folder {folder.parent}: make it first, or is another meant?"
            raise StoreError(f"the store {address} cannot be made: {said}") from error
        except OSError as error:
            raise StoreError(f"the store {address} cannot be made: {error.strerror} ({error.filename})") from error
    is_told = "timeout" in address.query
    waiting = {} if is_told else {"timeout": _READING_TIMEOUT}
    engine = create_engine(address, connect_args={"factory": _Connection, **waiting})
    event.listen(engine, "connect", _prepare)
    if is_file:
        _Place(str(address.database)).watch(engine)
    event.listen(engine, "begin", _begin if is_told else _begin_patiently)
    return engine


class _Connection(sqlite3.Connection):
    """A connection that knows which files it was opened on."""

    path = ""
    file: _File | None = None
    log: _File | None = None
    """The write-ahead log; SQLite makes it at the first question, and leaves it while anybody has it open."""


class _Place:
    """Where the file of a store is: one that was replaced is opened anew, and one that is gone is not made again."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._was_opened = False

    def watch(self, engine: Engine) -> None:
        """Look at the file whenever a connection is made or taken from the pool."""
        event.listen(engine, "do_connect", self._before)
        event.listen(engine, "connect", self._opened)
        event.listen(engine, "checkout", self._check)

    def _before(self, *_: Any) -> None:
        if self._was_opened and _file(self._path) is None:
            raise StoreGone(_GONE.format(self._path))
        if not self._was_opened:
            _keep_from_others(self._path)

    def _opened(self, connection: _Connection, _record: Any) -> None:
        self._was_opened = True
        connection.path, connection.file = self._path, _file(self._path)

    def _check(self, connection: _Connection, _record: Any, _proxy: Any) -> None:
        self._before()
        if is_current(connection):
            return
        _set_aside(connection)
        raise exc.InvalidatePoolError


def _keep_from_others(path: str) -> None:
    """Make the file, or leave it to its owner and group alone: it holds the key of the codes that are minted.

    A file that is there is never opened: to close it would drop the locks that other connections of this process have
    on it (https://www.sqlite.org/howtocorrupt.html, section 2.2).
    """
    with suppress(OSError):  # then SQLite says what is wrong; or it is somebody else's, who may have his reasons
        try:
            mode = stat.S_IMODE(os.stat(path).st_mode)  # noqa: PTH116 - as everywhere here
        except FileNotFoundError:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        else:
            if mode & stat.S_IRWXO:
                os.chmod(path, mode & ~stat.S_IRWXO)  # noqa: PTH101 - as above


def is_current(connection: Any) -> bool:
    """Tell whether a connection is one to the files that are at their place now."""
    if not isinstance(connection, _Connection) or not connection.path:
        return True
    if connection.file != _file(connection.path):
        return False
    connection.log = connection.log or _file(f"{connection.path}-wal")
    return True


def _set_aside(connection: _Connection) -> None:
    """Rename the log of a file that another was put in place of: SQLite would write it over that one."""
    folder = os.open(Path(connection.path).parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        log = Path(f"{connection.path}-wal")
        if connection.log and connection.file != _file(connection.path) and connection.log == _file(str(log)):
            log.rename(f"{log}-replaced")
            Path(f"{connection.path}-shm").unlink(missing_ok=True)
    finally:
        os.close(folder)


def _file(path: str) -> _File | None:
    """Tell which file is at a path."""
    try:
        found = os.stat(path)  # noqa: PTH116 - at every use of a connection: a Path takes longer than to look
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def scrub(connection: sqlite3.Connection) -> None:
    """Write the file anew, and its log into it: what was deleted stood on in free pages and in those of the log."""
    connection.execute(f"PRAGMA busy_timeout={int(1000 * _BUSY_TIMEOUT)}")
    # An index of words only marks what was taken out of it, until its parts are merged.
    connection.execute("INSERT INTO wording (wording) VALUES ('optimize')")
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


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
    sql, order = _updating(table, tuple(names))
    _write(connection, sql, map(itemgetter(*order), rows))


def _write(connection: Connection, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with driver_cursor(connection) as cursor:
        cursor.executemany(sql, rows)


@lru_cache
def _insertion(verb: str, table: Table, names: tuple[str, ...]) -> str:
    columns = ", ".join(_NAMES.quote(name) for name in names)
    return f"{verb} INTO {_NAMES.format_table(table)} ({columns}) VALUES ({', '.join('?' * len(names))})"


@lru_cache
def _updating(table: Table, names: tuple[str, ...]) -> tuple[str, list[int]]:
    """Give the statement, and the places in a row of the values that it takes, in their order."""
    keys = table.primary_key.columns.keys()
    values = [name for name in names if name not in keys]
    written = ", ".join(f"{_NAMES.quote(name)} = ?" for name in values)
    found = " AND ".join(f"{_NAMES.quote(key)} = ?" for key in keys)
    sql = f"UPDATE {_NAMES.format_table(table)} SET {written} WHERE {found}"  # noqa: S608
    return sql, [names.index(name) for name in (*values, *keys)]


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
    try:
        cursor.execute("BEGIN IMMEDIATE" if _is_writing(connection) else "BEGIN")
    finally:
        cursor.close()  # or its statement keeps the files open
