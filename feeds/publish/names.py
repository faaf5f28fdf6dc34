"""The one slug and the name of each source, tag and language; and what a selection names."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from feeds.enrich import agencies, vocabulary
from feeds.enrich.tables import of_tables
from feeds.errors import UnknownFacet, marked
from feeds.publish.titles import LANGUAGES, Labels
from feeds.selection import Selection, renamed
from feeds.selection.private import KIND, declared, hides, spelled_whole
from feeds.site import facet_slug, plain_words
from feeds.store.read import selections
from feeds.store.read.plans import Facet
from feeds.store.read.reader import Origin, origin_in
from feeds.store.tables import keys

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from feeds.store import Connection


_UNKNOWN = {
    "tag": marked("There is no tag “%(name)s” here."),
    "source": marked("There is no source “%(name)s” here."),
    "lang": marked("There is no language “%(name)s” here."),
}


class Named(NamedTuple):
    """What a selection names, and what every feed depends on."""

    origin: Origin

    selection: Selection
    """As it is spelled now."""
    facets: dict[tuple[str, str], Facet]
    """And everything beside them."""
    labels: Labels
    scope: tuple[str, str] | None
    """The facet that has its entries, where it is private and a key opened it."""


@of_tables
@lru_cache(maxsize=4096)
def canonical_slug(kind: str, name: str) -> str:
    """Give the one slug of a source or tag, whichever of its names is used in an address."""
    if kind == "tag":
        return vocabulary.find_tag(name) or facet_slug(name) or name.lower()
    source = agencies.find_source(name)
    return source.slug if source else facet_slug(name) or name.lower()


def name_of(kind: str, slug: str, language: str) -> str | None:
    """Give the name of a source, tag or language that the tables know."""
    if kind == "lang":
        return slug if slug in LANGUAGES else None
    return vocabulary.tag_label(slug, language) if kind == "tag" else agencies.source_name(slug)


def named(connection: Connection, selection: Selection, language: str, key: str | None = None) -> Named:
    """Find what a selection names, where that is not private, or a key opens it. Raises UnknownFacet.

    What has no name of its own is called as it is in a language.
    """
    facts, known = selections.find_with_facts(connection, [*selection.facets(), ("all", "")])
    origin = origin_in(facts)
    if scope := _scope(connection, selection, key, origin.private):
        known |= selections.find_facets(connection, [scope])
    elif moved := _moved(connection, selection, known):
        selection = renamed(selection, moved)
        known = selections.find_facets(connection, [*selection.facets(), ("all", "")])
    return Named(origin, selection, known, _labels(selection, known, language, is_told=scope is not None), scope)


def _moved(
    connection: Connection, selection: Selection, known: Collection[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    """Find what is spelled as it would be now, and had its address when names were spelled otherwise."""
    missing = [(kind, slug) for kind, slug in selection.facets() if (kind, slug) not in known and kind != "lang"]
    before = {(kind, slug): (kind, plain_words(slug, marks=False)) for kind, slug in missing}
    found = selections.find_facets(connection, before.values()) if before else {}
    return {named: old[1] for named, old in before.items() if old in found and facet_slug(found[old].label) == named[1]}


def _scope(connection: Connection, selection: Selection, key: str | None, private: str) -> tuple[str, str] | None:
    """Give the facet of a private selection that a key opens; None of what is public. Raises UnknownFacet."""
    hiding = [one for one in declared(private) if hides(one, selection)]
    if not hiding:
        return None
    # Who may see them may search them, and see each story once.
    selection = replace(selection, words=None, is_collapsed=False)
    spelled = spelled_whole(selection)
    if selection in hiding and key is not None and keys.holds(connection, spelled, key):
        return KIND, spelled
    raise _unknown(*next(selection.facets()))


def _labels(selection: Selection, known: Mapping[tuple[str, str], Facet], language: str, *, is_told: bool) -> Labels:
    labels: Labels = {}
    for kind, slug in selection.facets():
        facet = known.get((kind, slug))
        label = facet.label if facet else name_of(kind, slug, language)
        if label is None and not is_told:
            raise _unknown(kind, slug)
        labels[kind, slug] = label or slug
    return labels


def _unknown(kind: str, slug: str) -> UnknownFacet:
    return UnknownFacet(_UNKNOWN[kind], (kind, slug), name=slug[:80])
