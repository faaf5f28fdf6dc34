"""JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from feeds.formats.characters import printable, rfc_3339, uri
from feeds.formats.content import (
    author_names,
    content_html,
    content_text,
    entry_summary,
    entry_title,
    feed_title,
    image_address,
)
from feeds.formats.links import feed_links
from feeds.model import Attachment, Entry, Feed, Kin
from feeds.site import Site, source_path

name = "json"
label = "JSON Feed 1.1"
filename = "feed.json"
media_type = "application/feed+json"

_VERSION = "https://jsonfeed.org/version/1.1"
_FOOT = b"]}"


def head(feed: Feed, site: Site) -> bytes:
    """Write everything that stands before the first entry."""
    links = {link.rel: link.href for link in feed_links(feed, name, media_type)}
    members = {
        "version": _VERSION,
        "title": feed_title(feed),
        "home_page_url": links["alternate"],
        "feed_url": links["self"],
        "next_url": links.get("prev-archive"),
        "description": printable(feed.description),
        "icon": uri(feed.logo) if feed.logo else None,
        "author": {"name": printable(feed.author) or feed_title(feed)},  # of version 1, for readers of it
        "authors": [{"name": printable(feed.author) or feed_title(feed)}],
        "language": feed.language,
        "hubs": [{"type": "WebSub", "url": uri(hub)} for hub in feed.hubs],
        "_feeds": _known(
            {
                "about": _about(site),
                "updated": rfc_3339(feed.updated),
                "ttl": feed.ttl or None,  # a closed page names no time after which to ask again
                "rights": printable(feed.rights or ""),
                "license": links.get("license"),
            }
        ),
    }
    return _json(_known(members))[:-1] + b',"items":['


def fragment(entry: Entry, site: Site, content: str) -> bytes:
    """Write one entry, `full` or `summary`; it depends on nothing but its arguments.

    The language is said where it is not the site's. A feed may have another language than the
    site's only if all its entries have that language.
    """
    full = content == "full"
    summary = entry_summary(entry)
    members = {
        "id": entry.id,
        "url": uri(site.link(entry)),
        "external_url": uri(entry.url) if entry.url else None,
        "title": entry_title(entry),
        "content_html": content_html(entry, site) if full else None,
        "content_text": (content_text(entry, site) if full else "") or summary or entry_title(entry),
        "summary": summary,
        "image": image_address(entry),
        "date_published": rfc_3339(entry.published),
        "date_modified": rfc_3339(entry.updated),
        "author": {"name": ", ".join(author_names(entry, site))},
        "authors": [{"name": author} for author in author_names(entry, site)],
        "attachments": [_attachment(one) for one in entry.attachments],
        "tags": [printable(tag.label) for tag in entry.tags],
        "language": entry.language if entry.language != site.language else None,
        "_feeds": _extension(entry, site),
    }
    return _json(_known(members))


def document(feed: Feed, site: Site, fragments: Iterable[bytes]) -> bytes:
    """Join the fragments of the entries, in the order of the feed, to a document."""
    return b"".join((head(feed, site), b",".join(fragments), _FOOT))


def render(feed: Feed, site: Site) -> bytes:
    """Write a feed with its entries."""
    return document(feed, site, [fragment(entry, site, feed.content) for entry in feed.entries])


def _extension(entry: Entry, site: Site) -> dict[str, Any]:
    """Say what JSON Feed has no member for; the page at `about` tells people what the members are."""
    sources = [
        {"slug": source.slug, "name": printable(source.name), "url": uri(site.address(source_path(source.slug)))}
        for source in entry.sources
    ]
    return _known(
        {
            "about": _about(site),
            "share_url": uri(site.share(entry.share_link)) if entry.share_link else None,
            "sources": sources,
            "tags": [tag.slug for tag in entry.tags],
            "comments": entry.comments,
            "related": [_related(entry, kin, site) for kin in entry.kin],
        }
    )


def _related(entry: Entry, kin: Kin, site: Site) -> dict[str, Any]:
    """Say of another entry that it tells the same story, and of one of the same sources which came first."""
    return _known(
        {
            "url": uri(site.kin(entry, kin)),
            "title": printable(kin.title),
            "sources": [source.slug for source in kin.sources],
            "version": ("later" if kin.is_later else "earlier") if kin.is_version else None,
        }
    )


def _attachment(attachment: Attachment) -> dict[str, Any]:
    return _known(
        {
            "url": uri(attachment.url),
            "mime_type": attachment.media_type,
            "title": printable(attachment.title or ""),
            "size_in_bytes": attachment.size,
            "duration_in_seconds": attachment.duration,
        }
    )


def _about(site: Site) -> str:
    return uri(site.address("/"))


def _known(members: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not known: JSON Feed has no empty values. Nought is known."""
    return {key: value for key, value in members.items() if value or value == 0}


def _json(members: dict[str, Any]) -> bytes:
    return json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()
