"""What may have been meant by a name that nothing has: tags and sources with entries that are called nearly so.

What is compared is bounded: the names that the tables know, and the facets that most entries have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from feeds.enrich import agencies, vocabulary
from feeds.site import plain_words
from feeds.store.read import selections, tallies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feeds.publish.publisher import Publisher
    from feeds.store import Connection

_COMPARED = 2000
"""Facets of the store."""
_MOST = 3
_LONGEST = 60
"""Characters of a name."""
_SHORT = 4
"""Characters of a name in which a single sign is as much as may be wrong; of longer ones two are."""


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
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
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
    for name, slug in _names(connection, kind):
        is_begun = len(asked) > 2 and name.startswith(f"{asked}-")  # noqa: PLR2004 - a word that begins a name
        apart = 1 if is_begun else distance(asked, name, most)
        if apart <= min(most, far.get(slug, most)):
            far[slug] = apart
    return far


def _names(connection: Connection, kind: str) -> Iterator[tuple[str, str]]:
    yield from (vocabulary.names() if kind == "tag" else agencies.names()).items()
    for row in tallies.most_used(connection, kind, _COMPARED):
        yield plain_words(row.slug), row.slug
        yield plain_words(row.label), row.slug
