"""Big stores, filled fast: synthetic entries straight into the tables, without files and parser."""

from __future__ import annotations

import random
import uuid
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from feeds.clock import SystemClock
from feeds.store import Store, open_store
from feeds.store.bulk import insert_rows
from feeds.store.facts import write_fact
from feeds.store.ledger import columns
from feeds.store.places import Places
from feeds.store.records import EntryRecord, digest, facets_of
from feeds.store.schema import PUBLIC, entry, facet, member

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

TAGS = tuple(f"tag-{n}" for n in range(500))
SOURCES = tuple(f"source-{n}" for n in range(40))
_LANGUAGES = ("fr", "tr", "en", "de", "ar")
_ZIPF = list(accumulate(1 / rank for rank in range(1, len(TAGS) + 1)))
_EVEN = list(accumulate(1 for _ in SOURCES))
_LAST = 1_700_000_000
_APART = 300
"""Seconds between two publications."""
_AT_ONCE = 20_000
_PARAGRAPH = "Every quarter of an hour a ferry leaves for the other shore, and on Mondays there are two of them. "

Numbers = dict[tuple[str, str], int]


def fill_store(url: str, size: int, *, paragraphs: int = 3) -> Store:
    """Make a store of so many public entries, the same each time; tags are as frequent as words are (Zipf)."""
    store = open_store(url, SystemClock(), site_id="benchmark", created=_LAST)
    counts: Counter[tuple[str, str]] = Counter()
    with store.writing(SystemClock()) as (connection, second):
        places = Places(connection)
        numbers = _facet_numbers()
        for records in _batches(size, places, second, _PARAGRAPH * 2, paragraphs):
            insert_rows(connection, entry, [columns(record) for record in records])
            _insert_members(connection, records, numbers, counts)
        insert_rows(
            connection,
            facet,
            [
                {"number": number, "kind": kind, "slug": slug, "label": slug.title(), "entries": counts[kind, slug]}
                for (kind, slug), number in numbers.items()
            ],
        )
        write_fact(connection, "first_import", str(second))
    return store


def _facet_numbers() -> Numbers:
    named = [("all", "")]
    named += [("lang", slug) for slug in _LANGUAGES]
    named += [("source", slug) for slug in SOURCES]
    named += [("tag", slug) for slug in TAGS]
    return {facet: number for number, facet in enumerate(named, 1)}


def _insert_members(
    connection: Connection, records: Sequence[EntryRecord], numbers: Numbers, counts: Counter[tuple[str, str]]
) -> None:
    rows: list[dict[str, Any]] = []
    for record in records:
        for named in facets_of(record.language, record.sources, record.tags):
            counts[named] += 1
            rows.append({"facet": numbers[named], "place": record.place, "entry": record.number})
    rows.sort(key=lambda row: (row["facet"], row["place"]))
    insert_rows(connection, member, rows)


def _batches(size: int, places: Places, second: int, paragraph: str, paragraphs: int) -> Iterator[list[EntryRecord]]:
    chance = random.Random(size)  # noqa: S311 - it has to be the same every time
    text = "\n".join([paragraph] * paragraphs)
    for start in range(0, size, _AT_ONCE):
        yield [
            _record(number, size, places.next(), second, text, chance)
            for number in range(start + 1, min(start + _AT_ONCE, size) + 1)
        ]


def _record(number: int, size: int, place: int, second: int, text: str, chance: random.Random) -> EntryRecord:
    title = f"Ferry number {number} leaves for the other shore"
    published = _LAST - (size - number) * _APART
    tags = dict.fromkeys(chance.choices(TAGS, cum_weights=_ZIPF, k=4))
    sources = dict.fromkeys(chance.choices(SOURCES, cum_weights=_EVEN, k=2))
    return EntryRecord(
        number=number,
        id=str(uuid.UUID(int=number << 96 | 5 << 76 | 8 << 60 | number)),
        handle=f"{number:08x}",
        state=PUBLIC,
        place=place,
        revision=1,
        seen=published,
        published=published,
        updated=published,
        changed=second,
        size=len(text),
        file=None,
        comments=number % 7,
        language=chance.choice(_LANGUAGES),
        share_host=None,
        share_code=None,
        meaning=digest(title),
        body=digest(title),
        reason=None,
        title=title,
        authors="",
        sources="\n".join(sources),
        tags="\n".join(tags),
        image=None,
        summary=_PARAGRAPH,
        paragraphs=text,
    )
