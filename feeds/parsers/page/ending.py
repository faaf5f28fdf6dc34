"""Where the article ends and the page goes on: at its author's biography, the comments, a list of other articles."""

from __future__ import annotations

import re
from datetime import UTC
from functools import cache

from feeds.enrich.datelines import date_line, is_relative
from feeds.enrich.furniture import MID, TAIL, Kind, find_furniture
from feeds.enrich.labels import alternatives, words
from feeds.enrich.lines import Line, ends_sentence, is_paragraph
from feeds.enrich.normalise import fold, phrase

_LONGEST_HEADING = 80
_LONGEST_TEASER = 140
_PROSE = 200
_LONGEST_COUNT = 260
_LONGEST_NAME = 40
_MOST_NAME_WORDS = 4
_NAME_AND_TIME = re.compile(r"\s*([,•·|])\s+|\s+([–—-]|am|on|le|at|@)\s+")
_REAL = 120
"""Letters of a paragraph that is no teaser, nor a prompt."""
_MID = frozenset({MID})
_TAIL = frozenset({TAIL})
_SECTION = "comment section"
_FURNISHED = 2
_NUMBERED = 1 / 3
"""Of the lines below the article, how many may have numbers: of a table more do."""
_NUMBER = re.compile(r"\d")
_MORE = 5
"""How many times as much stands below a button for comments as above it."""
_MOST_OF_ONE = 3
"""Paragraphs that a reader writes, on the average."""
_REACH = 4
"""Lines below what heads comments, among which the first reader is named and dated."""


def find_end(lines: list[Line]) -> int:
    """Find the line that ends the article for good; without one, give the number of lines.

    A heading does once enough text stands above it; one of a list of articles only where no prose follows,
    so that a list in the midst of an article does not cost what stands below it.
    """
    comments = _find_comments(lines)
    lines = lines[:comments]
    total = sum(len(line.text) for line in lines)
    prose = _end_of_prose(lines)
    seen = 0
    for at, line in enumerate(lines):
        if seen and len(line.text) <= _LONGEST_HEADING and not line.is_verbatim:
            found = find_furniture(line.text, paragraph=False, zones=_TAIL)
            if (
                found
                and _is_late(found.kind, seen / total)
                and (not found.kind.lists or (at >= prose and heads_list(lines, at)))
                and not _goes_on(lines[at + 1 :])
            ):
                return at
        seen += len(line.text)
    return len(lines)


def find_foot(lines: list[Line]) -> int:
    """Find the line from which the page goes on below the article: the first of several that are furniture.

    One line of furniture may stand below any article; of two, what stands beside them is theirs, unless it is a table.
    A text that is a list throughout has no foot.
    """
    end = _end_of_prose(lines)
    if not end:
        return len(lines)
    below = enumerate(lines[end:], end)
    found = [at for at, line in below if not line.is_verbatim and _is_foot(line.text)]
    if len(found) < _FURNISHED:
        return len(lines)
    rest = lines[found[0] :]
    numbered = sum(_NUMBER.search(line.text) is not None for line in rest)
    return found[0] if numbered <= _NUMBERED * len(rest) else len(lines)


def _is_foot(text: str) -> bool:
    found = find_furniture(text, paragraph=False, zones=_TAIL)
    return found is not None


def _goes_on(below: list[Line]) -> bool:
    """Tell whether the article goes on below a heading that could end it: with two paragraphs that are no readers'."""
    real = dated = 0
    for line in below:
        dated += len(line.text) <= _LONGEST_HEADING and _is_dated(line.text)
        if dated > 1 or phrase(line.text) in words("reply"):
            return False
        if len(line.text) >= _REAL and _is_prose(line.text):
            real += find_furniture(line.text, paragraph=True, zones=_MID) is None
    return real > 1


def _find_comments(lines: list[Line]) -> int:
    """Find the line that heads what readers wrote: a count or a word for comments, and a reader with a date below it.

    A heading alone ends nothing, nor does one that no text stands above, or hardly any of an article that goes on:
    there it is a button. A count is left to be read.
    """
    is_below = False
    for at, line in enumerate(lines):
        if is_below and len(line.text) <= _LONGEST_COUNT:
            found = find_furniture(line.text, paragraph=False, zones=_TAIL)
            is_count = found is not None and found.kind.counts
            is_heading = phrase(line.text) in words("comments") or (found and found.kind.name == _SECTION)
            if (is_count or is_heading) and _is_discussion(lines[at + 1 :]) and not _is_button(lines, at):
                return at + 1 if is_count else at
        is_below = is_below or is_paragraph(line.text)
    return len(lines)


def _is_button(lines: list[Line], at: int) -> bool:
    """Tell whether what counts or names comments stands at the beginning of an article, above who wrote it and when."""
    above, below = (sum(len(line.text) for line in part) for part in (lines[:at], lines[at + 1 :]))
    if above * _MORE >= below:
        return False
    real = sum(len(line.text) >= _REAL and _is_prose(line.text) for line in lines[at + 1 :])
    dated = sum(len(line.text) <= _LONGEST_HEADING and _is_dated(line.text) for line in lines[at + 1 :])
    return real > dated * _MOST_OF_ONE


def _is_discussion(lines: list[Line]) -> bool:
    """Tell whether lines begin with a reader's name and when that was, or with who says something."""
    for at, line in enumerate(lines[:_REACH]):
        if _says().fullmatch(fold(line.text)):
            return True
        dated = _is_dated(line.text)
        if dated and at and _is_reader(lines[at - 1].text):
            return True
        if dated and any(phrase(below.text) in words("reply") for below in lines[: _REACH * 3]):
            return True
        parted = _NAME_AND_TIME.search(line.text)
        if parted and _is_reader(line.text[: parted.start()]) and _is_dated(line.text[parted.end() :]):
            return True
    return False


def _is_dated(text: str) -> bool:
    found = date_line(text, "en", UTC, signed=True)
    return found is not None or is_relative(text)


def _is_reader(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and len(text.split()) <= _MOST_NAME_WORDS and not ends_sentence(text)


@cache
def _says() -> re.Pattern[str]:
    return re.compile(rf".{{2,{_LONGEST_NAME}}} (?:{alternatives('says')}) ?(?:[:：]|\.\.\.|…)?")


def _is_late(kind: Kind, share: float) -> bool:
    return kind.ends is not None and share >= kind.ends


def heads_list(lines: list[Line], at: int) -> bool:
    """Tell whether what stands below a line is no running text but the first of a list."""
    return at + 1 == len(lines) or not (_is_prose(lines[at + 1].text) or len(lines[at + 1].text) > _LONGEST_TEASER)


def _is_prose(text: str) -> bool:
    return is_paragraph(text) and ends_sentence(text)


def _end_of_prose(lines: list[Line]) -> int:
    """Find the line after the last prose: a long paragraph, or two in succession; teasers and titles are neither."""
    above = False
    end = 0
    for at, line in enumerate(lines):
        prose = _is_prose(line.text)
        if prose and (above or len(line.text) >= _PROSE):
            end = at + 1
        above = prose
    return end
