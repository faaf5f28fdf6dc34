"""Words that label a line, and splitting a line at its label."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from feeds.enrich.normalise import fold
from feeds.enrich.tables import load_table


@cache
def words(kind: str) -> tuple[str, ...]:
    """Give the words of one kind, folded, longest first."""
    table: dict[str, Any] = load_table("labels.yaml")
    return tuple(sorted({fold(word) for word in table[kind]}, key=lambda word: (-len(word), word)))


@cache
def alternatives(kind: str) -> str:
    """Give the words of one kind as alternatives of a regular expression."""
    return "|".join(re.escape(word) for word in words(kind))


@cache
def _labelled(kind: str) -> re.Pattern[str]:
    return re.compile(
        rf"\W{{0,3}}(?:{alternatives(kind)})(?: \([^)]{{1,12}}\))?(?P<colon> ?[:：]| ?[-–—] )? ?(?P<rest>.*)"
    )


def after_label(folded: str, kind: str) -> tuple[bool, str] | None:
    """Give whether a colon or dash follows, and the rest, of a folded line that begins with a label."""
    found = _labelled(kind).fullmatch(folded)
    if found is None:
        return None
    rest = found["rest"]
    joined = rest and not found["colon"] and folded[found.start("rest") - 1].isalnum() and rest[0].isalnum()
    return None if joined else (bool(found["colon"]), rest)
