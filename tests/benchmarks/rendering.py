"""A document of fifty full entries against plain feedgen, in process."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING

from feedgen.feed import FeedGenerator  # type: ignore[import-untyped]

from feeds.formats import FORMATS, by_name
from feeds.formats.content import content_html
from feeds.model import Entry, Feed, Source, Tag
from feeds.site import Site
from tests.benchmarks.rounds import Figure, at_most, interleave, ratios

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SITE = Site(url="https://example.org")
_BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
_TIMES = 20


def run() -> Iterator[Figure | str]:
    """Compare cold documents, with and without the fragments of their entries at hand."""
    entries = tuple(_entry(number) for number in range(50))
    feed = _feed(entries)
    rss = by_name("rss")
    assert rss is not None
    fragments = [rss.fragment(entry, _SITE, "full") for entry in entries]
    times = interleave(
        {
            "feedgen": _timed(lambda: _plain_feedgen(entries)),
            "joined": _timed(lambda: rss.document(feed, _SITE, fragments)),
            "first": _timed(lambda: rss.render(feed, _SITE)),
        }
    )
    size = len(rss.render(feed, _SITE))
    yield f"RSS of 50 full entries, {size:,} bytes; plain feedgen takes {median(times['feedgen']) * 1000:.2f} ms"
    joined, first = (ratios(times[name], times["feedgen"]) for name in ("joined", "first"))
    yield Figure("fragments of the entries at hand", joined, "× the time of feedgen", at_most(0.05))
    yield Figure("first ever", first, "× the time of feedgen")


def _timed(call: Callable[[], object]) -> Callable[[], float]:
    def measure() -> float:
        began = time.process_time()
        for _ in range(_TIMES):
            call()
        return (time.process_time() - began) / _TIMES

    return measure


def _entry(number: int) -> Entry:
    moment = _BEGIN + timedelta(hours=number)
    paragraphs = tuple(f"Paragraph {n} of entry {number} tells what happened, é and & included. " * 4 for n in range(8))
    return Entry(
        id=f"urn:uuid:00000000-0000-5000-8000-{number:012d}",
        handle=f"{number:08x}",
        title=f"An entry with a title, number {number}",
        paragraphs=paragraphs,
        summary=paragraphs[0],
        published=moment,
        updated=moment,
        comments=number,
        sources=(Source("afp", "AFP"),),
        tags=(Tag("turkey", "Turkey"), Tag("syria", "Syria")),
        language="en",
    )


def _feed(entries: tuple[Entry, ...]) -> Feed:
    addresses = {form.name: _SITE.feed("/", form.filename) for form in FORMATS}
    return Feed(
        title="Feeds",
        description="News",
        language="en",
        author="Feeds",
        updated=entries[0].updated,
        page=_SITE.address("/"),
        addresses=addresses,
        ttl=15,
        entries=entries,
    )


def _plain_feedgen(entries: tuple[Entry, ...]) -> bytes:
    generator = FeedGenerator()
    generator.load_extension("dc")
    generator.title("Feeds")
    generator.description("News")
    generator.link(href="https://example.org/feed.xml", rel="self")
    generator.link(href="https://example.org/")
    generator.lastBuildDate(entries[0].updated)
    for entry in entries:
        item = generator.add_entry(order="append")
        item.id(entry.id)
        item.title(entry.title)
        item.link(href=_SITE.entry(entry))
        item.summary(entry.summary)
        item.content(content_html(entry, _SITE), type="html")
        item.published(entry.published)
        item.updated(entry.updated)
        item.category([{"term": tag.slug, "label": tag.label} for tag in entry.tags])
        item.dc.dc_creator("AFP")
    document: bytes = generator.rss_str()
    return document
