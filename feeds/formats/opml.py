"""OPML 2.0, http://opml.org/spec2.opml: the feeds one can subscribe to, as a list for readers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from itertools import groupby

from lxml import etree

from feeds.formats.characters import looks_like_markup, printable, rfc_822, uri
from feeds.site import Site

media_type = "text/x-opml"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed as a reader subscribes to it. A category is a path, `/tags`; a folder the name of what holds it."""

    title: str
    xml_url: str
    html_url: str
    category: str | None = None
    language: str | None = None
    folder: str | None = None


def render(title: str, feeds: Iterable[Subscription], updated: datetime, site: Site) -> bytes:
    """List feeds in the order given; those that follow each other in one folder stand in an outline of its name.

    A folder has its text alone: of what has more, the W3C validator wants to know of which type it is.
    """
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    for name, text in (("title", _text(title)), ("dateModified", rfc_822(updated)), ("ownerName", _text(site.author))):
        if text:
            etree.SubElement(head, name).text = text
    body = etree.SubElement(root, "body")
    for folder, listed in groupby(feeds, key=lambda feed: feed.folder):
        outline = etree.SubElement(body, "outline", text=_text(folder)) if folder else body
        for feed in listed:
            etree.SubElement(outline, "outline", _attributes(feed))
    document: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return document


def _attributes(feed: Subscription) -> dict[str, str]:
    label = _text(feed.title)
    attributes = {"type": "rss", "text": label, "title": label, "xmlUrl": uri(feed.xml_url)}
    attributes["htmlUrl"] = uri(feed.html_url)
    if feed.language:
        attributes["language"] = feed.language
    if feed.category:
        attributes["category"] = feed.category
    return attributes


def _text(text: str) -> str:
    """Spell plain text where OPML takes HTML, escaped only if it must be: most readers show it as it stands."""
    text = printable(text)
    return escape(text, quote=False) if "&" in text or looks_like_markup(text) else text
