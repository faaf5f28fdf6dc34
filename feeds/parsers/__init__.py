"""From a file to an article. In: bytes and what their folder says. Out: an article, with the reason for every field.

`files` finds them, without those of `ignore`; `opening` and `parts` take apart those that hold many, `sidecars` reads
what stands beside a text; `decoding`, a kind of `kinds/`, `frontmatter`, `page/` or `markup/`, and `article` are passed
in this order, and `report` prints what came of it. A new kind of document is a module in `kinds/` and a line in its
`table`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.errors import ArticleRefused
from feeds.model import Reading
from feeds.parsers import files, version
from feeds.parsers.decoding import LARGEST, too_large
from feeds.parsers.defaults import Defaults, DefaultsTree, Problem, load_defaults
from feeds.parsers.files import AGENCIES, VOCABULARY, Found, Listing
from feeds.parsers.ignore import BUILT_IN as IGNORED
from feeds.parsers.ignore import is_ignored
from feeds.parsers.opening import opened
from feeds.parsers.parts import Part
from feeds.parsers.sidecars import names_beside, texts_beside, with_beside

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from feeds.parsers.parts import Kind

__all__ = [
    "AGENCIES",
    "IGNORED",
    "VERSION",
    "VOCABULARY",
    "Defaults",
    "DefaultsTree",
    "Found",
    "Listing",
    "Part",
    "Problem",
    "find_files",
    "holds_many",
    "is_article",
    "is_ignored",
    "load",
    "load_defaults",
    "names_beside",
    "parse",
    "parts",
    "read",
    "suffixes",
    "texts_beside",
    "with_beside",
]

_USUAL = 1 << 16
"""Bytes of which an article hardly has more: to ask for as many as may be costs the room for them."""
VERSION: str
"""A short hash of every rule: when it changes, files are to be read again."""


def __getattr__(name: str) -> str:
    if name == "VERSION":
        return version.rules_version()
    raise AttributeError(name)


def find_files(root: Path, *, follows_out: bool = True) -> Listing:
    """List the article files under a folder (or the one file), by name; raise FolderMissing if it is not there.

    `follows_out` tells whether links that lead out of the folder are followed.
    """
    return files.find_files(root, is_article, follows_out=follows_out)


def parse(data: bytes, name: str, defaults: Defaults) -> Reading:
    """Read an article from bytes; the suffix of the name picks the parser, plain text being the last resort."""
    kind = _kind_of(name) or _kind_of("")
    if kind is None:
        raise ValueError("plain text is always read")
    return kind.parse(data, name, defaults)


def is_article(name: str) -> bool:
    """Tell whether a file of this name, or path within a folder, is read at all."""
    return not name.startswith(".") and "/." not in name and _kind_of(name) is not None


def suffixes() -> list[str]:
    """List the suffixes of files that are read; the empty one is that of texts without any."""
    from feeds.parsers.kinds.table import kinds

    return list(kinds())


def holds_many(name: str) -> bool:
    """Tell whether a file of this name may hold many articles."""
    kind = _kind_of(name)
    return kind is not None and kind.split is not None


def parts(path: Path, name: str, defaults: Defaults) -> Generator[Part]:
    """Give the articles of a file that may hold many, in bounded memory. Raises ArticleRefused.

    One that turns out to hold a single article gives it under the name of the file.
    """
    kind = _kind_of(name)
    if kind is None or kind.split is None:
        raise ValueError(f"{name} holds one article")
    with opened(path, name) as stream:
        yield from kind.split(stream, name, defaults)


def read(path: Path, name: str, defaults: Defaults) -> Reading:
    """Read an article from a file; raise ArticleRefused, with file and line, when it cannot be published."""
    return parse(load(path, name), name, defaults)


def load(path: Path, name: str) -> bytes:
    """Read the bytes of a file; raise ArticleRefused where they cannot be had or are too many."""
    with opened(path, name) as stream:
        data = stream.read(_USUAL)
        if len(data) == _USUAL:
            data += stream.read(LARGEST + 1 - _USUAL)
        if len(data) > LARGEST:
            raise ArticleRefused(name, None, too_large(max(len(data), path.stat().st_size)))
    return data


def _kind_of(name: str) -> Kind | None:
    return _table()(name)


@cache
def _table() -> Callable[[str], Kind | None]:
    # Who serves articles reads none, and starts in half the time without what reads them.
    from feeds.parsers.kinds.table import kind_of

    return kind_of
