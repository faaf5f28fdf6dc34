"""What stands in a feed document: entries with the marks of their texts, tombstones, the way to what is older."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from lxml import etree

from tests.simulation.articles import read_marks
from tests.simulation.history import Text

_ATOM = "{http://www.w3.org/2005/Atom}"
_TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


class Entry(NamedTuple):
    """An entry as it was shown."""

    id: str
    number: int
    text: Text


@dataclass(frozen=True, slots=True)
class Document:
    """A feed document as it was read."""

    entries: tuple[Entry, ...]
    tombstones: frozenset[str] = frozenset()
    """Ids of what was withdrawn."""
    older: str | None = None
    """Path and query of the archive page before."""


def entry_of(entry_id: str, shown: str) -> Entry:
    """Give an entry from all its text. Raises ValueError where texts are mixed."""
    return Entry(entry_id, *read_marks(shown))


def read_rss(body: bytes) -> Document:
    """Read RSS 2.0."""
    channel = etree.fromstring(body)[0]
    items = [entry_of(item.findtext("guid") or "", _text(item)) for item in channel.iterfind("item")]
    return Document(tuple(items), older=_older(channel))


def read_atom(body: bytes) -> Document:
    """Read Atom 1.0 with tombstones."""
    feed = etree.fromstring(body)
    entries = [entry_of(entry.findtext(f"{_ATOM}id") or "", _text(entry)) for entry in feed.iterfind(f"{_ATOM}entry")]
    gone = (tombstone.get("ref") or "" for tombstone in feed.iterfind(_TOMBSTONE))
    return Document(tuple(entries), frozenset(gone), _older(feed))


def read_json(body: bytes) -> Document:
    """Read JSON Feed 1.1."""
    feed = json.loads(body)
    items = [entry_of(item["id"], json.dumps(item)) for item in feed["items"]]
    return Document(tuple(items), older=_path(feed["next_url"]) if "next_url" in feed else None)


READ: Mapping[str, Callable[[bytes], Document]] = {
    "feed.xml": read_rss,
    "atom.xml": read_atom,
    "feed.json": read_json,
}
"""How a document is read, by the name of its file."""


def _text(element: Any) -> str:
    return " ".join(element.itertext())


def _older(parent: Any) -> str | None:
    for link in parent.iterfind(f"{_ATOM}link[@rel='prev-archive']"):
        return _path(link.get("href"))
    return None


def _path(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"
