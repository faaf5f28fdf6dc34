"""Read files and folders: any number, on every core, in order; nothing is stored."""

from __future__ import annotations

import json
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from feeds import parsers
from feeds.enrich import tables
from feeds.errors import ArticleRefused, FolderMissing, shortened
from feeds.model import Evidence, Reading, Warned
from feeds.parsers import Defaults, Part, report
from feeds.parsers.decoding import decode
from feeds.store.records import SCHEDULED_AFTER

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from feeds.site import Site

_CHUNK = 64
"""Files handed to a process at once; fewer than that are read in this one."""


T = TypeVar("T")
Read = Reading | ArticleRefused
_Task = tuple[Path, str, str, Defaults]
"""A file, its name below its folder, the path of what stands beside it, and what the folder says of it."""


class Row(NamedTuple):
    """What is printed of a file, or of an article in one that holds many."""

    text: str
    is_refused: bool


def read_all(
    paths: Iterable[Path], site: Site, ignore: tuple[str, ...], show: Callable[[str, Read], T]
) -> Generator[T]:
    """Read files and folders, and give what `show` makes of each article, no further than that is taken.

    It is given how the article is named, and what was read or why it was refused. Raises FolderMissing.
    """
    tasks, problems = _tasks(paths, site, ignore)
    for problem in problems:
        yield show(problem.file, problem)
    cores = os.cpu_count() or 1
    if len(tasks) <= _CHUNK or cores == 1:
        yield from (show(*read) for task in tasks for read in _read(task))
        return
    with ProcessPoolExecutor(cores, initializer=tables.use, initargs=(tables.own(),)) as pool:
        # A file of many may hold any number of them: it is read here, as far as its rows are taken.
        for holds_many, group in groupby(tasks, key=lambda task: parsers.holds_many(task[1])):
            if holds_many:
                yield from (show(*read) for task in group for read in _read(task))
            else:
                yield from chain.from_iterable(pool.map(partial(_listed, show), group, chunksize=_CHUNK))


def row(file: str, read: Read, *, as_json: bool, now: float) -> Row:
    """Show what was read of an article as `feeds parse` does."""
    read = read if isinstance(read, ArticleRefused) else _with_schedule(read, now)
    text = json.dumps(report.as_row(file, read), ensure_ascii=False) if as_json else report.as_text(file, read)
    return Row(text, isinstance(read, ArticleRefused))


class Line(NamedTuple):
    """A line of a file, and what it was taken for."""

    number: int
    text: str
    kind: str
    """The field that it gave, or `dropped`; empty where it is text."""
    said: tuple[str, ...]


def marked(file: str, read: Read) -> dict[str, Any]:
    """Give what a page shows of an article: its lines as they stand in the file, and what was taken from elsewhere.

    The lines of files that hold many articles, or markup, are not shown: only what came of them.
    """
    if isinstance(read, ArticleRefused):
        return {"file": file, "title": Path(file).name, "refused": str(read)}
    said: dict[int, list[Evidence]] = {}
    for one in read.evidence:
        said.setdefault(one.line or 0, []).append(one)
    besides = [(one.field, one.value, one.rule) for one in said.pop(0, [])]
    path = Path(file)
    if path.suffix not in {"", ".txt"} or not path.is_file():
        besides += [(one.field, one.value, one.rule) for listed in said.values() for one in listed]
        texts = []
    else:
        texts = decode(path.read_bytes(), file)[0].split("\n")
    lines = [
        Line(
            number,
            text,
            " ".join(dict.fromkeys(one.field for one in said.get(number, []))),
            tuple(f"{one.field}: {shortened(one.value)} [{one.rule}]" for one in said.get(number, [])),
        )
        for number, text in enumerate(texts, 1)
    ]
    warnings = [f"line {one.line}: {one.reason}" if one.line else one.reason for one in read.warnings]
    return {"file": file, "title": read.article.title, "lines": lines, "besides": besides, "warnings": warnings}


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


def _listed(show: Callable[[str, Read], T], task: _Task) -> list[T]:
    return [show(*read) for read in _read(task)]


def _read(task: _Task) -> Iterator[tuple[str, Read]]:
    """Read a file, or each article in it."""
    path, name, sidecar, defaults = task
    try:
        if sidecar:
            defaults = parsers.with_beside(defaults, parsers.load(Path(sidecar), sidecar), sidecar)
        parts = parsers.parts(path, name, defaults) if parsers.holds_many(name) else [Part(0, name, b"")]
        for part in parts:
            shown = str(path) + part.name.removeprefix(name)
            try:
                if part.refusal:
                    yield shown, ArticleRefused(shown, None, part.refusal)
                else:
                    yield shown, parsers.parse(part.data or parsers.load(path, name), part.name, defaults)
            except ArticleRefused as error:
                yield shown, error
    except ArticleRefused as error:
        yield str(path), error


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
