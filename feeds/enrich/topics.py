"""What a text is about without naming it: subjects that are shown by words of theirs, told by where and how often.

The tables (`subjects/`, a file a top topic) have of each its code, id, labels, the wider one, and words in small
letters, whatever their case in a text; `*` ends the beginning of a word. No word stands there that means other things.

A subject counts when a word of it stands in the title and another in the text, or when several stand in the text and
one of them in its first sentences. One word makes no subject: whoever mentions an election writes of something else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from feeds.enrich.normalise import distinct_words, occurrences, standing_alone
from feeds.enrich.tables import list_tables, load_table, of_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_WORD = re.compile(r"[^\W_]+")
_START = 3
"""Letters by which words are looked up."""
_FRONT = {"ar": ("", "ال", "و", "ب", "ل", "وال", "بال", "لل")}
"""What is written at the front of a word, as part of it."""
_WITHOUT_BLANKS = frozenset(("zh", "ja"))
_IN_TITLE = 2
_SEVERAL = 3
_MANY = 4
"""Times that one and the same word must stand in the text."""
_MOST = 3


@dataclass(frozen=True, slots=True)
class Told:
    """A subject that a text is about."""

    slug: str
    count: int
    first: int
    """Where the first of its words stands."""


@dataclass(slots=True)
class _Found:
    places: list[int] = field(default_factory=list)
    words: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A word or several that show a subject."""

    slug: str
    first: str
    phrase: str
    """Empty where it is one word."""
    is_beginning: bool
    """Whether the last word may go on."""


@of_tables
def topics() -> Mapping[str, dict[str, Any]]:
    """Give the subjects by slug: code, label and match by language, and the wider one."""
    found: dict[str, dict[str, Any]] = {}
    for name in list_tables("subjects"):
        found |= {slug: row for slug, row in load_table(name).items() if slug != "_source"}
    return found


@of_tables
def _shown(language: str) -> tuple[dict[str, list[_Shown]], dict[str, list[_Shown]]]:
    """Give what is shown by a word as it is or more words behind it, and by the first letters what may go on."""
    whole: dict[str, list[_Shown]] = defaultdict(list)
    begun: dict[str, list[_Shown]] = defaultdict(list)
    front = _FRONT.get(language, ("",))
    for slug, row in topics().items():
        match = row.get("match", {})
        for written in (*match.get(language, ()), *match.get("any", ())):
            is_beginning = written.endswith("*")
            words = written.removesuffix("*")
            first = _WORD.findall(words)[0]
            for one in front if words.startswith(first) else ("",):
                shown = _Shown(slug, one + first, "" if first == words else one + words, is_beginning)
                if is_beginning and not shown.phrase:
                    begun[shown.first[:_START]].append(shown)
                else:
                    whole[shown.first].append(shown)
    return dict(whole), dict(begun)


def find_topics(title: str, body: str, language: str, lead: int, words: set[str] | None = None) -> list[Told]:
    """Tell what a text is about, the most prominent first, at most three; `lead` characters of the body begin it.

    `words` are the distinct ones of the text, where these are known.
    """
    text = _small(f"{title}\n{body}").replace("’", "'")
    known = distinct_words(text) if words is None else set(_small(" ".join(words)).split(" "))
    found: dict[str, _Found] = defaultdict(_Found)
    for slug, word, place in _places(text, known, language):
        found[slug].places.append(place)
        found[slug].words.add(word)
    ends = len(title), len(title) + 1 + lead
    told = [(slug, one, [sum(place < end for place in one.places) for end in ends]) for slug, one in found.items()]
    kept = [
        (not in_title, -len(one.places), slug, min(one.places))
        for slug, one, (in_title, in_lead) in told
        if _counts(len(one.places), len(one.words), in_title, in_lead)
    ]
    return [Told(slug, -count, first) for _, count, slug, first in sorted(kept)[:_MOST]]


def _counts(count: int, words: int, in_title: int, in_lead: int) -> bool:
    if in_title and count >= _IN_TITLE and count > in_title:
        return True
    return bool(in_lead) and count >= (_SEVERAL if words > 1 else _MANY)


def _small(text: str) -> str:
    return text.replace("İ", "i").lower()


def _places(text: str, words: set[str], language: str) -> Iterator[tuple[str, str, int]]:
    """Give the subject, the word and the place of each word that shows one."""
    whole, begun = _shown(language)
    if language in _WITHOUT_BLANKS:
        for one in (one for listed in whole.values() for one in listed):
            yield from ((one.slug, one.first, place) for place in occurrences(text, one.phrase or one.first))
        return
    for word in whole.keys() & words:
        for one in whole[word]:
            for place in standing_alone(text, one.phrase or word, is_open=one.is_beginning):
                yield one.slug, one.phrase or word, place
    for word in words:
        for one in begun.get(word[:_START], ()):
            if word.startswith(one.first):
                yield from ((one.slug, one.first, place) for place in standing_alone(text, word))
