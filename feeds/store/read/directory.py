"""What lists of all sources and tags show of each: its entries, the date of the newest, and when they came."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, select, text

from feeds.store.dialects.lists import is_among
from feeds.store.dialects.statements import Statement
from feeds.store.schema import entry, facet, member

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

_LISTED = Statement(
    select(facet.c.number, facet.c.slug, facet.c.label, facet.c.entries).where(
        facet.c.kind == bindparam("kind"), facet.c.entries > 0
    )
)
_NEWEST = (
    select(member.c.entry)
    .where(member.c.facet == facet.c.number)
    .order_by(member.c.place.desc())
    .limit(1)
    .correlate(facet)
    .scalar_subquery()
)
_DATED = Statement(
    select(facet.c.number, entry.c.published)
    .select_from(facet)
    .join(entry, entry.c.number == _NEWEST)
    .where(is_among(facet.c.number, "numbers"))
)
_LATELY = Statement(
    text(
        "SELECT e.tags, e.sources, e.published FROM"
        " (SELECT entry, place FROM member WHERE facet = (SELECT number FROM facet WHERE kind = 'all')"
        " ORDER BY place DESC LIMIT :most) m JOIN entry e ON e.number = m.entry ORDER BY m.place DESC"
    )
)

_AT = Statement(
    text(
        "SELECT published FROM entry WHERE number = (SELECT entry FROM member WHERE facet ="
        " (SELECT number FROM facet WHERE kind = 'all') ORDER BY place DESC LIMIT 1 OFFSET :rank)"
    )
)


class Listed(NamedTuple):
    """A source or tag that has public entries."""

    number: int
    slug: str
    label: str
    entries: int


class Lately(NamedTuple):
    """An entry that came of late: its tags and sources as its columns have them."""

    tags: str
    sources: str
    published: int


_as_listed = partial(tuple.__new__, Listed)
_as_lately = partial(tuple.__new__, Lately)
"""Make them of rows, in a quarter of the time that their own way takes."""


def listed(connection: Connection, kind: str) -> list[Listed]:
    """List the sources or tags that have public entries, in no certain order."""
    return list(map(_as_listed, _LISTED.all(connection, {"kind": kind})))


def newest_dates(connection: Connection, numbers: Iterable[int]) -> dict[int, int]:
    """Give the second at which the entry was published that came last to each of some facets."""
    return dict(_DATED.all(connection, {"numbers": list(numbers)}))


def lately(connection: Connection, most: int) -> list[Lately]:
    """List the entries that came last, the last first."""
    return list(map(_as_lately, _LATELY.all(connection, {"most": most})))


def published_at(connection: Connection, rank: int) -> int | None:
    """Give when the entry was published after which so many came; None where there are not so many."""
    found: int | None = _AT.scalar(connection, {"rank": rank})
    return found
