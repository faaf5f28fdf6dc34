"""What somebody looks for: words, "phrases", -word, one OR another, title:word.

All of it has to be there but for what has a minus before it. `OR` stands between two things of which either will do;
anywhere else it is a word, as are the operators of other programs. What cannot be looked for is refused in words.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from feeds.errors import InvalidSelection
from feeds.words.tokens import forms

LONGEST = 200
"""Characters of a search."""
MOST_WORDS = 24

_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02", '"'))
_TERM = re.compile(r'(?P<minus>-?)(?P<title>title:)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_OR = "OR"


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand next to each other."""

    words: str
    is_title: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What is looked for."""

    every: tuple[tuple[Term, ...], ...]
    """One of each group has to be there…"""
    none: tuple[Term, ...] = ()
    """…and none of these."""


def spelled(typed: str) -> str:
    """Spell a search in its one way: as it was typed, the blanks around and between its words apart."""
    return unicodedata.normalize("NFC", _BLANKS.sub(" ", typed).strip())


@lru_cache(maxsize=1024)
def read_terms(search: str) -> Terms:
    """Read a search that is spelled so. Raises InvalidSelection where there is nothing to look for, or too much."""
    if len(search) > LONGEST:
        raise InvalidSelection("q: it takes %(most)s characters at most", most=LONGEST)
    every: list[tuple[Term, ...]] = []
    none: list[Term] = []
    is_either = False
    found = [*_TERM.finditer(search.translate(_QUOTES))]
    words = 0
    for n, one in enumerate(found):
        if one[0] == _OR and every and n + 1 < len(found) and _joins(found[n - 1], found[n + 1]):
            is_either = True
            continue
        term = Term(one["phrase"] if one["phrase"] is not None else one["word"], one["title"] is not None)
        if tokens := forms(term.words, ()):
            words += len(tokens[0])
            if one["minus"]:
                none.append(term)
            elif is_either:
                every[-1] = (*every[-1], term)
            else:
                every.append((term,))
        is_either = False
    if words > MOST_WORDS:
        raise InvalidSelection(
            "q: it takes %(most)s words at most; a sign of Chinese, Japanese or Korean counts", most=MOST_WORDS
        )
    if not every:
        if none:
            raise InvalidSelection("q: it says only what is not to be there; it takes one word or more to look for")
        raise InvalidSelection("q: there is no word in it; it takes one word or more to look for")
    return Terms(tuple(dict.fromkeys(every)), tuple(dict.fromkeys(none)))


def _joins(before: re.Match[str], after: re.Match[str]) -> bool:
    """Tell whether two things can stand on either side of an OR."""
    return all(_is_wanted(one) for one in (before, after))


def _is_wanted(one: re.Match[str]) -> bool:
    words = one["phrase"] if one["phrase"] is not None else one["word"]
    return not one["minus"] and one[0] != _OR and bool(forms(words, ()))


@dataclass(frozen=True, slots=True)
class Form:
    """Tokens as they stand next to each other in a text."""

    tokens: tuple[str, ...]
    is_title: bool


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for, in tokens."""

    every: tuple[tuple[Form, ...], ...]
    none: tuple[Form, ...]


def sought(terms: Terms, languages: tuple[str, ...]) -> Sought:
    """Give the tokens of what is looked for in articles of some languages, and in those whose language has no rules."""

    def of(group: tuple[Term, ...]) -> tuple[Form, ...]:
        found = (Form(tokens, term.is_title) for term in group for tokens in forms(term.words, languages))
        return tuple(dict.fromkeys(found))

    return Sought(tuple(map(of, terms.every)), of(terms.none))
