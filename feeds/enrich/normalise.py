"""Make text safe to publish and even to compare: NFC, XML 1.0 characters only, no invisible marks.

What XML may carry: https://www.w3.org/TR/xml/#charsets
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SOFT = "\u00ad"
# Bidi controls and zero-width marks that carry nothing in a stored line; the joiners are treated on their own.
_INVISIBLE = "\u061c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
_ILLEGAL = "\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
# Joiners shape Persian, Indic scripts and emoji; after a Latin letter, a blank or punctuation they are debris.
_JOINER_DEBRIS = "(?<![\u0590-\u1fff\u2190-\U0010ffff])[\u200c\u200d]+"
# So they part words in scripts that have no blanks (Thai, Lao, Burmese, Khmer), and shape Mongolian.
_SPACE_DEBRIS = "(?<![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1980-\u1aaf])\u200b+|(?<![\u1800-\u18af])\u180e"
_BREAKS = "\x0b\x0c\x85\u2028\u2029"

_PLAIN_WORD = re.compile(r"[^\W_]+")
_ILLEGAL_RE = re.compile(f"[{_ILLEGAL}]")
_CHANGED_RE = re.compile(f"[{_SOFT}{_INVISIBLE}{_ILLEGAL}{_BREAKS}\x80-\x9f\u180e\u200b-\u200d]")
_DELETED_RE = re.compile(f"[{_SOFT}{_INVISIBLE}{_ILLEGAL}]|{_JOINER_DEBRIS}|{_SPACE_DEBRIS}")
_BREAKS_RE = re.compile(f"[{_BREAKS}]")
_C1_RE = re.compile("[\x80-\x9f]")
_NEWLINES_RE = re.compile(r"\r\n?")

_WORD = re.compile(r"\w+")
_SIGNS = re.compile(r"[^\w\s.'’ʼ,()&·/\u0300-\u036f\u0590-\u05c7\u0600-\u06ff\u0900-\u0fff\u200c\u200d–-]")

_FOLDS = (("’", "'"), ("ʼ", "'"), ("‘", "'"), ("\u00a0", " "), ("\u202f", " "), ("\u2009", " "), ("İ", "i"), ("ـ", ""))
_EDGES = " \t'\"«»“”„‹›<>[](){}|•·●■▪►▸→⇒*=~_#+-–—.,:;!?؟،…/\\✎✉⬇↓↑📷"


def _c1(found: re.Match[str]) -> str:
    """Read a C1 control as what it was before a wrong decoding: the same byte in Windows-1252."""
    return found[0].encode("latin-1").decode("cp1252", "ignore")


def clean(text: str) -> str:
    r"""Give the text with `\n` as the only line break, NFC, and nothing that a feed cannot carry."""
    if "\r" in text:
        text = _NEWLINES_RE.sub("\n", text)
    if _CHANGED_RE.search(text):  # as hardly any text is
        text = _BREAKS_RE.sub(" ", text)
        text = _C1_RE.sub(_c1, text)
        text = _DELETED_RE.sub("", text)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text


def first_illegal(text: str) -> tuple[int, int] | None:
    """Count the characters that XML cannot carry and give the line of the first; None when there is none."""
    found = _ILLEGAL_RE.search(text)
    if found is None:
        return None
    before = _NEWLINES_RE.sub("\n", text[: found.start()])
    return len(_ILLEGAL_RE.findall(text)), before.count("\n") + 1


def one_line(text: str) -> str:
    """Join a text into one line with single blanks; no-break spaces inside stay (French typography)."""
    if "\t" in text or "\n" in text or "  " in text:
        blanks = text.replace("\t", " ").replace("\n", " ").replace("\r", " ")
        text = " ".join(filter(None, blanks.split(" ")))
    return text.strip()


@lru_cache(maxsize=256)  # a line is folded for each rule that looks at it
def fold(text: str) -> str:
    """Even out case, apostrophes and kinds of blank, for comparing only."""
    if not text.isascii():  # one by one: `translate` looks every letter up, and takes fifteen times as long
        for sign, plain in _FOLDS:
            text = text.replace(sign, plain)
    folded = text.casefold()
    if len(folded) != len(text):  # a letter with two marks falls apart: `ΐ` of `Μαΐου`
        folded = unicodedata.normalize("NFC", folded)
    if folded.isprintable() and "  " not in folded:  # of all blanks only the plain one is: there is nothing to even out
        return folded.strip(" ")
    return " ".join(folded.split())


def folded_words(text: str) -> list[str]:
    """Give the words of a text, folded; with the dotless i as i, which is one of its capitals."""
    return _WORD.findall(fold(text).replace("ı", "i"))


def longest_word(name: str) -> str:
    """Give the word by which a name is looked for in `folded_words`."""
    return max(folded_words(name), key=len)


def phrase(text: str) -> str:
    """Fold a line and take off the punctuation around it: `» Share.` and `share` are one phrase."""
    return fold(text).strip(_EDGES)


def has_signs(name: str) -> bool:
    """Tell whether a name holds signs that tell it from the same name without them: `C++`, not `U.S.`."""
    return _SIGNS.search(name) is not None


def bare(text: str) -> str:
    """Fold and take the accents off Latin letters too: `Etats-Unis` and `États-Unis` are one name."""
    folded = fold(text)
    if folded.isascii():
        return folded
    marked = unicodedata.normalize("NFD", folded)
    return unicodedata.normalize("NFC", re.sub("(?<=[a-z])[\u0300-\u036f]+", "", marked)).replace("ı", "i")


def distinct_words(text: str) -> set[str]:
    """Give the words of a text, each once. What stands between blanks is mostly a word: that need not be searched."""
    parts = set(text.split())
    words = {part for part in parts if part.isalnum()}
    return words.union(_PLAIN_WORD.findall(" ".join(parts - words)))


def occurrences(text: str, word: str) -> Iterator[int]:
    """Give where a word stands in a text, also within others; no two of them share a letter."""
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + len(word))


def standing_alone(text: str, word: str, *, is_open: bool = False) -> Iterator[int]:
    """Give where a word stands that is no part of another; an open one may go on."""
    for place in occurrences(text, word):
        end = place + len(word)
        if not (place and text[place - 1].isalnum()) and (is_open or not text[end : end + 1].isalnum()):
            yield place
