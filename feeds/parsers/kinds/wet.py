"""WET files of Common Crawl: the texts of pages, each with its address. When a page was fetched is no date of it.

A record is a head like that of an HTTP message, a blank line, and as many bytes as the head says (ISO 28500).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from feeds.errors import ArticleRefused
from feeds.parsers.decoding import LARGEST, too_large
from feeds.parsers.defaults import Defaults
from feeds.parsers.parts import Part, part_name

_LONGEST_HEAD = 64
"""Lines."""
_LONGEST_LINE = 20_000
_TEXT = "conversion"
"""The type of record that holds the text of a page."""


def split(stream: BinaryIO, name: str, defaults: Defaults) -> Iterator[Part]:  # noqa: ARG001 - the form of all kinds
    """Give the texts of pages as objects of their fields, by number. Raises ArticleRefused."""
    at = 0
    while head := _head(stream, name, at):
        size = head.get("content-length", "")
        if not size.isdecimal():
            raise ArticleRefused(name, None, f"record {at + 1} does not say how long it is")
        data = stream.read(min(int(size), LARGEST + 1))
        for _ in range(len(data), int(size), LARGEST):  # the rest of what is too long
            stream.read(min(LARGEST, int(size) - len(data)))
        at += 1
        if head.get("warc-type") == _TEXT:
            record = {"text": data.decode("utf-8", "replace"), "url": head.get("warc-target-uri", "")}
            refusal = too_large(int(size)) if len(data) > LARGEST else ""
            yield Part(at, part_name(name, at), json.dumps(record).encode(), refusal)


def _head(stream: BinaryIO, name: str, at: int) -> dict[str, str]:
    """Read the head of a record; empty at the end of the file."""
    line = stream.readline(_LONGEST_LINE)
    while line and not line.strip():
        line = stream.readline(_LONGEST_LINE)
    if not line:
        return {}
    if not line.startswith(b"WARC/"):
        raise ArticleRefused(name, None, f"what follows record {at} is no record of a WARC file")
    head = {"": "record"}
    for _ in range(_LONGEST_HEAD):
        key, _, value = stream.readline(_LONGEST_LINE).decode("utf-8", "replace").partition(":")
        if not value:
            break
        head[key.strip().lower()] = value.strip()
    return head
