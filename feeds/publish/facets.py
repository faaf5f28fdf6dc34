"""The facets of what a selection shows, with how many of its entries have each: what can be added to it and excluded.

Of everything they are kept by the store; of any other selection its newest entries are counted, so many that most are
counted whole, and so few that no page waits for it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from feeds.errors import InvalidSelection
from feeds.model import UNTOLD
from feeds.publish.searching import searched
from feeds.publish.titles import language_name
from feeds.selection import EVERYTHING, Selection, span
from feeds.selection.private import declared
from feeds.store.read import once, reader, selections, tallies
from feeds.store.records import moment, split

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from feeds.publish.documents import Selected
    from feeds.publish.publisher import Publisher
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


class Month(NamedTuple):
    """A month in the time zone of the site, and how many of the entries were published in it."""

    year: int
    month: int
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
    """The newest first; of everything they are those of its newest entries."""
    months_of: int
    """So many entries were counted by month."""
    labels: Mapping[tuple[str, str], str]
    """Of the facets that the selection names."""
    private: tuple[Selection, ...]
    """Selections to which nothing leads."""


def facets_of_selected(publisher: Publisher, selected: Selected) -> Facets:
    """Count what the entries of a selection have."""
    selection, language = selected.selection, publisher.site.language
    with publisher.store.reading() as connection:
        origin = reader.origin(connection)
        _, known, labels, _ = publisher.named(connection, selection, origin.private)
        dates = span(selection, publisher.site.timezone)
        plan = selections.plan(connection, selection, known, dates, redated=origin.redated)
        plan = searched(connection, plan, selection, publisher.site, origin)
        shown = [row.number for row in selected.window.rows]
        numbers, is_whole = _newest(connection, plan, shown, is_shown_whole=selected.window.is_complete)
        had = tallies.had_by(connection, numbers)
        if selection == EVERYTHING:
            listed = {kind: _kept(connection, kind, language) for kind in KINDS}
            entries, is_whole = plan.entries, True
        else:
            listed, entries = _counted(connection, had, language), len(had)
    return Facets(
        entries=entries,
        is_whole=is_whole,
        listed=listed,
        months=_months(had, publisher.site.timezone),
        months_of=len(had),
        labels={named: _called(named, label, language) for named, label in labels.items()},
        private=declared(origin.private),
    )


def _newest(
    connection: Connection, plan: selections.Plan, shown: list[int], *, is_shown_whole: bool
) -> tuple[list[int], bool]:
    """Find the newest entries, and whether they are all; what is on the page where more would cost too much."""
    if is_shown_whole:
        return shown, True
    try:
        rows = once.newest(connection, plan, COUNTED, _PROBES)
    except InvalidSelection:
        return shown, False
    return [row.number for row in rows], len(rows) < COUNTED


def _kept(connection: Connection, kind: str, language: str) -> tuple[Count, ...]:
    return tuple(_named(kind, *row, language) for row in tallies.most_used(connection, kind, TOP))


def _counted(connection: Connection, had: Sequence[Had], language: str) -> dict[str, tuple[Count, ...]]:
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
            _named(kind, slug, known[kind, slug].label, -number, language)
            for number, slug in rows
            if (kind, slug) in known
        )
        for kind, rows in most.items()
    }


def _named(kind: str, slug: str, label: str, entries: int, language: str) -> Count:
    return Count(slug, _called((kind, slug), label, language), entries)


def _called(named: tuple[str, str], label: str, language: str) -> str:
    kind, slug = named
    return language_name(slug, language) if kind == "lang" else label


def _months(had: Sequence[Had], timezone: str) -> tuple[Month, ...]:
    """Count what was published month by month, from the newest back."""
    zone, moments, months = ZoneInfo(timezone), sorted(one.published for one in had), list[Month]()
    while moments and len(months) < TOP:
        newest = moment(moments[-1])
        with suppress(OverflowError):  # the first or the last day of all
            newest = newest.astimezone(zone)
        first, _ = span(Selection(since=f"{newest.year:04}-{newest.month:02}-01"), timezone)
        before = bisect_left(moments, first or 0)
        months.append(Month(newest.year, newest.month, len(moments) - before))
        del moments[before:]
    return tuple(months)
