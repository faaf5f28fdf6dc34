"""Which line above the text is the headline, where several could be: the one that most speaks for.

A text that an extractor left of a page begins with whatever stood above its headline: the way to the section, a date, a
menu, a caption. Each line is weighed by its shape, by its neighbours and by the words that it shares with the text;
what each of these is worth stands in `headlines.yaml`.
"""

from __future__ import annotations

import math
from functools import cache
from itertools import islice, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import yaml

from feeds.enrich.lines import ends_sentence
from feeds.parsers.page.looks import (
    LONG_PARAGRAPH,
    REACH,
    Look,
    has_letters,
    is_long_paragraph,
    is_suspicious,
    look,
    seen_of_neighbours,
    seen_of_shape,
    seen_of_words,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from feeds.enrich.lines import Line

_MOST_LINES = 60
"""Above the first paragraph."""
_MOST_BELOW = 16
_LONGEST_MENU = 500
"""Lines above the first paragraph, whatever of them is looked at."""
_LONGEST_PAGE = 800
"""Lines among which the text begins."""
_LONG, _SHORT = 600, 40
"""How much a paragraph speaks for that the text stands here, at most, and any other line against it."""
_MORE = 1.5
"""How many times as much text a run has as one above it that is none: readers may write more than the article has."""
_MOST_PARAGRAPHS = 8
"""Of the text whose words are looked at."""
_TELLING = 15
"""Signs of a line that could be a headline."""
_FEWEST_LETTERS = 12
_TELLING_SHARE = 0.4
"""Of the words of a line that the text says too."""
_BETTER = 0.8
"""By how much another line must outweigh one that can be a headline."""
_BETTER_PAIR = 2.0
"""The same where nothing but these two lines stands above the text: a title and its subtitle look so too."""
_KICKERS = frozenset({"a section", "one word"})
_SURE, _RATHER_SURE = 0.995, 0.6


class Headline(NamedTuple):
    """A line of the head, what speaks for it, most first, and the sum of that and of what speaks against it."""

    at: int
    weight: float
    reasons: tuple[str, ...]
    seen: frozenset[str]
    can_be: bool


class Chosen(NamedTuple):
    """The line that is the headline, and why."""

    at: int
    rule: str
    is_first: bool
    """Whether it is the one that is taken without weighing."""
    is_sure: bool = True
    """Whether it outweighs all others together."""


def find_headline(lines: Sequence[Line], at: int, language: str, zone: tzinfo) -> Chosen:
    """Find the line that is more like a headline than the one `at` which it is taken for, or leave it at that one.

    `language` and `zone` are those of dates whose words do not tell. A wrong headline is worse than a plain one: what
    can be one by itself is left only for what is better by far.
    """
    head = takewhile(lambda line: not is_long_paragraph(line.text), islice(lines, at + 1, at + _LONGEST_MENU))
    if not (any(_is_telling(line.text) for line in head) or is_suspicious(lines[at].text)):
        return Chosen(at, "first line", is_first=True)
    weighed = _weigh(lines, at, language, zone)
    taken = next((one for one in weighed if one.at == at), None)
    last = _last_to_head(lines, at)
    standing = [one for one in weighed if one is taken or (one.can_be and one.at <= last)]
    best = max(standing, key=lambda one: (one.weight, -one.at), default=None)
    if taken and best and best is not taken and _is_doubtful(taken, best):
        best = taken
    if best is None or best is taken:
        return Chosen(at, "first line" + (_compared(lines, taken, standing)[0] if taken else ""), is_first=True)
    compared, share = _compared(lines, best, standing)
    reasons = ", ".join(best.reasons[:3])
    return Chosen(best.at, f"most like a headline: {reasons}{compared}", is_first=False, is_sure=share >= _RATHER_SURE)


def _is_telling(text: str) -> bool:
    """Tell at a glance whether a line could be a headline: a date is none."""
    return len(text) >= _TELLING and sum(map(str.isalpha, text)) >= _FEWEST_LETTERS


def _is_doubtful(taken: Headline, best: Headline) -> bool:
    """Tell whether another line does not outweigh the one that is taken by enough."""
    if not taken.can_be:
        return best.weight < taken.weight
    is_pair = taken.at == 0 and best.at == 1 and "a paragraph below it" in best.seen
    is_kicker = bool(taken.seen & _KICKERS)
    return best.weight < taken.weight + (_BETTER_PAIR if is_pair and not is_kicker else _BETTER)


def _compared(lines: Sequence[Line], chosen: Headline, standing: Sequence[Headline]) -> tuple[str, float]:
    """Say how sure it is that a line is the headline, and which one it would be else; nothing where it is sure."""
    others = [one for one in standing if one is not chosen]
    if not others:
        return "", 1.0
    most = max(one.weight for one in standing)
    share = math.exp(chosen.weight - most) / sum(math.exp(one.weight - most) for one in standing)
    second = max(others, key=lambda one: one.weight)
    return f" ({share:.0%} sure; else line {lines[second.at].number})" if share < _SURE else "", share


def _last_to_head(lines: Sequence[Line], taken: int) -> int:
    """Give the last line below which more stands than it would leave above it: a short text is none of its own title.

    Of what stands above it the items of a menu do not count.
    """
    above, below = 0, sum(len(line.text) for line in lines[taken + 1 :])
    for at, line in enumerate(lines[taken:-1], taken + 1):
        above += len(line.text) if ends_sentence(line.text) or line.text.count(" ") > 1 else 0
        below -= len(lines[at].text)
        if above > below:
            return at - 1
    return len(lines) - 1


def _body(lines: Sequence[Line]) -> int:
    """Find where the text begins: of the runs of lines the one with the most running text.

    What stands above may be as long as its paragraphs: a notice about cookies, other articles in a sentence.
    """
    begins = start = most = worth = 0
    for number, line in enumerate(lines[:_LONGEST_PAGE]):
        if worth <= 0:
            start, worth = number, 0
        worth += min(len(line.text), _LONG) if is_long_paragraph(line.text) else -_SHORT
        if worth > most * (1 if start == begins else _MORE):
            most, begins = worth, start
    return begins


def _window(lines: Sequence[Line], at: int, body: int) -> list[int]:
    """Choose the lines that are looked at: those above the third paragraph, though not all of a long menu."""
    paragraphs = (number for number, line in enumerate(lines[body:], body) if is_long_paragraph(line.text))
    first = next(paragraphs, None)
    if first is None:
        return list(range(min(len(lines), _MOST_LINES)))
    third = next(islice(paragraphs, 1, None), len(lines))
    start = max(0, first - _MOST_LINES)
    return [*([at] if at < start else []), *range(start, min(third + 1, first + _MOST_BELOW, len(lines)))]


def _weigh(lines: Sequence[Line], taken: int, language: str, zone: tzinfo) -> list[Headline]:
    """Weigh the lines of the head."""
    body = _body(lines)
    numbers = _window(lines, taken, body)
    more = range(numbers[-1] + 1, min(len(lines), numbers[-1] + 1 + REACH))
    looks = [look(lines[number].text, language, zone) for number in (*numbers, *more)]
    long = (line for line in islice(lines, body, None) if len(line.text) >= LONG_PARAGRAPH)
    said = {line.number: words_of(line.text) for line in islice(long, _MOST_PARAGRAPHS + 1)}
    first = [frozenset().union(*islice(said.values(), _MOST_PARAGRAPHS))]
    weighed: list[Headline] = []
    telling: set[int] = set()
    above = 0
    for at, number in enumerate(numbers):
        line = lines[number]
        if (looks[at].can_be or number == taken) and has_letters(line.text) and not line.is_verbatim:
            others = [words for of, words in said.items() if of != line.number] if line.number in said else first
            seen = seen_of_words(words_of(line.text), frozenset().union(*others))
            if seen.get("words of the text", 0) >= _TELLING_SHARE and looks[at].is_rival:
                telling.add(at)
            seen |= seen_of_shape(line.text, looks[at]) | seen_of_neighbours(at, looks)
            seen |= {"a paragraph above it": above, "below the first paragraph": number > body}
            seen |= {"the first line": number == 0, "the first that can be one": number == taken}
            seen |= {"a telling line right above it": at - 1 in telling, "a telling line above it": at - 2 in telling}
            weighed.append(_headline(number, seen, looks[at]))
        above += looks[at].is_paragraph
    return weighed


def _headline(at: int, seen: dict[str, float], line: Look) -> Headline:
    worth = {name: _weights().get(name, 0.0) * much for name, much in seen.items() if much}
    reasons = sorted((name for name in worth if worth[name] > 0), key=lambda name: -worth[name])
    return Headline(at, sum(worth.values()), tuple(reasons), frozenset(worth), line.can_be)


@cache
def _weights() -> dict[str, float]:
    weights: dict[str, float] = yaml.safe_load(Path(__file__).with_name("headlines.yaml").read_text("utf-8"))
    return weights
