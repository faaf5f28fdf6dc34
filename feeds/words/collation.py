"""The order of names in a language, UTS #10 in small: letters first, then their marks, then their case.

Enough for lists of names in the languages of pages. pyuca has the whole algorithm, but reads a table of all of Unicode
for it and knows no language by itself; ICU knows all of them, and is a library that many machines lack.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

_LAST = "\U0010ffff"
"""What makes a letter follow another one, and all that begins with that."""


class _Rules(NamedTuple):
    after: Mapping[str, str]
    like: Mapping[str, str]
    first: str
    """A script."""


@lru_cache(maxsize=1 << 15)
def sort_key(name: str, language: str) -> tuple[int, str, str]:
    """Give what a name is ordered by."""
    lower = in_small(name, language)
    rules = _rules(language)
    letters = "".join(_ordered(char, rules) for char in lower)
    is_foreign = bool(rules.first) and not _is_of(letters.strip()[:1], rules.first)
    return int(is_foreign), " ".join(letters.split()), f"{lower} {name.swapcase()}"


def first_letter(name: str, language: str) -> str:
    """Give the letter that a name begins with, as a capital; a mark counts where it makes another letter."""
    rules = _rules(language)
    for char in in_small(name, language):
        base = char if char in rules.after else _ordered(char, rules)[:1]
        if base.strip():
            return "İ" if (base, language) == ("i", "tr") else base.upper()
    return ""


def in_small(name: str, language: str) -> str:
    """Write a name in small letters."""
    composed = unicodedata.normalize("NFC", name)
    if language == "tr":
        composed = composed.replace("I", "ı").replace("İ", "i")
    return unicodedata.normalize("NFC", composed.replace("İ", "i").lower())


def _ordered(char: str, rules: _Rules) -> str:
    """Give what a small letter is ordered as; what is no letter and no digit is a blank, a mark is nothing."""
    if char in rules.after:
        return rules.after[char] + _LAST
    if char in rules.like:
        return rules.like[char]
    bare = "".join(part for part in unicodedata.normalize("NFKD", char) if not unicodedata.combining(part))
    return "".join(rules.like.get(part, part if part.isalnum() else " ") for part in bare.lower())


def _is_of(letter: str, script: str) -> bool:
    return not letter or letter.isdigit() or unicodedata.name(letter, "").startswith(script)


@cache
def _rules(language: str) -> _Rules:
    table = yaml.safe_load((resources.files("feeds.words") / "collation.yaml").read_text(encoding="utf-8"))
    said = table.get(language, {})
    after = said.get("after", {})
    like = {char: other for char, other in table["any"]["like"].items() if char not in after}
    return _Rules(after, {**like, **said.get("like", {})}, said.get("first", ""))
