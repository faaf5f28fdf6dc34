"""Fonts of the machine, or those that the owner names, and which of them holds a text."""

from __future__ import annotations

import os
import sys
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_PLACES = (
    "~/.local/share/fonts",
    "/usr/local/share/fonts",
    "/usr/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "C:/Windows/Fonts",
)
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""Categories of characters that no font needs to hold: they are not drawn."""
_SELECTORS = range(0xFE00, 0xFE10)


@dataclass(frozen=True, slots=True)
class Font:
    """A font."""

    file: Path
    letters: frozenset[int] = field(repr=False)
    """The characters that it holds."""
    digest: str
    """Of its bytes."""

    def holds(self, text: str) -> bool:
        """Tell whether it holds every letter of a text."""
        return self.letters.issuperset(map(ord, text)) or self.letters.issuperset(_drawn(text))


class Fonts:
    """Fonts in the order in which they are tried, each opened when it is first needed."""

    def __init__(self, files: Sequence[Path] = ()) -> None:
        self._given = files

    @property
    def files(self) -> Sequence[Path]:
        """List their files."""
        return self._given or found()

    def holding(self, text: str) -> Font | None:
        """Give the first that holds every letter of a text."""
        for file in self.files:
            if (font := _opened(file)) and font.holds(text):
                return font
        return None


@cache
def found() -> tuple[Path, ...]:
    """List the fonts of the machine that are known, in the order of `fonts.yaml`."""
    names = yaml.safe_load((resources.files("feeds.web.drawing") / "fonts.yaml").read_text(encoding="utf-8"))
    wanted, there = frozenset(names), dict[str, Path]()
    for place in _PLACES:
        for file in _below(Path(place).expanduser(), wanted):
            there.setdefault(file.name, file)
    return tuple(there[name] for name in names if name in there)


def _below(place: Path, wanted: frozenset[str]) -> Iterator[Path]:
    for folder, folders, names in os.walk(place):
        folders.sort()
        yield from (Path(folder, name) for name in sorted(wanted.intersection(names)))


@cache
def _opened(file: Path) -> Font | None:
    """Open a font; None where it cannot be read."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        written = file.read_bytes()
        with TTFont(BytesIO(written), fontNumber=0, lazy=True) as font:
            letters = frozenset(font.getBestCmap() or ())
        return Font(file, letters, blake2b(written, digest_size=12).hexdigest())
    except (OSError, TTLibError, ValueError, KeyError) as error:
        print(f"{file} is not used: {error}", file=sys.stderr)  # noqa: T201 - where servers write what they log
        return None


def _drawn(text: str) -> Iterable[int]:
    return (ord(char) for char in text if unicodedata.category(char) not in _UNSEEN and ord(char) not in _SELECTORS)
