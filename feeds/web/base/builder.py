"""What the page of a selection offers beside its entries: the steps to other selections, each a link.

Every link is spelled as it will be answered, so that none leads over a redirect; none leads to what is private.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from feeds.publish.facets import KINDS, facets_of_selected
from feeds.publish.titles import said_in
from feeds.selection import Selection, steps
from feeds.selection.private import hides
from feeds.web.languages.speech import speech

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feeds.publish.documents import Selected
    from feeds.publish.facets import Count, Facets
    from feeds.publish.months import Month
    from feeds.publish.publisher import Publisher
    from feeds.selection import Presentation
    from feeds.web.languages.speech import Speech

FEW = 15


class Option(NamedTuple):
    """A facet of what is shown."""

    slug: str
    label: str
    entries: int
    add_href: str
    """Where only entries that have it are shown; empty where that is what is shown."""
    without_href: str
    """Where none of these is; empty where nothing would be left."""
    is_chosen: bool = False
    is_excluded: bool = False


class Chip(NamedTuple):
    """A part of what was asked for."""

    kind: str
    """`tag`, `source`, `words`, `lang`, `dates` or `limit`."""
    label: str
    """Empty of dates that only begin, or only end, or are no month."""
    href: str
    """Where it is not asked for."""
    is_excluded: bool = False
    since: str = ""
    until: str = ""


class Choices(NamedTuple):
    """The facets of a kind."""

    kind: str
    options: tuple[Option, ...]
    rows: tuple[Option, ...]
    """Of the form: with those that are chosen and excluded."""
    names_several: bool
    """Whether several are asked for, so that it matters whether all or any."""
    is_any: bool
    mode: str
    """`all` or `any`, which is asked for; empty where it is some of both."""
    any_href: str
    all_href: str


@dataclass(frozen=True, slots=True)
class Builder:
    """The steps from a selection."""

    chips: tuple[Chip, ...]
    choices: tuple[Choices, ...]
    months: tuple[Option, ...]
    entries: int
    """So many were counted."""
    is_whole: bool
    """Whether these are all."""
    full_href: str
    summary_href: str
    fewer_href: str
    """Where only the newest few are shown; empty where a number is asked for."""
    is_summary: bool
    is_collapsed: bool
    since: str
    until: str
    limit: int | None


def builder_of(publisher: Publisher, selected: Selected) -> Builder:
    """Make the steps from what was selected."""
    return _Steps(publisher, selected, facets_of_selected(publisher, selected, speech().language)).builder()


class _Steps:
    def __init__(self, publisher: Publisher, selected: Selected, facets: Facets) -> None:
        self._publisher = publisher
        self._selection: Selection = selected.selection
        self._presentation: Presentation = replace(selected.presentation, page=None)
        self._facets = facets
        self._speech = speech()
        self._host = publisher.site.url.removesuffix(publisher.site.path)

    def builder(self) -> Builder:
        selection, presentation, facets = self._selection, self._presentation, self._facets
        return Builder(
            chips=tuple(self._chips()),
            choices=tuple(map(self._choices, KINDS)),
            months=tuple(self._month(month) for month in facets.months),
            entries=facets.entries,
            is_whole=facets.is_whole,
            full_href=self._href(selection, replace(presentation, content="full")),
            summary_href=self._href(selection, replace(presentation, content="summary")),
            fewer_href="" if presentation.limit else self._href(selection, replace(presentation, limit=FEW)),
            is_summary=presentation.content == "summary",
            is_collapsed=selection.is_collapsed,
            since=(selection.since or "")[:10],
            until=(selection.until or "")[:10],
            limit=presentation.limit,
        )

    def _href(self, step: Selection | None, presentation: Presentation | None = None) -> str:
        if step is None or any(hides(private, step) for private in self._facets.private):
            return ""
        return self._publisher.page(step, presentation or self._presentation).removeprefix(self._host)

    def _chips(self) -> Iterator[Chip]:
        selection, labels = self._selection, self._facets.labels
        for kind in steps.SEVERAL:
            for slug in steps.named(selection, kind):
                yield Chip(kind, labels[kind, slug], self._href(steps.relieved(selection, kind, slug)))
        for kind in steps.SEVERAL:
            for slug in steps.excluded(selection, kind):
                href = self._href(steps.readmitting(selection, kind, slug))
                yield Chip(kind, labels[kind, slug], href, is_excluded=True)
        if selection.words:
            yield Chip(
                "words",
                self._speech.typeset(said_in(self._speech.language, Selection(words=selection.words), {})),
                self._href(replace(selection, words=None)),
            )
        for slug in selection.langs:
            yield Chip("lang", labels["lang", slug], self._href(steps.relieved(selection, "lang", slug)))
        if selection.since or selection.until:
            label, since, until = span_text(selection.since or "", selection.until or "", self._speech)
            yield Chip("dates", label, self._href(steps.whenever(selection)), since=since, until=until)
        if selection.is_collapsed:
            yield Chip("collapse", "", self._href(replace(selection, is_collapsed=False)))
        if self._presentation.limit:
            href = self._href(selection, replace(self._presentation, limit=None))
            yield Chip("limit", str(self._presentation.limit), href)

    def _choices(self, kind: str) -> Choices:
        selection, counts = self._selection, self._facets.listed[kind]
        demanded = set(selection.langs) if kind == "lang" else set(steps.named(selection, kind))
        excluded = set() if kind == "lang" else set(steps.excluded(selection, kind))
        options = tuple(self._option(kind, count) for count in counts)
        listed = {option.slug for option in options}
        missing = sorted((demanded | excluded) - listed)
        unlisted = [Option(slug, self._facets.labels[kind, slug], 0, "", "") for slug in missing]
        rows = (
            option._replace(is_chosen=option.slug in demanded, is_excluded=option.slug in excluded)
            for option in (*unlisted, *options)
        )
        groups = steps.groups_of(selection, kind) if kind in steps.SEVERAL else ()
        names_several = len(demanded) > 1 and kind in steps.SEVERAL
        return Choices(
            kind,
            tuple(option for option in options if (option.slug,) not in groups and selection.langs != (option.slug,)),
            tuple(rows),
            names_several,
            is_any=kind == "lang" or any(len(group) > 1 for group in groups),
            mode="all" if len(groups) == len(demanded) else "any" if len(groups) == 1 else "",
            any_href=self._href(steps.any_of(selection, kind)) if names_several and len(groups) > 1 else "",
            all_href=self._href(steps.all_of(selection, kind)) if names_several and len(groups) < len(demanded) else "",
        )

    def _option(self, kind: str, count: Count) -> Option:
        selection = self._selection
        add = self._href(steps.narrowed(selection, kind, count.slug))
        is_everywhere = count.entries == self._facets.entries
        without = "" if is_everywhere else self._href(steps.excluding(selection, kind, count.slug))
        return Option(count.slug, count.label, count.entries, add, without)

    def _month(self, month: Month) -> Option:
        first, last = month_span(month.year, month.month)
        step = steps.during(self._selection, first, last, self._publisher.site.timezone)
        href = "" if step == self._selection else self._href(step)
        return Option(first, self._speech.month(date(month.year, month.month, 1)), month.entries, href, "")


def month_span(year: int, month: int) -> tuple[str, str]:
    """Give the first and the last day of a month."""
    return f"{year:04}-{month:02}-01", f"{year:04}-{month:02}-{monthrange(year, month)[1]}"


def span_text(since: str, until: str, speech: Speech) -> tuple[str, str, str]:
    """Write a span of dates for people: what it is called where it is a month, a year or a day; and its two ends."""
    ends = [speech.written(one) for one in (since, until)]
    label = ""
    if since and since == until:
        label = ends[0]
    elif since[:4] == until[:4] and (since[4:], until[4:]) == ("-01-01", "-12-31"):
        label = since[:4].lstrip("0")
    elif since[:7] == until[:7] and len(since) == len(until) == len("2026-03-01"):
        year, month = int(since[:4]), int(since[5:7])
        label = speech.month(date(year, month, 1)) if (since, until) == month_span(year, month) else ""
    return label, ends[0], ends[1]
