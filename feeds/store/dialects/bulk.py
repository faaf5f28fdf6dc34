"""Many rows at once: COPY or arrays where the database has them and rows are many, else a statement a row in one call.

Rows are given by position, under the names of their columns: by name takes several times as long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, update

from feeds.store.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Sequence

    Names = Sequence[str]
    Rows = Sequence[tuple[Any, ...]]


def insert_rows(connection: Connection, table: Table, names: Names, rows: Rows) -> None:
    """Add new rows."""
    if not rows:
        return
    if quick := _quicker(connection, rows):
        quick.insert_rows(connection, table, names, rows)
    else:
        connection.execute(insert(table), _named(names, rows))


def update_rows(connection: Connection, table: Table, names: Names, rows: Rows) -> None:
    """Write the columns given of rows that are there, known by their primary key."""
    if not rows:
        return
    if quick := _quicker(connection, rows):
        quick.update_rows(connection, table, names, rows)
    else:
        keys = table.primary_key.columns.keys()
        values: dict[str, Any] = {name: bindparam(name) for name in names if name not in keys}
        found = (table.c[key] == bindparam(f"the_{key}") for key in keys)
        connection.execute(update(table).where(*found).values(values), _with_keys(table, names, rows))


def put_rows(connection: Connection, table: Table, names: Names, rows: Rows) -> None:
    """Write rows over those that have their primary key, and add the others."""
    if not rows:
        return
    if quick := _quicker(connection, rows):
        quick.put_rows(connection, table, names, rows)
    else:
        found = (table.c[key] == bindparam(f"the_{key}") for key in table.primary_key.columns.keys())  # noqa: SIM118
        connection.execute(delete(table).where(*found), _with_keys(table, names, rows))
        connection.execute(insert(table), _named(names, rows))


def _quicker(connection: Connection, rows: Rows) -> Any:
    """Give the module of the database that writes so many rows in a quicker way, None where there is none."""
    if connection.dialect.name == "sqlite":
        return sqlite
    return postgresql if len(rows) > postgresql.FEW else None


def _named(names: Names, rows: Rows) -> list[dict[str, Any]]:
    return [dict(zip(names, row, strict=True)) for row in rows]


def _with_keys(table: Table, names: Names, rows: Rows) -> list[dict[str, Any]]:
    """Name the keys apart from the columns: an update binds those under their own names."""
    keys = table.primary_key.columns.keys()
    return [{**row, **{f"the_{key}": row[key] for key in keys}} for row in _named(names, rows)]
