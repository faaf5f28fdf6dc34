"""Who follows what changes: mirrors by `/changes.json`, receivers of webhooks; in the end each has what there is."""

from __future__ import annotations

import time
from random import Random
from typing import TYPE_CHECKING

from tests.simulation.habits import BOTH, EVERYTHING, WITHOUT
from tests.simulation.mirror import SELECTIONS, Mirror
from tests.simulation.receivers import MOODS, Receiver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.simulation.judge import Judge
    from tests.simulation.publisher import Publisher
    from tests.simulation.receivers import Told

_PATIENCE = 60
"""Seconds in which whoever is well again is told everything."""
_TOLD = {"": EVERYTHING, "tag=chess&tag=harbour": BOTH, "not-tag=chess": WITHOUT}


class Followers:
    """Everyone who follows."""

    def __init__(self, publisher: Publisher, judge: Judge, seed: int) -> None:
        self._publisher = publisher
        self._judge = judge
        self._random = Random(f"{seed} followers")  # noqa: S311 - not a secret
        self._mirrors = [Mirror(publisher.port, query) for query in SELECTIONS]
        self._receivers = [Receiver(query, selection) for query, selection in _TOLD.items()]

    @property
    def messages(self) -> int:
        """Count the messages that receivers took."""
        return sum(one.messages for one in self._receivers)

    def begin(self) -> None:
        """Let receivers know what there is, and be told of what comes."""
        for one in self._receivers:
            one.held = self._publisher.published(one.query)
            added = self._publisher.ask("hooks", "add", one.url, "--select", one.query, "--allow-private")
            one.secret = added.split()[1]

    def follow(self) -> None:
        """Let some of the mirrors follow, and receivers fail or come back; one of them is told everything now."""
        for mirror in self._mirrors:
            if self._random.random() < 0.5:
                mirror.poll()
        for one in self._receivers:
            one.mood = self._random.choice(MOODS)
        if self._random.random() < 0.1:
            self._catch_up(self._random.choice(self._receivers))
        self._hand_in()

    def end(self) -> None:
        """Let everyone catch up."""
        for mirror in self._mirrors:
            mirror.poll()
            self._compare(f"the mirror of {mirror.query!r}", mirror.held, mirror.query)
        self._catch_up(*self._receivers)
        self._hand_in()

    def close(self) -> None:
        """Let receivers listen no more."""
        for one in self._receivers:
            one.close()

    def _catch_up(self, *receivers: Receiver) -> None:
        """Let receivers be well, and be told at once instead of some time."""
        for one in receivers:
            one.mood = "well"
        self._publisher.ask("hooks", "resume", *(one.url for one in receivers))
        until = time.monotonic() + _PATIENCE
        for one in receivers:
            while one.held != self._publisher.published(one.query) and time.monotonic() < until:
                time.sleep(0.2)
            self._compare(f"the hook of {one.query!r}", one.held, one.query)

    def _compare(self, who: str, held: dict[str, int], query: str) -> None:
        if wrong := held.items() ^ self._publisher.published(query).items():
            self._judge.faults.append(f"{who} is wrong about {sorted(wrong)[:5]}")

    def _hand_in(self) -> None:
        for one in self._receivers:
            told, one.told = one.told, []
            faults, one.faults = one.faults, []
            self._judge.faults += [*faults, *self._wrong(one, told)]

    def _wrong(self, one: Receiver, told: list[Told]) -> Iterator[str]:
        for message in told:
            for entry in message.entries:
                yield from self._judge.shown_fault(f"hook of {one.query!r}", one.selection, entry, message[:2])
