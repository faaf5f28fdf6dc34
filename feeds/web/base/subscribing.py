"""Ways to follow a feed that pages name: readers on the web, digests."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import yaml

from feeds.publish.digests import address_of
from feeds.selection import EVERYTHING, HEAD
from feeds.web.base.context import feed_views

if TYPE_CHECKING:
    from feeds.publish.publisher import Publisher
    from feeds.selection import Selection
    from feeds.web.base.context import FeedView


class DigestView(NamedTuple):
    """Where the digests of a selection are."""

    daily: str
    weekly: str


def feeds_of_everything(publisher: Publisher) -> list[FeedView]:
    """Show the feeds of everything, for pages that have none of their own."""
    return feed_views(publisher.site.title, publisher.addresses(EVERYTHING, HEAD), publisher.site)


def web_readers(address: str) -> list[tuple[str, str]]:
    """List readers on the web, each with the address at which it takes that of a feed."""
    quoted = quote(address, safe="")
    return [(name, template.format(quoted)) for name, template in _readers()]


def digest_views(publisher: Publisher, selection: Selection) -> DigestView | None:
    """Tell where the digests of a selection are; None of what is chosen by date, and where there is a file of each."""
    if selection.since or selection.until or (publisher.site.has_paths and selection != EVERYTHING):
        return None
    host = publisher.site.url.removesuffix(publisher.site.path)
    return DigestView(
        *(address_of(publisher, selection, span, "xml").removeprefix(host) for span in ("daily", "weekly"))
    )


@cache
def _readers() -> tuple[tuple[str, str], ...]:
    table = yaml.safe_load((resources.files("feeds.web.base") / "readers.yaml").read_text(encoding="utf-8"))
    return tuple((row["name"], row["address"]) for row in table)
