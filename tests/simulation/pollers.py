"""Pollers: each reads the running server after its habit, in a thread of its own, and reports what it was shown."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from pathlib import Path
from random import Random

from tests.simulation.documents import READ, Document
from tests.simulation.habits import Habit
from tests.simulation.judge import Poll, Promise, Read
from tests.simulation.web import Unreachable, Web

_REST = 8
"""Times as long as a poll took nobody polls again: on a busy machine readers are not all that runs."""
_PROMISES = {"": Promise.WINDOW, "new": Promise.NEWS, "all": Promise.EVERYTHING}


@dataclass(frozen=True, slots=True)
class Kept:
    """A document that a poller has, and what it was told to tell the next time."""

    document: Document
    body: bytes
    tag: str
    modified: str


class Poller:
    """A reader that does everything by itself: conditional requests, archives, tombstones."""

    def __init__(self, habit: Habit, web: Web, least: int, seed: str) -> None:
        self.habit = habit
        self._web = web
        self._least = habit.limit or least
        self._random = Random(f"{seed} {habit.name}")  # noqa: S311 - not a secret
        self._kept: dict[str, Kept] = {}
        self._known: set[str] = set()
        self._is_anew = True

    def poll(self) -> Poll:
        """Poll once. Raises Unreachable."""
        if self._random.random() < self.habit.forgets:
            self._kept, self._known, self._is_anew = {}, set(), True
        reads = [self._read(self.habit.path, self._least)]
        visited: set[str] = set()
        while self.habit.follows:
            older = reads[-1].document.older
            if older is None or older in visited or (self.habit.follows == "new" and older in self._known):
                break
            visited.add(older)
            reads.append(self._read(older, None))
        self._known |= visited
        is_anew, self._is_anew = self._is_anew, False
        return Poll(
            self.habit.name,
            self.habit.selection,
            _PROMISES[self.habit.follows],
            tuple(reads),
            is_anew=is_anew,
            understands_tombstones=self.habit.filename == "atom.xml",
        )

    def last(self) -> Poll:
        """Poll once more, and compare what it has with what a reader gets that has nothing. Raises Unreachable."""
        poll = self.poll()
        answer = self._web.ask(self.habit.path, {})
        if answer.body != self._kept[self.habit.path].body:
            self._web.faults.append(f"{self.habit.name}: what it was told is unchanged is not what others get")
        return poll

    def _read(self, path: str, least: int | None) -> Read:
        kept = self._kept.get(path)
        headers = {"Accept-Encoding": self.habit.coding, **self._conditions(kept)}
        if kept and self.habit.asks_first:
            answer = self._web.ask(path, headers, "HEAD")
            if answer.status == 304:
                return Read(answer.began, answer.ended, kept.document, least)
        answer = self._web.ask(path, headers)
        if answer.status == 304 and kept:
            return Read(answer.began, answer.ended, kept.document, least)
        if answer.status != 200:
            raise Unreachable(f"{path} is answered with {answer.status}")
        document = READ[self.habit.filename](answer.body)
        self._kept[path] = Kept(document, answer.body, answer.headers["etag"], answer.headers["last-modified"])
        return Read(answer.began, answer.ended, document, least)

    def _conditions(self, kept: Kept | None) -> dict[str, str]:
        if kept is None:
            return {}
        tag, modified = {"If-None-Match": kept.tag}, {"If-Modified-Since": kept.modified}
        return {
            "tag": tag,
            "weak": {"If-None-Match": f'"other", W/{kept.tag}'},
            "date": modified,
            "both": tag | modified,
            "none": {},
        }[self.habit.validators]


class Polling(threading.Thread):
    """Lets a poller poll until it is told to stop, and then once more when everything is quiet."""

    def __init__(self, make: Callable[[], Poller], habit: Habit, seed: str, hand_in: Callable[[Poll], None]) -> None:
        super().__init__(name=habit.name, daemon=True)
        self.stopping = threading.Event()
        self.is_quiet = threading.Event()
        self.faults: list[str] = []
        self.unreachable = 0
        self.asks_since = inf
        """When the poll that is under way began; inf where none is."""
        self._make = make
        self._habit = habit
        self._random = Random(f"{seed} pace of {habit.name}")  # noqa: S311 - not a secret
        self._hand_in = hand_in

    def run(self) -> None:
        """Poll; whatever goes wrong is a fault of the feed."""
        try:
            poller = self._make()  # some programs may be used only by the thread that made them
            took = 0.0
            while not self.stopping.wait(max(self._habit.every * self._random.uniform(0.5, 1.5), _REST * took)):
                self.asks_since = time.monotonic()
                try:
                    self._hand_in(poller.poll())
                except Unreachable:
                    self.unreachable += 1
                took, self.asks_since = time.monotonic() - self.asks_since, inf
            self.is_quiet.wait()
            self._hand_in(poller.last())
        except Exception as error:  # noqa: BLE001 - it must not end unheard
            self.faults.append(f"{self.name}: {type(error).__name__}: {error}")


def make_poller(habit: Habit, web: Web, least: int, seed: str, home: Path) -> Poller:
    """Make the poller of a habit."""
    from tests.simulation.programs import PROGRAMS

    if habit.program in PROGRAMS:
        return PROGRAMS[habit.program](habit, web, least, seed, home)
    return Poller(habit, web, least, seed)
