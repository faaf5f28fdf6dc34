"""What a store holds, to compare it with another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from feeds.store.schema import metadata, tick

if TYPE_CHECKING:
    from feeds.store import Store


def rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Give the rows of every table but the counter of commits, sorted."""
    with store.reading() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
            if table is not tick
        }
