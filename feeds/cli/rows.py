"""Read files as `feeds parse` shows them: any number, on every core, in order; nothing is stored."""

from __future__ import annotations

import json
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from feeds import parsers
from feeds.enrich import tables
from feeds.errors import ArticleRefused, FolderMissing
from feeds.model import Reading, Warned
from feeds.parsers import Defaults, Part, report
from feeds.store.records import SCHEDULED_AFTER

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from feeds.site import Site

_CHUNK = 64
"""Files handed to a process at once; fewer than that are read in this one."""


_Task = tuple[Path, str, str, Defaults]
"""A file, its name below its folder, the path of what stands beside it, and what the folder says of it."""


class Row(NamedTuple):
    """What is printed of a file, or of an article in one that holds many."""

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
        yield from chain.from_iterable(map(show, tasks))
        return
    with ProcessPoolExecutor(cores, initializer=tables.use, initargs=(tables.own(),)) as pool:
        # A file of many may hold any number of them: it is read here, as far as its rows are taken.
        for holds_many, group in groupby(tasks, key=lambda task: parsers.holds_many(task[1])):
            files = list(group)
            rows = map(show, files) if holds_many else pool.map(partial(_listed, show), files, chunksize=_CHUNK)
            yield from chain.from_iterable(rows)


def _tasks(paths: Iterable[Path], site: Site, ignore: tuple[str, ...]) -> tuple[list[_Task], list[ArticleRefused]]:
    tasks: list[_Task] = []
    problems: list[ArticleRefused] = []
    for path in paths:
        if not path.exists():
            raise FolderMissing(f"{path}: no such file or folder")
        root = path if path.is_dir() else path.parent
        defaults = parsers.load_defaults(root, site.language, site.timezone, ignore)
        listing = parsers.find_files(path)
        every = [
            (Path(found.path), found.name, found.sidecar, defaults.for_file(found.name)) for found in listing.files
        ]
        tasks += [task for task in every if path.is_file() or not parsers.is_ignored(task[1], task[3].ignore)]
        faults = (*defaults.problems, *listing.problems)
        problems += (ArticleRefused(str(root / fault.file), fault.line, fault.reason) for fault in faults)
    return tasks, problems


def _listed(show: Callable[[_Task], Iterable[Row]], task: _Task) -> list[Row]:
    return list(show(task))


def _show(task: _Task, *, as_json: bool, now: float) -> Iterator[Row]:
    """Show what is read of a file, or of each article in it."""
    path, name, sidecar, defaults = task
    try:
        if sidecar:
            defaults = parsers.with_beside(defaults, parsers.load(Path(sidecar), sidecar), sidecar)
        parts = parsers.parts(path, name, defaults) if parsers.holds_many(name) else [Part(0, name, b"")]
        for part in parts:
            shown = str(path) + part.name.removeprefix(name)
            try:
                if not part.refusal:
                    reading = parsers.parse(part.data or parsers.load(path, name), part.name, defaults)
                read = ArticleRefused(shown, None, part.refusal) if part.refusal else _with_schedule(reading, now)
            except ArticleRefused as error:
                read = error
            yield _row(shown, read, as_json=as_json)
    except ArticleRefused as error:
        yield _row(str(path), error, as_json=as_json)


def _with_schedule(reading: Reading, now: float) -> Reading:
    """Say of what is kept back, or stated for another time, that it is not shown now."""
    published, expires = reading.article.published, reading.expires
    said = []
    if reading.held:
        said.append(f"kept back: {reading.held}")
    if published and published.timestamp() > now + SCHEDULED_AFTER:
        said.append(f"scheduled: it is held back until {published.isoformat()}")
    if expires:
        said.append(f"{'expired: it is' if expires.timestamp() <= now else 'it will be'} kept back from {expires}")
    return replace(reading, warnings=(*reading.warnings, *(Warned(None, what) for what in said)))


def _row(file: str, read: Reading | ArticleRefused, *, as_json: bool) -> Row:
    text = json.dumps(report.as_row(file, read), ensure_ascii=False) if as_json else report.as_text(file, read)
    return Row(text, isinstance(read, ArticleRefused))
