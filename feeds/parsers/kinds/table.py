"""Which kinds of document there are, by suffix: those of this folder, and those that other packages bring."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from importlib.metadata import entry_points

from feeds.parsers.kinds import archives, feed_items, html_page, json_values, records, rows, text, wet
from feeds.parsers.opening import COMPRESSED
from feeds.parsers.parts import Kind, file_of

GROUP = "feeds.parsers"
"""The group of entry points by which a package brings a kind: its name is the suffix, its value a `Kind`."""


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
}


def _within(name: str) -> Kind | None:
    """Give the kind of a file in an archive; None of what is none, or an archive itself."""
    return None if suffix_of(name) in _ARCHIVES else kind_of(name)


_ARCHIVES = {
    ".zip": Kind(text.parse, partial(archives.split_zip, _within)),
    ".tar": Kind(text.parse, partial(archives.split_tar, _within)),
    ".tgz": Kind(text.parse, partial(archives.split_tar, _within)),
}


@cache
def kinds() -> dict[str, Kind]:
    """Give every kind by its suffix, in lower case with its dot."""
    brought = {point.name.lower(): point.load() for point in entry_points(group=GROUP)}
    return {**KINDS, **_ARCHIVES, **{suffix: Kind(*kind) for suffix, kind in brought.items()}}


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
