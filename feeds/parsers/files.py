"""The article files under a folder, each once, in a steady order."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from feeds.errors import FolderMissing
from feeds.parsers.defaults import NAME, Problem
from feeds.parsers.sidecars import SUFFIXES, pairs

VOCABULARY = "vocabulary.yaml"
AGENCIES = "agencies.yaml"
"""A publisher's own words, beside the articles; `own` reads them."""
_OF_FOLDERS = frozenset((NAME, VOCABULARY, AGENCIES))
"""What says something of articles, and is none."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: where it is, and its path relative to the folder, with `/` and in Unicode whatever its bytes."""

    path: str
    """No `Path`: to make one for each of a million files takes longer than to look at the file."""
    name: str
    sidecar: str = ""
    """The file beside it that holds its metadata, where there is one."""


@dataclass(slots=True)
class Listing:
    """What lies under a folder."""

    files: list[Found] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    """What could not be looked into, and links that are not followed."""
    passed_over: Counter[str] = field(default_factory=Counter)
    """Files that no parser reads, counted by suffix, or by name where they have none."""
    outside: list[str] = field(default_factory=list)
    """Links that lead out of the folder."""


@dataclass(slots=True)
class _Walk:
    """What is found on the way: the listing, links to follow afterwards, and folders that are done."""

    is_article: Callable[[str], bool]
    listing: Listing = field(default_factory=Listing)
    linked: list[tuple[str, str]] = field(default_factory=list)
    folders: set[str] = field(default_factory=set)
    metadata: dict[str, str] = field(default_factory=dict)
    """Files that no parser reads and that may hold metadata of a text beside them: name → path."""

    def add(self, name: str, path: str, prefix: str) -> None:
        """Add a file in a folder to what is read, or to what is passed over."""
        if self.is_article(name):
            self.listing.files.append(Found(path, printable(prefix + name)))
        elif name not in _OF_FOLDERS:
            self.listing.passed_over[_kind(name)] += 1
            if name.endswith(SUFFIXES):
                self.metadata[printable(prefix + name)] = path


def printable(name: str) -> str:
    r"""Spell a file name with `\udc..` for the bytes that are no Unicode."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8") if not name.isascii() else name


def find_files(root: Path, is_article: Callable[[str], bool], *, follows_out: bool = True) -> Listing:
    """List the files under a folder whose names are those of articles, or the one file.

    Hidden files are skipped; links are followed, each real file and folder once, by its own name where it has one here;
    those that lead out of the folder only if that is wanted.
    """
    try:
        if root.is_file():
            return Listing([Found(str(root), printable(root.name))])
        os.scandir(root).close()
    except FileNotFoundError as error:
        raise FolderMissing(f"{printable(str(root))} is not there") from error
    except OSError as error:
        raise FolderMissing(f"{printable(str(root))} cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise FolderMissing(f"{str(root)!r} is no path") from error
    found = _Walk(is_article)
    _look_into(str(root), "", found)
    if found.linked:
        _follow_links(found, f"{os.path.realpath(root)}/", follows_out=follows_out)
    _put_beside(found)
    found.listing.files.sort(key=lambda file: file.name)
    found.listing.problems.sort(key=lambda problem: problem.file)
    return found.listing


def _look_into(top: str, prefix: str, found: _Walk) -> None:
    """Collect the files below a folder, leaving links for later."""
    pending, listing = [(top, prefix)], found.listing
    while pending:
        folder, prefix = pending.pop()
        found.folders.add(os.path.realpath(folder))
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    name = entry.name
                    if name.startswith("."):
                        continue
                    if entry.is_symlink():
                        found.linked.append((entry.path, prefix + name))
                    elif entry.is_dir():
                        pending.append((entry.path, f"{prefix}{name}/"))
                    elif entry.is_file():
                        found.add(name, entry.path, prefix)
        except OSError as error:
            reason = f"the folder cannot be read: {error.strerror or error}"
            listing.problems.append(Problem(printable(prefix.rstrip("/") or "."), None, reason))


def _put_beside(found: _Walk) -> None:
    """Let metadata go with the texts it stands beside; it is then no article of its own, and not passed over."""
    files = found.listing.files
    metadata = found.metadata | {file.name: file.path for file in files if file.name.endswith(SUFFIXES)}
    beside = pairs(metadata, {file.name for file in files} - metadata.keys()) if metadata else {}
    if not beside:
        return
    taken = frozenset(beside.values())
    found.listing.files = [
        replace(file, sidecar=metadata[beside[file.name]]) if file.name in beside else file
        for file in files
        if file.name not in taken
    ]
    found.listing.passed_over -= Counter(_kind(name) for name in taken & found.metadata.keys())


def _kind(name: str) -> str:
    return printable(os.path.splitext(name)[1].lower()) or "without a suffix"  # noqa: PTH122 - as above


def _follow_links(found: _Walk, top: str, *, follows_out: bool) -> None:
    """Add what only links lead to. A link back up, or to what was met already, adds nothing: so loops end."""
    listing = found.listing
    met = {os.path.realpath(file.path) for file in listing.files}
    while found.linked:
        links, found.linked = sorted(found.linked), []
        for path, name in links:
            real = os.path.realpath(path)
            is_folder = os.path.isdir(real)  # noqa: PTH112 - as above
            if not is_folder and not found.is_article(name):
                continue
            is_outside = not f"{real}/".startswith(top)
            if is_outside:
                listing.outside.append(printable(name))
            if fault := _fault_of(path, real, is_barred=is_outside and not follows_out):
                listing.problems.append(Problem(printable(name), None, fault))
            elif is_folder and real not in found.folders:
                before = len(listing.files)
                _look_into(real, f"{name}/", found)
                new = [file for file in listing.files[before:] if os.path.realpath(file.path) not in met]
                listing.files[before:] = new
                met.update(os.path.realpath(file.path) for file in new)
            elif os.path.isfile(real) and real not in met:  # noqa: PTH113 - as above
                met.add(real)
                listing.files.append(Found(path, printable(name)))


def _fault_of(path: str, real: str, *, is_barred: bool) -> str:
    """Say why a link is not followed; empty where it is."""
    if not os.path.exists(path):  # noqa: PTH110 - as above
        return "the link leads nowhere"
    if is_barred:
        return "the link leads out of the folder, and links are not followed out of it"
    is_up = f"{os.path.realpath(os.path.dirname(path))}/".startswith(f"{real}/")  # noqa: PTH120 - as above
    return "the link leads back up: it is not followed" if is_up else ""
