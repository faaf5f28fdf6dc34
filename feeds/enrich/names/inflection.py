"""How the words of a name change in a text: endings and what is written at the front, from `inflection.yaml`."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from feeds.enrich.tables import load_table, of_tables

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHORTEST = 3
"""Letters of a word that is inflected: shorter ones are particles and abbreviations."""
_MOST_FORMS = 60
"""Forms of a name of several words; more are not worth their room."""


@of_tables
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = load_table("names/inflection.yaml")
    return table


@of_tables
def way_of_writing(language: str) -> str:
    """Tell how names are looked for in a language: `words`, `marks`, `open` or `anywhere`."""
    return next((way for way, languages in _table()["written"].items() if language in languages), "words")


def before(language: str) -> tuple[str, ...]:
    """Give what may be written at the front of a name."""
    return tuple(_table()["before"].get(language, ()))


def forms(words: tuple[str, ...], language: str) -> list[tuple[str, ...]]:
    """Give a name in all its cases, as it stands first."""
    endings = _table()["names"].get(language)
    if not endings:
        return [words]
    fixed = len(words) - 1 if language in _table()["last"] else 0
    ways = [[word] if at < fixed else _forms(word, endings) for at, word in enumerate(words)]
    found = [words, *product(*ways)]
    return list(dict.fromkeys(found))[:_MOST_FORMS]


def people(word: str, language: str) -> list[str]:
    """Give all forms of a word for the people and things of a country."""
    said = _forms(word, _table()["people"].get(language, {"": [""]}))
    front = (*_table()["articled"].get(language, ()), *before(language))
    return list(dict.fromkeys([*said, *(f"{one}{form}" for one in front for form in said)]))


def _forms(word: str, endings: Mapping[str, list[str]]) -> list[str]:
    if word.isupper() or (len(word) < _SHORTEST and word[0].isupper()):
        return [word]
    for ending, others in endings.items():
        if word.endswith(ending) and len(word) > len(ending):
            stem = word.removesuffix(ending)
            return [f"{stem}{other}" for other in others]
    return [word]
