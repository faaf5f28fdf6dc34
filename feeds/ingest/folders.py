"""Which files of the articles folders must be read: those that are new, and those that are not as they were."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from feeds import parsers
from feeds.errors import FolderMissing
from feeds.ingest.tasks import Task, looks_of, may_be_written
from feeds.parsers import IGNORED, Listing
from feeds.parsers.files import Found, printable
from feeds.store.tables import files

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from feeds.site import Site
    from feeds.store import Connection


@dataclass(frozen=True, slots=True)
class Rules:
    """What of a folder is read."""

    ignore: tuple[str, ...] = IGNORED
    """Glob patterns of what is no article."""
    follows_out: bool = True
    """Whether links that lead out of the folder are followed."""


EVERYTHING = Rules()


@dataclass(frozen=True, slots=True)
class Target:
    """A folder of articles and what to read of it."""

    root: Path
    only: frozenset[str] | None = None
    """Paths within the folder, read even if they look as they did; None: everything."""
    may_be_missing: bool = False
    """Take a folder that is not there for an empty one."""
    unfinished: frozenset[str] = frozenset()
    """Paths of files that are still being written: left alone."""
    settled: int | None = None
    """A moment in nanoseconds: what changed later is left alone as well, unless it is sure that nobody writes it."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was found in a folder."""

    folder: str
    """The name by which the store knows it."""
    tasks: list[Task]
    """Files to read."""
    untroubled: int
    """How many files are as they were, each one article of which there is nothing to say."""
    unchanged: list[Task]
    """The other files that are as they were."""
    gone: list[str]
    """Paths of files that were there before."""
    problems: list[parsers.Problem]
    passed_over: Counter[str] = field(default_factory=Counter)
    """Files that are not read, by suffix; those left out by their name under `by name`."""
    outside: list[str] = field(default_factory=list)
    """Links that lead out of the folder."""
    unfinished: list[str] = field(default_factory=list)
    """Files that were left alone."""


def look_into(
    connection: Connection,
    target: Target,
    site: Site,
    given: Mapping[str, Path],
    rules: Rules = EVERYTHING,
    now: int = 0,
) -> Look:
    """Find the files of a target. `given` are the names of the folders looked into before. Raises FolderMissing."""
    defaults = parsers.load_defaults(target.root, site.language, site.timezone, rules.ignore)
    listing = _listed(target, rules)
    problems = [*listing.problems]
    unread = tuple("" if problem.file == "." else f"{problem.file}/" for problem in problems)
    folder = files.folder_name(connection, target.root, given)
    only = None if target.only is None else sorted(map(printable, target.only))
    known = files.file_states(connection, folder, only)
    unfinished = sorted(map(printable, target.unfinished))
    tasks: list[Task] = []
    unchanged: list[Task] = []
    left_alone, ignored, untroubled = set(unfinished), 0, 0
    for found in listing.files:
        if found.name in left_alone:
            continue
        mine = defaults.for_file(found.name)
        if parsers.is_ignored(found.name, mine.ignore):
            ignored += 1
            continue
        left_alone.add(found.name)
        try:
            size, stamp = looks_of(found.path, found.sidecar)
        except OSError as error:
            problems.append(parsers.Problem(found.name, None, error.strerror or "cannot be read"))
            continue
        state, is_named = known.get(found.name), only is not None
        task = Task(folder, found.name, found.path, size, stamp, mine, state, is_named, now, sidecar=found.sidecar)
        if task.looks_as_known:
            if state and state.refusal is None and state.held is None and not parsers.holds_many(found.name):
                untroubled += 1  # a task for each of a million files takes room, and the collector's time
            else:
                unchanged.append(task)
        elif target.settled is not None and _may_be_written(task, target.settled):
            unfinished.append(found.name)
        else:
            tasks.append(task)
    gone = [name for name, state in known.items() if state.present and name not in left_alone]
    gone = [name for name in gone if not name.startswith(unread)]
    passed_over = listing.passed_over + Counter({"by name": ignored})
    problems = [*defaults.problems, *problems]
    return Look(folder, tasks, untroubled, unchanged, gone, problems, passed_over, listing.outside, unfinished)


def _may_be_written(task: Task, settled: int) -> bool:
    return any(may_be_written(path, task.stamp.ctime, settled) for path in (task.path, task.sidecar) if path)


def targets_of(
    paths: Iterable[Path], known_roots: Collection[Path] = (), *, may_be_missing: bool = False
) -> list[Target]:
    """Turn paths on a command line into targets: what lies in a known folder is read as part of it.

    A known folder may be missing where that is said. Raises FolderMissing.
    """
    targets = []
    for given in paths:
        path = Path(os.path.abspath(given))  # noqa: PTH100 - a folder is what it is called: no link is followed
        if may_be_missing and path in known_roots and not path.exists():
            targets.append(Target(path, may_be_missing=True))
            continue
        if not path.exists():
            raise FolderMissing(f"{given}: no such file or folder")
        if path.is_file() and not parsers.is_article(path.name):
            raise FolderMissing(f"{given}: not an article: no parser reads files of this name")
        root = _root_of(path, known_roots)
        if root is None or root[0] == path:
            targets.append(Target(path) if path.is_dir() else Target(path.parent, frozenset({path.name})))
        elif path.is_dir():
            inside = {f"{root[1]}/{found.name}" for found in parsers.find_files(path).files}
            targets.append(Target(root[0], frozenset(inside)))
        else:
            targets.append(Target(root[0], frozenset({root[1]})))
    return targets


def _root_of(path: Path, known_roots: Collection[Path]) -> tuple[Path, str] | None:
    """Give the nearest known folder that a path lies in, by name or by where links lead, and the path below it."""
    by_name = [(root, root, path) for root in known_roots]
    by_place = [(root, root.resolve(), path.resolve()) for root in known_roots]
    for listed in (by_name, by_place):
        inside = [(len(row[1].parts), *row) for row in listed if row[2].is_relative_to(row[1])]
        if inside:
            _, root, place, asked = max(inside)
            return root, asked.relative_to(place).as_posix()
    return None


def once(targets: Sequence[Target]) -> list[Target]:
    """Let a folder that is named twice, or by two names, be read once, by the first of them."""
    merged: dict[str, Target] = {}
    for target in targets:
        place = os.path.realpath(target.root)
        before = merged.get(place)
        if before is None:
            merged[place] = target
            continue
        everything = before.only is None or target.only is None
        merged[place] = Target(
            before.root,
            None if everything else (before.only or frozenset()) | (target.only or frozenset()),
            before.may_be_missing or target.may_be_missing,
            before.unfinished | target.unfinished,
            before.settled,
        )
    return list(merged.values())


def _listed(target: Target, rules: Rules) -> Listing:
    """List the files of a target."""
    if target.may_be_missing and not target.root.exists():
        return Listing()
    if target.only is None:
        return parsers.find_files(target.root, follows_out=rules.follows_out)
    listing, inside = Listing(), os.path.realpath(target.root)
    for name in sorted(target.only):
        real = Path(os.path.realpath(target.root / name))
        is_inside = real.is_relative_to(inside)
        if is_inside or rules.follows_out:
            own = real.relative_to(inside).as_posix() if is_inside else name  # as when everything is listed
            own = next((text for text in parsers.texts_beside(own) if (target.root / text).is_file()), own)
            if parsers.is_article(own) and (target.root / own).is_file():
                listing.files.append(Found(str(target.root / own), printable(own), _sidecar(target.root, own)))
    return listing


def _sidecar(root: Path, name: str) -> str:
    """Give the path of the metadata beside a text, empty where there is none."""
    places = (root / beside for beside in parsers.names_beside(name))
    return next((str(place) for place in places if place.is_file()), "")
