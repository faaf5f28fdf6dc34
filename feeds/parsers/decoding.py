"""From bytes to text that a feed can carry, saying what had to be repaired.

UTF-8 first, with or without a mark; a text that is UTF-8 but for a few bytes has those repaired; else Windows-1252,
or its Turkish sister where that makes Turkish of it.
"""

from __future__ import annotations

import codecs
import re

from feeds.enrich.language import guess_language
from feeds.enrich.normalise import clean, first_illegal
from feeds.errors import ArticleRefused
from feeds.model import Warned

LARGEST = 5_000_000
MOST_LINES = 10_000
_BAD_RE = re.compile("[\udc80-\udcff]+")
_SURROGATE_BYTES = re.compile(b"\xed[\xa0-\xbf][\x80-\xbf]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd\ufffe\uffff]")
_LETTER = re.compile(r"[^\W\d_]")
_TURKISH = re.compile("[ğşıİĞŞ]")  # what Windows-1252 has in their places is Icelandic, which has these too:
_ICELANDIC = re.compile("[áæíóúÁÆÍÓÚ]")
_MOST_CONTROLS = 10  # one character in ten
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(data: bytes, name: str) -> tuple[str, list[Warned]]:
    """Decode and clean an article; refuse what is empty, too large, too long or no text."""
    if len(data) > LARGEST:
        raise ArticleRefused(name, None, too_large(len(data)))
    text, warnings = _read(data, name)
    if not text.strip("\ufeff\x00 \t\r\n\u00a0"):
        raise ArticleRefused(name, None, "the file is empty")
    if len(_CONTROL.findall(text)) * _MOST_CONTROLS > len(text):
        raise ArticleRefused(name, None, "the file is not text: it is full of control characters")
    illegal = first_illegal(text.removeprefix("\ufeff"))
    if illegal:
        count, line = illegal
        what = "a character" if count == 1 else f"{count} characters"
        warnings.append(Warned(line, f"{what} that no feed can carry removed"))
    cleaned = clean(text)
    if not cleaned.strip():
        raise ArticleRefused(name, None, "the file is empty")
    if (
        cleaned.count("\n") > MOST_LINES
        and sum(not line.isspace() for line in cleaned.split("\n") if line) > MOST_LINES
    ):
        raise ArticleRefused(name, None, f"the file has too many lines for an article: at most {MOST_LINES:,} are read")
    return cleaned, warnings


def too_large(size: int) -> str:
    """Say that a file is no article, by its size."""
    return f"the file is too large for an article: {size:,} bytes, at most {LARGEST:,} are read"


def _read(data: bytes, name: str) -> tuple[str, list[Warned]]:
    if data.startswith(_UTF16):
        try:
            return data.decode("utf-16"), []
        except UnicodeDecodeError as error:
            raise ArticleRefused(name, None, "the file is not text: neither UTF-8 nor the UTF-16 it claims") from error
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    whole = _SURROGATE_BYTES.sub("\ufffd".encode(), data)
    text = whole.decode("utf-8", "surrogateescape")
    bad = sum(len(run) for run in _BAD_RE.findall(text))
    good = sum(1 for char in text if char > "\x7f") - bad
    if bad <= good:
        repaired = _BAD_RE.sub(_repair, text)
        return repaired, [Warned(line, f"bytes that are not UTF-8 repaired, the first in line {line}")]
    return _western(data, name, line)


def _western(data: bytes, name: str, line: int) -> tuple[str, list[Warned]]:
    """Read a code page of one byte a letter; the first byte that is not ASCII stands in that line."""
    turkish = data.decode("cp1254", "replace")
    if len(_TURKISH.findall(turkish)) > 2 * len(_ICELANDIC.findall(turkish)) and guess_language(turkish) == "tr":
        return turkish, [Warned(line, "the file is not UTF-8, read as Windows-1254")]
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise ArticleRefused(name, line, "the file is not text: neither UTF-8 nor Windows-1252") from error
    letters = _LETTER.findall(text)
    if sum(letter > "\x7f" for letter in letters) * 2 > len(letters):
        raise ArticleRefused(name, line, "the file is neither UTF-8 nor Windows-1252: convert it to UTF-8")
    return text, [Warned(line, "the file is not UTF-8, read as Windows-1252")]


def _repair(found: re.Match[str]) -> str:
    """Read a single stray byte as Windows-1252; a longer run, or a byte cut off at the end, is lost and marked."""
    run = found[0].encode("utf-8", "surrogateescape")
    if len(run) == 1 and found.end() < len(found.string):
        return run.decode("cp1252", "replace")
    return "\ufffd"
