"""Archives of articles, `.zip` and `.tar`: read without unpacking to disk, each file as if it lay in the folder."""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Callable, Iterator
from typing import BinaryIO

from feeds.errors import ArticleRefused
from feeds.parsers.decoding import LARGEST, too_large
from feeds.parsers.defaults import Defaults
from feeds.parsers.ignore import is_ignored
from feeds.parsers.opening import as_utf8, bounded, unpacked
from feeds.parsers.parts import Kind, Part, part_name

Within = Callable[[str], Kind | None]
"""Gives the kind of a file in an archive by its name; None of what is no article."""


def split_zip(within: Within, stream: BinaryIO, name: str, defaults: Defaults) -> Iterator[Part]:
    """Give the articles in a zip archive; raise ArticleRefused where it cannot be read."""
    try:
        with zipfile.ZipFile(stream) as archive:
            at = 0
            for member in archive.infolist():
                kind = _wanted(within, member.filename, defaults) if not member.is_dir() else None
                if kind and not member.flag_bits & 1:
                    inner = part_name(name, member.filename)
                    with archive.open(member) as file:
                        for part in _articles(kind, bounded(file, inner, member.compress_size), inner, defaults):
                            at += 1
                            yield part._replace(at=at)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise ArticleRefused(name, None, f"the archive cannot be read: {error}") from error


def split_tar(within: Within, stream: BinaryIO, name: str, defaults: Defaults) -> Iterator[Part]:
    """Give the articles in a tar archive, packed or not; raise ArticleRefused where it cannot be read."""
    try:
        with tarfile.open(fileobj=stream, mode="r|*") as archive:
            at = 0
            for member in archive:
                kind = _wanted(within, member.name, defaults) if member.isfile() else None
                file = archive.extractfile(member) if kind else None
                if kind and file:
                    inner = part_name(name, member.name)
                    for part in _articles(kind, bounded(file, name, member.size), inner, defaults):
                        at += 1
                        yield part._replace(at=at)
    except (tarfile.TarError, EOFError) as error:
        raise ArticleRefused(name, None, f"the archive cannot be read: {error}") from error


def _wanted(within: Within, name: str, defaults: Defaults) -> Kind | None:
    """Give the kind of a file of an archive that is an article, and neither hidden nor ignored."""
    is_hidden = any(part.startswith((".", "__MACOSX")) for part in name.split("/"))
    return None if is_hidden or is_ignored(name, defaults.ignore) else within(name)


def _articles(kind: Kind, stream: BinaryIO, name: str, defaults: Defaults) -> Iterator[Part]:
    """Give the articles of one file in an archive."""
    opened = as_utf8(unpacked(stream, name, LARGEST))
    if kind.split is not None:
        yield from kind.split(opened, name, defaults)
        return
    data = opened.read(LARGEST + 1)
    yield Part(0, name, data, too_large(len(data)) if len(data) > LARGEST else "")
