"""The lines that a folder says are no part of its articles: what one site repeats, and no rule for all sites knows."""

from __future__ import annotations

import fnmatch
import re
from functools import lru_cache

from feeds.enrich.lines import Line
from feeds.enrich.normalise import phrase
from feeds.parsers.draft import Draft

_ANYTHING = "\ue000"
_RULE = "dropped by _defaults.yaml"


def without_dropped(lines: list[Line], draft: Draft) -> list[Line]:
    """Leave out the lines that the folder's defaults name, whatever their case and the marks around them."""
    if not draft.defaults.drop:
        return lines
    exact, pattern = _lines(draft.defaults.drop)
    kept = []
    for line in lines:
        words = phrase(line.text)
        if not line.is_verbatim and (words in exact or (pattern and pattern.fullmatch(words))):
            draft.note("dropped", line.text, line.number, _RULE)
        else:
            kept.append(line)
    return kept


@lru_cache(maxsize=64)
def _lines(drop: tuple[str, ...]) -> tuple[frozenset[str], re.Pattern[str] | None]:
    """Make lines ready to be compared: those without `*`, and an expression for the others."""
    exact = frozenset(phrase(text) for text in drop if "*" not in text)
    globs = [fnmatch.translate(_glob(text)) for text in drop if "*" in text]
    return exact, re.compile("|".join(globs)) if globs else None


def _glob(text: str) -> str:
    """Fold a line as others are, but for its `*`; nothing else in it is a wildcard."""
    folded = phrase(text.replace("*", _ANYTHING)).replace("[", "[[]").replace("?", "[?]")
    return folded.replace(_ANYTHING, "*")
