"""How many entries have which facets: kept with the facets for everything, counted over the newest of a selection.

What is counted is bounded by two numbers: of entries, and of rows of the index that may be looked at to find them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, func, select

from feeds.store.dialects.lists import is_among
from feeds.store.dialects.statements import Statement
from feeds.store.read.reader import FacetCount
from feeds.store.schema import PUBLIC, day, entry, facet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

_KEPT = Statement(
    select(facet.c.slug, facet.c.label, facet.c.entries)
    .where(facet.c.kind == bindparam("kind"), facet.c.entries > 0)
    .order_by(facet.c.entries.desc(), facet.c.slug)
    .limit(bindparam("most"))
)
_HAD = Statement(
    select(entry.c.language, entry.c.sources, entry.c.tags, entry.c.published).where(
        is_among(entry.c.number, "numbers")
    )
)

_BY_DAY = Statement(
    select(day.c.number, day.c.entries).where(day.c.entries > 0).order_by(day.c.number.desc()).limit(bindparam("most"))
)
_BETWEEN = Statement(
    select(func.count()).select_from(
        select(entry.c.number)
        .where(entry.c.published >= bindparam("begin"), entry.c.published < bindparam("end"), entry.c.state == PUBLIC)
        .limit(bindparam("most"))
        .subquery()
    )
)


class Had(NamedTuple):
    """What an entry has by which it is found, column by column."""

    language: str | None
    sources: str
    tags: str
    published: int


def most_used(connection: Connection, kind: str, most: int) -> list[FacetCount]:
    """List the facets of a kind that most public entries have."""
    return [FacetCount(*row) for row in _KEPT.all(connection, {"kind": kind, "most": most})]


def had_by(connection: Connection, numbers: Iterable[int]) -> list[Had]:
    """Tell what entries have, in no certain order."""
    return [Had(*row) for row in _HAD.all(connection, {"numbers": list(numbers)})]


def by_day(connection: Connection, most: int) -> list[tuple[int, int]]:
    """List the days (since 1970, UTC) on which anything public was published, the last first, with how much."""
    return [(number, entries) for number, entries in _BY_DAY.all(connection, {"most": most})]


def published_between(connection: Connection, begin: int, end: int, most: int) -> int:
    """Count what is public and was published from one second until before another, up to a number."""
    return int(_BETWEEN.scalar(connection, {"begin": begin, "end": end, "most": most}))
