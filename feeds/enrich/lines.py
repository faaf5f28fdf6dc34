"""Lines of an article: numbered, without the blank ones, hard wraps joined, and what counts as a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from feeds.enrich.normalise import one_line

_SENTENCE_END = re.compile(r"[.!?…。！？؟।][\s\"'”’»›)\]]*$")
_WIDE = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WIDE_WORTH = 1.5  # a CJK or Thai character says about two and a half times what a letter says
_LONG = 100
_SENTENCE = 45
_NARROW_PAGE = 40
_WIDE_PAGE = 100
_FEWEST_WRAPS = 2
_BULLET = re.compile(r"\s*(?:[-–—*•·►▪]|\d{1,2}[.)])\s")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that says something; `block` counts the runs of lines between blank ones."""

    number: int
    text: str
    block: int = 0
    is_verbatim: bool = False
    """Of code or a table: part of the text whatever it says."""


def split_lines(text: str, first: int = 1) -> list[Line]:
    """Give the lines that are not blank, with their numbers; a line of no-break spaces is blank."""
    lines = []
    block = 0
    for number, raw in enumerate(text.split("\n"), first):
        line = one_line(raw)
        if line:
            lines.append(Line(number, line, block))
        else:
            block += 1
    return lines


def _wraps(above: Line, below: Line, width: int) -> bool:
    """Tell whether `below` begins with a word that `above` had no room for."""
    if above.block != below.block or _BULLET.match(below.text):
        return False
    return len(above.text) + 1 + len(below.text.split(None, 1)[0]) > width


def join_wrapped(lines: list[Line]) -> list[Line]:
    """Join lines that were broken at a page width: nearly every break stands where no further word had room."""
    pairs = [(above, below) for above, below in pairwise(lines) if above.block == below.block]
    if len(pairs) < _FEWEST_WRAPS:
        return lines
    width = max(len(line.text) for pair in pairs for line in pair)
    if not _NARROW_PAGE <= width <= _WIDE_PAGE:
        return lines
    forced = sum(_wraps(above, below, width) for above, below in pairs)
    if forced < _FEWEST_WRAPS or forced * 10 < len(pairs) * 6:
        return lines
    joined = [lines[0]]
    above = lines[0]
    for line in lines[1:]:
        if _wraps(above, line, width):
            gap = "" if _WIDE.match(above.text[-1]) and _WIDE.match(line.text[0]) else " "
            joined[-1] = Line(joined[-1].number, joined[-1].text + gap + line.text, line.block)
        else:
            joined.append(line)
        above = line
    return joined


def ends_sentence(text: str) -> bool:
    """Tell whether a line ends as a sentence does, closing quotes and brackets aside."""
    return bool(_SENTENCE_END.search(text[-8:]))


def is_paragraph(text: str) -> bool:
    """Tell whether a line reads as running text: long, or fairly long and ending a sentence."""
    weight: float = len(text)
    if weight < _LONG and not text.isascii():
        weight += _WIDE_WORTH * len(_WIDE.findall(text))
    return weight >= _LONG or (weight >= _SENTENCE and ends_sentence(text))
