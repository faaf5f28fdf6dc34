"""The facets of what a selection shows, with how many of its entries have each: what can be added to it and excluded.

Of everything they are kept by the store; of any other selection its newest entries are counted, so many that most are
counted whole, and so few that no page waits for it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from feeds.errors import InvalidSelection
from feeds.model import UNTOLD
from feeds.publish.months import Month, month_of, months_of_everything
from feeds.publish.names import named
from feeds.publish.searching import searched
from feeds.publish.titles import label_in, language_name
from feeds.selection import EVERYTHING, Selection, span
from feeds.selection.private import declared
from feeds.store.read import once, selections, tallies
from feeds.store.read.plans import Plan
from feeds.store.records import split

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from feeds.publish.documents import Selected
    from feeds.publish.publisher import Publisher
    from feeds.site import Site
    from feeds.store import Connection
    from feeds.store.read.tallies import Had

KINDS = ("tag", "source", "lang")
COUNTED = 1000
"""Entries of a selection that are counted, the newest."""
TOP = 12
"""Facets of a kind that are listed, and months."""
_PROBES = 20_000
"""Rows of the index that may be looked at to find those entries: a tenth of what the feed itself may cost."""


class Count(NamedTuple):
    """A facet, and how many of the entries have it."""

    slug: str
    label: str
    entries: int


@dataclass(frozen=True, slots=True)
class Facets:
    """What the entries of a selection have."""

    entries: int
    """So many of them were counted…"""
    is_whole: bool
    """…which are all there are."""
    listed: Mapping[str, tuple[Count, ...]]
    """By kind, the most frequent first."""
    months: tuple[Month, ...]
    """The newest first."""
    labels: Mapping[tuple[str, str], str]
    """Of the facets that the selection names."""
    private: tuple[Selection, ...]
    """Selections to which nothing leads."""


def facets_of_selected(publisher: Publisher, selected: Selected, language: str) -> Facets:
    """Count what the entries of a selection have, named in a language as far as that is known."""
    selection, site = selected.selection, publisher.site
    with publisher.store.reading() as connection:
        origin, _, known, labels, _ = named(connection, selection, publisher.site.language)
        dates = span(selection, publisher.site.timezone)
        plan = selections.plan(connection, selection, known, dates, redated=origin.redated)
        plan = searched(connection, plan, selection, publisher.site, origin)
        shown = [row.number for row in selected.window.rows]
        if selection == EVERYTHING:
            listed = {kind: _kept(connection, kind, language, site) for kind in KINDS}
            months = months_of_everything(connection, publisher.site.timezone, TOP)
            entries, is_whole = plan.entries, True
        else:
            numbers, is_whole = _newest(connection, plan, shown, is_shown_whole=selected.window.is_complete)
            had = tallies.had_by(connection, numbers)
            listed, entries = _counted(connection, had, language, site), len(had)
            months = _months(had, publisher.site.timezone)
    return Facets(
        entries=entries,
        is_whole=is_whole,
        listed=listed,
        months=tuple(months),
        labels={named: _called(named, label, language, site) for named, label in labels.items()},
        private=declared(origin.private),
    )


def _newest(connection: Connection, plan: Plan, shown: list[int], *, is_shown_whole: bool) -> tuple[list[int], bool]:
    """Find the newest entries, and whether they are all; what is on the page where more would cost too much."""
    if is_shown_whole:
        return shown, True
    try:
        rows = once.newest(connection, plan, COUNTED, _PROBES)
    except InvalidSelection:
        return shown, False
    return [row.number for row in rows], len(rows) < COUNTED


def _kept(connection: Connection, kind: str, language: str, site: Site) -> tuple[Count, ...]:
    return tuple(_named(kind, *row, language, site) for row in tallies.most_used(connection, kind, TOP))


def _counted(connection: Connection, had: Sequence[Had], language: str, site: Site) -> dict[str, tuple[Count, ...]]:
    counts = {
        "tag": Counter(split("\n".join(one.tags for one in had if one.tags))),
        "source": Counter(split("\n".join(one.sources for one in had if one.sources))),
        "lang": Counter(one.language.split("-")[0] for one in had if one.language and one.language != UNTOLD),
    }
    most = {kind: sorted((-number, slug) for slug, number in counts[kind].items())[:TOP] for kind in KINDS}
    wanted = [(kind, slug) for kind, rows in most.items() for _, slug in rows]
    known = selections.find_facets(connection, wanted)
    return {
        kind: tuple(
            _named(kind, slug, known[kind, slug].label, -number, language, site)
            for number, slug in rows
            if (kind, slug) in known
        )
        for kind, rows in most.items()
    }


def _named(kind: str, slug: str, label: str, entries: int, language: str, site: Site) -> Count:
    return Count(slug, _called((kind, slug), label, language, site), entries)


def _called(named: tuple[str, str], label: str, language: str, site: Site) -> str:
    kind, slug = named
    return language_name(slug, language) if kind == "lang" else label_in(language, kind, slug, label, site)


def _months(had: Sequence[Had], timezone: str) -> list[Month]:
    """Count what was published month by month, from the newest back."""
    moments, months = sorted(one.published for one in had), list[Month]()
    while moments and len(months) < TOP:
        year, month = month_of(moments[-1], timezone)
        first, _ = span(Selection(since=f"{year:04}-{month:02}-01"), timezone)
        before = bisect_left(moments, first or 0)
        months.append(Month(year, month, len(moments) - before))
        del moments[before:]
    return months
