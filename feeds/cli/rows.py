"""Read files as `feeds parse` shows them: any number, on every core, in order; nothing is stored."""

from __future__ import annotations

import json
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from feeds import parsers
from feeds.errors import ArticleRefused, FolderMissing
from feeds.model import Reading, Warned
from feeds.parsers import Defaults, report
from feeds.store.records import SCHEDULED_AFTER

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from feeds.site import Site

_CHUNK = 64
"""Files handed to a process at once; fewer than that are read in this one."""


_Task = tuple[Path, str, Defaults]
"""A file, its name below its folder, and what the folder says of it."""


class Row(NamedTuple):
    """What is printed of a file."""

    text: str
    is_refused: bool


def read_all(
    paths: Iterable[Path], site: Site, ignore: tuple[str, ...], *, as_json: bool, now: float
) -> Generator[Row]:
    """Read files and folders, no further than the rows are taken. Raises FolderMissing."""
    tasks, problems = _tasks(paths, site, ignore)
    show = partial(_show, as_json=as_json, now=now)
    for problem in problems:
        yield _row(problem.file, problem, as_json=as_json)
    cores = os.cpu_count() or 1
    if len(tasks) <= _CHUNK or cores == 1:
        yield from map(show, tasks)
        return
    with ProcessPoolExecutor(cores) as pool:
        yield from pool.map(show, tasks, chunksize=_CHUNK)


def _tasks(paths: Iterable[Path], site: Site, ignore: tuple[str, ...]) -> tuple[list[_Task], list[ArticleRefused]]:
    tasks: list[_Task] = []
    problems: list[ArticleRefused] = []
    for path in paths:
        if not path.exists():
            raise FolderMissing(f"{path}: no such file or folder")
        root = path if path.is_dir() else path.parent
        defaults = parsers.load_defaults(root, site.language, site.timezone, ignore)
        listing = parsers.find_files(path)
        every = [(found.path, found.name, defaults.for_file(found.name)) for found in listing.files]
        tasks += [task for task in every if path.is_file() or not parsers.is_ignored(task[1], task[2].ignore)]
        faults = (*defaults.problems, *listing.problems)
        problems += (ArticleRefused(str(root / fault.file), fault.line, fault.reason) for fault in faults)
    return tasks, problems


def _show(task: _Task, *, as_json: bool, now: float) -> Row:
    path, name, defaults = task
    try:
        return _row(str(path), _with_schedule(parsers.read(path, name, defaults), now), as_json=as_json)
    except ArticleRefused as error:
        return _row(str(path), error, as_json=as_json)


def _with_schedule(reading: Reading, now: float) -> Reading:
    """Say of what is stated for the future that it is held back until then."""
    published = reading.article.published
    if published is None or published.timestamp() <= now + SCHEDULED_AFTER:
        return reading
    warning = Warned(None, f"scheduled: it is held back until {published.isoformat()}")
    return replace(reading, warnings=(*reading.warnings, warning))


def _row(file: str, read: Reading | ArticleRefused, *, as_json: bool) -> Row:
    text = json.dumps(report.as_row(file, read), ensure_ascii=False) if as_json else report.as_text(file, read)
    return Row(text, isinstance(read, ArticleRefused))
