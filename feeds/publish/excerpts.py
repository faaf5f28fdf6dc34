"""Where in an entry the words stand that were looked for: parts of its title and text, marked. Pure."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from feeds.enrich.credits import without_dateline
from feeds.words.folding import fold
from feeds.words.tokens import WORD, cut, is_dense, token_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feeds.model import Entry
    from feeds.words.terms import Sought

Part = tuple[str, bool]
"""Some of a text, and whether it was looked for."""

_LOOKED_AT = 40
"""Paragraphs."""
_LONGEST = 260
_BEFORE = 80
"""Characters of an excerpt, and of those that stand before what was looked for."""


def ranked(entries: Sequence[Entry], sought: Sought) -> list[Entry]:
    """Order entries for people: those first that have most of the words in their titles, the newest of these first."""

    def titled(entry: Entry) -> int:
        said = f" {cut(entry.title, '', entry.language).title} "
        return sum(any(f" {' '.join(form.tokens)} " in said for form in group) for group in sought.every)

    return sorted(entries, key=titled, reverse=True)  # which leaves those alike in their order


def marked_title(entry: Entry, sought: Sought) -> tuple[Part, ...]:
    """Mark what was looked for in the title of an entry."""
    return _marked(entry.title, entry.language, _tokens(sought, in_title=True))


def excerpt(entry: Entry, sought: Sought) -> tuple[Part, ...]:
    """Give the place of the text where most of the words stand together, marked; nothing where none does."""
    tokens = _tokens(sought, in_title=False)
    best: tuple[Part, ...] = ()
    most = 0
    for paragraph in entry.paragraphs[:_LOOKED_AT]:
        # Where it is and of what day stands above it: of two that say as much it is the one without.
        for text in dict.fromkeys((without_dateline(paragraph), paragraph)):
            parts = _marked(text, entry.language, tokens)
            found = len({fold(part) for part, is_hit in parts if is_hit})
            if found > most:
                best, most = parts, found
    return _shortened(best)


def _tokens(sought: Sought, *, in_title: bool) -> frozenset[str]:
    forms = (form for group in sought.every for form in group if in_title or not form.is_title)
    return frozenset(token for form in forms for token in form.tokens)


def _marked(text: str, language: str | None, tokens: frozenset[str]) -> tuple[Part, ...]:
    signs: list[Part] = []
    end = 0
    for word in WORD.finditer(text):
        signs.append((text[end : word.start()], False))
        signs += _of_word(word[0], language, tokens)
        end = word.end()
    signs.append((text[end:], False))
    grouped = ((is_hit, "".join(map(itemgetter(0), part))) for is_hit, part in groupby(signs, key=itemgetter(1)))
    return tuple((part, is_hit) for is_hit, part in grouped if part)


def _of_word(word: str, language: str | None, tokens: frozenset[str]) -> Iterator[Part]:
    if not is_dense(word):
        yield word, not tokens.isdisjoint(token_of(word, language).split())
        return
    # Found by pairs of signs, or by one: each sign is marked that is part of what was found.
    for i, sign in enumerate(word):
        around = (sign, word[i - 1 : i + 1], word[i : i + 2])
        yield sign, any(fold(part) in tokens for part in around if part)


def _shortened(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Cut a paragraph to what stands around the first word that was looked for."""
    text = "".join(map(itemgetter(0), parts))
    if len(text) <= _LONGEST:
        return parts
    first = len(parts[0][0]) if not parts[0][1] else 0
    begin = max(0, first - _BEFORE)
    begin = text.find(" ", begin, first) + 1 or begin if begin else 0
    end = min(len(text), begin + _LONGEST)
    if end < len(text):
        end = max(text.rfind(" ", begin + _BEFORE, end), begin + _BEFORE) if " " in text[begin + _BEFORE : end] else end
    cut_parts: list[Part] = [("… ", False)] if begin else []
    at = 0
    for part, is_hit in parts:
        inside = part[max(0, begin - at) : max(0, end - at)]
        if inside:
            cut_parts.append((inside, is_hit))
        at += len(part)
    return (*cut_parts, *([(" …", False)] if end < len(text) else []))
