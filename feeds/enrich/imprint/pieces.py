"""The parts of a line that says who and when: names, agencies, counts, sections; what else stands there is unknown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from feeds.enrich.bylines import byline
from feeds.enrich.credits import credit_line
from feeds.enrich.datelines import is_label, is_relative, says_nothing
from feeds.enrich.furniture import HEAD, MID, TAIL, find_furniture
from feeds.enrich.imprint.names import is_full_name, is_role, without_titles
from feeds.enrich.imprint.people import is_agency
from feeds.enrich.labels import alternatives, words
from feeds.enrich.normalise import fold

if TYPE_CHECKING:
    from feeds.model import Source

SIGNED = "\x02"
SHORT_SENTENCE = 3
_WORD = re.compile(r"[^\W\d_]+")
_FULL_NAME = 2
_ANYWHERE = frozenset({HEAD, MID, TAIL})
_LISTED = re.compile(r"\s*,\s*|\s+\+\s+")
_NICKNAME = re.compile(r"[^\W\d_][\w.-]{3,24}")
_NUMBERS = re.compile(r"[\W\d_]*(?:uhr|h|hs|gmt|utc|[ap]\.?m\.?|est|edt|nr|no)?[\W\d_]*", re.IGNORECASE)


@dataclass(slots=True)
class Said:
    """What the parts of a line were found to say."""

    authors: list[str]
    sources: list[Source]
    comments: int | None = None
    unknown: int = 0
    small: int = 0


def read_part(part: str, said: Said) -> None:
    """Read one part of a line; one that begins with `SIGNED` is what somebody signed with."""
    if part.startswith(SIGNED):
        name = _without_rest(part[1:].strip(" ,:"), said)
        signed = byline(f"by {without_titles(name)}")
        if signed:
            said.authors += signed.authors
            said.sources += signed.sources
            return
        if _NICKNAME.fullmatch(name) and fold(name) not in words("nobody"):
            said.authors.append(name)
            return
        part = name
    for piece in filter(None, _LISTED.split(part)):
        _read_piece(piece, said)


def _read_piece(piece: str, said: Said) -> None:
    if _NUMBERS.fullmatch(piece) or _says_nothing(piece):
        return
    rest = _without_rest(piece, said)
    if not rest or _NUMBERS.fullmatch(rest) or _says_nothing(rest):
        return
    names = re.split(rf"\s+(?:{alternatives('name_joiners')})\s+", rest)
    if all(map(is_full_name, names)):
        said.authors += map(without_titles, names)
        return
    if (credit := credit_line(rest, tail=False)) is not None:
        said.sources += credit.sources
        return
    unknown = _WORD.findall(rest)
    if len(unknown) <= SHORT_SENTENCE and not unknown[0].islower():  # a section, a button
        said.unknown += 1
        return
    said.unknown += len(unknown)
    said.small += sum(word.islower() and len(word) > 3 for word in unknown)  # noqa: PLR2004 - letters


def _without_rest(piece: str, said: Said) -> str:
    """Take what counts, names a section or is a button off the end of a part, or all of it."""
    parts = [] if is_agency(piece) else piece.split()  # `Associated Press` is no section of its name
    for at in range(len(parts)):
        rest = " ".join(parts[at:])
        if at and parts[at][0].isdigit() and len(parts) - at > 2:  # noqa: PLR2004 - a number and its noun
            found = find_furniture(" ".join(parts[at : at + 2]), paragraph=False, zones=_ANYWHERE)
            if found and found.comments is not None:
                said.comments = found.comments if said.comments is None else said.comments
                read_part(" ".join(parts[at + 2 :]), said)
                return " ".join(parts[:at]).rstrip(" ,:-")
        if len(parts) - at <= 4:  # noqa: PLR2004 - words of a button
            found = find_furniture(rest, paragraph=False, zones=_ANYWHERE)
            if (
                found
                or fold(rest).strip(":# ") in words("sections")
                or is_relative(rest)
                or rest.isdecimal()
                or is_label(rest)
                or (at >= _FULL_NAME and is_role(rest))
            ):
                if found and found.comments is not None and said.comments is None:
                    said.comments = found.comments
                return " ".join(parts[:at]).rstrip(" ,:-")
    return piece


def _says_nothing(text: str) -> bool:
    return says_nothing(fold(text)) or fold(text).strip(" :") in words("sections")
