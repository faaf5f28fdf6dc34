"""What the last commits touched, in the memory of a worker: whether an answer that is held is still right.

The looks at the store have moments of their own, numbered upwards, whatever becomes of the numbers of the store: a
backup that was restored is one more moment, at which everything was touched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from feeds.publish.concerns import News, keys_touched, news_of
from feeds.store.read import reader
from feeds.store.tables import journal

if TYPE_CHECKING:
    from collections.abc import Hashable

    from feeds.publish.concerns import Concern
    from feeds.store import Connection
    from feeds.store.tables.journal import Touched

_MOST_KEYS = 100_000
"""That are remembered: ten megabytes, about."""
_MOST_COMMITS = 256
_MOST_LOOKED_AT = 2000
"""Entries that are looked at for one answer, before it is made anew: that takes no longer."""


class _Memory(NamedTuple):
    """One state of what is remembered; the keys are added to, the rest is replaced as a whole."""

    floor: int
    """What was held before this moment is not known to be right."""
    last: dict[str, int]
    """When each key was last touched."""
    commits: tuple[tuple[int, tuple[News, ...]], ...]
    """The entries of each moment, as far back as…"""
    forgotten: int
    """…after this one."""


class Newsroom:
    """Remembers what was touched, and when. One thread lets it learn, any may ask."""

    def __init__(self) -> None:
        self.moment = 0
        self.touched: frozenset[str] = frozenset()
        """The keys that were touched at this moment; none where everything was."""
        self._state = (-1, 0)
        self._place: Hashable = None
        self._memory = _Memory(0, {}, (), 0)

    def look(self, connection: Connection, place: Hashable = None) -> int:
        """Learn what was committed since the last look; gives the moment, another one if anything was.

        `place` tells one file from another that was put in its place, whose commits may have the same numbers.
        """
        state = reader.state(connection)
        if place != self._place:
            self.learn(None)
        elif state != self._state:
            self.learn(journal.touched_between(connection, self._state, state))
        self._state, self._place = state, place
        return self.moment

    def learn(self, touched: Touched | None) -> None:
        """Begin a new moment, at which something was touched; None is everything."""
        moment, memory = self.moment + 1, self._memory
        self.touched = frozenset(keys_touched(touched)) if touched else frozenset()
        if touched is None or len(memory.last) > _MOST_KEYS:
            self._memory = _Memory(moment, {}, (), moment)
        else:
            memory.last.update(dict.fromkeys(self.touched, moment))
            *older, kept = (memory.commits[:-_MOST_COMMITS], memory.commits[-_MOST_COMMITS:])
            forgotten = older[0][-1][0] if older[0] else memory.forgotten
            commits = (*kept, (moment, tuple(map(news_of, touched.entries))))
            self._memory = _Memory(memory.floor, memory.last, commits, forgotten)
        self.moment = moment

    def is_touched(self, concern: Concern | None, since: int) -> bool:
        """Tell whether what was right at a moment may be wrong now; without a concern anything touches it."""
        memory = self._memory
        if concern is None or since < memory.floor:
            return True
        last = memory.last
        if any(last.get(key, 0) > since for key in concern.itself):
            return True
        if not concern.groups or not all(any(last.get(key, 0) > since for key in group) for group in concern.groups):
            return False
        return concern.is_plain or _is_any_of(concern, since, memory)


def _is_any_of(concern: Concern, since: int, memory: _Memory) -> bool:
    looked_at = 0
    for moment, news in reversed(memory.commits):
        if moment <= since:
            return False
        looked_at += len(news)
        if looked_at > _MOST_LOOKED_AT or any(map(concern.is_of, news)):
            return True
    return since < memory.forgotten
