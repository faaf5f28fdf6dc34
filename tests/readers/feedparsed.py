"""feedparser, https://github.com/kurtmckee/feedparser: what most programs in Python read feeds with."""

from __future__ import annotations

from calendar import timegm
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

import feedparser  # type: ignore[import-untyped]

from feeds.formats.links import SHORT
from tests.readers.records import DETAILS, Reader, Record, images_of, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping


class Feedparser(Reader):
    """A parser: it holds what stands in the document of its last poll."""

    details: ClassVar[Mapping[str, frozenset[str]]] = {"feed.xml": DETAILS, "atom.xml": DETAILS}

    def poll(self) -> list[Record]:
        """Fetch and parse."""
        read = feedparser.parse(self.url)
        assert read.status == 200 and not read.bozo
        return [_record(entry, self.title_of_html(entry.title), read.feed.language) for entry in read.entries]


def _record(entry: Any, title: str, language: str) -> Record:
    (text,) = entry.get("content") or [entry.summary_detail]
    links = {link.rel: link.href for link in entry.links}
    return Record(
        entry.id,
        title,
        entry.link,
        _moment(entry.published_parsed),
        text_of(text.value),
        tuple(author.name for author in entry.authors),
        frozenset(tag.term for tag in entry.get("tags", ())),
        images_of(text.value),
        {
            "language": entry.get("language") or text.language or language,
            "updated": _moment(entry.updated_parsed),
            "image": entry.media_content[0]["url"] if "media_content" in entry else None,
            "short": links.get(SHORT),
            "original": links.get("via"),
        },
    )


def _moment(parsed: tuple[int, ...]) -> datetime:
    return datetime.fromtimestamp(timegm(parsed), UTC)
