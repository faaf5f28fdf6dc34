"""Read files, on every core where there are many or on a cluster, and give what came of each in their order."""

from __future__ import annotations

from collections import deque
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from feeds import parsers
from feeds.enrich import tables
from feeds.errors import ArticleRefused, ClusterError, NoArticle
from feeds.ingest import processes
from feeds.ingest.tasks import looks_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor

    from feeds.enrich.tables import Own
    from feeds.ingest.tasks import Task
    from feeds.model import Reading
    from feeds.parsers import Part

_CHUNK = 64
"""Files handed to a process at once…"""
_CHUNK_BYTES = 4 << 20
"""…or their bytes, where they are large."""
_AHEAD = 3
"""Chunks a core that may wait for their turn."""
_FEWEST = 512
"""Files for which it pays to start processes."""
REHEARSED = "feeds.parsers.kinds.rehearsal"
"""The module that has what reading needs ready."""


class Read(NamedTuple):
    """What came of a file."""

    digest: str = ""
    reading: Reading | None = None
    """None also where it says what it said."""
    fault: tuple[int | None, str] | None = None
    """Why it is refused: the line, and the reason."""
    none: str = ""
    """Why it is no article after all."""
    is_unfinished: bool = False
    """It was written while it was read."""
    is_list: bool = False
    """It holds many articles, which are to be read one by one."""


class Loaded(NamedTuple):
    """A file with its bytes, which another machine can read that does not see it."""

    task: Task
    data: bytes
    beside: bytes
    """Those of the file beside it that holds its metadata."""


def read(task: Task) -> Read:
    """Read a file, or a part of one, unless it says what it said with the same rules."""
    found = load(task)
    return found if isinstance(found, Read) else read_loaded(found)


def load(task: Task) -> Loaded | Read:
    """Load a file; gives at once what comes of one that is not to be read."""
    try:
        if task.data is None and parsers.holds_many(task.name):
            alone = _alone(task)
            return Read(is_list=True) if alone is None else load(task._replace(data=alone.data, fault=alone.refusal))
        data = parsers.load(Path(task.path), task.shown) if task.data is None else task.data
        beside = parsers.load(Path(task.sidecar), task.sidecar) if task.sidecar else b""
    except NoArticle as error:
        return Read(none=error.reason)
    except ArticleRefused as error:
        return Read(fault=(error.line, error.reason))
    return Read(is_unfinished=True) if not task.holder and _grew(task) else Loaded(task, data, beside)


def read_loaded(found: Loaded) -> Read:
    """Read a file that was loaded."""
    task, data, beside = found
    digest = blake2b(b"\0".join((data, beside)) if task.sidecar else data, digest_size=16).hexdigest()
    try:
        return _said(task, data, beside, digest)
    except NoArticle as error:
        return Read(digest, none=error.reason)
    except ArticleRefused as error:
        return Read(digest, fault=(error.line, error.reason))


def _said(task: Task, data: bytes, beside: bytes, digest: str) -> Read:
    if task.fault:
        return Read(digest, fault=(None, task.fault))
    if task.is_as_known(digest):
        return Read(digest)
    defaults = parsers.with_beside(task.defaults, beside, task.sidecar) if task.sidecar else task.defaults
    reading = parsers.parse(data, task.name, defaults)
    return Read(digest, replace(reading, evidence=()))  # for which nobody asks here, and which is a fifth of the whole


def _alone(task: Task) -> Part | None:
    """Give the only article of a file that might hold many; None where it does."""
    with closing(parsers.parts(Path(task.path), task.name, task.defaults)) as parts:
        first = next(parts, None)
    return first if first and first.name == task.name else None


def _grew(task: Task) -> bool:
    """Tell whether a file was written between the moment it was looked at and now, that it has been read."""
    try:
        size, stamp = looks_of(task.path, task.sidecar)
    except OSError:
        return False  # it was there, and was read whole
    return (size, stamp.mtime) != (task.size, task.stamp.mtime)


@contextmanager
def readers(count: int, cluster: str = "") -> Iterator[Readers]:
    """Give what reads so many files, each article in one that holds many counted; on a cluster if it has an address.

    Raises ClusterError.
    """
    if cluster:
        with processes.connected(cluster) as (pool, width):
            yield Readers(partial(_read_far, pool, tables.own()), width)
    elif count >= _FEWEST and processes.CORES > 1:
        with processes.started(processes.CORES, REHEARSED, tables.use, tables.own()) as pool:
            yield Readers(partial(_read_near, pool), processes.CORES)
    else:
        yield Readers()


@dataclass(frozen=True, slots=True)
class Readers:
    """Reads files in their order, by other processes where there are some."""

    begin: Callable[[list[Task]], Callable[[], list[Read]]] | None = None
    """Has some files read, and gives what waits for that."""
    width: int = 1
    """How many processes there are."""

    def read_all(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Read]]:
        """Read files, no more than some hundred ahead of what is taken."""
        if self.begin is None:
            yield from ((task, read(task)) for task in tasks)
            return
        running: deque[tuple[list[Task], Callable[[], list[Read]]]] = deque()
        for chunk in _chunks(tasks):
            running.append((chunk, self.begin(chunk)))
            if len(running) > _AHEAD * self.width:
                yield from _taken(*running.popleft())
        while running:
            yield from _taken(*running.popleft())


def _chunks(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    chunk: list[Task] = []
    size = 0
    for task in tasks:
        chunk.append(task)
        size += task.size
        if len(chunk) >= _CHUNK or size >= _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _read_near(pool: Executor, tasks: list[Task]) -> Callable[[], list[Read]]:
    return pool.submit(_read_chunk, tasks).result


def _read_chunk(tasks: list[Task]) -> list[Read]:
    return [read(task) for task in tasks]


def _read_far(pool: Executor, own: Own, tasks: list[Task]) -> Callable[[], list[Read]]:
    """Have files read by machines that do not see them."""
    found = [load(task) for task in tasks]
    reading = pool.submit(_read_by, parsers.VERSION, own, [one for one in found if isinstance(one, Loaded)])

    def result() -> list[Read]:
        reads = iter(reading.result())
        return [one if isinstance(one, Read) else next(reads) for one in found]

    return result


def _read_by(version: str, own: Own, found: list[Loaded]) -> list[Read]:
    """Read files by the rules of who asks, whatever this process did before, and whenever it joined."""
    tables.use(own)
    if version != parsers.VERSION:
        raise ClusterError(f"a worker of the cluster has other rules ({parsers.VERSION}) than this program ({version})")
    return [read_loaded(one) for one in found]


def _taken(tasks: list[Task], result: Callable[[], list[Read]]) -> Iterator[tuple[Task, Read]]:
    return zip(tasks, result(), strict=True)
