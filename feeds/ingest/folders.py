"""Which files of the articles folders must be read: those that are new, and those that are not as they were."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from feeds import parsers
from feeds.errors import FolderMissing
from feeds.parsers import Defaults
from feeds.parsers.files import printable
from feeds.store.tables import files

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from feeds.site import Site


@dataclass(frozen=True, slots=True)
class Target:
    """A folder of articles and what to read of it."""

    root: Path
    only: frozenset[str] | None = None
    """Paths within the folder; None: everything."""
    may_be_missing: bool = False
    """Take a folder that is not there for an empty one."""


@dataclass(frozen=True, slots=True)
class Task:
    """A file that may have to be read, and what is known of it."""

    folder: str
    name: str
    path: Path
    size: int
    mtime: int
    defaults: Defaults
    known: files.FileState | None

    @property
    def shown(self) -> str:
        """Give the path as it is said to a person."""
        return printable(str(self.path))

    def is_as_known(self, digest: str) -> bool:
        """Tell whether it was read before with these bytes, these defaults and these rules."""
        known = self.known
        return (
            known is not None
            and bool(known.present)
            and (known.digest, known.parser, known.defaults) == (digest, parsers.VERSION, self.defaults.fingerprint)
        )

    @property
    def looks_as_known(self) -> bool:
        """Tell whether it need not be opened: by its time and size it is what it was when it could be read."""
        known = self.known
        return (
            known is not None
            and bool(known.digest)
            and (known.mtime, known.size) == (self.mtime, self.size)
            and self.is_as_known(known.digest)
        )


@dataclass(frozen=True, slots=True)
class Look:
    """What was found in a folder."""

    folder: str
    """The name by which the store knows it."""
    tasks: list[Task]
    gone: list[str]
    """Paths of files that were there before."""
    problems: list[parsers.Problem]


def look_into(connection: Connection, target: Target, site: Site, given: Mapping[str, Path]) -> Look:
    """Find the files of a target. `given` are the names of the folders looked into before. Raises FolderMissing."""
    problems: list[parsers.Problem] = []
    found = _found(target, problems)
    unread = tuple("" if problem.file == "." else f"{problem.file}/" for problem in problems)
    folder = files.folder_name(connection, target.root, given)
    only = None if target.only is None else sorted(map(printable, target.only))
    known = files.file_states(connection, folder, only)
    defaults = parsers.load_defaults(target.root, site.language, site.timezone)
    tasks = []
    for name, path in found.items():
        try:
            status = path.stat()
        except OSError as error:
            problems.append(parsers.Problem(name, None, error.strerror or "cannot be read"))
            continue
        size, mtime = status.st_size, status.st_mtime_ns
        tasks.append(Task(folder, name, path, size, mtime, defaults.for_file(name), known.get(name)))
    gone = [name for name, state in known.items() if state.present and name not in found]
    gone = [name for name in gone if not name.startswith(unread)]
    return Look(folder, tasks, gone, [*defaults.problems, *problems])


def targets_of(
    paths: Iterable[Path], known_roots: Collection[Path] = (), *, may_be_missing: bool = False
) -> list[Target]:
    """Turn paths on a command line into targets: what lies in a known folder is read as part of it.

    A known folder may be missing where that is said. Raises FolderMissing.
    """
    targets = []
    for given in paths:
        path = given.resolve()
        if may_be_missing and path in known_roots and not path.exists():
            targets.append(Target(path, may_be_missing=True))
            continue
        if not path.exists():
            raise FolderMissing(f"{given}: no such file or folder")
        if path.is_file() and not parsers.is_article(path.name):
            raise FolderMissing(f"{given}: not an article: their names end in .txt or .md")
        root = max((r for r in known_roots if r in {path, *path.parents}), key=lambda r: len(r.parts), default=None)
        if root is None or root == path:
            targets.append(Target(path) if path.is_dir() else Target(path.parent, frozenset({path.name})))
        elif path.is_dir():
            inside = {f"{path.relative_to(root).as_posix()}/{found.name}" for found in parsers.find_files(path)}
            targets.append(Target(root, frozenset(inside)))
        else:
            targets.append(Target(root, frozenset({path.relative_to(root).as_posix()})))
    return targets


def once(targets: Sequence[Target]) -> list[Target]:
    """Let a folder that is named twice, or by two names, be read once."""
    merged: dict[Path, frozenset[str] | None] = {}
    missing = {Path(os.path.realpath(target.root)) for target in targets if target.may_be_missing}
    for target in targets:
        root = Path(os.path.realpath(target.root))
        only = merged.get(root, frozenset())
        merged[root] = None if only is None or target.only is None else only | target.only
    return [Target(root, only, root in missing) for root, only in merged.items()]


def _found(target: Target, problems: list[parsers.Problem]) -> dict[str, Path]:
    """List the files of a target by name; `problems` gets what could not be looked into."""
    if target.may_be_missing and not target.root.exists():
        return {}
    if target.only is None:
        return {found.name: found.path for found in parsers.find_files(target.root, problems)}
    paths = {printable(name): target.root / name for name in sorted(target.only) if parsers.is_article(name)}
    return {name: path for name, path in paths.items() if path.is_file()}
