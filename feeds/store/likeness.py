"""Whether two texts are one article, edited, or two articles. Pure, and the same wherever it is asked.

Two texts are alike where at least half of the three-word sequences of the shorter one stand in the other: what was
corrected, shortened or continued stays alike, two articles that share a language and a closing line are not.
"""

from __future__ import annotations

import re

_WORDS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_]+")
"""Words; scripts that put no blanks between them are taken sign by sign."""
_SEQUENCE = 3
_ENOUGH = 0.5


def is_same_title(one: str, other: str) -> bool:
    """Tell whether two titles differ in case, blanks and punctuation at most."""
    return _words(one) == _words(other) != []


def is_text_alike(one: str, other: str) -> bool:
    """Tell whether two texts are one that was edited. A text without a word is like no other."""
    ours, theirs = _sequences(one), _sequences(other)
    shorter = min(len(ours), len(theirs))
    return shorter > 0 and len(ours & theirs) >= _ENOUGH * shorter


def _sequences(text: str) -> set[tuple[str, ...]]:
    words = _words(text)
    return {tuple(words[at : at + _SEQUENCE]) for at in range(max(len(words) - _SEQUENCE + 1, min(len(words), 1)))}


def _words(text: str) -> list[str]:
    return _WORDS.findall(text.casefold())
