"""How a title is put into lines: where it may be broken, and how many words go into each. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIGN = "[\u2e80-\u2fff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f]"
"""Of a script that is written without blanks, and broken anywhere…"""
_OPENS, _CLOSES = "（「『【《〈“‘([", "）」』】》〉、。，．！？：；…”’ー々)],.!?:;"
"""…but behind what opens, or in front of what closes."""
_PIECE = re.compile(rf"[{re.escape(_OPENS)}]*{_SIGN}[{re.escape(_CLOSES)}]*|(?:(?!{_SIGN})\S)+|\s+")
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


class Piece(NamedTuple):
    """What is not broken: a word, or a sign of a script that is written without blanks."""

    text: str
    width: float
    gap: float
    """Of the blank in front of it; none where there is no blank."""


def is_right_to_left(text: str) -> bool:
    """Tell whether a text runs from right to left: by its first letter."""
    kinds = map(unicodedata.bidirectional, text)
    return next((kind for kind in kinds if kind == "L" or kind in _RIGHT_TO_LEFT), "L") != "L"


def pieces_of(text: str) -> list[tuple[str, bool]]:
    """Cut a text where lines may break, and say of each piece whether a blank stands in front of it."""
    pieces, is_apart = [], False
    for part in _PIECE.findall(text.strip()):
        if not part.isspace():
            pieces.append((part, is_apart))
        is_apart = part.isspace()
    return pieces


def characters_of(text: str) -> list[str]:
    """Cut a text into its characters, each with its marks."""
    parts: list[str] = []
    for char in text:
        if parts and unicodedata.category(char).startswith("M"):
            parts[-1] += char
        else:
            parts.append(char)
    return parts


def lines_of(pieces: Sequence[Piece], room: float) -> list[str]:
    """Put pieces into lines no wider than there is room, as many into each as go."""
    lines, taken = list[str](), 0.0
    for piece in pieces:
        if lines and taken + piece.gap + piece.width <= room:
            lines[-1] += f"{' ' if piece.gap else ''}{piece.text}"
            taken += piece.gap + piece.width
        else:
            lines.append(piece.text)
            taken = piece.width
    return lines


def balanced(pieces: Sequence[Piece], room: int) -> list[str]:
    """Put pieces into as few lines as go, and make these as even as they can be."""
    count = len(lines_of(pieces, room))
    least, most = min(room, int(max(piece.width for piece in pieces)) + 1), room
    while least < most:
        middle = (least + most) // 2
        if len(lines_of(pieces, middle)) > count:
            least = middle + 1
        else:
            most = middle
    return lines_of(pieces, most)
