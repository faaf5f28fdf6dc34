"""Page furniture: what a page says beside its article. Whole lines, by zone; the words are in `furniture.yaml`.

Precision first: a line that reads as a paragraph goes only where its class says so, and none over its longest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from feeds.enrich.normalise import phrase
from feeds.enrich.tables import load_table

HEAD, MID, TAIL = "head", "mid", "tail"
LONGEST = 300
_LONGEST_SHORT_LINE = 140
_FOLDED = str.maketrans({"ß": "ss", "ς": "σ"})
_AFTER_PREFIX = " :-–—|»>.…?!,("


@dataclass(frozen=True, slots=True)
class Kind:
    """A class of furniture: where it may be dropped, and whether it ends the article."""

    name: str
    zones: frozenset[str]
    longest: int
    cut: float | None = None
    """The share of the text after which a line below the last paragraph ends the article."""
    ends: float | None = None
    """The share after which it does so even where paragraphs follow."""
    lists: bool = False
    """Whether it heads a list of articles: those are no paragraphs, and prose below it is."""
    counts: bool = False
    closes: bool = False
    """Whether below the text nothing but the page follows such a line."""
    is_button: bool = False
    """Whether it may be a heading where it stands between two paragraphs."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """A line recognised: its class, and the comment count it states."""

    kind: Kind
    comments: int | None = None
    is_exact: bool = False
    """Whether it says this and nothing else, word by word."""


@dataclass(frozen=True, slots=True)
class _Tables:
    lines: dict[str, tuple[Kind, ...]]
    prefixes: tuple[tuple[Kind, tuple[str, ...]], ...]
    patterns: tuple[tuple[Kind, re.Pattern[str]], ...]


def _listed(row: dict[str, Any], key: str) -> list[str]:
    return [text for texts in row.get(key, {}).values() for text in texts]


@cache
def _tables() -> _Tables:
    lines: dict[str, tuple[Kind, ...]] = {}
    prefixes, patterns = [], []
    for name, row in load_table("furniture.yaml").items():
        longest = int(row.get("longest", _LONGEST_SHORT_LINE))
        kind = Kind(
            name,
            frozenset(row["zones"]),
            longest,
            float(row["cut"]) if "cut" in row else None,
            float(row["ends"]) if "ends" in row else None,
            "list" in row,
            "count" in row,
            "closes" in row,
            "button" in row,
        )
        for line in _listed(row, "lines"):
            key = phrase(line)
            lines[key] = (*lines.get(key, ()), kind)
        if begins := _listed(row, "prefixes"):
            prefixes.append((kind, tuple(phrase(text) if text[-1] != ":" else phrase(text) + ":" for text in begins)))
        if found := _listed(row, "patterns"):
            patterns.append((kind, re.compile("|".join(f"(?:{text})" for text in _numbered(found)))))
    return _Tables(lines, tuple(prefixes), tuple(patterns))


def _numbered(patterns: list[str]) -> list[str]:
    """Give named groups names of their own, since an expression may use a name once; fold `ß` and `ς` as lines are."""
    return [
        text.translate(_FOLDED)
        .replace("(?P<n>", f"(?P<n{at}>")
        .replace("(?P<none>", f"(?P<none{at}>")
        .replace("(?P<one>", f"(?P<one{at}>")
        for at, text in enumerate(patterns)
    ]


def _begins(text: str, prefixes: tuple[str, ...]) -> bool:
    if not text.startswith(prefixes):
        return False
    prefix = max((prefix for prefix in prefixes if text.startswith(prefix)), key=len)
    rest = text[len(prefix) :]
    return prefix.endswith(":") or not rest or rest[0] in _AFTER_PREFIX


def _sentence_after(text: str, words: str, prefixes: tuple[str, ...]) -> bool:
    """Tell whether a line that begins like a pointer is a sentence after all: a full stop and nothing set off."""
    prefix = max((prefix for prefix in prefixes if words.startswith(prefix)), key=len)
    rest = words[len(prefix) :].lstrip()
    return text.endswith(".") and not prefix.endswith(":") and rest[:1] not in set(":-–—|»>")


@cache
def _begun(zones: frozenset[str], length: int) -> tuple[str, ...]:
    """Give all that lines of furniture of a length in these zones begin with: most lines begin with none of it."""
    kinds = (row for row in _tables().prefixes if row[0].zones & zones and length <= row[0].longest)
    return tuple(text for _, prefixes in kinds for text in prefixes)


@cache
def _patterns(length: int) -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """Give the patterns of lines of a length."""
    return tuple(row for row in _tables().patterns if length <= row[0].longest)


@lru_cache(maxsize=256)  # a line is asked for in several zones
def _matched(words: str, length: int) -> list[tuple[Kind, re.Match[str]]]:
    """Give the kinds of whose patterns a line is one, in any zone: hardly any line is one of any."""
    return [(kind, found) for kind, pattern in _patterns(length) if (found := pattern.fullmatch(words))]


@lru_cache(maxsize=256)  # several rules ask for the same line
def find_furniture(text: str, *, paragraph: bool, zones: frozenset[str]) -> Furniture | None:
    """Recognise a line of furniture in these zones; `paragraph` says that it reads as running text."""
    length = len(text)
    if length > LONGEST:
        return None
    words = phrase(text)
    tables = _tables()
    for kind in tables.lines.get(words, ()):
        if kind.zones & zones:
            return Furniture(kind, is_exact=True)
    if words.startswith(_begun(zones, length)):
        for kind, prefixes in tables.prefixes:
            if length <= kind.longest and kind.zones & zones and _begins(words, prefixes):
                return None if _sentence_after(text, words, prefixes) else Furniture(kind)
    for kind, found in _matched(words, length):
        if kind.zones & zones and not (paragraph and MID not in kind.zones):
            return Furniture(kind, _count(found) if kind.counts else None)
    return None


def _count(found: re.Match[str]) -> int:
    """Give the number that a labelled count states; `No comments` is 0, `1.2k` 1200."""
    stated = next(((name, text) for name, text in found.groupdict().items() if text), ("none", "0"))
    if stated[0].startswith(("none", "one")):
        return int(stated[0].startswith("one"))
    return _number(stated[1])


def _number(stated: str) -> int:
    if stated.endswith("k"):
        return round(float(stated[:-1].replace(",", ".")) * 1000)
    return int(re.sub(r"\D", "", stated))
