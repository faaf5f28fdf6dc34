"""RSS 2.0, https://www.rssboard.org/rss-specification, as its Best Practices Profile advises."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from feeds.formats import _feedgen
from feeds.formats.characters import looks_like_markup, printable, rfc_3339, uri
from feeds.formats.content import author_names, content_html, entry_summary, entry_title, feed_title
from feeds.formats.heads import shared_head
from feeds.formats.links import Link, enclosures, entry_links, feed_links
from feeds.formats.media import media_elements
from feeds.model import Entry, Feed
from feeds.site import Site, source_path

name = "rss"
label = "RSS 2.0"
filename = "feed.xml"
media_type = "application/rss+xml"

_PICTURES = {"", ".gif", ".jpeg", ".jpg", ".png"}
_HOUR = 60
"""Minutes."""


def head(feed: Feed, site: Site) -> bytes:
    """Write everything that stands before the first entry."""
    return shared_head(_head, name, feed, site)


def fragment(entry: Entry, site: Site, content: str) -> bytes:
    """Write one entry, `full` or `summary`; it depends on nothing but its arguments."""
    return _feedgen.rss_fragment(_item(entry, site, content))


def document(feed: Feed, site: Site, fragments: Iterable[bytes]) -> bytes:
    """Join the fragments of the entries, in the order of the feed, to a document."""
    return b"".join((head(feed, site), *fragments, _feedgen.RSS_FOOT))


def render(feed: Feed, site: Site) -> bytes:
    """Write a feed with its entries."""
    return document(feed, site, [fragment(entry, site, feed.content) for entry in feed.entries])


def _head(feed: Feed, site: Site) -> bytes:
    return _feedgen.rss_document(_channel(feed, site), ())[: -len(_feedgen.RSS_FOOT)]


def _channel(feed: Feed, site: Site) -> Any:
    extras = _feedgen.Extras(
        links=feed_links(feed, name, media_type),
        elements=_rhythm(feed.ttl),
        stylesheet=uri(site.path + "/static/feed.css"),
        namespaces=_feedgen.RSS_NAMESPACES,
    )
    title = feed_title(feed)
    channel = _feedgen.new_feed(title, feed.updated, extras)
    description = printable(feed.description) or title
    channel.description(escape(description, quote=False) if looks_like_markup(description) else description)
    channel.language(feed.language)
    if feed.ttl > 0:
        channel.ttl(feed.ttl)
    if feed.rights:
        channel.rights(printable(feed.rights))
    if feed.logo and _is_taken(feed.logo):
        channel.logo(uri(feed.logo))
    return channel


def _is_taken(logo: str) -> bool:
    """Tell whether the name of a picture lets it be one that RSS takes: the others have no such limit."""
    return PurePosixPath(urlsplit(logo).path).suffix.lower() in _PICTURES


def _rhythm(minutes: int) -> Sequence[_feedgen.Element]:
    """Say how often to ask as RDF Site Summary modules do, the same as `ttl` says it."""
    if minutes <= 0:
        return ()
    period, frequency = ("hourly", _HOUR // minutes) if minutes <= _HOUR else ("daily", 24 * _HOUR // minutes)
    return (
        _feedgen.Element(f"{{{_feedgen.SYNDICATION}}}updatePeriod", period),
        _feedgen.Element(f"{{{_feedgen.SYNDICATION}}}updateFrequency", str(max(frequency, 1))),
    )


def _item(entry: Entry, site: Site, content: str) -> Any:
    extras = _feedgen.Extras(
        links=(Link("alternate", uri(site.link(entry))), *entry_links(entry, site)),
        elements=_elements(entry, site, content),
    )
    item = _feedgen.new_entry(entry.id, entry_title(entry), entry.updated, entry.published, extras)
    # By custom a description is HTML, so that plain text is escaped here for HTML and by lxml for XML.
    item.summary(escape(entry_summary(entry), quote=False))
    if content == "full" and (body := content_html(entry, site)):
        item.content(body)
    for one in enclosures(entry)[:1]:  # readers take one, and validators warn of more
        item.enclosure(one.href, str(one.length or 0), one.type)
    for tag in entry.tags:
        item.category(term=tag.slug, label=printable(tag.label))
    if entry.sources:
        origin = entry.sources[0]
        item.source(url=uri(site.feed(source_path(origin.slug), filename)), title=printable(origin.name))
    return item


def _elements(entry: Entry, site: Site, content: str) -> Sequence[_feedgen.Element]:
    elements = [_feedgen.Element(f"{{{_feedgen.ATOM}}}updated", rfc_3339(entry.updated))]
    elements += [_feedgen.Element(f"{{{_feedgen.DC}}}creator", author) for author in author_names(entry, site)]
    if entry.comments is not None:
        elements.append(_feedgen.Element(f"{{{_feedgen.SLASH}}}comments", str(entry.comments)))
    if entry.language:
        elements.append(_feedgen.Element(f"{{{_feedgen.DC}}}language", entry.language))
    if content == "full" and entry.markdown:
        elements.append(_feedgen.Element(f"{{{_feedgen.SOURCE}}}markdown", printable(entry.markdown), prefix="source"))
    return (*elements, *media_elements(entry))
