"""Addresses of sources and tags once given out stay: who had one first keeps it, only newcomers are spelled anew.

Before, names lost their signs and marks in their addresses: `C`, `C++` and `C#` were all `c`, called by whichever came
first. It keeps `c` for good; the others get addresses of their own.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from feeds.site import facet_slug, plain_words
from feeds.store.read.selections import find_facets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from feeds.model import Article
    from feeds.store.write.documents import Document

Named = tuple[str, str]
"""Kind and slug."""


def settled(connection: Connection, documents: Sequence[Document]) -> Sequence[Document]:
    """Give documents with the slugs that the store has for the names of their sources and tags."""
    names = {
        (kind, slug): name
        for document in documents
        if document.article
        for kind, slug, name in _named(document.article)
    }
    # What the tables of agencies and subjects know is called by their slug, whatever its name.
    plain = {named: name for named, name in names.items() if facet_slug(name) == named[1]}
    known = find_facets(connection, {*plain, *((kind, earlier(name)) for (kind, _), name in plain.items())})
    labels = {named: facet.label for named, facet in known.items()}
    moved = {named: slug for named, name in plain.items() if (slug := _slug_of(named, name, labels)) != named[1]}
    if not moved:
        return documents
    return [
        document._replace(article=_moved(document.article, moved)) if document.article else document
        for document in documents
    ]


def earlier(name: str) -> str:
    """Spell a name as it was spelled before."""
    return plain_words(name, marks=False)


def _slug_of(named: Named, name: str, labels: Mapping[Named, str]) -> str:
    kind, slug = named
    before = earlier(name)
    if before != slug and facet_slug(labels.get((kind, before), "")) == slug:
        return before
    first = labels.get(named)
    if first is not None and earlier(first) == slug != facet_slug(first):
        return f"{slug}-{blake2b(slug.encode(), digest_size=2).hexdigest()}"
    return slug


def _named(article: Article) -> list[tuple[str, str, str]]:
    sources = [("source", source.slug, source.name) for source in article.sources]
    return sources + [("tag", tag.slug, tag.label) for tag in article.tags]


def _moved(article: Article, moved: Mapping[Named, str]) -> Article:
    return replace(
        article,
        sources=tuple(each._replace(slug=moved.get(("source", each.slug), each.slug)) for each in article.sources),
        tags=tuple(each._replace(slug=moved.get(("tag", each.slug), each.slug)) for each in article.tags),
        stated_tags=tuple(moved.get(("tag", slug), slug) for slug in article.stated_tags),
    )
