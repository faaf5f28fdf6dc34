"""Every share code there is, for safe keeping."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, func, select

from feeds.store.read.departures import WAS_PUBLIC
from feeds.store.schema import GONE, PUBLIC, entry, share

if TYPE_CHECKING:
    from collections.abc import Iterator

_AT_ONCE = 1000
_BY_BYTES = {"sqlite": "BINARY", "postgresql": "C"}
"""How each database is told to sort text as its bytes are."""


class Row(NamedTuple):
    """A share code, and the entry that it means."""

    host: str
    code: str
    kind: int
    """`PRINTED`, `MINTED` or `ALIAS`."""
    second: int
    """Of the commit it came with."""
    id: str
    handle: str
    title: str
    state: int


def rows(connection: Connection, numbers: tuple[int, int] | None = None) -> Iterator[Row]:
    """Read every code by host, length and bytes, some at a time; those of what was never public are unknown.

    Where `numbers` are given: the codes of entries whose numbers lie from one up to before the other.
    """
    by_bytes = _BY_BYTES[connection.dialect.name]
    query = (
        select(share.c.host, share.c.code, share.c.kind, share.c.second)
        .add_columns(entry.c.id, entry.c.handle, entry.c.title, entry.c.state)
        .join(entry, entry.c.number == share.c.entry)
        .where((entry.c.state == PUBLIC) | (entry.c.state.in_(GONE) & WAS_PUBLIC))
        .order_by(
            share.c.host.collate(by_bytes), func.length(share.c.code), share.c.code.collate(by_bytes), share.c.entry
        )
        .execution_options(yield_per=_AT_ONCE)
    )
    if numbers is not None:
        query = query.where(share.c.entry >= numbers[0], share.c.entry < numbers[1])
    yield from map(Row._make, connection.execute(query))
