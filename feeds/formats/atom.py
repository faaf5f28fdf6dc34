"""Atom 1.0, RFC 4287; comment counts after RFC 4685, archives after RFC 5005, withdrawals after RFC 6721."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from feeds.formats import _feedgen
from feeds.formats.characters import printable, rfc_3339, uri
from feeds.formats.content import author_names, content_html, entry_summary, entry_title, feed_title
from feeds.formats.heads import shared_head
from feeds.formats.links import Link, enclosures, entry_links, feed_links
from feeds.formats.media import media_elements
from feeds.model import Entry, Feed
from feeds.site import Site

name = "atom"
label = "Atom 1.0"
filename = "atom.xml"
media_type = "application/atom+xml"


def head(feed: Feed, site: Site) -> bytes:
    """Write everything that stands before the first entry."""
    return shared_head(_head, name, feed, site)


def fragment(entry: Entry, site: Site, content: str) -> bytes:
    """Write one entry, `full` or `summary`; it depends on nothing but its arguments.

    The language is said where it is not the site's. A feed may have another language than the
    site's only if all its entries have that language.
    """
    return _feedgen.atom_fragment(_entry(entry, site, content))


def document(feed: Feed, site: Site, fragments: Iterable[bytes]) -> bytes:
    """Join the fragments of the entries, in the order of the feed, to a document."""
    return b"".join((head(feed, site), *fragments, _feedgen.ATOM_FOOT))


def render(feed: Feed, site: Site) -> bytes:
    """Write a feed with its entries."""
    return document(feed, site, [fragment(entry, site, feed.content) for entry in feed.entries])


def _head(feed: Feed, site: Site) -> bytes:
    return _feedgen.atom_document(_feed(feed, site), ())[: -len(_feedgen.ATOM_FOOT)]


def _feed(feed: Feed, site: Site) -> Any:
    extras = _feedgen.Extras(
        links=feed_links(feed, name, media_type),
        elements=_history(feed),
        stylesheet=uri(site.path + "/static/feed.css"),
        namespaces=_namespaces(feed),
    )
    written = _feedgen.new_feed(feed_title(feed), feed.updated, extras)
    written.id(feed.id or uri(feed.addresses[name]))
    written.language(feed.language)
    written.author(name=printable(feed.author) or feed_title(feed))
    if feed.description:
        written.subtitle(printable(feed.description))
    if feed.rights:
        written.rights(printable(feed.rights))
    if feed.logo:
        written.logo(uri(feed.logo))
    return written


def _history(feed: Feed) -> list[_feedgen.Element]:
    """Say whether this is an archive page or everything there is, and what was withdrawn."""
    elements = []
    if feed.archive or feed.complete:
        elements.append(_feedgen.Element(f"{{{_feedgen.HISTORY}}}{'archive' if feed.archive else 'complete'}"))
    for tombstone in feed.tombstones:
        attributes = {"ref": tombstone.id, "when": rfc_3339(tombstone.when)}
        elements.append(_feedgen.Element(f"{{{_feedgen.TOMBSTONES}}}deleted-entry", attributes=attributes))
    return elements


def _namespaces(feed: Feed) -> dict[str, str]:
    """Declare what is used: the prefix of tombstones is one that validators warn of."""
    declared = dict(_feedgen.ATOM_NAMESPACES)
    if feed.archive or feed.complete:
        declared["fh"] = _feedgen.HISTORY
    if feed.tombstones:
        declared["at"] = _feedgen.TOMBSTONES
    return declared


def _entry(entry: Entry, site: Site, content: str) -> Any:
    links = (Link("alternate", uri(site.link(entry)), "text/html"), *entry_links(entry, site), *enclosures(entry))
    elements = [*media_elements(entry)]
    if entry.comments is not None:
        elements.append(_feedgen.Element(f"{{{_feedgen.THREAD}}}total", str(entry.comments)))
    language = entry.language if entry.language != site.language else None
    extras = _feedgen.Extras(links=links, elements=elements, language=language)
    written = _feedgen.new_entry(entry.id, entry_title(entry), entry.updated, entry.published, extras)
    written.author([{"name": author} for author in author_names(entry, site)])
    if summary := entry_summary(entry):
        written.summary(summary)
    if content == "full" and (body := content_html(entry, site)):
        written.content(body, type="html")
    for tag in entry.tags:
        written.category(term=tag.slug, label=printable(tag.label))
    return written
