"""Where the article ends and the page goes on: at its author's biography, the comments, a list of other articles."""

from __future__ import annotations

from feeds.enrich.furniture import TAIL, Kind, find_furniture
from feeds.enrich.lines import Line, ends_sentence, is_paragraph

_LONGEST_HEADING = 80
_LONGEST_TEASER = 140
_PROSE = 200


def find_end(lines: list[Line]) -> int:
    """Find the line that ends the article for good; without one, give the number of lines.

    A heading does once enough text stands above it; one of a list of articles only where no prose follows,
    so that a list in the midst of an article does not cost what stands below it.
    """
    total = sum(len(line.text) for line in lines)
    prose = _end_of_prose(lines)
    seen = 0
    for at, line in enumerate(lines):
        if seen and len(line.text) <= _LONGEST_HEADING and not line.is_verbatim:
            found = find_furniture(line.text, paragraph=False, zones=frozenset({TAIL}))
            if (
                found
                and _is_late(found.kind, seen / total)
                and (not found.kind.lists or (at >= prose and heads_list(lines, at)))
            ):
                return at
        seen += len(line.text)
    return len(lines)


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
