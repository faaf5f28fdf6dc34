"""The links of a feed, in one list for every format; paging (RFC 5005) and hubs (WebSub) belong here."""

from __future__ import annotations

from dataclasses import dataclass

from feeds.formats.characters import uri
from feeds.model import Feed


@dataclass(frozen=True, slots=True)
class Link:
    """Where something related lies: the relation, the absolute address, the media type if it is known."""

    rel: str
    href: str
    type: str | None = None


def feed_links(feed: Feed, name: str, media_type: str) -> tuple[Link, ...]:
    """List the links of a feed in the named format, the page first: some readers take the first as the site."""
    paging = (Link(rel, uri(addresses[name]), media_type) for rel, addresses in feed.paging.items())
    return (
        Link("alternate", uri(feed.page), "text/html"),
        Link("self", uri(feed.addresses[name]), media_type),
        *paging,
    )
