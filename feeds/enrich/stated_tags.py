"""Tags that a text states: `Tags: a, b`, `Mots-clés : …`, `الوسوم: …`. Separated lists only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from feeds.enrich.labels import after_label
from feeds.enrich.normalise import fold
from feeds.enrich.vocabulary import find_tag, tag_label
from feeds.model import Tag
from feeds.site import facet_slug

MOST_STATED = 50
"""Tags of one article; more are a list of something else."""
_LONGEST_LINE = 400
_LONGEST_TAG = 50
_MOST_WORDS = 6
_STATED_SEPARATOR = re.compile(r"\s*[,;|،؛、，；]\s*|\s+(?=#)")
_SEPARATOR = re.compile(r"\s*[,;|،؛、，；·•]\s*|\s+/\s+|\s+(?=#)")


def tag_items(text: str) -> list[str]:
    """Split a line of tags at its commas, semicolons, bars, dots between them or hash signs."""
    return _items(_SEPARATOR.split(text))


def stated_items(texts: Sequence[str]) -> list[str]:
    """Give the names in a stated list: each of several is one, whatever signs it holds; one alone may be a list."""
    return _items(texts if len(texts) > 1 else _STATED_SEPARATOR.split(texts[0]) if texts else ())


def _items(parts: Iterable[str]) -> list[str]:
    """Take the names out of quotation marks, brackets around the whole, a hash before and a full stop behind them."""
    items = []
    for part in parts:
        item = part.strip(" \u00a0'\"«»“”")
        if item[:1] + item[-1:] in {"()", "[]"}:
            item = item[1:-1].strip()
        item = item.lstrip("#") if item[1:2].isalnum() else item
        items.append(item.removesuffix(".") if item.count(".") == 1 else item)
    return list(dict.fromkeys(filter(None, items)))


def stated_tag(name: str, language: str | None) -> Tag | None:
    """Give the tag that a name means; a name that the vocabulary lacks becomes a tag of its own."""
    known = find_tag(name)
    if known:
        return Tag(known, tag_label(known, language or "en") or name)
    slug = facet_slug(name)
    return Tag(slug, name) if slug else None


def tags_line(text: str) -> list[str] | None:
    """Read the names on a line of tags; none for a label alone: the next line holds them."""
    if len(text) > _LONGEST_LINE:
        return None
    labelled = after_label(fold(text), "tags")
    if labelled is None:
        return None
    colon, rest = labelled
    if not rest:
        return [] if colon or text.isascii() or len(text) <= _LONGEST_TAG else None
    return tags_list(text[_rest_start(text, rest) :], labelled=colon)


def is_tags_label(text: str) -> bool:
    """Tell whether a line begins with a label of tags and its colon, whatever follows."""
    labelled = after_label(fold(text), "tags")
    return labelled is not None and labelled[0] and len(text) <= _LONGEST_LINE


def _rest_start(text: str, folded_rest: str) -> int:
    """Find where the rest of a folded line begins in the line as written (folding may change its length)."""
    for start in range(len(text)):
        if fold(text[start:]) == folded_rest:
            return start
    return 0


def tags_list(text: str, *, labelled: bool) -> list[str] | None:
    """Read a separated list of short names; a single one counts only after a label with a colon, if it is known."""
    items = tag_items(text)
    if not items or any(len(item) > _LONGEST_TAG or len(item.split()) > _MOST_WORDS for item in items):
        return None
    if len(items) == 1:
        return items if labelled and find_tag(items[0]) else None
    return items
