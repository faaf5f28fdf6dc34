"""Cut texts into tokens: words that are folded and stemmed, pairs of neighbours where a script writes no blanks.

A text keeps the tokens of its own language; a search asks for those of several, see `forms`. What is beyond the bounds
is not found, on any database: both count positions alike.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import Stemmer

from feeds.words.folding import INVISIBLE, TABLE, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

VERSION = f"2 {Stemmer.version()}"
"""Names how texts are cut: by another one the index has to be made anew."""

GAP = "\u00b6"
"""Stands where no phrase may go on: between paragraphs, and for what is not kept. No word has it."""
MOST_TITLE_TOKENS = 500
MOST_TOKENS = 15_000
"""Of one article: PostgreSQL knows 16,383 positions…"""
MOST_TIMES = 250
"""…and 256 of one word."""

_LONGEST = 40
"""Characters of a token; what is longer is cut."""
_APOSTROPHES = "'\u2019\u02bc\u2018\uff07"
_MARKS = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    r"\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u0900-\u0963\u0971-\u0df3\u0e31\u0e34-\u0e3a"
    r"\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u3099\u309a"
)
"""What stands on or beside letters and is none to Python."""
WORD = re.compile(rf"[\w{_MARKS}{INVISIBLE}]+(?:[{_APOSTROPHES}][\w{_MARKS}{INVISIBLE}]+)*")
_DENSE = (
    r"\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff"
    r"\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Scripts that write no blanks between words, or glue endings to them: Thai, Lao, Burmese, Khmer, Chinese, Japanese,
Korean."""
_IS_DENSE = re.compile(f"[{_DENSE}]")
_PIECES = re.compile(rf"([{_DENSE}]+)|([^{_DENSE}_]+)")
_NO_WORD = re.compile(rf"[^\w{_MARKS}]")
_BETWEEN = re.compile(f"[{_APOSTROPHES}]")
_BEFORE, _AFTER, _ENDINGS = frozenset(TABLE["before"]), frozenset(TABLE["after"]), frozenset(TABLE["endings"])
_STEMMERS: Mapping[str, str] = TABLE["stemmers"]
LANGUAGES = tuple(sorted({*_STEMMERS, *_ENDINGS}))
"""For which there are rules."""
_MOST_KNOWN = 100_000
"""Words of a language that are remembered with their tokens, as they are written: a news text has few new ones."""

_known: dict[str, _Known] = {}
_stemming = Lock()
"""Stemmers are not safe for threads."""


class Cut(NamedTuple):
    """The tokens of a title and a text, each list joined by blanks."""

    title: str
    text: str
    title_signs: str
    """Each sign of a dense script once: such a text has no token of one sign."""
    signs: str


def cut(title: str, text: str, language: str | None) -> Cut:
    """Cut an article; the paragraphs of the text are separated by line feeds."""
    known = _words_known(language_of(language))
    titled = _tokens(title, known)[:MOST_TITLE_TOKENS]
    written = _tokens(text, known)[:MOST_TOKENS]
    if len(titled) + len(written) - len({*titled, *written}) >= MOST_TIMES:
        titled, written = _thinned(titled, written)
    return Cut(" ".join(titled), " ".join(written), _signs(title), _signs(text))


def language_of(language: str | None) -> str:
    """Give the language by whose rules a text is cut: its primary subtag, none where there are no rules for it."""
    primary = (language or "").partition("-")[0].lower()
    return primary if primary in _STEMMERS or primary in _ENDINGS else ""


@lru_cache(maxsize=4096)
def forms(words: str, languages: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Give the tokens by which some words in a row may stand in a text, in any of some languages or none."""
    cuts = (tuple(_tokens(words, _words_known(language))) for language in ("", *languages))
    return tuple(dict.fromkeys(tokens for tokens in cuts if tokens))


def token_of(word: str, language: str | None) -> str:
    """Give the tokens of one word, joined by blanks."""
    return _words_known(language_of(language)).tokens(word)


def ruled(languages: Iterable[str]) -> tuple[str, ...]:
    """Choose the languages for which there are rules."""
    return tuple(sorted({language for language in map(language_of, languages) if language}))


def is_dense(word: str) -> bool:
    """Tell whether a word is written in a script without blanks: it is found by its parts."""
    return _IS_DENSE.search(word) is not None


class _Known:
    """The words of a language, with their tokens."""

    def __init__(self, language: str) -> None:
        self._language = language
        algorithm = _STEMMERS.get(language)
        self._stemmer = Stemmer.Stemmer(algorithm, 0) if algorithm else None
        self.held: dict[str, str] = {}

    def tokens(self, written: str) -> str:
        """Give the tokens of what stands between two blanks, joined by blanks."""
        found = self.held.get(written)
        if found is None:
            found = " ".join(token for word in WORD.findall(written) for token in self._made(word))
            if len(self.held) >= _MOST_KNOWN:
                self.held = {}
            if len(written) <= _LONGEST and not is_dense(written):
                self.held[written] = found
        return found

    def _made(self, word: str) -> Iterable[str]:
        parts = [fold(part) for part in _BETWEEN.split(word)]
        if len(parts) > 1 and self._language in _ENDINGS:
            parts = parts[:1]
        while len(parts) > 1 and parts[0] in _BEFORE:
            parts = parts[1:]
        while len(parts) > 1 and parts[-1] in _AFTER:
            parts = parts[:-1]
        for part in parts:
            for dense, other in _PIECES.findall(_NO_WORD.sub("_", part)):
                if other:
                    yield self._stemmed(other)[:_LONGEST]
                else:
                    yield from map("".join, pairwise(dense)) if len(dense) > 1 else (dense,)

    def _stemmed(self, word: str) -> str:
        if self._stemmer is None or any(map(str.isdigit, word)):
            return word
        with _stemming:
            # A stemmer may give back letters that were folded, or nothing of a short word.
            return fold(self._stemmer.stemWord(word)) or word


def _words_known(language: str) -> _Known:
    found = _known.get(language)
    return found if found is not None else _known.setdefault(language, _Known(language))


def _tokens(text: str, known: _Known) -> list[str]:
    held = known.held.get  # most words were met before, with the same signs around them: no call is quicker than none
    paragraphs = ([held(word) or known.tokens(word) for word in part.split()] for part in text.split("\n"))
    return f" {GAP} ".join(filter(str.strip, map(" ".join, paragraphs))).split()


def _thinned(titled: Sequence[str], written: Sequence[str]) -> tuple[list[str], list[str]]:
    """Put gaps for what comes oftener than a database counts."""
    counts = Counter((*titled, *written))
    if max(counts.values(), default=0) <= MOST_TIMES:
        return list(titled), list(written)
    met: Counter[str] = Counter()
    kept: list[str] = []
    for token in (*titled, *written):
        met[token] += 1
        kept.append(token if met[token] <= MOST_TIMES else GAP)
    return kept[: len(titled)], kept[len(titled) :]


def _is_western(text: str) -> bool:
    """Tell at little cost of most texts in Latin letters that nothing else is in them."""
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _signs(text: str) -> str:
    if _is_western(text) or not is_dense(text):
        return ""
    return " ".join(sorted({sign for word in WORD.findall(fold(text)) for sign in _IS_DENSE.findall(word)}))
