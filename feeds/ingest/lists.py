"""A file that holds many articles, taken apart: what is new of them, what is as it was, what is gone."""

from __future__ import annotations

from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from feeds import parsers
from feeds.errors import ArticleRefused
from feeds.model import FileState, Stamp
from feeds.store.tables import files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feeds.ingest.tasks import Task
    from feeds.parsers import Part
    from feeds.store import Store

_AT_ONCE = 500
_UNSTAMPED = Stamp(0, 0, 0)


class Size(NamedTuple):
    """How many articles a file holds."""

    every: int
    new: int


class ListOfArticles:
    """A file on its way into the store; it is read from front to back, some hundred articles at a time."""

    def __init__(self, task: Task, store: Store) -> None:
        self.task = task
        self._store = store
        self.gone: list[str] = []
        """Names of articles that it held and holds no more, as far as it was read."""
        self.refusal: ArticleRefused | None = None
        """Why it could not be read to its end."""
        self.is_single = False
        """It holds one article, and is that article."""
        self.digest = ""

    def size(self) -> Size:
        """Count its articles, and those that the store does not know."""
        every = new = 0
        for task in self.articles():
            every += 1
            new += task.known is None
        return Size(every, new)

    def articles(self) -> Iterator[Task]:
        """Give its articles in their order, each with its bytes."""
        self.gone, self.refusal, above = [], None, 0
        digest = blake2b(digest_size=16)
        parts = self._parts()
        while batch := list(islice(parts, _AT_ONCE)):
            self.is_single = batch[0].name == self.task.name
            if self.is_single:
                yield self.task._replace(data=batch[0].data, fault=batch[0].refusal)
                continue
            known = self._known(above, batch[-1].at)
            above = batch[-1].at
            self.gone += known.keys() - {part.name for part in batch}
            for part in batch:
                digest.update(part.data or part.refusal.encode())
                yield self._article(part, known.get(part.name))
        if self.refusal is None:  # else nobody knows what the rest of it holds
            self.gone += self._known(above)
        self.digest = digest.hexdigest()

    def _parts(self) -> Iterator[Part]:
        try:
            yield from parsers.parts(Path(self.task.path), self.task.name, self.task.defaults)
        except ArticleRefused as error:
            self.refusal = ArticleRefused(self.task.shown, error.line, error.reason)

    def _known(self, above: int, last: int | None = None) -> dict[str, FileState]:
        with self._store.reading() as connection:
            return files.parts_between(connection, self.task.folder, self.task.name, above, last)

    def _article(self, part: Part, known: FileState | None) -> Task:
        return self.task._replace(
            name=part.name,
            size=len(part.data),
            stamp=_UNSTAMPED,
            known=known,
            data=part.data,
            fault=part.refusal,
            holder=self.task.name,
            part=part.at,
        )
