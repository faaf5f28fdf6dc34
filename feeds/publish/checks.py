"""What `feeds check` asks of a document: that readers can read it, and that what we promise of it holds.

The rules are those that output of ours could break, taken from the specifications and from the
W3C feed validator's list of warnings; this is no second validator.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from feeds.errors import FeedsError, how_to_install
from feeds.formats.reading import READERS, ReadDocument, ReadEntry, Unreadable

_FIRST_YEAR = 1990  # the W3C validator calls what is older implausible
_SUSPECT = re.compile("[\x7f-\x9f\ufffd\ufdd0-\ufdef]")
_FORBIDDEN_TAGS = frozenset(
    {"applet", "base", "embed", "form", "frame", "iframe", "link", "meta", "object", "script", "style"}
)
_ADDRESS_ATTRIBUTES = frozenset({"action", "cite", "href", "poster", "src"})


class ReadersMissing(FeedsError):  # noqa: N818 - an answer to a command, not a fault of the program
    """The readers that a check reads with are not installed."""


def check_document(format_name: str, body: bytes, address: str) -> list[str]:
    """List what is wrong with a document in the format `rss`, `atom` or `json` that is served at an address."""
    if format_name not in READERS:  # another package brings it, and knows what it should be
        return []
    try:
        document = READERS[format_name](body)
    except Unreadable as error:
        return [f"cannot be read: {error}"]
    problems = [*document.faults, *_reader_faults(format_name, body), *_feed_faults(document, address)]
    for position, entry in enumerate(document.entries, 1):
        where = f"entry {position} ({entry.id or 'no id'})"
        problems += [f"{where}: {fault}" for fault in _entry_faults(entry, document)]
    if suspect := _SUSPECT.search(body.decode("utf-8", "replace")):
        problems.append(f"contains the character U+{ord(suspect[0]):04X}")
    return problems


def check_same_entries(bodies: Mapping[str, bytes]) -> list[str]:
    """List where the documents of one feed, by format, differ in their entries or in the order of them."""
    try:
        read = {name: READERS[name](body) for name, body in bodies.items() if name in READERS}
        ids = {name: [entry.id for entry in document.entries] for name, document in read.items()}
    except Unreadable as error:
        return [f"cannot be compared: {error}"]
    first, *others = ids or [""]
    return [f"{other} has not the entries of {first} in the same order" for other in others if ids[other] != ids[first]]


def _feed_faults(document: ReadDocument, address: str) -> Iterator[str]:
    if not document.title:
        yield "has no title"
    if document.self_address != address:
        yield f"says it is {document.self_address}, but is served at {address}"
    if not _absolute(document.page):
        yield f"its page {document.page} is no absolute address"
    for entry_id, count in Counter(entry.id for entry in document.entries).items():
        if count > 1:
            yield f"{count} entries have the id {entry_id}"


def _entry_faults(entry: ReadEntry, document: ReadDocument) -> Iterator[str]:
    if not entry.id:
        yield "has no id"
    if not (entry.title or "").strip():
        yield "has no title"
    if not any(name.strip() for name in entry.authors):
        yield "has no author"
    for address in (entry.link, *entry.addresses):
        if not _absolute(address):
            yield f"{address} is no absolute address"
    yield from _date_faults(entry.dates, document.updated)
    for body in entry.html:
        yield from _html_faults(body)
    yield from entry.faults


def _date_faults(dates: Iterable[datetime | None], newest: datetime | None) -> Iterator[str]:
    for date in dates:
        if date is None:
            yield "a date is missing or misspelt"
        elif date.year < _FIRST_YEAR:
            yield f"the date {date.isoformat()} is implausible"
        elif newest and date > newest:
            yield f"the date {date.isoformat()} is later than the feed's own"


def _absolute(address: str | None) -> bool:
    if not address or not address.isascii() or re.search(r"[\s<>\"]", address):
        return False
    parts = urlsplit(address)
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


class _Markup(HTMLParser):
    """Notes in HTML what no feed should carry."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _FORBIDDEN_TAGS:
            self.faults.append(f"HTML has <{tag}>")
        for name, value in attrs:
            if name.startswith("on"):
                self.faults.append(f"HTML has the attribute {name}")
            elif name in _ADDRESS_ATTRIBUTES and not (_absolute(value) or (value or "").startswith("mailto:")):
                self.faults.append(f"HTML has the address {value}, which is not absolute")


def _html_faults(body: str) -> list[str]:
    markup = _Markup()
    markup.feed(body)
    markup.close()
    return markup.faults


def _reader_faults(format_name: str, body: bytes) -> Iterator[str]:
    """Say which of two common readers cannot read a document: feedparser is lenient, atoma is strict."""
    try:
        import atoma  # type: ignore[import-untyped]
        import feedparser  # type: ignore[import-untyped]
    except ImportError as error:
        raise ReadersMissing(f"to check feeds the extra `check` is needed: {how_to_install('check')}") from error
    if format_name != "json":
        parsed: Any = feedparser.parse(io.BytesIO(body))
        if parsed.bozo:
            yield f"feedparser: {parsed.bozo_exception}"
    parse = {"rss": atoma.parse_rss_bytes, "atom": atoma.parse_atom_bytes, "json": atoma.parse_json_feed_bytes}
    try:
        parse[format_name](body)
    except (atoma.FeedParseError, atoma.FeedDocumentError, TypeError, ValueError) as error:
        yield f"atoma: {error}"
