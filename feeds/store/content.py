"""A name for what is published of an entry: validators are made of it. Pure."""

from __future__ import annotations

import json
from hashlib import blake2b
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from feeds.store.records import EntryRecord, digest, share_link_of, slugs_named, split

if TYPE_CHECKING:
    from collections.abc import Mapping


class Shown(NamedTuple):
    """What of a row of `entry` decides what is published of it, column by column; the paragraphs by their digest."""

    id: str
    handle: str
    title: str
    summary: str
    published: int
    updated: int
    comments: int | None
    authors: str
    sources: str
    tags: str
    language: str | None
    image: str | None
    url: str | None
    pictures: str
    attachments: str
    share_host: str | None
    share_code: str | None
    minted: str | None
    body: str
    markup: str
    kin: str


_shown_columns = attrgetter(*Shown._fields)
_TEXTLESS = digest("")
_DIGITS = 24
"""Of each part of a digest of content."""


def content_digest(shown: Shown, labels: Mapping[tuple[str, str], str]) -> str:
    """Name what is published of an entry, wherever it is kept; labels are those of its facets by (kind, slug).

    It has three parts, since not every document has the text: what stands before it, the text, and when it was
    changed, with language and short address.
    """
    sources = [(slug, labels.get(("source", slug), slug)) for slug in split(shown.sources)]
    tags = [(slug, labels.get(("tag", slug), slug)) for slug in split(shown.tags)]
    always = (shown.id, shown.handle, shown.title, shown.summary, shown.published, shown.comments, shown.image)
    is_bare_title = shown.body == _TEXTLESS and not shown.summary.strip()  # which is then the summary, too
    credited = (shown.authors, sources, tags, is_bare_title)
    # Named only where they are there: what most entries lack must not move the validators of all.
    added: tuple[object, ...] = tuple(part for part in ((shown.url, shown.pictures, shown.attachments),) if any(part))
    if shown.kin:
        named = split(slugs_named("", "", shown.kin))
        added += (("kin", shown.kin, *(labels.get(("source", slug), slug) for slug in named)),)
    text = (shown.body, shown.markup) if shown.markup else (shown.body,)
    link = share_link_of(shown.share_host, shown.share_code, shown.minted)
    parts = (
        (*always, *credited, *added),
        (*text, shown.language),
        (shown.updated, shown.language, link),
    )
    return "".join(blake2b(json.dumps(part).encode(), digest_size=_DIGITS // 2).hexdigest() for part in parts)


def with_content(record: EntryRecord, labels: Mapping[tuple[str, str], str]) -> EntryRecord:
    """Name anew what is published of a record."""
    return record._replace(content=content_digest(Shown(*_shown_columns(record)), labels))


def parts_of(content: str, *, is_full: bool) -> str:
    """Give the parts of a digest of content that count for a document: with the text, or without it."""
    return content if is_full else content[:_DIGITS] + content[2 * _DIGITS :]
