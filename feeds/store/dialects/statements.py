"""Queries that are asked very often: put together once for each database, then asked of its driver.

Between a query that is held and its rows SQLAlchemy takes ten times as long as SQLite takes to answer.
"""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection, Dialect, Select, TextClause

_LISTS = (set, frozenset, list, tuple)


def driver_cursor(connection: Connection) -> closing[Any]:
    """Give a cursor of the driver, in the transaction of the connection, which begins where there is none."""
    if not connection.in_transaction():
        connection.begin()
    return closing(connection.connection.cursor())


class Statement:
    """A query and the values that are bound to it by name; a list is one value, as `lists` has it."""

    def __init__(self, query: Select[Any] | TextClause) -> None:
        self._query = query
        self._asked: dict[str, _Asked] = {}

    def scalar(self, connection: Connection, values: Mapping[str, Any] | None = None) -> Any:
        """Give the first value of the first row, None where there is none. Raises the errors of the driver."""
        rows = self.all(connection, values or {})
        return rows[0][0] if rows else None

    def all(self, connection: Connection, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Give every row, in the transaction of the connection. Raises the errors of the driver."""
        dialect = connection.dialect
        asked = self._asked.get(dialect.name) or self._asked.setdefault(dialect.name, _Asked(self._query, dialect))
        with driver_cursor(connection) as cursor:
            cursor.execute(asked.sql, asked.bind(values))
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows


class _Asked:
    """A query in the words of one database."""

    def __init__(self, query: Select[Any] | TextClause, dialect: Dialect) -> None:
        compiled: Any = query.compile(dialect=dialect)
        self.sql = str(compiled)
        self._order: list[str] | None = compiled.positiontup
        self._given: dict[str, Any] = compiled.params
        self._has_arrays = dialect.name == "postgresql"
        self._number: Callable[[int], int] = _bigint() if self._has_arrays else int

    def bind(self, values: Mapping[str, Any]) -> Any:
        bound = {**self._given, **{name: self._one(value) for name, value in values.items()}}
        return bound if self._order is None else [bound[name] for name in self._order]

    def _one(self, value: Any) -> Any:
        if type(value) is int:
            return self._number(value)
        if not isinstance(value, _LISTS):
            return value
        return list(value) if self._has_arrays else json.dumps(list(value))


def _bigint() -> Callable[[int], int]:
    """Give what makes a number a bigint: psycopg takes the smallest type there is, and each type is a statement."""
    from psycopg.types.numeric import Int8  # of the extra: whoever has SQLite needs none

    return Int8
