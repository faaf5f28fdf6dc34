"""The articles of a file that holds many: where each stands, its name, and its bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from feeds.model import Reading
from feeds.parsers.defaults import Defaults

_LINE = re.compile(r":([0-9]+)\Z")


class Part(NamedTuple):
    """One article of a file."""

    at: int
    """The line it begins on, or its number where there are no lines: later parts have higher ones."""
    name: str
    """`file:line`, or the name of the file itself where it turns out to hold this one alone."""
    data: bytes
    refusal: str = ""
    """Why it cannot be read, where that is known already."""


Split = Callable[[BinaryIO, str, Defaults], Iterator[Part]]
"""From an open file, its name and what its folder says to its parts, in bounded memory; raises ArticleRefused."""


class Kind(NamedTuple):
    """How one kind of document is read."""

    parse: Callable[[bytes, str, Defaults], Reading]
    """Bytes, name and what the folder says → one article; raises ArticleRefused."""
    split: Split | None = None
    """Of a file that may hold many: the bytes of each."""


def part_name(name: str, at: int | str) -> str:
    """Name a part of a file: `dump.jsonl:17`, `dump.zip:inner/a.txt`."""
    return f"{name}:{at}"


def file_of(name: str) -> str:
    """Give the name of a part without its line: it tells of which kind it is."""
    return _LINE.sub("", name)


def line_of(name: str) -> int:
    """Give the line that the name of a part ends with, 0 where it ends with none."""
    found = _LINE.search(name)
    return int(found[1]) if found else 0
