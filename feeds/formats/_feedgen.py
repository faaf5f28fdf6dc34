"""feedgen 1.0.0 with its measured faults mended; nothing else in the project imports it.

Numbers are those of its issues at github.com/lkiesow/python-feedgen; the others were found by running it.
What is mended, each with a test that fails without it:

- Its date function swaps the locale of the whole process: replaced.
- A feed or entry without a date gets the present moment: a date is always given here, in UTC and whole seconds.
- Links of Atom entries lose `rel` and `type` (#135, #143) and may not have a relation of their own (#138).
- The `<link>` of an RSS channel is the last link added, and of the others only `self` is written.
- Entries are added in front of the others (#55).
- An author without e-mail vanishes from RSS (#57): `dc:creator` is an extra element.
- Titles that look like markup are written so that validators and readers take them for text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lxml import etree  # feedgen.util uses lxml.etree without importing it: this import comes first

# isort: split
import feedgen.entry  # type: ignore[import-untyped]
import feedgen.feed  # type: ignore[import-untyped]
import feedgen.util  # type: ignore[import-untyped]

from feeds.formats.characters import looks_like_markup, rfc_822, whole_second
from feeds.formats.links import Link

ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
HISTORY = "http://purl.org/syndication/history/1.0"
SLASH = "http://purl.org/rss/1.0/modules/slash/"
SYNDICATION = "http://purl.org/rss/1.0/modules/syndication/"
THREAD = "http://purl.org/syndication/thread/1.0"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
SOURCE = "http://source.scripting.com/"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# feedgen adds atom and content to RSS by itself. An `atom` prefix inside Atom draws a warning (AvoidNamespacePrefix).
RSS_NAMESPACES: Mapping[str, str] = {"dc": DC, "slash": SLASH, "media": MEDIA, "sy": SYNDICATION}
ATOM_NAMESPACES: Mapping[str, str] = {"thr": THREAD, "media": MEDIA}

RSS_FOOT = b"</channel></rss>"
ATOM_FOOT = b"</feed>"

# In Atom, text that looks like markup is declared to be HTML and escaped once more.
_TEXT_CONSTRUCTS = ("title", "summary", "subtitle", "rights")

# RSS does not say whether these are text or HTML. Its profile (rssboard.org/rss-profile#data-types-characterdata)
# wants hexadecimal references, which every reader takes for text, and which lxml cannot write.
_PLAIN_IN_CHANNEL = re.compile(rb"(<(?:title|description|copyright)>)([^<]*)")
_PLAIN_IN_ITEM = re.compile(rb"(<(?:title|category|dc:creator|source)(?: [^>]*)?>)([^<]*)")

for _module in (feedgen.util, feedgen.feed, feedgen.entry):
    _module.formatRFC2822 = rfc_822


@dataclass(frozen=True, slots=True)
class Element:
    """An element that feedgen has no call for."""

    name: str
    text: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    prefix: str | None = None
    """Of its namespace, where the root does not declare it."""
    children: Sequence[Element] = ()


@dataclass(frozen=True, slots=True)
class Extras:
    """What feedgen cannot say of a feed or an entry: its extension hook, called when it has written its own part."""

    links: Sequence[Link]
    """The alternate first: it is the only one that feedgen is told of."""
    elements: Sequence[Element] = ()
    language: str | None = None
    """Of an Atom entry."""
    stylesheet: str | None = None
    """Of a feed: path of a CSS file."""
    namespaces: Mapping[str, str] = field(default_factory=dict)
    """Of a feed."""

    def extend_ns(self) -> dict[str, str]:
        """Tell feedgen which prefixes the root declares."""
        return dict(self.namespaces)

    def extend_rss(self, root: Any) -> None:
        """Complete an `<item>`, or an `<rss>` whose channel has no items yet."""
        parent = root
        if root.tag == "rss":
            self._add_stylesheet(root)
            parent = root[0]
        for link in self.links[1:]:
            etree.SubElement(parent, f"{{{ATOM}}}link", _attributes(link))
        _add_elements(parent, self.elements)

    def extend_atom(self, root: Any) -> None:
        """Complete an `<entry>`, or a `<feed>` that has no entries yet.

        Elements of Atom have no namespace here: feedgen writes it as a plain attribute of the root.
        """
        if root.tag == "feed":
            self._add_stylesheet(root)
        if self.language:
            root.set(_LANG, self.language)
        last = root.find("link")
        last.attrib.update(_attributes(self.links[0]))
        for link in self.links[1:]:
            added = etree.Element("link", _attributes(link))
            last.addnext(added)
            last = added
        for child in root.iterchildren(*_TEXT_CONSTRUCTS):
            if child.get("type") is None and looks_like_markup(child.text or ""):
                child.set("type", "html")
                child.text = html.escape(child.text, quote=False)
        _add_elements(root, self.elements)

    def _add_stylesheet(self, root: Any) -> None:
        if self.stylesheet:
            href = html.escape(self.stylesheet)
            root.addprevious(etree.ProcessingInstruction("xml-stylesheet", f'type="text/css" href="{href}"'))


def _add_elements(parent: Any, elements: Iterable[Element]) -> None:
    for element in elements:
        declared = {element.prefix: element.name[1:].partition("}")[0]} if element.prefix else None
        added = etree.SubElement(parent, element.name, dict(element.attributes), nsmap=declared)
        added.text = element.text
        _add_elements(added, element.children)


def _attributes(link: Link) -> dict[str, str]:
    known = {"type": link.type, "length": None if link.length is None else str(link.length), "title": link.title}
    return {"href": link.href, "rel": link.rel} | {name: value for name, value in known.items() if value}


def new_feed(title: str, updated: datetime, extras: Extras) -> Any:
    """Start a feed: a FeedGenerator with nothing left to its defaults."""
    feed = feedgen.feed.FeedGenerator()
    feed.title(title)
    feed.updated(whole_second(updated))
    feed.generator("feeds")
    feed.docs("https://www.rssboard.org/rss-specification")
    feed.link(href=extras.links[0].href)
    feed.register_extension("extras", lambda: extras, None)
    return feed


def new_entry(entry_id: str, title: str, updated: datetime, published: datetime, extras: Extras) -> Any:
    """Start an entry: a FeedEntry with nothing left to its defaults."""
    entry = feedgen.entry.FeedEntry()
    entry.id(entry_id)
    entry.title(title)
    entry.updated(whole_second(updated))
    entry.published(whole_second(published))
    entry.link(href=extras.links[0].href, rel="alternate")
    entry.register_extension("extras", lambda: extras)
    return entry


def rss_document(feed: Any, items: Iterable[Any]) -> bytes:
    """Write a whole RSS document, the entries in the order given."""
    for item in items:
        feed.add_entry(item, order="append")
    document: bytes = feed.rss_str()
    channel, tag, rest = document.partition(b"<item>")
    return _PLAIN_IN_CHANNEL.sub(_hexadecimal, channel) + tag + _PLAIN_IN_ITEM.sub(_hexadecimal, rest)


def atom_document(feed: Any, entries: Iterable[Any]) -> bytes:
    """Write a whole Atom document, the entries in the order given."""
    for entry in entries:
        feed.add_entry(entry, order="append")
    document: bytes = feed.atom_str()
    return document


def rss_fragment(item: Any) -> bytes:
    """Write one `<item>` as it stands in any RSS document of ours."""
    root = etree.Element("rss", nsmap={**RSS_NAMESPACES, "atom": ATOM, "content": _CONTENT})
    root.append(item.rss_entry())
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=False)
    return _PLAIN_IN_ITEM.sub(_hexadecimal, written[written.index(b"<item>") : -len(b"</rss>")])


def atom_fragment(entry: Any) -> bytes:
    """Write one `<entry>` as it stands in any Atom document of ours."""
    root = etree.Element("feed", xmlns=ATOM, nsmap=dict(ATOM_NAMESPACES))
    root.append(entry.atom_entry())
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=False)
    return written[written.index(b"<entry") : -len(ATOM_FOOT)]


def _hexadecimal(found: re.Match[bytes]) -> bytes:
    return found[1] + found[2].replace(b"&lt;", b"&#x3C;").replace(b"&amp;", b"&#x26;")
