"""The lists of all sources and tags: which of them a page shows, and what of each.

A long list shows those that most entries have, and the others by their first letter or a part of their name.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache, partial
from heapq import nsmallest
from typing import TYPE_CHECKING, NamedTuple

from feeds.enrich import vocabulary
from feeds.publish.names import canonical_slug
from feeds.publish.titles import label_in
from feeds.site import plain_words
from feeds.store.read import directory
from feeds.store.records import split
from feeds.words.collation import first_letter, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from feeds.site import Site
    from feeds.store import Connection
    from feeds.store.read.directory import Lately, Listed

WHOLE = 300
"""So many are shown at once…"""
FIRST = 100
"""…of more only these, those that most entries have…"""
MOST = 500
"""…and of one letter not more than these."""
OTHERS = "…"
"""In the place of a letter: what begins with a sign that is in no alphabet."""
COUNTED = 5000
"""Entries that are counted by week, the newest."""
WEEKS = 26
_FEWEST_WEEKS = 4
_WEEK = 7 * 86400
_MONDAY = 3 * 86400
"""The first of January 1970 was a Thursday."""
_ALPHABETS = frozenset(("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "HEBREW", "ARABIC", "GEORGIAN", "DEVANAGARI"))
_LONGEST = 60


class Row(NamedTuple):
    """A source or tag in the list."""

    slug: str
    label: str
    entries: int
    newest: int
    """The second at which its last entry was published."""
    weeks: tuple[int, ...]
    """Its entries a week, the last week last; none where that is not known."""
    within: tuple[tuple[str, str], ...]
    """Slugs and labels of the tags that hold it."""


@dataclass(frozen=True, slots=True)
class Directory:
    """What a page of the list shows."""

    rows: tuple[Row, ...]
    total: int
    """So many there are."""
    found: int
    """So many fit what was asked for."""
    letters: tuple[str, ...]
    letter: str
    """That was asked for, empty where none was."""
    name: str

    @property
    def is_whole(self) -> bool:
        """Tell whether all are shown."""
        return len(self.rows) == self.total


def directory_of(
    connection: Connection, kind: str, site: Site, language: str, letter: str = "", name: str = ""
) -> Directory:
    """List the sources or tags that begin with a letter, or have something in their name, or all of them.

    They are called, and stand in the order, as is usual in a language.
    """
    as_kept = directory.listed(connection, kind)
    called = {one.slug: label_in(language, kind, one.slug, one.label, site) for one in as_kept}
    letters = tuple(sorted({initial(label, language) for label in called.values()}, key=partial(_place, language)))
    name, letter = (
        plain_words(name[:_LONGEST]),
        letter if letter == OTHERS else first_letter(letter[:_LONGEST], language),
    )
    letter = letter if letter in letters and not name else ""
    fitting = as_kept
    if name:
        known = canonical_slug(kind, name)
        fitting = [
            one
            for one in as_kept
            if one.slug == known
            or any(name in text for text in (plain_words(called[one.slug]), plain_words(one.label), one.slug))
        ]
    elif letter:
        fitting = [one for one in as_kept if initial(called[one.slug], language) == letter]
    most = MOST if name or letter else WHOLE if len(as_kept) <= WHOLE else FIRST
    shown = nsmallest(most, fitting, key=lambda one: (-one.entries, one.slug))
    shown.sort(key=lambda one: (sort_key(called[one.slug], language), one.slug))
    rows = _rows(connection, kind, shown, called)
    return Directory(tuple(rows), len(as_kept), len(fitting), letters, letter, name)


@lru_cache(maxsize=1 << 14)
def initial(label: str, language: str) -> str:
    """Give the letter under which a name is looked for in a language."""
    first = first_letter(label, language)
    return first if first.isalpha() and unicodedata.name(first, "").split(" ")[0] in _ALPHABETS else OTHERS


def weeks_of(entries: Sequence[Lately], kind: str, *, is_all: bool) -> dict[str, tuple[int, ...]]:
    """Count the entries of each source or tag by week, up to that of the newest; nothing where that says too little.

    Where older ones are left out the week of the last that is counted is not whole, nor is any before it.
    """
    if not entries:
        return {}
    last = max(_week(one.published) for one in entries)
    first = _week(min(one.published for one in entries)) if is_all else _week(entries[-1].published) + 1
    first = max(first, last - WEEKS + 1)
    if last - first + 1 < _FEWEST_WEEKS:
        return {}
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for one in entries:
        week = _week(one.published)
        for slug in split(one.tags if kind == "tag" else one.sources) if week >= first else ():
            counts[slug][week] += 1
    return {slug: tuple(counted[week] for week in range(first, last + 1)) for slug, counted in counts.items()}


def _rows(connection: Connection, kind: str, shown: Iterable[Listed], labels: dict[str, str]) -> Iterable[Row]:
    listed = list(shown)
    dates = directory.newest_dates(connection, [one.number for one in listed])
    weeks = _weeks(connection, kind)
    nothing = (0,) * len(next(iter(weeks.values()), ()))
    for one in listed:
        above = [slug for slug in vocabulary.wider(one.slug) if slug in labels] if kind == "tag" else []
        within = tuple((slug, labels[slug]) for slug in above)
        yield Row(
            one.slug, labels[one.slug], one.entries, dates.get(one.number, 0), weeks.get(one.slug, nothing), within
        )


def _weeks(connection: Connection, kind: str) -> dict[str, tuple[int, ...]]:
    newest, oldest = (directory.published_at(connection, rank) for rank in (0, COUNTED))
    if newest is not None and oldest is not None and _week(newest) - _week(oldest) < _FEWEST_WEEKS:
        return {}  # as is known without reading them
    return weeks_of(directory.lately(connection, COUNTED), kind, is_all=oldest is None)


def _week(second: int) -> int:
    return (second + _MONDAY) // _WEEK


def _place(language: str, letter: str) -> tuple[bool, tuple[int, str, str]]:
    return letter == OTHERS, sort_key(letter, language)
