"""Readers that others wrote, as pollers: feedparser, atoma, and lemon24's reader with a store of its own."""

from __future__ import annotations

import http.client
import logging
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import atoma  # type: ignore[import-untyped]
import feedparser  # type: ignore[import-untyped]
from reader import FeedError, make_reader

from tests.simulation.documents import Document, entry_of
from tests.simulation.habits import Habit
from tests.simulation.judge import Poll, Promise, Read
from tests.simulation.pollers import Poller
from tests.simulation.web import Unreachable, Web

logging.getLogger("reader").setLevel(logging.CRITICAL)  # it tells at length of every restart of the server


class FeedparserPoller(Poller):
    """Asks and reads with feedparser."""

    _document = Document(())
    _tag: str | None = None
    _modified: str | None = None

    def poll(self) -> Poll:
        """Poll once. Raises Unreachable."""
        address = f"http://127.0.0.1:{self._web.port}{self.habit.path}"
        began = time.monotonic()
        try:
            parsed: Any = feedparser.parse(address, etag=self._tag, modified=self._modified)
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable(str(error)) from error
        ended = time.monotonic()
        status = parsed.get("status")
        if status is None or isinstance(parsed.get("bozo_exception"), OSError):
            raise Unreachable(str(parsed.get("bozo_exception")))
        if status == 200:
            if parsed.bozo:
                raise ValueError(f"feedparser: {parsed.bozo_exception}")
            self._document = Document(tuple(entry_of(entry.id, str(entry)) for entry in parsed.entries))
            self._tag, self._modified = parsed.etag, parsed.modified
        elif status != 304:
            raise ValueError(f"feedparser got {status}")
        return _shown(self, Read(began, ended, self._document, self._least))

    last = poll


class AtomaPoller(Poller):
    """Asks as we do, and reads strictly with atoma."""

    def _read(self, path: str, least: int | None) -> Read:
        read = super()._read(path, least)
        parsed = atoma.parse_atom_bytes(self._kept[path].body)
        ids = [entry.id_ for entry in parsed.entries]
        if ids != [entry.id for entry in read.document.entries]:
            raise ValueError(f"atoma reads {ids}")
        return read


class ReaderPoller(Poller):
    """A subscriber with a store of its own, which it loses now and then."""

    def __init__(self, habit: Habit, web: Web, least: int, seed: str, home: Path) -> None:
        super().__init__(habit, web, least, seed)
        self._home = home
        self._count = 0
        self._url = f"http://127.0.0.1:{web.port}{habit.path}"
        self._begin()

    def poll(self) -> Poll:
        """Update, and tell all that it has. Raises Unreachable."""
        if self._random.random() < self.habit.forgets:
            self._reader.close()
            self._begin()
        began = time.monotonic()
        try:
            self._reader.update_feed(self._url)
        except FeedError as error:
            raise Unreachable(str(error)) from error
        ended = time.monotonic()
        kept = tuple(
            entry_of(entry.id, f"{entry.title} {entry.summary} {' '.join(content.value for content in entry.content)}")
            for entry in self._reader.get_entries()
        )
        return _shown(self, Read(began, ended, Document(()), self._least), kept)

    def last(self) -> Poll:
        """Update for the last time. Raises Unreachable."""
        poll = self.poll()
        self._reader.close()
        return poll

    def _begin(self) -> None:
        self._count += 1
        self._reader = make_reader(str(self._home / f"{self.habit.name} {self._count}.sqlite"))
        self._reader.add_feed(self._url)


def _shown(poller: Poller, read: Read, kept: Any = None) -> Poll:
    return Poll(poller.habit.name, poller.habit.selection, Promise.WINDOW, (read,), kept=kept)


PROGRAMS: Mapping[str, Callable[[Habit, Web, int, str, Path], Poller]] = {
    "feedparser": lambda habit, web, least, seed, _home: FeedparserPoller(habit, web, least, seed),
    "atoma": lambda habit, web, least, seed, _home: AtomaPoller(habit, web, least, seed),
    "reader": ReaderPoller,
}
