"""From a file to an article. In: bytes and what their folder says. Out: an article, with the reason for every field.

`files` finds them, without those of `ignore`; `decoding`, `frontmatter`, `titles`, `zones` and `article` are passed in
this order, and `report` prints what came of it. A new kind of document is a module in `kinds/` and a line in `PARSERS`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from feeds.errors import ArticleRefused
from feeds.model import Reading
from feeds.parsers import files, version
from feeds.parsers.decoding import LARGEST, too_large
from feeds.parsers.defaults import Defaults, DefaultsTree, Problem, load_defaults
from feeds.parsers.files import Found, Listing
from feeds.parsers.ignore import BUILT_IN as IGNORED
from feeds.parsers.ignore import is_ignored
from feeds.parsers.kinds import text

__all__ = [
    "IGNORED",
    "PARSERS",
    "SUFFIXES",
    "VERSION",
    "Defaults",
    "DefaultsTree",
    "Found",
    "Listing",
    "Problem",
    "find_files",
    "is_article",
    "is_ignored",
    "load",
    "load_defaults",
    "parse",
    "read",
]

PARSERS: dict[str, Callable[[bytes, str, Defaults], Reading]] = {
    ".txt": text.parse,
    ".md": text.parse,
}
SUFFIXES = frozenset(PARSERS)

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
    return files.find_files(root, SUFFIXES, follows_out=follows_out)


def parse(data: bytes, name: str, defaults: Defaults) -> Reading:
    """Read an article from bytes; the suffix of the name picks the parser, plain text being the last resort."""
    parser = PARSERS.get(PurePosixPath(name).suffix.lower(), text.parse)
    return parser(data, name, defaults)


def is_article(name: str) -> bool:
    """Tell whether a file of this name is read at all."""
    return files.is_article(name, SUFFIXES)


def read(path: Path, name: str, defaults: Defaults) -> Reading:
    """Read an article from a file; raise ArticleRefused, with file and line, when it cannot be published."""
    return parse(load(path, name), name, defaults)


def load(path: Path, name: str) -> bytes:
    """Read the bytes of a file; raise ArticleRefused where they cannot be had or are too many."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ArticleRefused(name, None, "not a file")
        if status.st_size > LARGEST:
            raise ArticleRefused(name, None, too_large(status.st_size))
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise ArticleRefused(name, None, f"the file cannot be read: {reason}") from error
    except ValueError as error:
        raise ArticleRefused(name, None, "the file name is no path") from error
    return data
