"""Texts, and what papers make of one that an agency sent: other leads, cuts, corrections. The same in every process."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from feeds.model import Article, Source
from feeds.words.shingles import read_text, sketch_of, spell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_SIGNS = [chr(code) for code in range(0x4E00, 0x4E00 + 2000)]
_SYLLABLES = "ba ce di fo gu ha le mi no pu ra se ti vo za kel mor tan vis dro".split()  # noqa: SIM905


def words(seed: object, count: int) -> list[str]:
    """Give words of no language, some of them much oftener than others."""
    chance = random.Random(repr(seed))  # noqa: S311 - the same every time
    known = ["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(600)]
    return chance.choices(known, weights=[1 / n for n in range(1, 601)], k=count)


def signs(seed: object, count: int) -> list[str]:
    """Give signs of a script that has no blanks."""
    return random.Random(repr(seed)).choices(_SIGNS, k=count)  # noqa: S311 - the same every time


def another_lead(told: Sequence[str], other: Sequence[str], part: float) -> list[str]:
    """Begin a text in other words."""
    length = round(part * len(told))
    return [*other[:length], *told[length:]]


def cut_at_the_end(told: Sequence[str], _other: Sequence[str], part: float) -> list[str]:
    """Leave out the end of a text."""
    return list(told[: len(told) - round(part * len(told))])


def added_to(told: Sequence[str], other: Sequence[str], part: float) -> list[str]:
    """Go on where a text ends."""
    return [*told, *other[: round(part * len(told))]]


def corrected(told: Sequence[str], other: Sequence[str], part: float) -> list[str]:
    """Change single words, all over a text."""
    chance = random.Random(repr((list(told), part)))  # noqa: S311 - the same every time
    places = set(chance.sample(range(len(told)), round(part * len(told) / 3)))
    return [f"{other[n % len(other)]}{n}" if n in places else word for n, word in enumerate(told)]


def cut_in_the_middle(told: Sequence[str], _other: Sequence[str], part: float) -> list[str]:
    """Leave out what stands in the middle."""
    half, left_out = len(told) // 2, round(part * len(told) / 2)
    return [*told[: half - left_out], *told[half + left_out :]]


EDITS: Mapping[str, Callable[[Sequence[str], Sequence[str], float], list[str]]] = {
    edit.__name__: edit for edit in (another_lead, cut_at_the_end, added_to, corrected, cut_in_the_middle)
}


def told(title: str, text: str, *sources: str) -> Article:
    """Make the article that a parser makes of a text."""
    sketch = spell(sketch_of(read_text(title, text)))
    credited = tuple(Source(name.lower(), name) for name in sources)
    return Article(title=title, paragraphs=(text,), summary=title, sources=credited, sketch=sketch)
