"""The article files under a folder, each once, in a steady order."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from feeds.errors import FolderMissing
from feeds.parsers.defaults import Problem


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: where it is, and its path relative to the folder, with `/` and in Unicode whatever its bytes."""

    path: Path
    name: str


@dataclass(slots=True)
class _Walk:
    """What is found on the way: files, links to follow afterwards, folders done, and what could not be looked into."""

    suffixes: frozenset[str]
    files: list[Found] = field(default_factory=list)
    linked: list[tuple[str, str]] = field(default_factory=list)
    folders: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def printable(name: str) -> str:
    r"""Spell a file name with `\udc..` for the bytes that are no Unicode."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8") if not name.isascii() else name


def find_files(root: Path, suffixes: frozenset[str], problems: list[Problem] | None = None) -> list[Found]:
    """List the files with one of the suffixes under a folder, or the one file; `problems` gets what cannot be read.

    Hidden files are skipped; links are followed, each real file and folder once, by its own name where it has one here.
    """
    try:
        if root.is_file():
            return [Found(root, printable(root.name))]
        os.scandir(root).close()
    except FileNotFoundError as error:
        raise FolderMissing(f"{printable(str(root))} is not there") from error
    except OSError as error:
        raise FolderMissing(f"{printable(str(root))} cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise FolderMissing(f"{str(root)!r} is no path") from error
    found = _Walk(suffixes)
    _look_into(str(root), "", found)
    if found.linked:
        _follow_links(found)
    found.files.sort(key=lambda file: file.name)
    if problems is not None:
        problems.extend(sorted(found.problems, key=lambda problem: problem.file))
    return found.files


def _look_into(top: str, prefix: str, found: _Walk) -> None:
    """Collect the files below a folder, leaving links for later."""
    pending = [(top, prefix)]
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
                    elif entry.is_dir(follow_symlinks=False):
                        pending.append((entry.path, f"{prefix}{name}/"))
                    elif is_article(name, found.suffixes) and entry.is_file(follow_symlinks=False):
                        found.files.append(Found(Path(entry.path), printable(prefix + name)))
        except OSError as error:
            reason = f"the folder cannot be read: {error.strerror or error}"
            found.problems.append(Problem(printable(prefix.rstrip("/") or "."), None, reason))


def is_article(name: str, suffixes: frozenset[str]) -> bool:
    """Tell whether a file of this name, or path within a folder, is read at all."""
    if name.startswith(".") or "/." in name:
        return False
    return os.path.splitext(name)[1].lower() in suffixes  # noqa: PTH122 - a Path for each of a million names is slow


def _follow_links(found: _Walk) -> None:
    """Add what only links lead to. A link back up, or to what was met already, adds nothing: so loops end."""
    met = {os.path.realpath(file.path) for file in found.files}
    while found.linked:
        links, found.linked = sorted(found.linked), []
        for path, name in links:
            real = os.path.realpath(path)
            if os.path.isdir(real):  # noqa: PTH112 - as above
                if f"{os.path.realpath(os.path.dirname(path))}/".startswith(f"{real}/"):  # noqa: PTH120
                    found.problems.append(Problem(printable(name), None, "the link leads back up: it is not followed"))
                elif real not in found.folders:
                    before = len(found.files)
                    _look_into(real, f"{name}/", found)
                    new = [file for file in found.files[before:] if os.path.realpath(file.path) not in met]
                    found.files[before:] = new
                    met.update(os.path.realpath(file.path) for file in new)
            elif is_article(name, found.suffixes) and os.path.isfile(real) and real not in met:  # noqa: PTH113
                met.add(real)
                found.files.append(Found(Path(path), printable(name)))
            elif is_article(name, found.suffixes) and not os.path.exists(path):  # noqa: PTH110 - as above
                found.problems.append(Problem(printable(name), None, "the link leads nowhere"))
