"""Fold words, so that case, accents, points of vowels and forms of letters make no difference.

Marks go where people leave them out when they type: of Latin and Greek letters, of Arabic and Hebrew vowels, the two
dots of ё. They stay where they make another letter: й, the voiced kana, the vowel signs of India.
"""

from __future__ import annotations

import re
import unicodedata
from importlib import resources
from typing import Any

import yaml

TABLE: dict[str, Any] = yaml.safe_load((resources.files("feeds.words") / "words.yaml").read_text("utf-8"))

INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
"""Signs within words that nobody sees: soft hyphens, joiners, marks of direction. Of a class of characters."""

_UNSEEN = re.compile(f"[{INVISIBLE}]")
_LETTERS = str.maketrans({**TABLE["letters"], **TABLE["alike"]})
_DIGITS = re.compile(r"(?![0-9])\d")
_MARKS = re.compile(
    r"(?<![\u0400-\u04ff])[\u0300-\u036f]+"  # not of Cyrillic letters…
    r"|(?<=[аеиоуыэюя])[\u0300\u0301]|(?<=е)\u0308"  # …but of stressed ones, and of ё
    r"|[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]"
    r"|[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]"
)


def fold(word: str) -> str:
    """Fold a word, or a text: what is folded stays as it is when it is folded again."""
    if word.isascii():
        return word.lower()
    seen = _UNSEEN.sub("", word)
    # Twice, since what is taken apart may be a capital, and what is folded whole.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", seen.casefold()).casefold())
    bare = unicodedata.normalize("NFC", _MARKS.sub("", apart).translate(_LETTERS))
    return _DIGITS.sub(lambda found: str(unicodedata.decimal(found[0])), bare)
