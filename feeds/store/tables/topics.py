"""Feeds of other selections than one facet that somebody asked for: hubs are told of these too.

The number of possible selections has no limit, but a subscriber can find the hub only in a feed that was answered:
those are kept. A topic is stored as a facet of the kind `query` that no entry has, so that its pings are kept like
others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, delete, func, insert, select

from feeds.store.dialects.bulk import put_rows
from feeds.store.dialects.lists import among
from feeds.store.schema import facet, ping, topic

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

KIND = "query"
MOST = 1000
"""Topics that are kept: those that were asked for last."""
KEPT = 30 * 86400
"""Seconds for which one is kept that nobody asks for."""


class Topic(NamedTuple):
    """A feed that hubs may know."""

    facet: int
    query: str
    """The selection and how it is shown, as an address spells them."""


def keep(connection: Connection, queries: Collection[str], now: int) -> None:
    """Keep what was asked for now; forget what nobody has asked for in a long time.

    A store in which nothing was ever published keeps nothing.
    """
    if connection.scalar(select(facet.c.number).where(facet.c.number > 0).limit(1)) is None:
        return
    known = _numbers(connection, queries)
    if missing := sorted(set(queries) - known.keys()):
        # Below nought: the numbers of the others, by which archive pages are named, must not depend on requests.
        lowest = min(connection.scalar(select(func.min(facet.c.number))) or 0, 0)
        rows = [
            {"number": lowest - n, "kind": KIND, "slug": query, "label": query, "entries": 0}
            for n, query in enumerate(missing, 1)
        ]
        connection.execute(insert(facet), rows)
        known |= _numbers(connection, missing)
    put_rows(connection, topic, ("facet", "asked"), [(number, now) for number in sorted(known.values())])
    latest = select(topic.c.facet).order_by(topic.c.asked.desc(), topic.c.facet).offset(MOST)
    forgotten = select(topic.c.facet).where(topic.c.asked < now - KEPT)
    old = [*connection.scalars(latest), *connection.scalars(forgotten)]
    for table, column in ((ping, ping.c.facet), (topic, topic.c.facet), (facet, facet.c.number)):
        connection.execute(delete(table).where(among(column, old)))


def topics(connection: Connection) -> list[Topic]:
    """List what is kept, in the order in which it was first asked for."""
    query = select(facet.c.number, facet.c.slug).join(topic, topic.c.facet == facet.c.number)
    return [Topic(*row) for row in connection.execute(query.order_by(facet.c.number.desc()))]


def _numbers(connection: Connection, queries: Iterable[str]) -> dict[str, int]:
    query = select(facet.c.slug, facet.c.number).where(facet.c.kind == KIND, among(facet.c.slug, queries))
    return {row.slug: row.number for row in connection.execute(query)}
