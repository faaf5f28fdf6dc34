"""The names of a language as a text may have them, by their first word: territories, capitals, people, subjects."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from feeds.enrich.names.inflection import before, forms, people, way_of_writing
from feeds.enrich.tables import load_table, of_tables, own
from feeds.enrich.vocabulary import capitals_in, is_off, known_tags, names_in, rules, subjects

if TYPE_CHECKING:
    from collections.abc import Iterator

WORD = re.compile(r"[^\W_]+")
_FIRST = 2
"""Characters by which a name is looked up where words are not told apart by blanks."""
_ARTICLE = "ال"
_ACCENTED = frozenset(("fr", "es", "it", "pt"))


@dataclass(frozen=True, slots=True)
class Name:
    """A name as words; the slug is empty when the name is there only to keep a shorter one from counting."""

    words: tuple[str, ...]
    slug: str
    kind: str = "subject"
    """`territory`, its `capital`, its `people`, `region`, `subject`, or one of the publisher's `own`."""
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Index:
    """Names by their first word, or their first two characters, as printed; longest first."""

    names: dict[str, tuple[Name, ...]]
    confirm: dict[str, tuple[str, ...]]


@of_tables
def index(language: str) -> Index:
    """Give all names that a text in a language may have."""
    found: dict[str, list[Name]] = {}
    taken: set[tuple[str, ...]] = set()
    by_word = way_of_writing(language) == "words"
    for name in _names(language):
        if name.words not in taken:
            taken.add(name.words)
            first = name.words[0] if by_word else name.words[0][:_FIRST]
            found.setdefault(first, []).append(name)
    names = {first: tuple(sorted(listed, key=_length)) for first, listed in found.items()}
    return Index(names, {slug: tuple(row.get("confirm", ())) for slug, row in rules("ambiguous").items()})


def _length(name: Name) -> tuple[int, int]:
    return -len(name.words), -len(name.words[0])


def _names(language: str) -> Iterator[Name]:
    """Give every name in a language; where one is of two tags the first keeps it."""
    unsure = {(slug, name) for slug, row in rules("ambiguous").items() for name in row.get(language, ())}
    listed = [(slug, name) for slug in known_tags() for name in names_in(slug, language)]
    for slug, name in [*listed, *sorted(unsure - set(listed))]:
        kind = _kind_of(slug)
        yield from _written(name, slug, kind, language, unsure=(slug, name) in unsure)
    kept = [name for row in subjects().values() for name in row.get("not", {}).get(language, ())]
    for name in (*kept, *rules("never").get(language, ())):
        yield from _written(name, "", "territory", language)
    for slug in (slug for slug in known_tags() if slug not in subjects()):
        for city in capitals_in(slug, language):
            yield from _written(city, slug, "capital", language)
    demonyms: dict[str, list[str]] = load_table("names/demonyms.json").get(language, {})
    for slug, words in demonyms.items():
        for form in (form for word in words for form in people(word, language)):
            yield from _written(form, slug, "people", language)


def _kind_of(slug: str) -> str:
    if slug in load_table("names/regions.json"):
        return "region"
    if slug not in subjects():
        return "territory"
    return "own" if slug in own().subjects else "subject"


def _written(name: str, slug: str, kind: str, language: str, *, unsure: bool = False) -> Iterator[Name]:
    """Give a name in all its cases and spellings."""
    given = "" if is_off(slug) else slug  # its names still keep shorter ones inside them from counting
    plain = re.sub(r"\s*[(（].*?[)）]", "", name)
    words = tuple(WORD.findall(plain))
    ways: set[tuple[str, ...]] = set()
    if way_of_writing(language) != "words":
        ways |= {(plain,)} if plain else set()
    elif kind == "people":
        ways |= {words, (words[0][0].upper() + words[0][1:], *words[1:])}
    elif words:
        ways |= _spellings(words, language)
        ways.update(forms(words, language) if kind in {"territory", "capital"} else ())
    for way in sorted(ways):
        yield Name(way, given, kind, unsure)


def _spellings(words: tuple[str, ...], language: str) -> set[tuple[str, ...]]:
    """Give the ways a name is printed: as it is, in capitals, without accents, with what is written before it."""
    spelled = {words}
    first, rest = words[0], words[1:]
    if not first.isascii() and first[0].isupper():
        spelled.add((_plain(first[0]) + first[1:], *rest))
        if language in _ACCENTED:
            spelled.add(tuple(_plain(word) for word in words))
    if first[0].islower():
        spelled.add((_capitals(first[0], language) + first[1:], *rest))
    if any(word.upper() != word for word in words):
        upper = tuple(_capitals(word, language) for word in words)
        spelled |= {upper, tuple(_plain(word) for word in upper)} if language != "tr" else {upper}
    if front := before(language):
        spelled |= {(one + first, *rest) for one in front}
        if first.startswith(_ARTICLE):
            spelled.add(("لل" + first.removeprefix(_ARTICLE), *rest))
    return spelled


def _capitals(word: str, language: str) -> str:
    return word.replace("i", "İ").upper() if language == "tr" else word.upper()


def _plain(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
