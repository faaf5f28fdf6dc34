"""What publishing asks of the store: the window of a facet, entries, facets and their counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, bindparam, select, update

from feeds.model import Entry
from feeds.store import digests
from feeds.store.dialects.lists import is_among
from feeds.store.dialects.statements import Statement
from feeds.store.facts import DECLARED_PRIVATE, LISTED, REDATED, RETOLD, REWORDED, read_fact, read_facts, write_fact
from feeds.store.records import EntryRecord, as_entry, facets_of, slugs_named
from feeds.store.schema import PUBLIC, entry, facet, tick

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import datetime


class FacetCount(NamedTuple):
    """A source or tag with the number of its public entries."""

    slug: str
    label: str
    entries: int


@dataclass(frozen=True, slots=True)
class Found:
    """An entry in whatever state it is."""

    number: int
    state: int
    changed: int
    entry: Entry
    reason: str | None = None
    """Why it was withdrawn, where its owner said so."""
    revision: int = 1

    @property
    def facets(self) -> set[tuple[str, str]]:
        """List the facets (kind, slug) that it has."""
        shown = self.entry
        return facets_of(
            shown.language,
            "\n".join(source.slug for source in shown.sources),
            "\n".join(tag.slug for tag in shown.tags),
        )

    @property
    def is_public(self) -> bool:
        """Tell whether it may be shown."""
        return self.state == PUBLIC

    @property
    def dated(self) -> datetime | None:
        """Give the date that it states."""
        return self.entry.published if self.entry.is_dated else None


class Origin(NamedTuple):
    """What every feed of a store depends on, beside its entries."""

    site_id: str
    created: int
    """The second of it."""
    stamp: str
    """Of the rendering."""
    stamped: int
    """The second of the commit that last changed the stamp."""
    redated: int
    """The second of the commit that last moved the date of an entry which had a place."""
    private: str
    """The selections that are private, as they are spelled, one a line."""
    retold: int
    """The second of the last commit by which stories lost any entry that was shown."""
    reworded: int
    """The second of the last commit by which other entries than before may be found by words."""


# Made once: to put a statement together takes longer than to ask it.
_VERSION = select(tick.c.version)
_STATE = select(tick.c.version, tick.c.second)
_FOUND = {
    name: Statement(select(entry).where(is_among(entry.c[name], "values")))
    for name in ("number", "id", "handle", "title")
}


def version(connection: Connection) -> int:
    """Give the number that every commit moves."""
    return connection.scalar(_VERSION) or 0


def state(connection: Connection) -> tuple[int, int]:
    """Give the number and the second of the last commit: after a backup was restored the number comes again."""
    found = connection.execute(_STATE).first()
    return (found[0], found[1]) if found else (0, 0)


def last_commit(connection: Connection) -> int:
    """Give the second of the last commit."""
    return connection.scalar(select(tick.c.second)) or 0


def last_listing(connection: Connection) -> int:
    """Give the second of the last commit that changed which sources and tags have entries, or their names."""
    known = (int(read_fact(connection, name) or 0) for name in (LISTED, "stamp_second", "created"))
    return max(known)


def entries(connection: Connection, numbers: Collection[int]) -> dict[int, Entry]:
    """Read entries by number, at most some thousand."""
    return {number: entry for number, (_, entry) in digested(connection, numbers).items()}


def digested(connection: Connection, numbers: Collection[int]) -> dict[int, tuple[str, Entry]]:
    """Read entries by number, at most some thousand, with the digest of what is published of each."""
    records = [EntryRecord(*row) for row in _FOUND["number"].all(connection, {"values": list(numbers)})]
    labels = _labels(connection, records)
    return {record.number: (record.content, as_entry(record, labels)) for record in records}


def find_by_handle(connection: Connection, handle: str) -> Found | None:
    """Find the entry whose address ends so."""
    found = find(connection, "handle", [handle])
    return found[0] if found else None


def titled_like(connection: Connection, words: str, most: int) -> list[Found]:
    """Find the newest entries whose titles hold some words, whatever their case and state."""
    query = select(entry).where(entry.c.title.icontains(words, autoescape=True), entry.c.title != "")
    return as_found(connection, connection.execute(query.order_by(entry.c.number.desc()).limit(most)).all())


def find(connection: Connection, column: str, values: Sequence[str | int]) -> list[Found]:
    """Find entries by `number`, `id`, `handle` or `title`, whatever their state, in no certain order."""
    return as_found(connection, _FOUND[column].all(connection, {"values": values}))


def as_found(connection: Connection, rows: Iterable[Sequence[Any]]) -> list[Found]:
    """Give rows of entries as what is known of them."""
    records = [EntryRecord(*row) for row in rows]
    labels = _labels(connection, records)
    return [Found(r.number, r.state, r.changed, as_entry(r, labels), r.reason, r.revision) for r in records]


class Listed(NamedTuple):
    """A public entry as a list of addresses needs it."""

    title: str
    handle: str
    updated: int


def listed(connection: Connection, low: int, high: int) -> list[Listed]:
    """List the public entries whose numbers lie from one up to before another."""
    query = select(entry.c.title, entry.c.handle, entry.c.updated).where(
        entry.c.state == PUBLIC, entry.c.number >= low, entry.c.number < high
    )
    return [Listed(*row) for row in connection.execute(query.order_by(entry.c.number)).all()]


class News(NamedTuple):
    """A public entry as a list of what is new needs it."""

    title: str
    handle: str
    published: int
    language: str | None


def newest_by_date(connection: Connection, seconds: int, most: int) -> list[News]:
    """List the public entries published within so many seconds of the one that was published last; that one first."""
    is_public, order = entry.c.state == PUBLIC, (entry.c.published.desc(), entry.c.place.desc())
    last = connection.scalar(select(entry.c.published).where(is_public).order_by(*order).limit(1))
    if last is None:
        return []
    query = select(entry.c.title, entry.c.handle, entry.c.published, entry.c.language)
    query = query.where(is_public, entry.c.published > last - seconds).order_by(*order).limit(most)
    return [News(*row) for row in connection.execute(query).all()]


def last_number(connection: Connection, *, is_public: bool = False) -> int:
    """Give the number of the entry that was first read last, of those that are public if wished; 0: there is none."""
    query = select(entry.c.number).order_by(entry.c.number.desc()).limit(1)
    return connection.scalar(query.where(entry.c.state == PUBLIC) if is_public else query) or 0


def facets(connection: Connection, kind: str) -> list[FacetCount]:
    """List the sources or tags that have public entries, by slug."""
    query = select(facet.c.slug, facet.c.label, facet.c.entries).where(facet.c.kind == kind, facet.c.entries > 0)
    return sorted(FacetCount(*row) for row in connection.execute(query))


def origin(connection: Connection) -> Origin:
    """Tell what every feed of the store depends on."""
    return origin_in(read_facts(connection))


def origin_in(facts: Mapping[str, str]) -> Origin:
    """Tell the same of the facts of a store."""
    return Origin(
        facts.get("site_id", ""),
        int(facts.get("created", 0)),
        facts.get("stamp", ""),
        int(facts.get("stamp_second", 0)),
        int(facts.get(REDATED, 0)),
        facts.get(DECLARED_PRIVATE, ""),
        int(facts.get(RETOLD, 0)),
        # A language that came first or went last is another by whose rules is looked.
        max(int(facts.get(name, 0)) for name in (REWORDED, LISTED)),
    )


def keep_stamp(connection: Connection, second: int, rendering: str, relabel: Callable[[str, str], str | None]) -> None:
    """Keep a new rendering stamp, and name every facet anew: `relabel` takes kind and slug."""
    rows = connection.execute(select(facet.c.number, facet.c.kind, facet.c.slug, facet.c.label)).all()
    named = [(number, relabel(kind, slug), old) for number, kind, slug, old in rows]
    changed = [{"n": number, "l": new} for number, new, old in named if new and new != old]
    if changed:
        connection.execute(update(facet).where(facet.c.number == bindparam("n")).values(label=bindparam("l")), changed)
        digests.renew_all(connection)
    write_fact(connection, "stamp", rendering)
    write_fact(connection, "stamp_second", str(second))


def _labels(connection: Connection, records: Sequence[EntryRecord]) -> dict[tuple[str, str], str]:
    return digests.find_labels(connection, (slugs_named(one.sources, one.tags, one.kin) for one in records))
