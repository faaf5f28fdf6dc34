"""Which code page a text that is not UTF-8 was written in: by its letters, and by what no text has.

The letters are weighed by `chardet`, which knows how often each stands in which language. What it finds is believed
only where the text reads like one: letters of one script in a word, no capitals or signs amid small letters.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

_MOST = 6
"""Readings that are looked at, likeliest first."""
_MOST_FAULTS = 0.04
"""Of the letters beyond ASCII: what has more faults than that is no reading."""
_HABIT = "cp1252"
"""What nearly everybody wrote: meant where only signs stand beyond ASCII, which tell of no language."""
_SIGNS = "*+_@&#$%€£°=|/\\\\"
_POINTS = ".,:;!?…()\\[\\]{}<>«»‹›“”\"'’‘ʼ´`·\u0387\u05f3\u05f4\u200c\u200d\u3000-\u303f\uff00-\uffef–—-"
_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0e31-\u0e4e"
_FAULT = re.compile(
    "[\x80-\x9f\u2500-\u259f\ufffd\ue000-\uf8ff¤]"  # controls, frames, what is nothing, what nobody writes
    f"|(?<=[^\\W\\d_])[^\\w\\s{_SIGNS}{_MARKS}{_POINTS}](?=[^\\W\\d_])"  # a sign amid letters
    "|(?<=[^\\W\\d_])[ˆ˜¨¸¯¿¡]"  # what opens, or floats, behind a letter
    "|(?<=[a-zß-öø-ÿ])[À-ÖØ-ÞŒŠŽŸ]"  # a capital behind a small letter
    "|[A-Za-zÀ-ɏ][\u0370-\u06ff]|[\u0370-\u06ff][A-Za-zÀ-ɏ]"  # two scripts in one word
)
_TELLING = re.compile(
    r"(?![A-Za-z])[^\W\d_]|(?<=[^\W\d_])[^\x00-\x7f’”»…°²³©®™\xa0–—]|(?<=\w)[^\x00-\x7f’–—](?=[^\W\d_])"
)
"""Letters beyond ASCII, and signs where a letter would stand."""


class Decoded(NamedTuple):
    """A text, and the name of the code page that it was in."""

    text: str
    page: str


@cache
def _pages() -> dict[str, str]:
    pages: dict[str, str] = yaml.safe_load(Path(__file__).with_name("codepages.yaml").read_text("utf-8"))
    return pages


def read_code_page(data: bytes) -> Decoded | None:
    """Decode bytes that are no UTF-8; None where no code page makes a text of them."""
    habit = _reading(data, _HABIT)
    if habit and not _TELLING.search(habit) and not _FAULT.search(habit):
        return Decoded(habit, _pages()[_HABIT])
    high = sum(byte > 0x7F for byte in data)  # noqa: PLR2004 - where ASCII ends
    for page in _likeliest(data):
        text = _reading(data, page)
        if text is not None and len(_FAULT.findall(text)) <= high * _MOST_FAULTS:
            return Decoded(text, _name(data, page, text))
    return None


def _likeliest(data: bytes) -> list[str]:
    import chardet

    found = chardet.detect_all(
        data, ignore_threshold=True, max_bytes=len(data), compat_names=False, include_encodings=_pages()
    )
    return [row["encoding"] for row in found[:_MOST] if row["encoding"] in _pages()]


def _reading(data: bytes, page: str) -> str | None:
    try:
        return data.decode(page)
    except UnicodeDecodeError:
        return None


def _name(data: bytes, page: str, text: str) -> str:
    """Name the usual page that reads the text alike."""
    return next(name for code, name in _pages().items() if code == page or _reading(data, code) == text)
