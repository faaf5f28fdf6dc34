"""A reader that only follows links through the archive of a hundred thousand entries."""

from __future__ import annotations

import json
import tempfile
import time
import xml.etree.ElementTree as ET
from collections import Counter
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from feeds.config import Settings
from feeds.store import open_store
from feeds.store.schema import entry
from feeds.web import create_app
from feeds.web.base.services import EXTENSION
from tests.benchmarks.batches import HurriedClock, parsed_articles, store_articles
from tests.benchmarks.corpus import SOURCES, TAGS
from tests.benchmarks.rounds import Figure, at_most, interleave, ratios

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from feeds.store import Store

_COUNT = 100_000
_AT_ONCE = 1000
_ATOM = "{http://www.w3.org/2005/Atom}"
_SITE = "https://news.example.org"
_COMPARED = 20
"""Pages at either end whose times are compared."""


class _Page(NamedTuple):
    path: str
    ids: list[str]


def run() -> Iterator[Figure | str]:
    """Follow everything, a tag and a combination to the end; compare with what the store holds."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(database_url=f"sqlite:///{home}/feeds.db", site_url=_SITE, window_hours=0)
        clock = HurriedClock()
        store = open_store(settings.database_url, clock)
        store_articles(store, clock, parsed_articles(_COUNT, seed=0), _AT_ONCE, "0")
        yield f"{_COUNT:,} entries"
        for name, path, tag, source in (
            ("everything, Atom", "/atom.xml", None, None),
            ("everything, JSON Feed", "/feed.json", None, None),
            ("the first tag", f"/tags/{TAGS[0]}/atom.xml", TAGS[0], None),
            ("a tag and a source", f"/atom.xml?source={SOURCES[3]}&tag={TAGS[1]}", TAGS[1], SOURCES[3]),
        ):
            with _asking(settings, clock) as client:
                head, *pages = _followed(client, path)
            held = _held(store, tag, source)
            yield f"{name}: {len(held):,} entries, {len(pages):,} archive pages"
            yield Figure("  missed or shown twice", [_faults(head, pages, held)], "entries", at_most(0))
            ends = {"newest": pages[:_COMPARED], "oldest": pages[-_COMPARED:]}
            rounds = interleave({end: partial(_timed, settings, clock, some) for end, some in ends.items()})
            yield Figure("  oldest pages", ratios(rounds["oldest"], rounds["newest"]), "x the newest", at_most(1.2))
        store.close()


@contextmanager
def _asking(settings: Settings, clock: HurriedClock) -> Iterator[FlaskClient]:
    """Give a client of an application that has written nothing yet."""
    app = create_app(settings, clock)
    yield app.test_client()
    app.extensions[EXTENSION].close()


def _faults(head: _Page, pages: list[_Page], held: set[str]) -> int:
    shown = Counter(entry_id for page in pages for entry_id in page.ids)
    missed = held - shown.keys() - set(head.ids)
    return len(missed) + sum(count - 1 for count in shown.values()) + len(shown.keys() - held)


def _followed(client: FlaskClient, path: str | None) -> Iterator[_Page]:
    while path:
        ids, older = _read(_asked(client, path))
        yield _Page(path, ids)
        path = older and older.removeprefix(_SITE)


def _timed(settings: Settings, clock: HurriedClock, pages: list[_Page]) -> float:
    """Give the time of one page, found and written anew."""
    with _asking(settings, clock) as client:
        began = time.process_time()
        for page in pages:
            _asked(client, page.path)
        return (time.process_time() - began) / len(pages)


def _asked(client: FlaskClient, path: str) -> bytes:
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answers {answer.status}")
    body: bytes = answer.data
    return body


def _read(body: bytes) -> tuple[list[str], str | None]:
    if body.startswith(b"{"):
        feed = json.loads(body)
        return [item["id"] for item in feed["items"]], feed.get("next_url")
    root = ET.fromstring(body)
    links = {link.get("rel"): link.get("href") for link in root.iterfind(f"{_ATOM}link")}
    return [found.text or "" for found in root.iterfind(f"{_ATOM}entry/{_ATOM}id")], links.get("prev-archive")


def _held(store: Store, tag: str | None, source: str | None) -> set[str]:
    with store.reading() as connection:
        rows = connection.execute(select(entry.c.id, entry.c.tags, entry.c.sources)).all()
    return {
        f"urn:uuid:{entry_id}"
        for entry_id, tags, sources in rows
        if (tag is None or tag in tags.split("\n")) and (source is None or source in sources.split("\n"))
    }
