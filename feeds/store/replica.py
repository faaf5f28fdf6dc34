"""A copy of the store that is read in its stead, as long as it is not behind what was already shown.

A standby of PostgreSQL follows its primary at some distance. Where this process has shown a commit it never shows an
earlier state again: what the copy does not have yet is read from the store itself.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy import exc, select

from feeds.errors import StoreReplaced
from feeds.store.dialects.statements import Statement
from feeds.store.schema import tick

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    State = tuple[str, int]
    """The history and the number of a commit."""

_STATE = Statement(select(tick.c.history, tick.c.version))
_PAUSE = 10.0
"""Seconds for which a copy is left alone that could not be asked."""


@dataclass(slots=True)
class Replica:
    """The copy, and what this process has shown."""

    engine: Engine
    _shown: State | None = None
    _left_until: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def reading(self, store: Engine) -> Iterator[Connection]:
        """Give a connection to the copy, or to the store where the copy is behind or cannot be asked."""
        connection = self._abreast() or self._of(store)
        with connection:
            yield connection

    def _abreast(self) -> Connection | None:
        if time.monotonic() < self._left_until:
            return None
        try:
            connection = self.engine.connect()
        except (exc.DBAPIError, StoreReplaced):
            self._left_until = time.monotonic() + _PAUSE
            return None
        state = _state(connection)
        if state and self._shows(state):
            return connection
        connection.close()
        return None

    def _of(self, store: Engine) -> Connection:
        connection = store.connect()
        if state := _state(connection):
            self._shows(state, is_newest=True)
        return connection

    def _shows(self, state: State, *, is_newest: bool = False) -> bool:
        """Take note that a state is shown, unless it is behind: of another history only the store tells whether."""
        with self._lock:
            shown = self._shown
            if shown is None or is_newest or (state[0] == shown[0] and state[1] >= shown[1]):
                self._shown = max(state, shown) if shown and shown[0] == state[0] else state
                return True
            return False


def _state(connection: Connection) -> State | None:
    try:
        rows = _STATE.all(connection, {})
    except (exc.DBAPIError, connection.dialect.loaded_dbapi.Error):
        connection.invalidate()
        return None
    return (rows[0][0], rows[0][1]) if rows else None
