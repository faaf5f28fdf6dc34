"""The formats a feed is given in. In: a `Feed` and its entries. Out: bytes; `reading` reads them back.

A new one is a module like `rss`, `atom` and `jsonfeed`, and a place in `FORMATS`. `content`, `links` and `characters`
are what they share; `heads` spares feedgen, which `_feedgen` mends. `opml` lists feeds.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import entry_points
from typing import Protocol

from feeds.formats import atom, jsonfeed, rss
from feeds.model import Entry, Feed
from feeds.site import Site


class Format(Protocol):
    """What a module of a format offers. A document is its head, the fragments of its entries, and its foot."""

    @property
    def name(self) -> str:
        """The format's name in settings and in `Feed.addresses`."""

    @property
    def label(self) -> str:
        """The format's name for people."""

    @property
    def filename(self) -> str:
        """The last part of the address of each feed in this format."""

    @property
    def media_type(self) -> str:
        """The media type, without charset: all are UTF-8."""

    def head(self, feed: Feed, site: Site) -> bytes:
        """Write everything that stands before the first entry."""

    def fragment(self, entry: Entry, site: Site, content: str) -> bytes:
        """Write one entry, `full` or `summary`; it depends on nothing but its arguments."""

    def document(self, feed: Feed, site: Site, fragments: Iterable[bytes]) -> bytes:
        """Join the fragments of the entries, in the order of the feed, to a document."""

    def render(self, feed: Feed, site: Site) -> bytes:
        """Write a feed with its entries."""


GROUP = "feeds.formats"
"""The group of entry points by which a package brings a format: a module, or anything else that offers the same."""

FORMATS: tuple[Format, ...] = (rss, atom, jsonfeed, *(point.load() for point in entry_points(group=GROUP)))


def by_name(name: str) -> Format | None:
    """Find a format by its name: `rss`, `atom` or `json`."""
    return next((form for form in FORMATS if form.name == name), None)


def by_filename(filename: str) -> Format | None:
    """Find a format by the last part of an address: `feed.xml`, `atom.xml` or `feed.json`."""
    return next((form for form in FORMATS if form.filename == filename), None)
