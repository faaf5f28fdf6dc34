"""Heads of documents. Where feeds differ in nothing but names, addresses and dates, feedgen writes one head for all.

To write a head with feedgen takes as long as all the rest of a document whose entries are in memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from feeds.formats.characters import printable, rfc_822, rfc_3339, uri
from feeds.formats.content import feed_title
from feeds.model import Feed
from feeds.site import Site

Write = Callable[[Feed, Site], bytes]
"""Writes the head of a feed through feedgen."""

_PLAIN = re.compile(r"[ !#-%(-;=?-~\u00a0-\ud7ff]+")
"""What stands in every place of a document as it is: nothing to escape, nothing to take for markup."""
_PLAIN_ADDRESS = re.compile(r"[!#-;=?-~]+")
"""An ampersand and an apostrophe are written alike in every place where an address stands."""
_MARK = "mark.{}.mark"
_MARKED = re.compile(rb"mark\.(\d+)\.mark")
_MARKED_DATE = datetime(1990, 1, 1, tzinfo=UTC)


class _Kind(NamedTuple):
    """What feeds have in common that share a head."""

    name: str
    """Of the format."""
    language: str
    author: str
    ttl: int
    archive: bool
    complete: bool
    rights: str | None
    license: str | None
    logo: str | None
    hubs: tuple[str, ...]
    relations: tuple[str, ...]
    """Of the pages around it."""


def shared_head(write: Write, name: str, feed: Feed, site: Site) -> bytes:
    """Give what `write` would write, a function of the named format that is always the same."""
    texts = [feed_title(feed), printable(feed.description), feed.id or ""]
    addresses = [feed.page, feed.addresses[name], *(paged[name] for paged in feed.paging.values())]
    if feed.tombstones or not (_all(_PLAIN, texts) and _all(_PLAIN_ADDRESS, addresses)):
        return write(feed, site)
    kind = _Kind(
        name,
        feed.language,
        feed.author,
        feed.ttl,
        feed.archive,
        feed.complete,
        feed.rights,
        feed.license,
        feed.logo,
        tuple(feed.hubs),
        tuple(feed.paging),
    )
    pieces, order = _pieces(write, kind, site)
    dates = [rfc_822(feed.updated), rfc_3339(feed.updated)]
    values = [value.encode() for value in (*dates, *texts, *(uri(one).replace("&", "&amp;") for one in addresses))]
    return b"".join(
        [piece for pair in zip(pieces, [*(values[at] for at in order), b""], strict=True) for piece in pair]
    )


@lru_cache(maxsize=256)
def _pieces(write: Write, kind: _Kind, site: Site) -> tuple[list[bytes], list[int]]:
    """Give what stands between the values in a head of a kind, and which value follows each but the last of these."""
    first, second, title, description, feed_id, page, address, *paged = map(
        _MARK.format, range(7 + len(kind.relations))
    )
    marked = Feed(
        title=title,
        description=description,
        id=feed_id,
        page=page,
        addresses={kind.name: address},
        updated=_MARKED_DATE,
        language=kind.language,
        author=kind.author,
        ttl=kind.ttl,
        archive=kind.archive,
        complete=kind.complete,
        rights=kind.rights,
        license=kind.license,
        logo=kind.logo,
        hubs=kind.hubs,
        paging={relation: {kind.name: mark} for relation, mark in zip(kind.relations, paged, strict=True)},
    )
    head = write(marked, site)
    for written, mark in ((rfc_822, first), (rfc_3339, second)):
        head = head.replace(written(_MARKED_DATE).encode(), mark.encode())
    parts = _MARKED.split(head)
    return parts[::2], [int(at) for at in parts[1::2]]


def _all(pattern: re.Pattern[str], values: Iterable[str]) -> bool:
    return all(map(pattern.fullmatch, values))
