"""The title: stated, else the first line that can be one, else the first sentence, else the words of the file name."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from feeds.enrich.credits import credit_line
from feeds.enrich.datelines import date_line, is_relative
from feeds.enrich.furniture import HEAD, find_furniture
from feeds.enrich.lines import Line, is_paragraph
from feeds.enrich.normalise import fold
from feeds.enrich.sentences import cut, first_sentence
from feeds.parsers.draft import Draft

_LONGEST_TITLE = 200
_LONGEST_STATED_TITLE = 500
_TITLE_WIDTH = 100
_MOST_SKIPPED = 4
_LIKE_TITLES = "photo credit"  # `Photos: the harbour in bloom`
_SIGN = re.compile(r"[^\W_]")
_MARK = re.compile(r"\A#{1,6} +(?=\S)")  # of a heading, in Markdown
_OUTLET = re.compile(r"\s+[-–—|·•»]\s+\S.*")
_FILE_NOISE = re.compile(r"^\d+(?=\s|-|$)|\b[0-9a-f]{8,}\b")


def find_title(lines: list[Line], draft: Draft) -> tuple[str, list[Line]]:
    """Find the title: stated, else the first line that can be one, else the first sentence; and the lines below it."""
    stated = draft.stated.find("title")
    if stated and _SIGN.search(stated.text):
        title = cut(stated.text, _LONGEST_STATED_TITLE)
        draft.note_stated("title", title, stated)
        return title, _without_repeat(lines, title)
    at = next(
        (at for at, line in enumerate(lines[:_MOST_SKIPPED]) if _can_be_title(line, lines[at + 1 :], draft)), None
    )
    if at is None:
        at = next((at for at, line in enumerate(lines) if _SIGN.search(line.text)), None)
    if at is None:
        title = _file_words(draft.name) if lines == [] and draft.stated else ""
        return title, lines
    first = lines[at]
    if len(first.text) > _LONGEST_TITLE:
        title = first_sentence(first.text, _TITLE_WIDTH)
        draft.note("title", title, first.number, "first sentence: the first line is a paragraph")
        return title, lines
    title = _without_outlet(_MARK.sub("", first.text), lines[at + 1 :])
    draft.note("title", title, first.number, "first line")
    return title, [*lines[:at], *_without_repeat(lines[at + 1 :], title)]


def _can_be_title(line: Line, below: list[Line], draft: Draft) -> bool:
    """Tell whether a line can be the title: it says something, and is no furniture, credit or date above the title."""
    if line.is_verbatim or not _SIGN.search(line.text):
        return False
    if not below or len(line.text) > _TITLE_WIDTH or is_paragraph(below[0].text):
        return True
    zone = ZoneInfo(draft.defaults.timezone)
    dated = date_line(line.text, draft.defaults.language or draft.defaults.site_language, zone)
    credit = credit_line(line.text, tail=False)
    if (dated and dated.whole) or (credit and credit.sources) or is_relative(line.text):
        return False
    found = find_furniture(line.text, paragraph=False, zones=frozenset({HEAD}))
    return found is None or found.kind.name == _LIKE_TITLES


def _without_outlet(title: str, below: list[Line]) -> str:
    """Take off the name of the outlet, `A title - The Journal`, where the title stands below without it."""
    repeated = below[0].text if below else ""
    outlet = title.removeprefix(repeated) if repeated else ""
    return repeated if _OUTLET.fullmatch(outlet) and len(outlet) < len(repeated) else title


def _without_repeat(lines: list[Line], title: str) -> list[Line]:
    """Drop a title that is repeated on the next line."""
    return lines[1:] if lines and fold(lines[0].text) == fold(title) else lines


def _file_words(name: str) -> str:
    """Make a title of the words of a file name, without a leading index or a hash."""
    stem = PurePosixPath(name).stem
    words = " ".join(re.split(r"[\s_-]+", _FILE_NOISE.sub(" ", stem.replace("_", " ")))).strip()
    return words[:1].upper() + words[1:] if words else stem
