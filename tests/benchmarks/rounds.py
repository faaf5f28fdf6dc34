"""Contenders in turn, round by round, so that what else the machine does hits all of them alike."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROUNDS = 5


def interleave(contenders: Mapping[str, Callable[[], float]], rounds: int = ROUNDS) -> dict[str, list[float]]:
    """Measure each contender once a round, the order turned by one each round."""
    names = list(contenders)
    measured: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(rounds):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            measured[name].append(contenders[name]())
    return measured


def ratio(ours: list[float], theirs: list[float]) -> str:
    """Give the median of the ratios of each round, with their spread."""
    ratios = sorted(a / b for a, b in zip(ours, theirs, strict=True))
    return f"{median(ratios):.2f} × [{ratios[0]:.2f}..{ratios[-1]:.2f}]"
