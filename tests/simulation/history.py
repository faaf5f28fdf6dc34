"""What is true of each article, and from when on: the model that the readers' experience is judged by.

What a process commits is seen at an unknown moment between its first possible and its certain one. So an article has
phases, and what a reader may be shown during a request is a run of them. Moments are seconds of the monotonic clock.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import NamedTuple

PRIVATE = "board"
"""The tag of what is for those who have a key, and ask for it."""
GRACE = 0.5
"""Seconds within which every worker shows what a commit changed."""


class Text(NamedTuple):
    """Which of its texts an article shows: each has a number, and stands in the title or the body."""

    title: int
    body: int


class Phase(NamedTuple):
    """What an article is to readers for a time."""

    since: float
    """The first moment at which it may be seen."""
    text: Text
    facets: frozenset[str] = frozenset()
    """Its tags and its source."""
    is_public: bool = True


@dataclass(frozen=True, slots=True)
class Selection:
    """Which articles a feed holds."""

    every: frozenset[str] = frozenset()
    either: frozenset[str] = frozenset()
    none: frozenset[str] = frozenset()

    def takes(self, phase: Phase) -> bool:
        """Tell whether an article belongs to it while it is in a phase."""
        return (
            self.sees(phase)
            and self.every <= phase.facets
            and (not self.either or bool(self.either & phase.facets))
            and not self.none & phase.facets
        )

    def sees(self, phase: Phase) -> bool:
        """Tell whether whoever asks for it may know of an article in a phase, be it one of these or not."""
        return phase.is_public and (PRIVATE not in phase.facets or PRIVATE in self.every)


@dataclass(slots=True)
class Life:
    """The phases of one article, oldest first; before the first it is unheard of."""

    number: int
    phases: list[Phase] = field(default_factory=lambda: [Phase(-inf, Text(0, 0), is_public=False)])
    certain: list[float] = field(default_factory=lambda: [-inf])
    """For each phase the moment at which it, or a later one, was committed without doubt; inf until then."""
    was_backfilled: bool = False
    """It came as old stock, below what was there: who follows what is new is not owed it."""

    @property
    def now(self) -> Phase:
        """Give the newest phase."""
        return self.phases[-1]

    @property
    def is_settled(self) -> bool:
        """Tell whether the newest phase is committed without doubt."""
        return self.certain[-1] < inf

    def turn(self, phase: Phase) -> None:
        """Enter a new phase, which nobody may have seen before."""
        self.phases.append(phase)
        self.certain.append(inf)

    def settle(self, moment: float) -> None:
        """Let everything up to the newest phase be committed without doubt."""
        self.certain = [min(known, moment) for known in self.certain]

    def views(self, began: float, ended: float) -> list[Phase]:
        """List the phases that a request between two moments may show, oldest first."""
        last = len(self.phases) - 1
        while self.phases[last].since > ended:
            last -= 1
        first = last
        while self.certain[first] > began - GRACE:
            first -= 1
        return self.phases[first : last + 1]

    def withdrawn(self, phase: Phase) -> Phase:
        """Give the phase with which it was taken back, for one in which it was gone."""
        first = self.phases.index(phase)
        while first > 1 and not self.phases[first - 1].is_public:
            first -= 1
        return self.phases[first]

    def was_always_in(self, selection: Selection, ended: float) -> bool:
        """Tell whether it came as news, and has been in a selection ever since it was first heard of."""
        return not self.was_backfilled and all(
            selection.takes(phase) for phase in self.phases[1:] if phase.since <= ended
        )
