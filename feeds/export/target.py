"""Where files go: a folder, or an address that fsspec knows (`s3://…`). Nobody is ever shown half a file."""

from __future__ import annotations

import gzip
import os
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Protocol

import brotli

from feeds.errors import FeedsError, how_to_install

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager

CODINGS = {"gz": partial(gzip.compress, mtime=0), "br": partial(brotli.compress, quality=9)}
"""What compresses, by the suffix of the copy."""
_WORTH = 256
"""Bytes: what is smaller goes in one packet anyway."""
_PACKED = (".png", ".jpg", ".jpeg", ".webp", ".ico", ".gif")


class Target(Protocol):
    """Takes files by their names, which have `/` between folders."""

    def write(self, name: str, data: bytes) -> None:
        """Write a file as a whole."""

    def remove(self, name: str) -> None:
        """Take a file away, if it is there."""

    def here(self, name: str) -> AbstractContextManager[Path]:
        """Give where on this machine a file can be read and written in parts; there may be none yet."""


def open_target(address: str) -> Target:
    """Give where files go. Raises FeedsError where it cannot be used."""
    if "://" not in address:
        return Folder(Path(address))
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise FeedsError(f"{address} wants a package that is not installed: {how_to_install('export')}") from error
    try:
        return Remote(*url_to_fs(address))
    except (ImportError, ValueError, OSError) as error:
        raise FeedsError(f"{address} cannot be used: {error}") from error


def write_all(target: Target, name: str, data: bytes, codings: Sequence[str]) -> None:
    """Write a file, and its compressed copies beside it."""
    for coding in codings:
        if len(data) >= _WORTH and not name.endswith(_PACKED):
            target.write(f"{name}.{coding}", CODINGS[coding](data))
    target.write(name, data)


def remove_all(target: Target, name: str, codings: Sequence[str]) -> None:
    """Take a file away, and its compressed copies."""
    for suffix in ("", *(f".{coding}" for coding in codings)):
        target.remove(name + suffix)


class Folder:
    """A folder of this machine."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def write(self, name: str, data: bytes) -> None:
        """Write a file aside, then put it in its place."""
        place = self._root / name
        aside = place.with_name(f".{place.name[:100]}.new")
        try:
            try:
                aside.write_bytes(data)
            except FileNotFoundError:
                aside.parent.mkdir(parents=True, exist_ok=True)
                aside.write_bytes(data)
            os.replace(aside, place)  # noqa: PTH105 - tens of thousands of them
        except OSError as error:
            raise FeedsError(f"{place} cannot be written: {error.strerror or error}") from error

    def remove(self, name: str) -> None:
        """Take a file away, and the folders that are empty then."""
        place = self._root / name
        with suppress(FileNotFoundError):
            place.unlink()
        for folder in place.parents:
            if folder == self._root:
                break
            try:
                folder.rmdir()
            except OSError:
                break

    @contextmanager
    def here(self, name: str) -> Iterator[Path]:
        """Give where a file is."""
        try:
            self._root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FeedsError(f"{self._root} cannot be written: {error.strerror or error}") from error
        yield self._root / name


class Remote:
    """A file system of fsspec, whose writes are whole by themselves."""

    def __init__(self, system: Any, root: str) -> None:
        self._system = system
        self._root = root.rstrip("/")

    def write(self, name: str, data: bytes) -> None:
        """Write a file."""
        place = f"{self._root}/{name}"
        with suppress(NotImplementedError, OSError):
            self._system.makedirs(place.rpartition("/")[0], exist_ok=True)
        try:
            self._system.pipe_file(place, data)
        except OSError as error:
            raise FeedsError(f"{place} cannot be written: {error}") from error

    def remove(self, name: str) -> None:
        """Take a file away."""
        with suppress(FileNotFoundError):
            self._system.rm_file(f"{self._root}/{name}")

    @contextmanager
    def here(self, name: str) -> Iterator[Path]:
        """Fetch a file, and write it back, whatever happened in between."""
        with TemporaryDirectory() as folder:
            place = Path(folder, name)
            with suppress(FileNotFoundError):
                self._system.get_file(f"{self._root}/{name}", str(place))
            try:
                yield place
            finally:
                if place.exists():
                    self.write(name, place.read_bytes())
