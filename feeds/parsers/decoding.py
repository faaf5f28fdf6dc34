"""The door for text: from bytes to text that a feed can carry, saying what had to be repaired.

A mark first, then UTF-8; a text that is UTF-8 but for a few bytes has those repaired; else the code page of which it
makes a text. What cannot be told is refused. UTF-8 that was read as something else is read again before controls,
which it is full of, are dropped.
"""

from __future__ import annotations

import codecs
import re

from feeds.enrich.normalise import clean, first_illegal
from feeds.errors import ArticleRefused
from feeds.model import Warned
from feeds.parsers.codepages import read_code_page
from feeds.parsers.mending import mojibake_warning, undo_mojibake

LARGEST = 5_000_000
MOST_LINES = 10_000
_BAD_RE = re.compile("[\udc80-\udcff]+")
_SURROGATE_BYTES = re.compile(b"\xed[\xa0-\xbf][\x80-\xbf]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd\ufffe\uffff]")
_MOST_CONTROLS = 10  # one character in ten
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ESCAPED = ("iso2022_jp_2", "iso2022_jp_ext", "iso2022_kr")
"""What is written in seven bits, with escapes between its alphabets, as mail was."""
_ESCAPE = b"\x1b$"
_ESCAPES = frozenset("\x0e\x1b")
_NO_TEXT = "the file is not text in UTF-8 or in a code page that can be told: convert it to UTF-8"
_NULS = 0.3
"""Of every second byte: where so many are nothing, a text is UTF-16 without a mark."""


def decode(data: bytes, name: str) -> tuple[str, list[Warned]]:
    """Decode and clean an article; refuse what is empty, too large, too long or no text."""
    if len(data) > LARGEST:
        raise ArticleRefused(name, None, too_large(len(data)))
    text, warnings = as_text(data, name)
    if not text.strip("\ufeff\x00 \t\r\n\u00a0"):
        raise ArticleRefused(name, None, "the file is empty")
    mended = undo_mojibake(text)
    if mended.line:
        warnings.append(mojibake_warning(mended.line))
    cleaned = clean(mended.text)
    if "\ufffd" in cleaned or cleaned != mended.text:
        warnings += _illegal(mended.text, name)
    if not cleaned.strip():
        raise ArticleRefused(name, None, "the file is empty")
    if (
        cleaned.count("\n") > MOST_LINES
        and sum(not line.isspace() for line in cleaned.split("\n") if line) > MOST_LINES
    ):
        raise ArticleRefused(name, None, f"the file has too many lines for an article: at most {MOST_LINES:,} are read")
    return cleaned, warnings


def _illegal(text: str, name: str) -> list[Warned]:
    """Say which characters have to go; refuse what is full of controls."""
    if len(_CONTROL.findall(text)) * _MOST_CONTROLS > len(text):
        raise ArticleRefused(name, None, "the file is not text: it is full of control characters")
    illegal = first_illegal(text.removeprefix("\ufeff"))
    if illegal is None:
        return []
    count, line = illegal
    what = "a character" if count == 1 else f"{count} characters"
    return [Warned(line, f"{what} that no feed can carry removed")]


def too_large(size: int) -> str:
    """Say that a file is no article, by its size."""
    return f"the file is too large for an article: {size:,} bytes, at most {LARGEST:,} are read"


def as_text(data: bytes, name: str) -> tuple[str, list[Warned]]:
    """Decode bytes, and say how where they are not UTF-8; refuse what is no text."""
    for mark, claimed in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(claimed), []
            except UnicodeDecodeError as error:
                reason = f"the file is not text: neither UTF-8 nor the {claimed.upper()} it claims"
                raise ArticleRefused(name, None, reason) from error
    if (wide := _wide(data)) and (text := _decoded(data, wide)):
        return text, [Warned(1, f"the file is not UTF-8, read as {wide.upper()}")]
    if _ESCAPE in data and (text := _unescaped(data)):
        return text, [Warned(1, "the file is not UTF-8, read as ISO-2022")]
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
    found = read_code_page(data)
    if found is None:
        raise ArticleRefused(name, line, _NO_TEXT)
    return found.text, [Warned(line, f"the file is not UTF-8, read as {found.page}")]


def _wide(data: bytes) -> str | None:
    """Tell UTF-16 without a mark by the bytes that are nothing in every Latin letter and blank."""
    if b"\0" not in data:
        return None
    half = len(data) // 2
    if data[0::2].count(0) > half * _NULS and data[1::2].count(0) == 0:
        return "utf-16-be"
    if data[1::2].count(0) > half * _NULS and data[0::2].count(0) == 0:
        return "utf-16-le"
    return None


def _unescaped(data: bytes) -> str | None:
    """Read a text with escapes; none may be left over."""
    texts = (_decoded(data, page) for page in _ESCAPED)
    return next((text for text in texts if text and _ESCAPES.isdisjoint(text)), None)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _repair(found: re.Match[str]) -> str:
    """Read a single stray byte as Windows-1252; a longer run, or a byte cut off at the end, is lost and marked."""
    run = found[0].encode("utf-8", "surrogateescape")
    if len(run) == 1 and found.end() < len(found.string):
        return run.decode("cp1252", "replace")
    return "\ufffd"
