"""Where a text has names: the longest at each place, none that belongs to a person, a club or a street."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from feeds.enrich.names.inflection import way_of_writing
from feeds.enrich.names.persons import Persons
from feeds.enrich.normalise import occurrences, standing_alone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feeds.enrich.names.index import Index, Name

_PLACES = frozenset(("territory", "capital", "people"))
"""Kinds of names that may be those of persons, clubs and streets."""
_NEXT_WORD = re.compile(r"(?:[ \u00a0'’ʼ-]|\. ?){1,2}([^\W_]+)")
_KATAKANA = re.compile("[ァ-ヺー]")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of a tag in a text, and its place."""

    slug: str
    place: int
    kind: str


def find_names(text: str, words: set[str], index: Index, language: str) -> Iterator[Mention]:
    """Give every name in a text of these distinct words, in order, but those that are another's."""
    way = way_of_writing(language)
    found = _by_words(text, words, index) if way == "words" else _by_characters(text, index, way)
    persons = Persons(text, language)
    for name, start, end in found:
        if not name.slug or (name.unsure and not any(word in text for word in index.confirm[name.slug])):
            continue
        if name.kind not in _PLACES or way != "words" or persons.is_place(name, start, end):
            yield Mention(name.slug, start, name.kind)


def _by_words(text: str, words: set[str], index: Index) -> Iterator[tuple[Name, int, int]]:
    done = 0
    beginnings = index.names.keys() & words
    for start, first in sorted((at, word) for word in beginnings for at in standing_alone(text, word)):
        for name in index.names[first] if start >= done else ():
            end = _end_of(name, text, start)
            if end >= 0:
                done = end
                yield name, start, end
                break


def _end_of(name: Name, text: str, start: int) -> int:
    """Give where a name ends that begins here, or -1: only a blank, hyphen, apostrophe or dot may join its words."""
    end = start + len(name.words[0])
    for word in name.words[1:]:
        found = _NEXT_WORD.match(text, end)
        if found is None or found[1] != word:
            return -1
        end = found.end()
    return end


def _by_characters(text: str, index: Index, way: str) -> Iterator[tuple[Name, int, int]]:
    """Give the names of a text whose words no blanks part, or whose vowels are marks."""
    done = 0
    for start, beginning in sorted((at, first) for first in index.names for at in occurrences(text, first)):
        for name in index.names[beginning] if start >= done else ():
            end = start + len(name.words[0])
            if text.startswith(name.words[0], start) and _stands_alone(text, start, end, way):
                done = end
                yield name, start, end
                break


def _stands_alone(text: str, start: int, end: int, way: str) -> bool:
    around = text[max(0, start - 1) : start], text[end : end + 1]
    if way == "anywhere":  # a name in katakana is a word, and no part of a longer one
        return not any(
            _KATAKANA.match(beside) and _KATAKANA.match(own)
            for beside, own in zip(around, (text[start], text[end - 1]), strict=True)
        )
    return not _is_of_word(around[0]) and (way == "open" or not _is_of_word(around[1]))


def _is_of_word(character: str) -> bool:
    return bool(character) and unicodedata.category(character)[0] in "LM"
