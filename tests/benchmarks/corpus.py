"""Big stores, filled fast: made-up entries straight into the tables, without files and parser.

The n-th newest entry is the same in a store of any size, so that the same feed weighs the same in all of them.
"""

from __future__ import annotations

import random
import tempfile
import uuid
from contextlib import closing
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.clock import SystemClock
from feeds.store import Store, open_store
from feeds.store.content import with_content
from feeds.store.dialects.bulk import insert_rows
from feeds.store.facts import write_fact
from feeds.store.records import EntryRecord, digest, facets_of
from feeds.store.schema import PUBLIC, entry, share
from feeds.store.write.membership import Membership
from feeds.store.write.places import Places
from tests.postgres import Server, find_binaries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import ExitStack

MILLION = 1_000_000
SHARE_HOST = "turquie2023.com"
TAGS = tuple(f"tag-{n}" for n in range(10_000))
SOURCES = tuple(f"source-{n}" for n in range(40))
LANGUAGES = ("fr", "tr", "en", "de", "ar")
TAG_WEIGHTS = list(accumulate(rank**-0.9 for rank in range(1, len(TAGS) + 1)))
"""Tags are as popular as words are: Zipf's law, with the exponent 0.9."""
SOURCE_WEIGHTS = list(accumulate(1 / rank for rank in range(1, len(SOURCES) + 1)))

_LAST = 1_700_000_000
_APART = 300
"""Seconds between two publications."""
_AT_ONCE = 50_000
_PARAGRAPHS = 8
_KEPT = Path(__file__).parents[2] / ".benchmarks"
"""Where the large stores are kept from one run to the next."""
_SHAPE = "2"
"""Of what is filled in: another one fills anew."""


def share_code(number: int) -> str:
    """Give the share code of an entry, by its number."""
    return f"c{number:07d}"


def kept_store(size: int = MILLION) -> str:
    """Give the URL of a store on SQLite that is filled once and kept, for those who leave it as it is."""
    kept = _KEPT / f"{size}-{_SHAPE}.db"
    if not kept.exists():
        _KEPT.mkdir(exist_ok=True)
        filling = kept.with_suffix(".filling")
        for rest in _KEPT.glob(f"{filling.name}*"):
            rest.unlink()
        fill_store(f"sqlite:///{filling}", size).close()  # the last connection to close leaves no log beside it
        filling.rename(kept)
    return f"sqlite:///{kept}"


def new_stores(stack: ExitStack) -> dict[str, str]:
    """Give the URL of a new store on each engine that there is; they are gone with the stack."""
    urls = {"SQLite": f"sqlite:///{stack.enter_context(tempfile.TemporaryDirectory())}/feeds.db"}
    if binaries := find_binaries():
        urls["PostgreSQL"] = stack.enter_context(closing(Server(binaries))).url
    return urls


def fill_store(url: str, size: int) -> Store:
    """Make a store of so many public entries, the same each time, each with a share link."""
    store = open_store(url, SystemClock(), site_id="benchmark", created=_LAST)
    texts = Texts()
    with store.writing(SystemClock()) as (connection, second):
        places = Places(connection)
        for start in range(1, size + 1, _AT_ONCE):
            numbers = range(start, min(start + _AT_ONCE, size + 1))
            records = [with_content(_record(number, size, places.next(), second, texts), {}) for number in numbers]
            insert_rows(connection, entry, EntryRecord._fields, records)
            insert_rows(connection, share, ("host", "code", "entry", "folded"), list(_shares(records)))
            membership = Membership(connection, second, {})
            for record in records:
                if record.place is not None:
                    facets = facets_of(record.language, record.sources, record.tags)
                    membership.arrive(
                        record.number, record.place, record.size, sorted(facets), record.published, returns=False
                    )
                    membership.date(record.place, record.published)
            membership.flush()
        write_fact(connection, "first_import", str(second))
        write_fact(connection, "share_hosts", SHARE_HOST)
    return store


def _shares(records: Sequence[EntryRecord]) -> Iterator[tuple[str, str, int, str]]:
    for record in records:
        code = record.share_code or ""
        yield SHARE_HOST, code, record.number, code.casefold()


class Texts:
    """Paragraphs of made-up words, which compress about as well as real ones."""

    def __init__(self) -> None:
        chance = random.Random(1)  # noqa: S311 - not a secret
        syllables = [a + b + c for a in "bdfgklmnprst" for b in "aeiou" for c in ("", "n", "r", "s")]
        words = ["".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(4000)]
        weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
        self._paragraphs = [
            f"{' '.join(chance.choices(words, cum_weights=weights, k=44)).capitalize()}." for _ in range(5000)
        ]

    def of_all(self) -> list[str]:
        """List every paragraph there is."""
        return self._paragraphs

    def of(self, chance: random.Random) -> list[str]:
        """Choose the paragraphs of an entry."""
        return chance.choices(self._paragraphs, k=_PARAGRAPHS)


def _record(number: int, size: int, place: int, second: int, texts: Texts) -> EntryRecord:
    age = size - number
    chance = random.Random(age)  # noqa: S311 - the same at every size
    title = f"Ferry number {age} leaves for the other shore"
    published = _LAST - age * _APART
    paragraphs = texts.of(chance)
    text = "\n".join(paragraphs)
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
        surfaced=published,
        arrived=second,
        size=len(text),
        file=None,
        comments=age % 7,
        language=chance.choice(LANGUAGES),
        share_host=SHARE_HOST,
        share_code=share_code(number),
        minted=None,
        meaning=digest(title),
        content="",
        body=digest(title),
        reason=None,
        story=None,
        title=title,
        authors="",
        sources="\n".join(dict.fromkeys(chance.choices(SOURCES, cum_weights=SOURCE_WEIGHTS, k=2))),
        tags="\n".join(dict.fromkeys(chance.choices(TAGS, cum_weights=TAG_WEIGHTS, k=4))),
        image=None,
        url=None,
        pictures="",
        attachments="",
        markup="",
        sketch="",
        kin="",
        html=None,
        markdown=None,
        summary=paragraphs[0],
        paragraphs=text,
    )
