"""Lines of an article: numbered, without the blank ones, hard wraps joined, and what counts as a paragraph."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from feeds.enrich.labels import words
from feeds.enrich.normalise import fold, one_line

_ENDS = frozenset(".!?…。！？؟।")
_SENTENCE_END = re.compile(rf"[{''.join(sorted(_ENDS))}][\s\"'”’»›)\]]*$")
_WIDE = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SET_CLOSE = re.compile("[\u0e00-\u0e7f\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
"""What a line may end in anywhere: scripts without blanks, and their punctuation."""
_WIDE_WORTH = 1.5  # a CJK or Thai character says about two and a half times what a letter says
_LONG = 100
_SENTENCE = 45
_NARROW_PAGE = 36
_NARROW_WIDE_PAGE = 16
_WIDE_PAGE = 200
_VERSE = 100
"""What is wider is no verse, item or headline."""
_MOST_INDENT = 6
_FEWEST_WRAPS = 2
_LONG_BREAK = 60
"""From this width on one break amid a sentence tells enough, if it is the only one."""
_LONGEST_TITLE = 200
_MOST_TITLE_LINES = 3
_FEWEST_WORDS = 4
"""Of the second line of a title in capitals: what has fewer may be a name or a date."""
_BULLET = re.compile(r"\s*(?:[-–—*•·►▪]|\d{1,2}[.)])\s")
_SMALL_WORD = re.compile(r"(?<=\s)[^\W\d_A-Z]{1,3}\Z")
"""Neither verses nor headlines end in one."""
_YEAR = re.compile(r"\d{4}")
_HYPHEN = re.compile(r"[^\W\d_][-\u2010]\Z")
_HALF = re.compile(r"[^\W\d_]+[-\u2010]\Z")
_MOST_HYPHENS = 12
"""Of so many breaks one at a hyphen may be chance: then the word was written with it."""
_MARKS = ".,;:!?)\"'»”’"
_RULE = re.compile(r"[^\w\s]{3,}\Z")
"""What is drawn below a heading."""
_QUOTED = re.compile(r"\s*(?:>[^\n]*(?:\n\s*|\Z))+\Z")
_QUOTE = re.compile(r"(?:>\s?)+|\|\s")
"""What a program puts before each line of what it quotes."""
_QUOTES = (">", "|")
_INDENT = re.compile(r"[ \t\u00a0\u3000]*")


class Line(NamedTuple):
    """One line that says something; `block` counts the runs of lines between blank ones."""

    number: int
    text: str
    block: int = 0
    is_verbatim: bool = False
    """Of code or a table: part of the text whatever it says."""
    indent: int = 0
    """How many blanks stand before it."""


def split_lines(text: str, first: int = 1) -> list[Line]:
    """Give the lines that are not blank, with their numbers; a line of no-break spaces is blank.

    What is quoted as a whole, its title too, is given without the marks.
    """
    if text.lstrip().startswith(">") and _QUOTED.match(text):
        text = re.sub(r"(?m)^[ \t]*(?:> ?)+", "", text)
    lines = []
    block = 0
    for number, raw in enumerate(text.split("\n"), first):
        line = one_line(raw)
        if line:
            indent = 0 if raw[0] == line[0] else len(_INDENT.match(raw)[0].expandtabs(4))  # type: ignore[index]
            lines.append(Line(number, line, block, indent=indent))
        else:
            block += 1
    return lines


def _without_quote(line: Line) -> tuple[str, str]:
    """Part the mark of a quotation from the text behind it."""
    found = _QUOTE.match(line.text) if line.text.startswith(_QUOTES) else None
    return (found[0].replace(" ", ""), line.text[found.end() :]) if found else ("", line.text)


def _wraps(above: Line, below: Line, width: int) -> bool:
    """Tell whether `below` begins with a word that `above` had no room for."""
    mark, text = _without_quote(below)
    if not text or _BULLET.match(text) or _RULE.match(text) or _without_quote(above)[0] != mark:
        return False
    if below.indent > above.indent and not _BULLET.match(above.text):
        return False
    if _HYPHEN.search(above.text) and text[0].islower():
        return True
    word = 1 if _SET_CLOSE.match(text) else len(text.split(None, 1)[0])
    gap = len(_gap(above.text, text))
    return len(above.text) + gap + word > width - (gap == 0)


def _gap(above: str, below: str) -> str:
    """Give what stands between two lines that are joined: nothing where a script has no blanks."""
    last, first = above[-1], below[0]
    is_close = _SET_CLOSE.match(last) or _SET_CLOSE.match(first)
    return "" if is_close and not any(sign.isascii() and sign.isalnum() for sign in (last, first)) else " "


def _goes_on(above: Line, below: Line) -> bool:
    """Tell whether `below` begins amid a sentence: small, or below an article or the like, or below no full stop."""
    if _SMALL_WORD.search(above.text):
        return True
    first = _without_quote(below)[1].lstrip("\"'“„«‘([")[:1]
    if first.upper() != first.lower():
        return first.islower()
    return first.isalpha() and not ends_sentence(above.text)


def join_wrapped(lines: list[Line], *, titled: bool = False) -> list[Line]:
    """Join lines that were broken at a page width: nearly every break stands where no further word had room.

    `titled` says that the first line may be a title. Lines may be double-spaced, a paragraph marked by an indent, and
    what is quoted by a mark before each line. Verses, lists and addresses break elsewhere and begin with capitals.
    """
    if titled:
        lines = _with_whole_title(lines)
    is_even = not any(below.number - above.number > 2 for above, below in pairwise(lines[1:]))  # noqa: PLR2004 - lines
    for spacing in (0, 1):
        pairs = [
            (above, below)
            for at, (above, below) in enumerate(pairwise(lines))
            if _follows(above, below, spacing, is_even=is_even) and not (titled and at == 0)
        ]
        if width := _page_width(pairs):
            return _joined(lines, width, spacing, titled=titled, is_even=is_even)
    return lines


def _with_whole_title(lines: list[Line]) -> list[Line]:
    """Join a title of several lines above a text that was not broken.

    The rest of it begins small, and says as much as no by-line does, or stands below a word in which no headline ends:
    `… before the`.
    """
    block = [line for line in lines[: _MOST_TITLE_LINES + 1] if line.block == lines[0].block]
    whole = block[0].text if block else ""
    is_wide = any(len(line.text) >= _NARROW_PAGE for line in block)
    for at, (above, below) in enumerate(pairwise(block)):
        says_enough = is_wide and (at > 0 or len(below.text.split()) >= _FEWEST_WORDS)
        is_begun = says_enough or _SMALL_WORD.search(above.text)
        if not (is_begun and below.text[0].islower() and _is_rest(below.text)):
            return lines
        whole += f"{'' if _HYPHEN.search(whole) else ' '}{below.text}"
    is_title = 1 < len(block) <= _MOST_TITLE_LINES and len(whole) <= _LONGEST_TITLE and not ends_sentence(whole)
    return [block[0]._replace(text=whole), *lines[len(block) :]] if is_title else lines


def _follows(above: Line, below: Line, spacing: int, *, is_even: bool) -> bool:
    """Tell whether two lines stand as close as those of one paragraph, with so many blank lines between.

    Where paragraphs stand no further apart (`is_even`) than their double-spaced lines, one ends with its sentence.
    """
    if below.block != above.block + spacing:
        return False
    if spacing and (below.number - above.number != spacing + 1 or (is_even and ends_sentence(above.text))):
        return False
    return bool(_without_quote(above)[1] and _without_quote(below)[1])


def _page_width(pairs: list[tuple[Line, Line]]) -> int | None:
    """Give the width at which nearly all of these lines were broken, None where they were not."""
    lines = [line for pair in pairs for line in pair if "://" not in line.text]
    width = max((len(line.text) for line in lines), default=0)
    narrowest = _NARROW_WIDE_PAGE if any(_SET_CLOSE.match(below.text) for _, below in pairs) else _NARROW_PAGE
    if not narrowest <= width <= _WIDE_PAGE:
        return None
    indents = [line.indent for line in lines]
    width -= min(max(indents) - min(indents), _MOST_INDENT)  # which may be part of the width or not
    forced = [(above, below) for above, below in pairs if _wraps(above, below, width)]
    is_alone = len(pairs) == 1 and width >= _LONG_BREAK and not ends_sentence(pairs[0][0].text)
    if len(forced) * 10 < len(pairs) * 6 or len(forced) < (1 if is_alone else _FEWEST_WRAPS):
        return None
    going_on = sum(_goes_on(*pair) or (width > _VERSE and not ends_sentence(pair[0].text)) for pair in forced)
    return width if going_on and going_on * 4 >= len(forced) else None


def _joined(lines: list[Line], width: int, spacing: int, *, titled: bool, is_even: bool) -> list[Line]:
    joined: list[Line] = []
    is_title_alone = titled and not (spacing == 0 and _is_broken_title(lines, width))
    first = 1 if is_title_alone else 0
    breaks = [
        at >= first and _follows(above, below, spacing, is_even=is_even) and _wraps(above, below, width)
        for at, (above, below) in enumerate(pairwise(lines))
    ]
    hyphens = _Hyphens(lines, breaks)
    for at, line in enumerate(lines):
        if at and breaks[at - 1]:
            joined[-1] = joined[-1]._replace(text=hyphens.join(joined[-1].text, _without_quote(line)[1]))
        else:
            joined.append(line)
    return joined


class _Hyphens:
    """Tells which of the hyphens at which lines were broken are of their words, and which of the breaks."""

    def __init__(self, lines: list[Line], breaks: list[bool]) -> None:
        broken = sum(
            is_break and _HYPHEN.search(line.text) is not None for line, is_break in zip(lines, breaks, strict=False)
        )
        self._are_of_breaks = broken > 1 and broken * _MOST_HYPHENS > sum(breaks)
        self._text = " ".join(line.text for line in lines).lower() if broken else ""

    def join(self, above: str, below: str) -> str:
        """Join two lines: `be-` and `fore`, `well-` and `known`, `Haus-` and `und Gartenbau`."""
        first = below.split(None, 1)[0]
        half = _HALF.search(above)
        if not half or not first[0].islower() or first.rstrip(_MARKS) in words("suspended_hyphen"):
            return above + _gap(above, below) + below
        rest = first.rstrip(_MARKS)
        is_written = f"{half[0]}{rest}".lower() in self._text
        is_one_word = self._are_of_breaks or f"{half[0][:-1]}{rest}".lower() in self._text
        is_of_word = is_written or not is_one_word
        return (above if is_of_word else above[:-1]) + below


def _is_broken_title(lines: list[Line], width: int) -> bool:
    """Tell whether what stands first is a title of two or three lines: broken as the text is, and no sentence."""
    block = [line for line in lines[: _MOST_TITLE_LINES + 1] if line.block == lines[0].block]
    return (
        1 < len(block) <= _MOST_TITLE_LINES
        and sum(len(line.text) for line in block) <= _LONGEST_TITLE
        and not any(ends_sentence(line.text) for line in block)
        and all(_wraps(above, below, width) and _is_rest(below.text) for above, below in pairwise(block))
    )


def _is_rest(text: str) -> bool:
    """Tell whether a line can be the rest of a title: no by-line or date, and in capitals only with some words."""
    if text[0].isdigit():
        return not _YEAR.search(text)
    if fold(text).startswith(tuple(f"{word} " for word in words("byline"))):
        return False
    return not text[0].isupper() or len(text.split()) >= _FEWEST_WORDS


def ends_sentence(text: str) -> bool:
    """Tell whether a line ends as a sentence does, closing quotes and brackets aside."""
    return text[-1:] in _ENDS or bool(_SENTENCE_END.search(text[-8:]))


def is_paragraph(text: str) -> bool:
    """Tell whether a line reads as running text: long, or fairly long and ending a sentence."""
    weight: float = len(text)
    if weight < _LONG and not text.isascii():
        weight += _WIDE_WORTH * len(_WIDE.findall(text))
    return weight >= _LONG or (weight >= _SENTENCE and ends_sentence(text))
