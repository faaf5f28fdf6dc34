"""What the system tells of changes in folders, inotify(7): which files are being written, and which are done."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from inotify_simple import INotify, flags

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from inotify_simple import Event

_WRITTEN = flags.CREATE | flags.MODIFY
_DONE = flags.CLOSE_WRITE | flags.MOVED_TO | flags.MOVED_FROM | flags.DELETE | flags.ATTRIB
_LOST = flags.Q_OVERFLOW | flags.UNMOUNT | flags.DELETE_SELF | flags.MOVE_SELF
_CAME_OR_WENT = flags.CREATE | flags.DELETE | flags.MOVED_TO | flags.MOVED_FROM
_MASK = _WRITTEN | _DONE | flags.DELETE_SELF | flags.MOVE_SELF | flags.ONLYDIR


@dataclass(slots=True)
class News:
    """Paths of files of which something was told at once."""

    writing: set[str] = field(default_factory=set)
    """Somebody writes them and has not closed them."""
    done: set[str] = field(default_factory=set)
    """They were closed, renamed into place, touched, or are gone."""

    def __bool__(self) -> bool:
        return bool(self.writing or self.done)


class Folders:
    """Watches folders, those below them, and those that links in them lead to. Raises OSError where that is refused."""

    def __init__(self, roots: Iterable[str]) -> None:
        self._inotify = INotify()
        self._paths: dict[int, str] = {}
        self._elsewhere: set[int] = set()
        self._linked: set[str] = set()
        """Files elsewhere to which links lead…"""
        self._links: set[str] = set()
        """…and all links."""
        self._news = News()
        """What was told and not taken yet."""
        self.is_outdated = False
        """Folders or links came or went, or something was missed: everything is to be looked at, and watched anew."""
        try:
            self._add(roots)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Watch no more."""
        self._inotify.close()

    def news(self, seconds: float) -> News:
        """Take what happened, waiting for it so long."""
        self._hear(0 if self._news else int(seconds * 1000) + 1)
        news, self._news = self._news, News()
        return news

    def is_written(self, path: str, before: Collection[str]) -> bool:
        """Tell whether somebody writes a file now, where `before` are those that were written at the last news."""
        self._hear(0)
        return path in self._news.writing or (path in before and path not in self._news.done)

    def _hear(self, milliseconds: int) -> None:
        for event in self._inotify.read(timeout=milliseconds):
            self._take(event, self._news)

    def _take(self, event: Event, news: News) -> None:
        folder = self._paths.get(event.wd)
        if event.mask & _LOST:
            self.is_outdated = True
        if folder is None or not event.name or event.name.startswith("."):
            return
        path = f"{folder}/{event.name}"
        came_or_went = bool(event.mask & _CAME_OR_WENT)
        if event.mask & flags.ISDIR or path in self._links or (came_or_went and _is_link(path)):
            self.is_outdated = self.is_outdated or came_or_went
        elif event.wd in self._elsewhere:
            self.is_outdated = self.is_outdated or (path in self._linked and bool(event.mask & _DONE))
        elif event.mask & _DONE:
            news.writing.discard(path)
            news.done.add(path)
        elif event.mask & _WRITTEN:
            news.done.discard(path)
            news.writing.add(path)

    def _add(self, roots: Iterable[str]) -> None:
        """Watch what has a name of its own here before what only links lead to, as it is read."""
        met: set[str] = set()
        links: list[str] = []
        pending = list(roots)
        while pending or links:
            folder = pending.pop() if pending else links.pop()
            real = os.path.realpath(folder)
            if real in met:
                continue
            met.add(real)
            try:
                self._paths[self._inotify.add_watch(folder, _MASK)] = folder
                self._look_into(folder, pending, links)
            except (FileNotFoundError, NotADirectoryError, PermissionError):
                continue  # it is named by the look that finds it
        for place in {os.path.dirname(path) for path in self._linked} - met:  # noqa: PTH120 - strings throughout
            number = self._inotify.add_watch(place, _MASK)
            self._elsewhere.add(number)
            self._paths[number] = place

    def _look_into(self, folder: str, pending: list[str], links: list[str]) -> None:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_symlink():
                    self._links.add(entry.path)
                    if entry.is_dir():
                        links.append(entry.path)
                    elif entry.is_file():
                        self._linked.add(os.path.realpath(entry.path))
                elif entry.is_dir():
                    pending.append(entry.path)


def _is_link(path: str) -> bool:
    """Tell whether what came to be is a link, of either kind: nobody closes those."""
    try:
        return os.path.islink(path) or os.lstat(path).st_nlink > 1  # noqa: PTH114 - as above
    except OSError:
        return False
