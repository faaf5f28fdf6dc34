"""From one selection to the next: what is added to it, excluded from it, and taken away. Pure.

Each step gives a selection as its one address spells it, and None where no address may ask for it: it names too much,
or asks for what it excludes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from feeds.errors import InvalidSelection
from feeds.selection import Selection, read_query, span, spell

if TYPE_CHECKING:
    from feeds.selection import Group

SEVERAL = ("tag", "source")
"""Kinds of facets of which a selection may demand several, and exclude some; an entry has one language."""


def narrowed(selection: Selection, kind: str, slug: str) -> Selection | None:
    """Demand one more facet."""
    if kind == "lang":
        return settled(replace(selection, langs=(slug,)))
    return settled(_with_groups(selection, kind, (*groups_of(selection, kind), (slug,))))


def excluding(selection: Selection, kind: str, slug: str) -> Selection | None:
    """Exclude one more facet; languages are only chosen."""
    return settled(_without(selection, kind, (*excluded(selection, kind), slug))) if kind in SEVERAL else None


def relieved(selection: Selection, kind: str, slug: str) -> Selection | None:
    """Ask for a facet no more: neither alone, nor as one of several."""
    if kind == "lang":
        return settled(replace(selection, langs=tuple(lang for lang in selection.langs if lang != slug)))
    left = (tuple(one for one in group if one != slug) for group in groups_of(selection, kind))
    return settled(_with_groups(selection, kind, tuple(group for group in left if group)))


def readmitting(selection: Selection, kind: str, slug: str) -> Selection | None:
    """Exclude a facet no more."""
    left = tuple(one for one in excluded(selection, kind) if one != slug)
    return settled(_without(selection, kind, left))


def any_of(selection: Selection, kind: str) -> Selection | None:
    """Ask for one of the facets of a kind that it names, whichever."""
    return settled(_with_groups(selection, kind, (named(selection, kind),)))


def all_of(selection: Selection, kind: str) -> Selection | None:
    """Ask for each of the facets of a kind that it names."""
    return settled(_with_groups(selection, kind, tuple((slug,) for slug in named(selection, kind))))


def during(selection: Selection, first: str, last: str, timezone: str) -> Selection | None:
    """Narrow a selection to what was published from one day to another, as far as its own dates allow."""
    since, until = span(selection, timezone)
    begins, ends = span(Selection(since=first, until=last), timezone)
    is_later = since is not None and begins is not None and since >= begins
    is_sooner = until is not None and ends is not None and until <= ends
    narrower = replace(
        selection, since=selection.since if is_later else first, until=selection.until if is_sooner else last
    )
    return settled(narrower)


def whenever(selection: Selection) -> Selection | None:
    """Ask for no dates any more."""
    return settled(replace(selection, since=None, until=None))


def settled(selection: Selection) -> Selection | None:
    """Give a selection as it is read from its own address."""
    try:
        return read_query(parse_qsl(spell(selection, below_its_place=False)), lambda _kind, slug: slug)[0]
    except InvalidSelection:
        return None


def named(selection: Selection, kind: str) -> Group:
    """List the tags or sources of which a selection demands some."""
    return tuple(sorted({slug for group in groups_of(selection, kind) for slug in group}))


def excluded(selection: Selection, kind: str) -> Group:
    """List the tags or sources that a selection excludes."""
    return selection.not_tags if kind == "tag" else selection.not_sources


def groups_of(selection: Selection, kind: str) -> tuple[Group, ...]:
    """List the groups of facets of a kind that a selection demands."""
    return selection.tags if kind == "tag" else selection.sources


def _with_groups(selection: Selection, kind: str, groups: tuple[Group, ...]) -> Selection:
    return replace(selection, tags=groups) if kind == "tag" else replace(selection, sources=groups)


def _without(selection: Selection, kind: str, slugs: Group) -> Selection:
    return replace(selection, not_tags=slugs) if kind == "tag" else replace(selection, not_sources=slugs)
