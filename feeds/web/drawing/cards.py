"""Pictures of titles, for where a link to an article is shown, https://ogp.me: a plain card, the site's name below.

Letters are joined and ordered by Raqm, https://host-oman.github.io/libraqm/. What cannot be set right is not set.
"""

from __future__ import annotations

import importlib.util
import re
from functools import cached_property, lru_cache
from hashlib import blake2b
from threading import Lock
from typing import TYPE_CHECKING, Any

from cachetools import LRUCache

from feeds.web.drawing.lines import Piece, balanced, characters_of, is_right_to_left, lines_of, pieces_of
from feeds.web.drawing.png import MADE_BY, png

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.ImageFont import FreeTypeFont

    from feeds.web.drawing.fonts import Font, Fonts

WIDE, HIGH = 1200, 630
_VERSION = 3
"""Of how cards look; it moves on when that changes."""
_EDGE = 84
_FOOT = 90
"""What the name of the site takes below."""
_SIZES = (76, 68, 60, 54, 48, 42)
"""Of letters, in pixels; the largest is taken in which all of a title has room."""
_SMALL = 34
_LEADING = 1.3
_LONGEST = 400
"""Characters of a title that are looked at."""
_PAPER, _INK, _ACCENT = (253, 252, 249), (33, 31, 28), (143, 58, 16)
"""Red, green and blue, as on pages."""
_LEVELS = 15
"""Of ink: with the colour of the bar they are four bits a pixel."""
_FULL, _QUIET, _BAR = _LEVELS - 1, 10, _LEVELS
"""What a pixel holds: how much ink there is on the paper, or that it is of the bar above."""
_PALETTE = [
    *(
        round(paper + (ink - paper) * level / _FULL)
        for level in range(_LEVELS)
        for paper, ink in zip(_PAPER, _INK, strict=True)
    ),
    *_ACCENT,
]
_BYTES = 4 << 20
_FACES = 16
"""Fonts in a size that are held ready."""
_UNJOINED = re.compile(
    "[\u0020-\u02ff\u0370-\u058f\u1e00-\u1fff\u2000-\u2bff\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef]*"
)
"""Texts whose letters stand side by side as they come, whatever sets them."""


class Cards:
    """Draws cards of a site, one at a time; the newest are kept."""

    def __init__(self, name: str, fonts: Fonts) -> None:
        self._name = name
        self._fonts = fonts
        self._kept: LRUCache[str, bytes] = LRUCache(_BYTES, getsizeof=len)
        self._lock = Lock()

    @property
    def means(self) -> tuple[str, ...]:
        """Name by what cards are drawn: the library, and the fonts."""
        return (self._made_by, *map(str, self._fonts.files)) if self._made_by else ()

    def signature(self, title: str) -> str | None:
        """Name the card of a title; None where it cannot be drawn, since no font holds its letters."""
        font = self._font(title)
        if font is None:
            return None
        name = self._name_font
        decides = (_VERSION, self._made_by, title[:_LONGEST], font.digest, self._name, name and name.digest)
        return blake2b(repr(decides).encode("utf-8", "backslashreplace"), digest_size=12).hexdigest()

    def draw(self, title: str) -> bytes | None:
        """Draw the card of a title as PNG; None where it cannot be drawn."""
        signature, font = self.signature(title), self._font(title)
        if signature is None or font is None:
            return None
        with self._lock:
            if (drawn := self._kept.get(signature)) is None:
                drawn = self._kept[signature] = self._drawn(title[:_LONGEST], font)
        return drawn

    def _font(self, title: str) -> Font | None:
        text = title[:_LONGEST]
        if not self._made_by or not text.strip() or not (self._joins or _UNJOINED.fullmatch(text)):
            return None
        return self._fonts.holding(text)

    @cached_property
    def _name_font(self) -> Font | None:
        return self._font(self._name)

    @cached_property
    def _made_by(self) -> str:
        """Name what draws; empty where it is not installed."""
        if not all(map(importlib.util.find_spec, ("PIL", "fontTools"))):
            return ""
        from PIL import __version__

        return f"{__version__} {MADE_BY}"

    @cached_property
    def _joins(self) -> bool:
        from PIL import features

        return bool(features.check("raqm"))

    def _drawn(self, title: str, font: Font) -> bytes:
        from PIL import Image, ImageDraw

        card = Image.new("P", (WIDE, HIGH))
        draw = ImageDraw.Draw(card)
        draw.fontmode = "L"  # between paper and ink there are levels, which are places in the palette
        draw.rectangle((0, 0, WIDE, 13), fill=_BAR)
        lines, size = _laid(title, font)
        height = _EDGE - size // 8  # letters begin below the upper edge of their line
        for line in lines:
            self._line(draw, height, line, _face(font.file, size), _FULL, title)
            height += round(size * _LEADING)
        if self._name_font:
            face, text = _face(self._name_font.file, _SMALL), self._name
            while face.getlength(text) > WIDE - 2 * _EDGE:
                text = text[:-1].rstrip()
            self._line(draw, HIGH - _EDGE - _SMALL, text, face, _QUIET, title)
        return png(card, _PALETTE)

    def _line(self, draw: Any, height: int, line: str, face: FreeTypeFont, ink: int, title: str) -> None:
        """Draw a line at the side where the title begins."""
        is_mirrored = is_right_to_left(title)
        where = (WIDE - _EDGE, height) if is_mirrored else (_EDGE, height)
        whole = title if ink == _FULL else line
        way = {"direction": "rtl" if is_right_to_left(whole) else "ltr"} if self._joins else {}
        draw.text(where, line, font=face, fill=ink, anchor="ra" if is_mirrored else "la", **way)


@lru_cache(maxsize=_FACES)
def _face(file: Path, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(file, size)


def _laid(title: str, font: Font) -> tuple[list[str], int]:
    """Set a title in the largest size in which all of it has room; what has none in the smallest is left out."""
    room, high, size = WIDE - 2 * _EDGE, HIGH - 2 * _EDGE - _FOOT, 0
    pieces: list[Piece] = []
    for size in _SIZES:
        pieces = _measured(title, _face(font.file, size))
        lines = balanced(pieces, room)
        if len(lines) * size * _LEADING <= high and all(piece.width <= room for piece in pieces):
            return lines, size
    face = _face(font.file, size)
    short = [part for piece in pieces for part in ([piece] if piece.width <= room else _in_characters(piece, face))]
    lines, most = lines_of(short, room - size), int(high / (size * _LEADING))
    more = "…" if font.holds("…") else ""
    return ([*lines[: most - 1], f"{lines[most - 1]}{more}"] if len(lines) > most else lines), size


def _measured(title: str, face: FreeTypeFont) -> list[Piece]:
    blank = face.getlength(" ")
    return [Piece(text, face.getlength(text), blank if is_apart else 0.0) for text, is_apart in pieces_of(title)]


def _in_characters(piece: Piece, face: FreeTypeFont) -> list[Piece]:
    """Cut a piece that is wider than a line."""
    parts = characters_of(piece.text)
    return [Piece(text, face.getlength(text), 0.0 if n else piece.gap) for n, text in enumerate(parts)]
