"""Undo what was done to a text before it came here: UTF-8 that was read as another code page, entities, elements.

Both are undone once. What nobody could have written is mended; what can be meant, as a text about entities quotes
them, stays.
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from feeds.enrich.language import guess_language, telling_letters
from feeds.model import Warned
from feeds.parsers.codepages import read_code_page

_PAGES = ("latin-1", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "mac-roman", "cp437", "cp850")
"""What UTF-8 is taken for."""
_FEWEST = 2
"""Letters that show that a line was garbled, where `ftfy` does not see it."""
_ENTITY = re.compile(r"&(?:#[0-9]{2,7}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ELEMENT = re.compile(
    r"<(a|abbr|b|cite|del|div|em|font|h[1-6]|i|ins|mark|p|q|s|small|span|strong|sub|sup|u)(?:\s[^<>]*)?>([^<>]*)</\1>"
    r"|<!\[CDATA\[()(.*?)\]\]>",
    re.IGNORECASE | re.DOTALL,
)
"""What formats a part of a text, and does so no more where that is shown as plain text."""
_QUOTES = "\"'`“”„«»‘’‹›"
_CODE = re.compile(r"`[^`\n]*`")


_ARMENIAN = (0xD4, 0xD5, 0xD6)
"""First bytes of letters that would make of any `’é` a suspect: on a Macintosh they are quotation marks."""


def _signs(first: int, last: int) -> str:
    """Give what the bytes of a span are in those pages, as a class of a regular expression."""
    spans = bytes(byte for byte in range(first, last + 1) if byte not in _ARMENIAN)
    found = {char for page in _PAGES for char in spans.decode(page, "ignore") if not char.isascii()}
    return "".join(sorted(found | {chr(byte) for byte in spans}))


_SUSPECT = re.compile(f"[{re.escape(_signs(0xC2, 0xF4))}][{re.escape(_signs(0x80, 0xBF))}]")
"""The first two bytes of a letter as another page shows them; ordinary texts have such pairs too, seldom."""


_OTHER_PAGE = re.compile("[a-z][¹³¿¯¶±ýþð]|[À-ÿ]{4}")
"""Signs behind letters, and letters in a row, as Windows-1252 shows Polish, Turkish, Russian or Greek."""
_FEWEST_OTHERS = 3
_LATIN = re.compile("[a-z]{4}")


class Mended(NamedTuple):
    """A text, and the line of its first repair, 1 being its first; None where there was nothing to repair."""

    text: str
    line: int | None = None


def undo_mojibake(text: str) -> Mended:
    """Read again what was UTF-8 and read as another code page, once or twice: `rÃ©paration`, `lâ€™Ã©tÃ©`.

    Of one letter alone in a line nothing can be said, unless another line shows that the text was garbled.
    """
    if text.isascii():
        return Mended(text)
    if not _SUSPECT.search(text):
        return _of_other_page(text)
    lines = text.split("\n")
    suspect = [at for at, line in enumerate(lines) if _SUSPECT.search(line)]
    mended = {at: again for at in suspect if (again := _read_again(lines[at], _FEWEST)) != lines[at]}
    if mended:
        mended |= {at: _read_again(lines[at], 1) for at in suspect if at not in mended}
    elif sum(len(_SUSPECT.findall(lines[at])) for at in suspect) > _FEWEST:
        whole = _read_again("\n".join(lines[at] for at in suspect), _FEWEST).split("\n")
        mended = dict(zip(suspect, whole, strict=True)) if len(whole) == len(suspect) else {}
    changed = [at for at, line in mended.items() if line != lines[at]]
    for at in changed:
        lines[at] = mended[at]
    return Mended("\n".join(lines), min(changed) + 1) if changed else _of_other_page(text)


def _of_other_page(text: str) -> Mended:
    """Read again what was in another code page and read as Windows-1252: `g³osuje`, `onarýmýna`, `Ñîâåò`.

    It must then be a text of a language whose letters those are.
    """
    if len(_OTHER_PAGE.findall(text)) < _FEWEST_OTHERS:
        return Mended(text)
    for page in ("latin-1", "cp1252"):
        try:
            found = read_code_page(text.encode(page))
        except UnicodeEncodeError:
            continue
        if found and (language := guess_language(found.text)) and _is_nearer(found.text, text, language):
            lines = zip(text.split("\n"), found.text.split("\n"), strict=False)
            return Mended(found.text, next(at for at, (old, new) in enumerate(lines, 1) if old != new))
    return Mended(text)


def _is_nearer(found: str, text: str, language: str) -> bool:
    """Tell whether a reading has more letters of its language than the text, which has no other language as it is."""
    if _LATIN.search(found) and guess_language(text) not in {language, None}:
        return False
    return telling_letters(found, language) > telling_letters(text, language)


def _read_again(line: str, fewest: int) -> str:
    """Read a line again if at least so many letters show it."""
    import ftfy

    mended = ftfy.fix_encoding(line)
    if mended != line:
        return mended
    for page in _PAGES:
        try:
            again = line.encode(page).decode("utf-8")
        except UnicodeError:
            continue
        if len(line) - len(again) >= fewest:
            return again
    return line


def undo_entities(text: str) -> Mended:
    """Decode HTML entities once, except where they are quoted or stand in code: there the text is about them."""
    if "&" not in text:
        return Mended(text)
    code = [found.span() for found in _CODE.finditer(text)]
    first = 0

    def decoded(found: re.Match[str]) -> str:
        nonlocal first
        start, end = found.span()
        around = text[start - 1 : start], text[end : end + 1]
        is_quoted = all(mark and mark in _QUOTES for mark in around)
        if is_quoted or any(left < start < right for left, right in code):
            return found[0]
        char = html.unescape(found[0])
        if char != found[0]:
            first = first or text.count("\n", 0, start) + 1
        return " " if char in "\n\r" else char

    mended = _ENTITY.sub(decoded, text)
    return Mended(mended, first or None)


def without_elements(text: str) -> str:
    """Take the elements that format it from a text that is plain: `<em>At last</em>, a pier`."""
    while "</" in text or "<!" in text:
        plain = _ELEMENT.sub(lambda found: found[2] or found[4] or "", text)
        if plain == text:
            break
        text = plain
    return text


def mojibake_warning(line: int) -> Warned:
    """Say that a text was mended."""
    return Warned(line, "text that had been read in a wrong code page mended, the first in this line")


def entity_warning(line: int) -> Warned:
    """Say that entities were decoded."""
    return Warned(line, "HTML entities decoded, the first in this line")
