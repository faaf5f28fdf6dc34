"""The one slug and the name of each source, tag and language."""

from __future__ import annotations

from functools import lru_cache

from feeds.enrich import agencies, vocabulary
from feeds.enrich.tables import of_tables
from feeds.publish.titles import LANGUAGES
from feeds.site import facet_slug


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
