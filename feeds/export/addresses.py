"""Which addresses a site has, and where its short ones lead."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from feeds.export.redirects import Redirects
from feeds.model import ShareLink
from feeds.publish.digests import FORMS, SPANS
from feeds.publish.names import canonical_slug
from feeds.selection import read_query
from feeds.site import entry_path
from feeds.store.read import reader, share_codes
from feeds.store.schema import GONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feeds.store.tables.journal import Touched
    from feeds.web.base.services import Services

HOME = "/"
NOT_FOUND = "/404.html"
_PLAIN = (
    *(HOME, "/sources/", "/tags/", "/feeds.opml", "/.well-known/feeds", "/sitemap.xml", "/robots.txt", "/llms.txt"),
    *("/shortlinks.csv", "/favicon.ico", "/static/feed.css", NOT_FOUND),
    *(f"/{span}.{ending}" for span in SPANS for ending in FORMS),
)
"""What every site has."""
_PART = 1000
"""Entries that are listed at once."""


def listed(use: Services, selections: Iterable[str]) -> Iterator[str]:
    """List the addresses that every site has, and those of the selections that are wanted."""
    yield from _PLAIN
    publisher, site = use.publisher, use.site
    with use.store.reading() as connection:
        languages = [f"lang={row.slug}" for row in reader.facets(connection, "lang")]
    for query in (*languages, *selections):
        selection, presentation = read_query(parse_qsl(query), canonical_slug)
        for address in (
            publisher.page(selection, presentation),
            *publisher.addresses(selection, presentation).values(),
        ):
            yield address.removeprefix(site.url)


def known(use: Services) -> Iterator[str]:
    """List the pages of all entries, and every short address."""
    with use.store.reading() as connection:
        last = reader.last_number(connection)
    for low in range(0, last + 1, _PART):
        with use.store.reading() as connection:
            entries = reader.listed(connection, low, low + _PART)
        yield from (entry_path(entry.title, entry.handle) for entry in entries)
        yield from _codes(use, low, low + _PART)


def concerned(use: Services, touched: Touched) -> Iterator[str]:
    """List the pages and short addresses of the entries that commits touched."""
    with use.store.reading() as connection:
        entries = reader.find(connection, "handle", [one.handle for one in touched.entries])
    for found in entries:
        if found.is_public:
            yield entry_path(found.entry.title, found.entry.handle)
        yield from _codes(use, found.number, found.number + 1)


def _codes(use: Services, low: int, high: int) -> Iterator[str]:
    with use.store.reading() as connection:
        rows = list(share_codes.rows(connection, (low, high)))
    for row in rows:
        if path := use.resolver.path(ShareLink(row.host, row.code)):
            yield path


def redirects(use: Services) -> Redirects:
    """List where every short address leads that has one meaning, by its path on the host."""
    with use.store.reading() as connection:
        rows = sorted(share_codes.rows(connection), key=lambda row: -row.second)
    moved: dict[str, str] = {}
    gone, several = dict[str, None](), set[str]()
    for row in rows:
        address = use.site.address(entry_path(row.title, row.handle))
        if below := use.resolver.path(ShareLink(row.host, row.code)):
            path = use.site.path + below
            if path in moved or path in gone:
                several.add(path)
            elif row.state in GONE:
                gone |= {path: None, use.site.path + address.removeprefix(use.site.url): None}
            else:
                moved[path] = address
    for path in several:  # the page of such an address asks which is meant
        moved.pop(path, None)
        gone.pop(path, None)
    return Redirects(moved, list(gone))
