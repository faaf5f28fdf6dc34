"""Share links looked up as cheaply as a database can do it: by its driver, on a connection kept for nothing else.

A statement through SQLAlchemy takes five times as long as the search itself. Each statement sees the newest commit.
"""

from __future__ import annotations

from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import event, exc

from feeds.errors import StoreError
from feeds.store.dialects import sqlite
from feeds.store.schema import PENDING, PRIVATE, SCHEDULED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.store import Store

_EXACT = (
    "SELECT entry.state, entry.title, entry.handle FROM share JOIN entry {index} ON entry.number = share.entry"
    " WHERE share.host = {host} AND share.code = {mark} LIMIT 2"  # it is enough to know that there is more than one
)
_LIKE = (
    "SELECT 1 FROM share JOIN entry {index} ON entry.number = share.entry"
    " WHERE share.host = {host} AND share.folded = {mark}"
    " AND entry.state NOT IN ({unheard_of}) LIMIT 1"
)
_SPELLED = {
    # SQLite would take the table itself, a page of which holds the text of one entry. And it would plan anew each time,
    # which takes longer than to ask: a plain `?` might be the host of the partial index.
    "sqlite": {"mark": "?", "host": "+?", "index": "INDEXED BY entry_address"},
    "postgresql": {"mark": "%s", "host": "%s", "index": ""},
}
"""How each database has them."""
_PAUSE = 1.0
"""Seconds for which nothing is asked of a database that failed: others ask it, and say what is wrong."""


class Meant(NamedTuple):
    """An entry that a code means."""

    state: int
    title: str
    handle: str


class Lookup:
    """Looks codes up in a store; None is said wherever the store cannot be asked."""

    def __init__(self, store: Store) -> None:
        self._engine = store.engine
        spelled = {**_SPELLED[store.engine.dialect.name], "unheard_of": f"{PENDING}, {SCHEDULED}, {PRIVATE}"}
        self._exact, self._like = _EXACT.format(**spelled), _LIKE.format(**spelled)
        self._errors = (store.engine.dialect.loaded_dbapi.Error, exc.SQLAlchemyError, StoreError)
        self._connection: Any = None
        self._cursor: Any = None
        self._asks_again_at = 0.0
        self._lock = Lock()
        event.listen(store.engine, "engine_disposed", lambda _engine: self.close())

    def exact(self, host: str, code: str) -> list[Meant] | None:
        """Find the entries of a code of a host, whatever their state, two at most."""
        rows = self._ask(self._exact, host, code)
        return None if rows is None else [Meant(*row) for row in rows]

    def is_known(self, host: str, code: str) -> bool | None:
        """Tell whether a host has a code that differs in case at most, and that something was ever public under."""
        rows = self._ask(self._like, host, code.casefold())
        return None if rows is None else bool(rows)

    def close(self) -> None:
        """Close the connection; the next question opens another."""
        with self._lock:
            self._drop()

    def _ask(self, statement: str, *values: str) -> Sequence[Any] | None:
        with self._lock:
            try:
                if self._cursor is not None and not sqlite.is_current(self._connection):
                    self._drop()
                if self._cursor is None and not self._open():
                    return None
                self._cursor.execute(statement, values)
                rows: Sequence[Any] = self._cursor.fetchall()
            except self._errors:
                self._drop()
                self._asks_again_at = monotonic() + _PAUSE
                return None
            return rows

    def _open(self) -> bool:
        if monotonic() < self._asks_again_at:
            return False
        pooled = self._engine.raw_connection()
        self._connection = pooled.driver_connection
        pooled.detach()
        if self._engine.dialect.name == "postgresql":
            self._connection.autocommit = True  # SQLite's begin nothing of themselves
        self._cursor = self._connection.cursor()
        return True

    def _drop(self) -> None:
        connection, self._connection, self._cursor = self._connection, None, None
        if connection is not None:
            connection.close()
