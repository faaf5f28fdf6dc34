"""The links of a feed, in one list for every format; paging (RFC 5005) belongs here too.

Hubs: https://www.w3.org/TR/websub/#discovery, which looks in the `Link` header first and then in the document.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from feeds.formats.characters import printable, uri
from feeds.model import Entry, Feed
from feeds.site import Site


@dataclass(frozen=True, slots=True)
class Link:
    """Where something related lies: the relation, the absolute address, the media type if it is known."""

    rel: str
    href: str
    type: str | None = None
    length: int | None = None
    """Bytes of what is enclosed, if they are known."""
    title: str | None = None


def feed_links(feed: Feed, name: str, media_type: str) -> tuple[Link, ...]:
    """List the links of a feed in the named format, the page first: some readers take the first as the site.

    The licence is linked as RFC 4946 has it.
    """
    paging = (Link(rel, uri(addresses[name]), media_type) for rel, addresses in feed.paging.items())
    return (
        Link("alternate", uri(feed.page), "text/html"),
        *push_links(feed.addresses[name], feed.hubs, media_type),
        *paging,
        *((Link("license", uri(feed.license)),) if feed.license else ()),
    )


SHORT = "http://purl.org/net/shortlink"
"""`shortlink` is no registered relation, so that Atom wants an IRI (RFC 4287, 4.2.7.2)."""


def entry_links(entry: Entry, site: Site) -> tuple[Link, ...]:
    """List what belongs to an entry beside what it links to.

    Its original (RFC 4287, `via`), its short address, and others that tell the same story (`related`).
    """
    links = []
    if entry.url:
        links.append(Link("via", uri(entry.url)))
    if entry.share_link:
        links.append(Link(SHORT, uri(site.share(entry.share_link))))
    links += (
        Link("related", uri(site.kin(entry, kin)), "text/html", title=printable(kin.title) or None) for kin in entry.kin
    )
    return tuple(links)


def enclosures(entry: Entry) -> tuple[Link, ...]:
    """List the attachments of an entry."""
    return tuple(
        Link("enclosure", uri(one.url), one.media_type, one.size, printable(one.title or "") or None)
        for one in entry.attachments
    )


def push_links(address: str, hubs: Iterable[str], media_type: str | None = None) -> tuple[Link, ...]:
    """List the topic and the hubs that a subscriber needs to know to be told of changes."""
    return (Link("self", uri(address), media_type), *(Link("hub", uri(hub)) for hub in hubs))


def link_header(links: Iterable[Link]) -> str:
    """Write links as a `Link` header (RFC 8288); some hubs look for `rel="self"` just so, in quotes."""
    return ", ".join(f'<{link.href}>; rel="{link.rel}"' for link in links)
