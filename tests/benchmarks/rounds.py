"""Contenders in turn, round by round, so that what else the machine does hits all of them alike; and the figures."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROUNDS = 5

Measured = TypeVar("Measured")


def interleave(contenders: Mapping[str, Callable[[], Measured]], rounds: int = ROUNDS) -> dict[str, list[Measured]]:
    """Measure each contender once a round, the order turned by one each round."""
    names = list(contenders)
    measured: dict[str, list[Measured]] = {name: [] for name in names}
    for turn in range(rounds):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            measured[name].append(contenders[name]())
    return measured


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    """Divide round by round."""
    return [a / b for a, b in zip(ours, theirs, strict=True)]


class Goal(NamedTuple):
    """What a median is to be."""

    bound: float
    is_least: bool

    def is_met(self, value: float) -> bool:
        """Tell whether a median reaches it."""
        return value >= self.bound if self.is_least else value <= self.bound

    def __str__(self) -> str:
        return f"{'≥' if self.is_least else '≤'} {_written(self.bound)}"


def at_least(bound: float) -> Goal:
    """Make a goal that is met from a value up."""
    return Goal(bound, is_least=True)


def at_most(bound: float) -> Goal:
    """Make a goal that is met up to a value."""
    return Goal(bound, is_least=False)


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that was measured, a value a round."""

    what: str
    values: Sequence[float]
    unit: str
    goal: Goal | None = None
    note: str = ""

    @property
    def is_missed(self) -> bool:
        """Tell whether there is a goal and the median does not reach it."""
        return self.goal is not None and not self.goal.is_met(median(self.values))

    def __str__(self) -> str:
        spread = f" [{_written(min(self.values))}..{_written(max(self.values))}]" if len(self.values) > 1 else ""
        goal = f"  goal {self.goal}: {'NOT MET' if self.is_missed else 'met'}" if self.goal else ""
        note = f"  ({self.note})" if self.note else ""
        return f"{self.what:<44} {_written(median(self.values)):>7} {self.unit}{spread}{goal}{note}"


def _written(value: float) -> str:
    """Write three digits that count."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
