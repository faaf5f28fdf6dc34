"""Which kinds of document there are, by suffix: those of this folder, and those that other packages bring."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import entry_points
from typing import NamedTuple

from feeds.model import Reading
from feeds.parsers.defaults import Defaults
from feeds.parsers.kinds import archives, feed_items, html_page, json_values, records, rows, text, wet
from feeds.parsers.opening import COMPRESSED
from feeds.parsers.parts import Split, file_of

GROUP = "feeds.parsers"
"""The group of entry points by which a package brings a kind: its name is the suffix, its value a `Kind`."""


class Kind(NamedTuple):
    """How one kind of document is read."""

    parse: Callable[[bytes, str, Defaults], Reading]
    """Bytes, name and what the folder says → one article; raises ArticleRefused."""
    split: Split | None = None
    """Of a file that may hold many: the bytes of each."""


ARCHIVES = frozenset({".zip", ".tar", ".tgz"})

KINDS: Mapping[str, Kind] = {
    ".txt": Kind(text.parse),
    ".text": Kind(text.parse),
    ".md": Kind(text.parse),
    ".markdown": Kind(text.parse),
    ".mkd": Kind(text.parse),
    "": Kind(text.parse),
    ".json": Kind(records.parse, json_values.split),
    ".jsonl": Kind(records.parse, json_values.split),
    ".ndjson": Kind(records.parse, json_values.split),
    ".csv": Kind(records.parse, rows.split),
    ".tsv": Kind(records.parse, rows.split),
    ".xml": Kind(records.parse, feed_items.split),
    ".rss": Kind(records.parse, feed_items.split),
    ".atom": Kind(records.parse, feed_items.split),
    ".wet": Kind(records.parse, wet.split),
    ".html": Kind(html_page.parse),
    ".htm": Kind(html_page.parse),
    ".xhtml": Kind(html_page.parse),
    ".zip": Kind(text.parse, archives.split_zip),
    ".tar": Kind(text.parse, archives.split_tar),
    ".tgz": Kind(text.parse, archives.split_tar),
}


@cache
def kinds() -> dict[str, Kind]:
    """Give every kind by its suffix, in lower case with its dot."""
    brought = {point.name.lower(): point.load() for point in entry_points(group=GROUP)}
    return {**KINDS, **{suffix: Kind(*kind) for suffix, kind in brought.items()}}


def suffix_of(name: str) -> str:
    """Give the suffix that tells the kind: `.jsonl` of `a/B.JSONL`, `b.jsonl:17`, `b.jsonl.gz`, `c.zip:d/b.jsonl`."""
    if ":" in name:
        name = file_of(name)
    stem, suffix = _parted(name[name.rfind("/") + 1 :])
    return _parted(stem)[1] if suffix in COMPRESSED else suffix


def _parted(name: str) -> tuple[str, str]:
    at = name.rfind(".")  # a Path for each of a million names is slow
    return (name[:at], name[at:].lower()) if at > 0 else (name, "")


def kind_of(name: str) -> Kind | None:
    """Give the kind of a document by its name."""
    return kinds().get(suffix_of(name))
