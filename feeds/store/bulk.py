"""Many rows at once: COPY or arrays where the database has them and rows are many, else a statement a row in one call.

Rows are given by position, under the names of their columns: by name takes several times as long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, update

from feeds.store import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Sequence

    Names = Sequence[str]
    Rows = Sequence[tuple[Any, ...]]


def insert_rows(connection: Connection, table: Table, names: Names, rows: Rows) -> None:
    """Add new rows."""
    if _is_one_statement(connection, rows):
        postgresql.insert_rows(connection, table, names, rows)
    elif rows and connection.dialect.name == "sqlite":
        sqlite.insert_rows(connection, table, names, rows)
    elif rows:
        connection.execute(insert(table), _named(names, rows))


def update_rows(connection: Connection, table: Table, names: Names, rows: Rows) -> None:
    """Write the columns given of rows that are there, known by their primary key."""
    if _is_one_statement(connection, rows):
        postgresql.update_rows(connection, table, names, rows)
    elif rows and connection.dialect.name == "sqlite":
        sqlite.update_rows(connection, table, names, rows)
    elif rows:
        keys = table.primary_key.columns.keys()
        values: dict[str, Any] = {name: bindparam(name) for name in names if name not in keys}
        found = (table.c[key] == bindparam(f"the_{key}") for key in keys)
        connection.execute(update(table).where(*found).values(values), _with_keys(table, names, rows))


def put_rows(connection: Connection, table: Table, names: Names, rows: Rows) -> None:
    """Write rows over those that have their primary key, and add the others."""
    if _is_one_statement(connection, rows):
        postgresql.put_rows(connection, table, names, rows)
    elif rows and connection.dialect.name == "sqlite":
        sqlite.put_rows(connection, table, names, rows)
    elif rows:
        found = (table.c[key] == bindparam(f"the_{key}") for key in table.primary_key.columns.keys())  # noqa: SIM118
        connection.execute(delete(table).where(*found), _with_keys(table, names, rows))
        connection.execute(insert(table), _named(names, rows))


def _is_one_statement(connection: Connection, rows: Rows) -> bool:
    return connection.dialect.name == "postgresql" and len(rows) > postgresql.FEW


def _named(names: Names, rows: Rows) -> list[dict[str, Any]]:
    return [dict(zip(names, row, strict=True)) for row in rows]


def _with_keys(table: Table, names: Names, rows: Rows) -> list[dict[str, Any]]:
    """Name the keys apart from the columns: an update binds those under their own names."""
    keys = table.primary_key.columns.keys()
    return [{**row, **{f"the_{key}": row[key] for key in keys}} for row in _named(names, rows)]
