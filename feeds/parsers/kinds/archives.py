"""Archives of articles, `.zip` and `.tar`: read without unpacking to disk, each file as if it lay in the folder."""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from feeds.errors import ArticleRefused
from feeds.parsers.decoding import LARGEST, too_large
from feeds.parsers.defaults import Defaults
from feeds.parsers.ignore import is_ignored
from feeds.parsers.opening import as_utf8, bounded, unpacked
from feeds.parsers.parts import Part, part_name


def split_zip(stream: BinaryIO, name: str, defaults: Defaults) -> Iterator[Part]:
    """Give the articles in a zip archive; raise ArticleRefused where it cannot be read."""
    try:
        with zipfile.ZipFile(stream) as archive:
            at = 0
            for member in archive.infolist():
                if not member.is_dir() and not member.flag_bits & 1 and _is_wanted(member.filename, defaults):
                    inner = part_name(name, member.filename)
                    with archive.open(member) as file:
                        for part in _articles(bounded(file, inner, member.compress_size), inner, defaults):
                            at += 1
                            yield part._replace(at=at)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise ArticleRefused(name, None, f"the archive cannot be read: {error}") from error


def split_tar(stream: BinaryIO, name: str, defaults: Defaults) -> Iterator[Part]:
    """Give the articles in a tar archive, packed or not; raise ArticleRefused where it cannot be read."""
    try:
        with tarfile.open(fileobj=stream, mode="r|*") as archive:
            at = 0
            for member in archive:
                file = archive.extractfile(member) if member.isfile() and _is_wanted(member.name, defaults) else None
                if file is not None:
                    for part in _articles(bounded(file, name, member.size), part_name(name, member.name), defaults):
                        at += 1
                        yield part._replace(at=at)
    except (tarfile.TarError, EOFError) as error:
        raise ArticleRefused(name, None, f"the archive cannot be read: {error}") from error


def _is_wanted(name: str, defaults: Defaults) -> bool:
    """Tell whether a file of an archive is an article: none that is hidden, or an archive itself."""
    from feeds.parsers.kinds.table import ARCHIVES, kind_of, suffix_of

    parts = name.split("/")
    is_hidden = any(part.startswith((".", "__MACOSX")) for part in parts)
    is_known = kind_of(name) is not None and suffix_of(name) not in ARCHIVES
    return is_known and not is_hidden and not is_ignored(name, defaults.ignore)


def _articles(stream: BinaryIO, name: str, defaults: Defaults) -> Iterator[Part]:
    """Give the articles of one file in an archive."""
    from feeds.parsers.kinds.table import kind_of

    kind = kind_of(name)
    opened = as_utf8(unpacked(stream, name, LARGEST))
    if kind is not None and kind.split is not None:
        yield from kind.split(opened, name, defaults)
        return
    data = opened.read(LARGEST + 1)
    yield Part(0, name, data, too_large(len(data)) if len(data) > LARGEST else "")
