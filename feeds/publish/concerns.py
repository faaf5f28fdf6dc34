"""What of the store an answer shows, and so which commits concern it. Pure.

What a commit touches and what an answer shows are both said in *keys*: `all`, a facet (`tag:turkey`), an entry
(`entry:63f74ef5`). A selection is concerned by an entry that was or is in it, and by what cannot be decided without the
store.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from feeds.selection import span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feeds.selection import Selection
    from feeds.store.tables.journal import Facet, Touch, Touched

_LISTED = "listed"
_REDATED = "redated"


class News(NamedTuple):
    """An entry that a commit touched, as keys."""

    keys: frozenset[str]
    """It has or had them."""
    kept: frozenset[str]
    """It had them for as long as this is about."""
    published: int


@dataclass(frozen=True, slots=True)
class Concern:
    """What an answer shows."""

    groups: tuple[tuple[str, ...], ...] = ()
    """Keys: an entry concerns it that has one of each group; without groups none does."""
    itself: tuple[str, ...] = ()
    """Keys of which any concerns it, whatever entry it comes with."""
    excluded: frozenset[str] = frozenset()
    since: int | None = None
    until: int | None = None

    @property
    def is_plain(self) -> bool:
        """Tell whether the keys of a commit say it all, whichever entries have them."""
        return len(self.groups) < 2 and not self.excluded and self.since is self.until is None  # noqa: PLR2004 - several

    def may_be_of(self, touched: frozenset[str]) -> bool:
        """Tell quickly whether it may be touched by what touches these keys."""
        return not touched.isdisjoint(self.itself) or any(not touched.isdisjoint(group) for group in self.groups)

    def is_of(self, news: News) -> bool:
        """Tell whether an entry concerns it that a commit touched."""
        return (
            all(not news.keys.isdisjoint(group) for group in self.groups)
            and news.kept.isdisjoint(self.excluded)
            and (self.since is None or news.published >= self.since)
            and (self.until is None or news.published < self.until)
        )


NOTHING = Concern()
"""Of what no article changes."""
LISTS = Concern(itself=(_LISTED,))
"""Of the list of all feeds: which sources and tags have entries."""


@lru_cache(maxsize=4096)
def of_selection(selection: Selection, timezone: str) -> Concern:
    """Give the concern of what shows a selection, its title and its archive pages."""
    asked = [("tag", group) for group in selection.tags] + [("source", group) for group in selection.sources]
    if selection.langs:
        asked.append(("lang", selection.langs))
    named = [_itself(facet) for facet in selection.facets()]
    if all(len(group) > 1 for _, group in asked):  # its archive pages are those of everything
        named.append(_itself(("all", "")))
    if selection.words:
        named.append(_LISTED)  # the languages by whose rules is looked
    since, until = span(selection, timezone)
    if since is not None or until is not None:
        named.append(_REDATED)
    without = (("tag", selection.not_tags), ("source", selection.not_sources))
    return Concern(
        groups=tuple(tuple(key((kind, slug)) for slug in group) for kind, group in asked or [("all", ("",))]),
        itself=tuple(named),
        excluded=frozenset(key((kind, slug)) for kind, slugs in without for slug in slugs),
        since=since,
        until=until,
    )


def of_entry(handle: str) -> Concern:
    """Give the concern of the page of an entry."""
    return Concern(groups=((_entry_key(handle),),))


def of_directory(kind: str) -> Concern:
    """Give the concern of the list of all sources or tags, which counts their entries, and dates them."""
    return Concern(groups=((key(("all", "")),),), itself=(_counts(kind), _REDATED))


def of_part(number: int) -> Concern:
    """Give the concern of a part of the list of all pages; the first has sources and tags before its entries."""
    return Concern(groups=((key(("part", str(number))),),), itself=() if number else LISTS.itself)


def of_parts() -> Concern:
    """Give the concern of the list of those parts, or of their only one."""
    return Concern(groups=((key(("all", "")),),), itself=LISTS.itself)


def of_dates() -> Concern:
    """Give the concern of the list of months, which counts all entries by their dates."""
    return Concern(groups=((key(("all", "")),),), itself=(_REDATED,))


def key(facet: Facet) -> str:
    """Spell the key of a facet."""
    return f"{facet[0]}:{facet[1]}" if facet[1] else facet[0]


def news_of(touch: Touch) -> News:
    """Say in keys how an entry was touched."""
    before, after = _keys(touch.before), _keys(touch.after)
    kept = before & after if before and after else before | after
    return News(before | after | {_entry_key(touch.handle)}, kept, touch.published)


def keys_touched(touched: Touched) -> Iterator[str]:
    """List the keys that a commit touched."""
    for touch in touched.entries:
        yield from news_of(touch).keys
        yield from map(_counts, {kind for kind, _ in touch.before ^ touch.after})
    yield from map(_itself, touched.facets)
    if touched.is_listed:
        yield _LISTED
    if touched.is_redated:
        yield _REDATED


def _keys(facets: Iterable[Facet]) -> frozenset[str]:
    return frozenset(map(key, facets))


def _entry_key(handle: str) -> str:
    return f"entry:{handle}"


def _itself(facet: Facet) -> str:
    return f"{key(facet)} itself"


def _counts(kind: str) -> str:
    return f"{kind} counts"
