"""Which modules faults are put into, with which tests, and the faults that somebody wrote."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

HOME = Path(__file__).parents[2]
_TABLE = Path(__file__).with_name("modules.yaml")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one fault."""

    source: str
    line: int
    before: str
    """The line without the fault, and…"""
    after: str
    """…with it; of several lines the first that differs."""


@dataclass(frozen=True, slots=True)
class Module:
    """A module, the tests that concern it, and the faults that change nothing."""

    path: str
    source: str
    tests: tuple[str, ...]
    faults: tuple[tuple[str, str], ...]
    """Those that are always tried: lines as they are and as the fault has them."""
    equivalent: frozenset[tuple[str, str]]
    """Those that change nothing."""


def read_table() -> list[Module]:
    """Read which modules are tried, and with what."""
    table = yaml.safe_load(_TABLE.read_text("utf-8"))
    return [
        Module(
            path,
            (HOME / path).read_text("utf-8"),
            tuple(row["tests"]),
            tuple((fault["line"], fault["as"]) for fault in row.get("faults", ())),
            frozenset((fault["line"], fault["as"]) for fault in row.get("equivalent", ())),
        )
        for path, row in table.items()
    ]


def by_hand(source: str, before: str, after: str) -> Mutant:
    """Put a fault that somebody wrote in the place of the one line that reads so."""
    lines = source.splitlines(keepends=True)
    found = [number for number, line in enumerate(lines, 1) if line.strip() == before]
    if len(found) != 1:
        raise ValueError(f"{len(found)} lines read: {before}")
    (number,) = found
    lines[number - 1] = lines[number - 1].replace(before, after)
    return Mutant("".join(lines), number, before, after)
