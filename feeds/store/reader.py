"""What publishing asks of the store: the window of a facet, entries, facets and their counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, bindparam, func, select, update

from feeds.model import Entry
from feeds.store.facts import read_fact, write_fact
from feeds.store.lists import among_pairs
from feeds.store.records import EntryRecord, as_entry, split
from feeds.store.schema import PUBLIC, departed, entry, facet, member, tick

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

_HOUR = 3600


class Row(NamedTuple):
    """One entry of a window."""

    place: int
    number: int
    revision: int
    changed: int
    published: int
    updated: int


class FacetCount(NamedTuple):
    """A source or tag with the number of its public entries."""

    slug: str
    label: str
    entries: int


@dataclass(frozen=True, slots=True)
class Window:
    """The newest entries of a facet, and the second of the last commit that touched them."""

    rows: tuple[Row, ...]
    changed: int
    """0 where nothing ever stood in it."""


@dataclass(frozen=True, slots=True)
class Found:
    """An entry in whatever state it is."""

    number: int
    state: int
    changed: int
    entry: Entry

    @property
    def is_public(self) -> bool:
        """Tell whether it may be shown."""
        return self.state == PUBLIC


_FACET = select(facet.c.number).where(facet.c.kind == bindparam("kind"), facet.c.slug == bindparam("slug"))
_WINDOW = (
    select(member.c.place, member.c.entry, entry.c.revision, entry.c.changed, entry.c.published, entry.c.updated)
    .join_from(member, entry, entry.c.number == member.c.entry)
    .where(member.c.facet == bindparam("facet"))
    .order_by(member.c.place.desc())
    .limit(bindparam("most"))
)
_LAST_DEPARTURE = select(func.max(departed.c.second)).where(
    departed.c.facet == bindparam("facet"), departed.c.place >= bindparam("oldest")
)
_VERSION = select(tick.c.version)


def version(connection: Connection) -> int:
    """Give the number that every commit moves."""
    return connection.scalar(_VERSION) or 0


def last_commit(connection: Connection) -> int:
    """Give the second of the last commit."""
    return connection.scalar(select(tick.c.second)) or 0


def facet_number(connection: Connection, kind: str, slug: str) -> int | None:
    """Find a facet that some entry had at some time."""
    number: int | None = connection.scalar(_FACET, {"kind": kind, "slug": slug})
    return number


def window(connection: Connection, number: int, *, least: int, hours: int, most: int) -> Window:
    """Select the newest entries of a facet.

    At least `least` of them, and all that were published less than `hours` before the newest, as long as they
    are at most `most`.
    """
    rows = _rows(connection, number, least)
    if len(rows) == least < most:
        since = max(row.published for row in rows) - hours * _HOUR
        if rows[-1].published >= since:
            more = _rows(connection, number, most)
            last = max(i for i, row in enumerate(more, 1) if i <= least or row.published >= since)
            rows = more[:last]
    oldest = rows[-1].place if len(rows) >= least else 0
    left = connection.scalar(_LAST_DEPARTURE, {"facet": number, "oldest": oldest}) or 0
    return Window(tuple(rows), max([left, *(row.changed for row in rows)]))


def entries(connection: Connection, numbers: Collection[int]) -> dict[int, Entry]:
    """Read entries by number."""
    records = [EntryRecord(*row) for row in connection.execute(select(entry).where(entry.c.number.in_(list(numbers))))]
    labels = _labels(connection, records)
    return {record.number: as_entry(record, labels) for record in records}


def find_by_handle(connection: Connection, handle: str) -> Found | None:
    """Find the entry whose address ends so."""
    found = find(connection, "handle", [handle])
    return found[0] if found else None


def find(connection: Connection, column: str, values: Sequence[str | int]) -> list[Found]:
    """Find entries by `number`, `id` or `handle`, whatever their state, by place."""
    query = select(entry).where(entry.c[column].in_(values)).order_by(entry.c.place)
    records = [EntryRecord(*row) for row in connection.execute(query)]
    labels = _labels(connection, records)
    return [Found(r.number, r.state, r.changed, as_entry(r, labels)) for r in records]


def facets(connection: Connection, kind: str) -> list[FacetCount]:
    """List the sources or tags that have public entries, by slug."""
    query = select(facet.c.slug, facet.c.label, facet.c.entries).where(facet.c.kind == kind, facet.c.entries > 0)
    return sorted(FacetCount(*row) for row in connection.execute(query))


def label(connection: Connection, kind: str, slug: str) -> str | None:
    """Give the name of a facet that some entry had at some time."""
    named: str | None = connection.scalar(select(facet.c.label).where(facet.c.kind == kind, facet.c.slug == slug))
    return named


def stamp(connection: Connection) -> tuple[str, int]:
    """Give the rendering stamp and the second of the commit that last changed it."""
    return read_fact(connection, "stamp") or "", int(read_fact(connection, "stamp_second") or 0)


def keep_stamp(connection: Connection, second: int, rendering: str, relabel: Callable[[str, str], str | None]) -> None:
    """Keep a new rendering stamp, and name every facet anew: `relabel` takes kind and slug."""
    rows = connection.execute(select(facet.c.number, facet.c.kind, facet.c.slug, facet.c.label)).all()
    named = [(number, relabel(kind, slug), old) for number, kind, slug, old in rows]
    changed = [{"n": number, "l": new} for number, new, old in named if new and new != old]
    if changed:
        connection.execute(update(facet).where(facet.c.number == bindparam("n")).values(label=bindparam("l")), changed)
    write_fact(connection, "stamp", rendering)
    write_fact(connection, "stamp_second", str(second))


def _rows(connection: Connection, number: int, most: int) -> list[Row]:
    return [Row(*row) for row in connection.execute(_WINDOW, {"facet": number, "most": most})]


def _labels(connection: Connection, records: Iterable[EntryRecord]) -> dict[tuple[str, str], str]:
    named = {("source", slug) for record in records for slug in split(record.sources)}
    named |= {("tag", slug) for record in records for slug in split(record.tags)}
    query = select(facet.c.kind, facet.c.slug, facet.c.label)
    return {
        (kind, slug): label
        for chosen in among_pairs(facet.c.kind, facet.c.slug, named)
        for kind, slug, label in connection.execute(query.where(chosen))
    }
