"""What to read of the folders: everything at first and now and then, in between what changed."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING

import watchfiles

from feeds.errors import StoreError
from feeds.ingest.importer import Target
from feeds.store.write.publication import next_due

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Sequence

    from feeds.store import Store

RETRY = 5.0
"""Seconds after which what went wrong is tried again."""
_LOOK_AGAIN = 300.0
"""Seconds after which the folders are looked through, whether or not the system told of a change."""
_SETTLE = 250
"""Milliseconds without a further change before the changed files are read."""
_LONGEST_SETTLE = 500

log = logging.getLogger("feeds")


class Changes:
    """What to read: everything at first and now and then, in between what changed."""

    def __init__(self, roots: Sequence[Path], store: Store, stopping: threading.Event) -> None:
        self._roots = roots
        self._store = store
        self._stopping = stopping
        self._looked = float("-inf")

    def look_through(self) -> None:
        """Let everything be looked at again, because something was missed."""
        self._looked = float("-inf")

    def __iter__(self) -> Iterator[list[Target]]:
        """Yield targets until the server stops; an empty list where only something scheduled is due."""
        yield self._everything()
        try:
            yield from self._watched()
        except OSError as error:
            log.warning("the folders cannot be watched and are looked through instead: %s", error)
            while not self._stopping.wait(RETRY):
                yield self._everything()

    def _watched(self) -> Iterator[list[Target]]:
        while not self._stopping.is_set():
            yield from self._watched_where(_places(self._roots))
            self.look_through()

    def _watched_where(self, places: list[tuple[int, int] | None]) -> Iterator[list[Target]]:
        """Watch the folders until another one has taken the place of one of them."""
        # What changed before the watch began is found by the look at its first turn.
        watch = watchfiles.watch(
            *self._roots,
            watch_filter=None,
            debounce=_LONGEST_SETTLE,
            step=_SETTLE,
            stop_event=self._stopping,
            rust_timeout=1000,
            yield_on_timeout=True,
            raise_interrupt=False,
        )
        for changes in watch:
            changed = {Path(path) for _, path in changes}
            if self._is_time_to_look() or any(_concerns_more(path) for path in changed):
                yield self._everything()
            elif changed:
                inside = ((root, _within(root, changed)) for root in self._roots)
                yield [Target(root, paths) for root, paths in inside if paths]
            elif self._is_due():
                yield []
            now = _places(self._roots)
            if now != places and None not in now:
                return

    def _everything(self) -> list[Target]:
        return [Target(root) for root in self._roots]

    def _is_time_to_look(self) -> bool:
        now = time.monotonic()
        if now - self._looked < _LOOK_AGAIN:
            return False
        self._looked = now
        return True

    def _is_due(self) -> bool:
        try:
            with self._store.reading() as connection:
                due = next_due(connection)
        except StoreError:
            return True  # the import that follows says what is wrong, and is tried again
        return due is not None and due <= time.time()


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


def _concerns_more(path: Path) -> bool:
    """Tell whether more than one file changed: a folder came or went, or the defaults of one changed."""
    return path.is_dir() or not path.suffix or path.name.startswith("_")


def _within(root: Path, paths: set[Path]) -> frozenset[str]:
    return frozenset(path.relative_to(root).as_posix() for path in paths if root in path.parents)
