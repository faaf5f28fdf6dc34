"""Whose name a name is: a person, a club or a street may be called like a country or its capital."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feeds.enrich.language import is_common
from feeds.enrich.names.index import WORD
from feeds.enrich.normalise import fold
from feeds.enrich.tables import load_table, of_tables
from feeds.enrich.vocabulary import find_tag, rules

if TYPE_CHECKING:
    from feeds.enrich.names.index import Name

_WORD_BEFORE = re.compile(r"[^\W\d_][\w'’.-]*[»”\"]?\Z")
_WORDS_BEFORE = 3
_BEHIND = re.compile(r" ([^\W\d_a-z][^\W\d_A-Z]+)(?!\w|['’])")
_QUOTES = re.compile("[«»“”\"']")
_PARTICLES = frozenset(["de", "du", "des", "d", "la", "del", "della", "di", "do", "da", "of", "von", "van"])
_REACH = 60
_SHORTEST_NAME = 3
_NAMES_IN_CAPITALS = frozenset(["en", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "nb", "ca", "ro"])
"""Languages in which a capital amid a sentence tells a name, and the first name stands first."""
_BEGINNINGS = '\n.!?:…«»“”"(–—-'
"""What a sentence, a name or an aside begins behind."""


class Persons:
    """The people a text has named so far: of whom it has named in full, it says the surname alone afterwards."""

    def __init__(self, text: str, language: str) -> None:
        self._text = text
        self._language = language
        self._named: set[str] = set()

    def is_place(self, name: Name, start: int, end: int) -> bool:
        """Tell whether a territory is meant, no person (`Anatole France`), club or street (`rue de France`)."""
        text = self._text
        if start and text[start - 1] == "-" and name.kind == "people":
            return False
        words = _words_before(text[max(0, start - _REACH) : start])
        before = _QUOTES.sub(" ", fold(" ".join(words))).split()
        if behind := _behind().match(text, end):
            self._named |= set(name.words) if behind[0].startswith(",") else set()
        if behind or _is_called("named_after", before):
            return False
        if _is_called("clubs", before):
            self._named |= set(name.words)
            return False
        if name.kind == "people":
            return not (name.words[0][0].isupper() and words and fold(words[-1]) in _given_names())
        if name.words[-1].isupper() or len(name.words) > 1:
            return True
        return self._is_no_person(name.words[0], words, start, end)

    def _is_no_person(self, name: str, words: tuple[str, ...], start: int, end: int) -> bool:
        text, language = self._text, self._language
        if not words and _begins(text[:start]) and _is_given_name(text, start, end, language):
            self._named.add(name)
            return False
        if words and words[-1][0].isupper() and _is_half_a_name(*words[-2:]):
            self._named.add(name)
            return False
        if words and _is_first_name(words[-1], text[:start], text[end:], language):
            called = f"{words[-1]} {name}"
            # Any word may begin a title or a sentence with a capital: with the same name behind it again, it is a name.
            is_known = called in self._named or fold(words[-1]) in _given_names() or text.count(called) > 1
            if is_known or not _begins(text[: start - len(words[-1]) - 1]):
                self._named |= {called, name}
                return False
        return name not in self._named or (bool(words) and fold(words[-1]) in around("place"))


def _words_before(text: str) -> tuple[str, ...]:
    """Give the last words of a text, at most three with nothing but blanks or apostrophes behind each."""
    if text[-1:] not in (" ", "\u00a0", "'", "’"):
        return ()
    words: list[str] = []
    for word in reversed(text.rpartition("\n")[2].split()):
        if len(words) == _WORDS_BEFORE or not _WORD_BEFORE.match(word):
            break
        words.insert(0, word)
    return tuple(words)


def _begins(before: str) -> bool:
    """Tell whether something begins behind a text."""
    return before.rstrip(" \u00a0")[-1:] in _BEGINNINGS


def _is_given_name(text: str, start: int, end: int, language: str) -> bool:
    """Tell whether a territory that begins a line is the first word of a longer name: `France Gall`, `Kenya Moore`."""
    line: str = text[start : text.find("\n", start) % (len(text) + 1)]
    found = _BEHIND.match(text, end)
    if found is None or language not in _NAMES_IN_CAPITALS:
        return False
    word = found[1]
    if is_common(word, language) or fold(word) in (around("not_names") | around("institutions")) or find_tag(word):
        return False
    others = [other for other in WORD.findall(line[end - start + len(found[0]) :]) if len(other) > _SHORTEST_NAME]
    return bool(sum(other[0].isupper() for other in others) * 2 < len(others))


def _is_half_a_name(*words: str) -> bool:
    """Tell whether a surname must follow: `Judge`, `Dr.`, and `Pierre Mendès` before `France`."""
    is_title = fold(words[-1]).strip(".") in around("titles")
    return is_title or (len(words) > 1 and words[-1].isalpha() and fold(words[0]) in _given_names())


def _is_first_name(word: str, before: str, behind: str, language: str) -> bool:
    """Tell whether a word before a territory is the first name of a person: with a capital, and no common word.

    Where all words have capitals nothing is told, except at the beginning of a line.
    """
    if not word[0].isupper() or word.isupper() or not word.isalpha() or len(word) < _SHORTEST_NAME:
        return False
    if is_common(word, language) or fold(word) in around("not_names") or find_tag(word):
        return False
    if fold(word) in _given_names():
        return True
    if language not in _NAMES_IN_CAPITALS:
        return False
    line = f"{before.rpartition(chr(10))[2]}{behind.partition(chr(10))[0]}"
    others = [other for other in WORD.findall(line) if other != word and len(other) > _SHORTEST_NAME]
    is_title_case = sum(other[0].isupper() for other in others) * 2 > len(others)
    return not is_title_case or before.rpartition("\n")[2].strip() == word


@of_tables
def _given_names() -> frozenset[str]:
    listed: dict[str, list[str]] = load_table("given_names.yaml")
    return frozenset(fold(name) for names in listed.values() for name in names).union(around("first_names"))


@of_tables
def _behind() -> re.Pattern[str]:
    """Match what makes the name of a street or of another town of what stands before it."""
    names = "|".join(re.escape(word) for word in rules("around")["behind"])
    return re.compile(rf",? (?i:{names})(?!\w)")


def _is_called(kind: str, before: list[str]) -> bool:
    """Tell whether words make the name of a club, a street or another country of what follows them."""
    at = len(before) - 1
    while at > 0 and before[at] in _PARTICLES:
        at -= 1
    return bool(before) and before[at] in around(kind)


@of_tables
def around(kind: str) -> dict[str, None]:
    """Give the words of a kind that stand around a territory, the longest first."""
    return dict.fromkeys(sorted((fold(word) for word in rules("around")[kind]), key=lambda word: (-len(word), word)))
