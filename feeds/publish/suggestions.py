"""What may have been meant by a name that nothing has: tags and sources with entries that are called nearly so.

What is compared is bounded: the names that the tables know, and the facets that most entries have.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from feeds.enrich import agencies, vocabulary
from feeds.enrich.tables import of_tables
from feeds.site import plain_words
from feeds.store.read import selections, tallies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feeds.publish.publisher import Publisher
    from feeds.store import Connection

_COMPARED = 1000
"""Facets of the store."""
_MOST = 3
_START = 3
"""Characters of a word that begins a name at least."""
_BITS = 61
_LONGEST = 60
"""Characters of a name."""
_SHORT = 4
"""Characters of a name in which a single sign is as much as may be wrong; of longer ones two are."""


class _Name(NamedTuple):
    """A name of a facet as addresses spell it, and its signs."""

    spelled: str
    slug: str
    signs: int


class Suggestion(NamedTuple):
    """A tag or source that may have been meant."""

    slug: str
    label: str
    entries: int


def suggested(publisher: Publisher, kind: str, name: str) -> list[Suggestion]:
    """List the tags or sources that a name may have meant, the likeliest first."""
    asked = plain_words(name[:_LONGEST])
    if kind not in {"tag", "source"} or not asked:
        return []
    with publisher.store.reading() as connection:
        far = _distances(connection, kind, asked)
        known = selections.find_facets(connection, [(kind, slug) for slug in far])
    found = [(far[slug], -facet.entries, slug, facet.label) for (_, slug), facet in known.items() if facet.entries]
    return [Suggestion(slug, label, -entries) for _, entries, slug, label in sorted(found)[:_MOST]]


def distance(one: str, other: str, most: int) -> int:
    """Count the signs that are missing, too many, wrong or swapped between two words; more than `most` is all one."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, above = list[int](), list(range(len(other) + 1))
    for i, sign in enumerate(one, 1):
        row = [i]
        for j, against in enumerate(other, 1):
            costs = [above[j] + 1, row[j - 1] + 1, above[j - 1] + (sign != against)]
            if i > 1 and j > 1 and (sign, one[i - 2]) == (other[j - 2], against):
                costs.append(before[j - 2] + 1)
            row.append(min(costs))
        if min(row) > most:
            return most + 1
        before, above = above, row
    return min(above[-1], most + 1)


def _distances(connection: Connection, kind: str, asked: str) -> dict[str, int]:
    """Tell how far the name that was asked for is from the nearest name of each facet that may have been meant."""
    most = 1 if len(asked) <= _SHORT else 2
    far: dict[str, int] = {}
    for names in (_of_tables(kind), _Names(_of_store(connection, kind))):
        found = [(name.slug, 1) for name in names.begun(asked)]
        found += [(name.slug, distance(asked, name.spelled, most)) for name in names.near(asked, most)]
        for slug, apart in found:
            if apart <= min(most, far.get(slug, most)):
                far[slug] = apart
    return far


class _Names:
    """Names, looked up by what one that is nearly so must have."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._by_length: dict[int, list[_Name]] = defaultdict(list)
        self._by_start: dict[str, list[_Name]] = defaultdict(list)
        for spelled, slug in names:
            name = _Name(spelled, slug, _signs(spelled))
            self._by_length[len(spelled)].append(name)
            if "-" in spelled:
                self._by_start[spelled[:_START]].append(name)

    def begun(self, asked: str) -> list[_Name]:
        """List those of several words that begin with these."""
        if len(asked) < _START:
            return []
        return [name for name in self._by_start.get(asked[:_START], ()) if name.spelled.startswith(f"{asked}-")]

    def near(self, asked: str, most: int) -> list[_Name]:
        """List those that may be so near: a wrong sign is two that only one of the words has."""
        signs = _signs(asked)
        lengths = range(len(asked) - most, len(asked) + most + 1)
        names = chain.from_iterable(self._by_length.get(length, ()) for length in lengths)
        return [name for name in names if (name.signs ^ signs).bit_count() <= 2 * most]


def _signs(word: str) -> int:
    """Say which signs a word has, and how often, in bits of which different signs may share some."""
    bits = 0
    for sign in word:
        bit = 1 << ord(sign) % _BITS
        while bits & bit:
            bit <<= _BITS
        bits |= bit
    return bits


@of_tables
def _of_tables(kind: str) -> _Names:
    return _Names((vocabulary.names() if kind == "tag" else agencies.names()).items())


def _of_store(connection: Connection, kind: str) -> Iterator[tuple[str, str]]:
    for row in tallies.most_used(connection, kind, _COMPARED):
        yield plain_words(row.slug), row.slug
        yield plain_words(row.label), row.slug
