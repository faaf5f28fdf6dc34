"""Open a file to read it from front to back: compressed or not, UTF-16 or not, and never without bounds."""

from __future__ import annotations

import codecs
import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from feeds.errors import ArticleRefused

_MOST_TIMES = 200
"""What is unpacked may be so many times what is packed: text comes to a tenth of that."""
_ALWAYS = 64_000_000
"""Bytes that may be unpacked whatever they were packed to."""
_BUFFER = 1 << 20
COMPRESSED = frozenset({".gz", ".zst"})


@contextmanager
def opened(path: Path, name: str) -> Iterator[BinaryIO]:
    """Open a file for reading, what is compressed unpacked on the way; raise ArticleRefused where it cannot be read."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ArticleRefused(name, None, "not a file")
        with path.open("rb") as file:
            yield as_utf8(unpacked(file, name, status.st_size))
    except (OSError, EOFError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
        raise ArticleRefused(name, None, f"the file cannot be read: {reason}") from error
    except ValueError as error:
        raise ArticleRefused(name, None, f"the file cannot be read: {error}") from error


def unpacked(stream: BinaryIO, name: str, size: int) -> BinaryIO:
    """Give what is in a stream whose name says that it is compressed; any other stream as it is."""
    suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122 - asked of every file of a million
    if suffix not in COMPRESSED:
        return stream
    return bounded(_gzip(stream) if suffix == ".gz" else _zstandard(stream, name), name, size)


def bounded(stream: Any, name: str, size: int) -> BinaryIO:
    """Give what comes out of so many packed bytes, and no more than can have been in them."""
    return cast("BinaryIO", io.BufferedReader(_Bounded(stream, name, max(_ALWAYS, size * _MOST_TIMES)), _BUFFER))


def _gzip(stream: BinaryIO) -> Any:
    from isal import igzip

    return igzip.IGzipFile(fileobj=stream, mode="rb")  # type: ignore[no-untyped-call]  # it has no types


def _zstandard(stream: BinaryIO, name: str) -> Any:
    try:
        import zstandard
    except ImportError as error:
        raise ArticleRefused(name, None, "reading .zst needs the package zstandard (extra `zst`)") from error
    try:
        return zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True)
    except zstandard.ZstdError as error:
        raise ArticleRefused(name, None, f"the file cannot be unpacked: {error}") from error


class _Bounded(io.RawIOBase):
    """Reads what is unpacked, and no more of it than a text can have been packed to."""

    def __init__(self, inner: Any, name: str, most: int) -> None:
        super().__init__()
        self._inner = inner
        self._name = name
        self._left = most

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read into a buffer; raise ArticleRefused where it is broken, or more than can be right."""
        try:
            data: bytes = self._inner.read(len(buffer))
        except Exception as error:  # each packer has errors of its own
            raise ArticleRefused(self._name, None, f"the file cannot be unpacked: {error}") from error
        self._left -= len(data)
        if self._left < 0:
            raise ArticleRefused(self._name, None, "unpacked it is far larger than a text can be: it is not read on")
        buffer[: len(data)] = data
        return len(data)


def as_utf8(stream: BinaryIO) -> BinaryIO:
    """Give a stream without its mark of UTF-8, or what is marked as UTF-16 as UTF-8."""
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast("Any", stream), _BUFFER)
    head = buffered.peek(3)[:3]
    if head.startswith(codecs.BOM_UTF8):
        buffered.read(3)
    elif head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return cast("BinaryIO", io.BufferedReader(_Recoded(buffered), _BUFFER))
    return cast("BinaryIO", buffered)


class _Recoded(io.RawIOBase):
    """UTF-16 read as UTF-8."""

    def __init__(self, inner: io.BufferedReader) -> None:
        super().__init__()
        self._inner = inner
        self._decoder = codecs.getincrementaldecoder("utf-16")("replace")
        self._ready = b""

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read into a buffer."""
        while not self._ready:
            raw = self._inner.read(_BUFFER)
            self._ready = self._decoder.decode(raw, final=not raw).encode("utf-8", "replace")
            if not raw:
                break
        data, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)
