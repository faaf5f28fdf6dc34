"""What to read of the folders: everything at first and now and then, in between what the system says has changed.

A file that is being written is left alone until it is closed, or renamed into place. Where the system does not tell,
the folders are looked through again and again, and a file is read once it is at rest.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.errors import StoreError
from feeds.ingest.folders import Target
from feeds.ingest.tasks import may_be_written
from feeds.parsers import AGENCIES, VOCABULARY
from feeds.store.write.publication import next_due

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Sequence

    from feeds.ingest.inotify import Folders
    from feeds.store import Store

RETRY = 5.0
"""Seconds after which what went wrong is tried again."""
_LOOK_AGAIN = 300.0
"""Seconds after which the folders are looked through, whether or not the system told of a change."""
_TURN = 1.0
"""Seconds between two looks at whether a folder was replaced or something is due."""
_SETTLE = 0.2
"""Seconds without a further change before the changed files are read…"""
_LONGEST_SETTLE = 0.5
"""…and for which they wait at most."""
_REST = 1.0
"""Seconds for which a file must not have changed where nobody says that it was closed."""
_LONGEST_WRITING = 60.0
"""Seconds after which a file that is open and is not written any more is read all the same."""

_OF_ALL = frozenset((VOCABULARY, AGENCIES))

log = logging.getLogger("feeds")


class Changes:
    """What to read: everything at first and now and then, in between what changed."""

    def __init__(self, roots: Sequence[Path], store: Store, stopping: threading.Event) -> None:
        self._roots = roots
        self._store = store
        self._stopping = stopping
        self._look_at = 0.0
        """When everything is to be looked at again, by the monotonic clock."""
        self._writing: dict[str, float] = {}
        """Files that are being written, and when that was last told."""
        self._folders: Folders | None = None
        """What is watched, while it is."""

    def is_written(self, path: str) -> bool:
        """Tell whether somebody writes a file now, or may, where the system does not tell. Raises OSError."""
        if self._folders is None:
            return may_be_written(path, os.stat(path).st_ctime_ns, _settled())  # noqa: PTH116 - as it is asked elsewhere
        return self._folders.is_written(path, self._writing)

    def look_through(self, seconds: float = 0.0) -> None:
        """Let everything be looked at again after so many seconds, because something was missed."""
        self._look_at = min(self._look_at, time.monotonic() + seconds)

    def __iter__(self) -> Iterator[list[Target]]:
        """Yield targets until the server stops; an empty list where only something scheduled is due."""
        said = ""
        while not self._stopping.is_set():
            try:
                yield from self._watched()
            except OSError as error:
                if said != str(error):
                    log.warning("the folders cannot be watched and are looked through instead: %s", error)
                said = str(error)
                yield self._everything()
                self._stopping.wait(RETRY)

    def _watched(self) -> Iterator[list[Target]]:
        """Watch the folders until one of them is another, or there is something new in them to watch."""
        if sys.platform != "linux":
            raise OSError("this system does not tell when a file is closed")
        places = _places(self._roots)
        there = [str(root) for root, place in zip(self._roots, places, strict=True) if place]
        with self._watching(there) as folders:
            self.look_through()  # what changed before the watch began
            while not self._stopping.is_set():
                if time.monotonic() >= self._look_at:
                    yield self._everything()
                elif self._is_due():
                    yield []
                if done := self._done(folders):
                    if any(path.name.startswith("_") or path.name in _OF_ALL for path in done):
                        self.look_through()  # what holds for many articles may have changed
                    inside = ((root, _within(root, done)) for root in self._roots)
                    yield [Target(root, paths) for root, paths in inside if paths]
                now = _places(self._roots)
                if now != places or folders.is_outdated:
                    return

    @contextmanager
    def _watching(self, there: list[str]) -> Iterator[Folders]:
        from feeds.ingest.inotify import Folders

        with closing(Folders(there)) as folders:
            self._folders = folders
            try:
                yield folders
            finally:
                self._folders = None

    def _done(self, folders: Folders) -> set[Path]:
        """Wait a while for files that are complete, and for others that are written at the same time."""
        done: set[str] = set()
        now = time.monotonic()
        until, has_any = now + _TURN, False
        while (left := until - now) > 0 and not self._stopping.is_set():
            news = folders.news(min(left, _SETTLE) if has_any else left)
            now = time.monotonic()
            if has_any and not news:
                break
            if news.done and not has_any:
                until, has_any = now + _LONGEST_SETTLE, True
            self._writing |= dict.fromkeys(news.writing, now)
            for path in news.done:
                self._writing.pop(path, None)
            done = (done | news.done) - news.writing
            if folders.is_outdated:
                break
        at_rest = {path for path, told in self._writing.items() if now - told >= _LONGEST_WRITING}
        for path in at_rest:
            del self._writing[path]
        return {Path(path) for path in done | at_rest}

    def _everything(self) -> list[Target]:
        """Look at everything but what is being written, or may be, for all that is known."""
        self._look_at = time.monotonic() + _LOOK_AGAIN
        settled = _settled()
        writing = {Path(path) for path in self._writing}
        return [Target(root, unfinished=_within(root, writing), settled=settled) for root in self._roots]

    def _is_due(self) -> bool:
        try:
            with self._store.reading() as connection:
                due = next_due(connection)
        except StoreError:
            return True  # the import that follows says what is wrong, and is tried again
        return due is not None and due <= time.time()


def _settled() -> int:
    return time.time_ns() - int(_REST * 10**9)


def _places(roots: Sequence[Path]) -> list[tuple[int, int] | None]:
    """Tell folders from others of the same name: the system watches what was there, not what took its place."""
    places: list[tuple[int, int] | None] = []
    for root in roots:
        try:
            status = root.stat()
        except OSError:
            places.append(None)
        else:
            places.append((status.st_dev, status.st_ino))
    return places


def _within(root: Path, paths: set[Path]) -> frozenset[str]:
    return frozenset(path.relative_to(root).as_posix() for path in paths if root in path.parents)
