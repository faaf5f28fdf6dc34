"""Read files as `feeds parse` shows them: any number, on every core, in order; nothing is stored."""

from __future__ import annotations

import json
import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from feeds import parsers
from feeds.errors import ArticleRefused, FolderMissing
from feeds.model import Reading
from feeds.parsers import Defaults, explain

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from pathlib import Path

    from feeds.site import Site

_CHUNK = 64
"""Files handed to a process at once; fewer than that are read in this one."""


class Row(NamedTuple):
    """What is printed of a file."""

    text: str
    is_refused: bool


def read_all(paths: Iterable[Path], site: Site, *, as_json: bool) -> Generator[Row]:
    """Read files and folders, no further than the rows are taken. Raises FolderMissing."""
    tasks, problems = _tasks(paths, site)
    show = partial(_show, as_json=as_json)
    for problem in problems:
        yield _row(problem.file, problem, as_json=as_json)
    cores = os.cpu_count() or 1
    if len(tasks) <= _CHUNK or cores == 1:
        yield from map(show, tasks)
        return
    with ProcessPoolExecutor(cores) as pool:
        yield from pool.map(show, tasks, chunksize=_CHUNK)


def _tasks(paths: Iterable[Path], site: Site) -> tuple[list[tuple[Path, str, Defaults]], list[ArticleRefused]]:
    tasks: list[tuple[Path, str, Defaults]] = []
    problems: list[ArticleRefused] = []
    for path in paths:
        if not path.exists():
            raise FolderMissing(f"{path}: no such file or folder")
        root = path if path.is_dir() else path.parent
        defaults = parsers.load_defaults(root, site.language, site.timezone)
        unread: list[parsers.Problem] = []
        listing = parsers.find_files(path, unread)
        tasks += [(found.path, found.name, defaults.for_file(found.name)) for found in listing]
        problems += (ArticleRefused(str(root / p.file), p.line, p.reason) for p in (*defaults.problems, *unread))
    return tasks, problems


def _show(task: tuple[Path, str, Defaults], *, as_json: bool) -> Row:
    path, name, defaults = task
    try:
        return _row(str(path), parsers.read(path, name, defaults), as_json=as_json)
    except ArticleRefused as error:
        return _row(str(path), error, as_json=as_json)


def _row(file: str, read: Reading | ArticleRefused, *, as_json: bool) -> Row:
    text = json.dumps(explain.as_row(file, read), ensure_ascii=False) if as_json else explain.as_text(file, read)
    return Row(text, isinstance(read, ArticleRefused))
