"""Lines that the articles of a folder repeat: what its site says on every page, and no rule for all sites knows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from feeds.enrich.normalise import one_line, phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NUMBER = re.compile(r"\d+(?:[.,:\u00a0\u202f ]\d+)*")
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST = 200
_FEWEST = 5
_SHARE = 0.005
"""Of the articles of a folder that have a line, and so many at least: what fewer have may be what they say."""
_MOST_HELD = 200_000
"""Lines of one folder that are counted at once; beyond that those that came once are forgotten."""


class Repeated(NamedTuple):
    """A line, how many articles have it, and where it was met first."""

    line: str
    """With `*` for its numbers."""
    articles: int
    where: str


@dataclass(slots=True)
class Folder:
    """The lines of one folder, as far as articles were added."""

    articles: int = 0
    _counts: Counter[str] = field(default_factory=Counter)
    _first: dict[str, tuple[str, str]] = field(default_factory=dict)
    _texts: set[int] = field(default_factory=set)

    def add(self, where: str, lines: Iterable[str]) -> None:
        """Count the lines of an article, each once; one that says what another says is the same article."""
        every = [line for line in lines if len(line) <= _LONGEST]
        if (text := hash(tuple(lines))) in self._texts:
            return
        self._texts.add(text)
        self.articles += 1
        for key, line in {_key(line): line for line in reversed(every)}.items():
            if _LETTER.search(key):
                self._counts[key] += 1
                self._first.setdefault(key, (line, where))
        if len(self._counts) > _MOST_HELD:
            self._counts = Counter({key: count for key, count in self._counts.items() if count > 1})
            self._first = {key: self._first[key] for key in self._counts}

    def repeated(self) -> Iterator[Repeated]:
        """Give the lines that many articles have, the most frequent first."""
        fewest = max(_FEWEST, self.articles * _SHARE)
        for key, count in sorted(self._counts.items(), key=lambda one: (-one[1], one[0])):
            if count < fewest:
                return
            line, where = self._first[key]
            yield Repeated(_NUMBER.sub("*", one_line(line)), count, where)


def _key(line: str) -> str:
    return _NUMBER.sub("*", phrase(line))
