"""The folder of articles: its files, how they are written, and what happens to all of them at once."""

from __future__ import annotations

import math
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.simulation.history import Life

FOLDERS = ("", "north/", "south/deep/")
JUMP = 90.0
"""Seconds by which the clock of the server goes wrong, at most."""


@dataclass(slots=True)
class Article:
    """A file, and what was done to it since the last import that is known to have ended."""

    number: int
    kind: str
    path: str
    life: Life
    is_withdrawn: bool = False
    is_removed: bool = False
    is_spoilt: bool = False
    was_changed: bool = False
    was_moved: bool = False
    date: str = ""
    """As its file says…"""
    due: float = -math.inf
    """…and when that has come by every clock, if it is still to come."""
    copies: int = 0
    """Other files that have its bytes, until they are written by themselves; it is left alone as long."""
    template: Article | None = None
    """Whose bytes its file had before."""

    @property
    def is_at_rest(self) -> bool:
        """Tell whether the store has it as it is."""
        return self.life.is_settled and not (self.was_changed or self.was_moved or self.copies)


def write_file(place: Path, text: str, chance: Random, *, may_dribble: bool) -> None:
    """Write a file as editors do: in place, at once or slowly, or beside it and then over it."""
    how = chance.random()
    if how >= 0.3:
        beside = place.with_suffix(".part")
        beside.write_text(text, encoding="utf-8")
        beside.replace(place)
        return
    with place.open("w", encoding="utf-8") as file:
        if how < 0.05 and may_dribble:
            file.write(text[: chance.randrange(len(text))])
            file.flush()
            time.sleep(chance.uniform(0, 0.5))  # of the second for which whoever just begins to read lets it rest
            file.seek(0)
        file.write(text)


def deploy(root: Path, release: Path, chance: Random) -> None:
    """Put a copy in the place of a folder, as the folder itself or as what it links to, and take the old one away."""
    shutil.copytree(root, release, copy_function=shutil.copy)
    last, real = root.with_name("last"), root.resolve()
    is_link = root.is_symlink()
    if not is_link:
        root.rename(last)
        real = last
    if is_link or chance.random() < 0.5:
        link = root.with_name("next")
        link.symlink_to(release.name)
        link.replace(root)
    else:
        release.rename(root)
    time.sleep(chance.choice([0, 1]))
    shutil.rmtree(real)


def vanish(place: Path, aside: Path, chance: Random) -> None:
    """Let a folder be away for a moment."""
    if place.exists():
        place.rename(aside)
        time.sleep(chance.uniform(0.2, 2))
        aside.rename(place)
