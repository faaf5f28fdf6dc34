"""Every page, for search engines: https://www.sitemaps.org/protocol.html.

Where the entries do not fit into one file, `/sitemap.xml` lists its parts. A part holds the entries of certain
numbers for good, so that an arrival changes the last part only.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, request

from feeds.formats.characters import rfc_3339
from feeds.site import entry_path, source_path, tag_path
from feeds.store.read import reader
from feeds.store.records import moment
from feeds.web.base.addresses import is_misspelt
from feeds.web.base.answers import encoded, moved
from feeds.web.base.services import services

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feeds.store import Connection

blueprint = Blueprint("sitemap", __name__)

_PART = 10_000
"""Entries: the protocol allows 50,000, but a part is made at once."""
_MEDIA_TYPE = "application/xml"
_OPENING = '<?xml version="1.0" encoding="UTF-8"?>\n<{} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """List every page, or the parts of the list."""
    use = services()
    asked = request.args.get("part", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < len(str(1 << 31)) else None
    address = _address(number)
    if is_misspelt(address):
        return moved(address)
    with use.store.reading() as connection:
        parts = reader.last_number(connection) // _PART + 1
        if number is None and parts > 1:
            lines = [f"<sitemap><loc>{escape(_address(n))}</loc></sitemap>\n" for n in range(parts)]
            return _answer("sitemapindex", lines)
        if number is not None and number >= parts:
            abort(404)
        return _answer("urlset", _urls(connection, number or 0))


def _address(part: int | None) -> str:
    return services().site.feed("/", "sitemap.xml", "" if part is None else f"part={part}")


def _urls(connection: Connection, part: int) -> Iterator[str]:
    site = services().site
    if part == 0:
        sources, tags = reader.facets(connection, "source"), reader.facets(connection, "tag")
        paths = [source_path(row.slug) for row in sources] + [tag_path(row.slug) for row in tags]
        yield from (
            f"<url><loc>{escape(site.address(path))}</loc></url>\n" for path in ("/", "/sources/", "/tags/", *paths)
        )
    for entry in reader.listed(connection, part * _PART, (part + 1) * _PART):
        address, updated = site.address(entry_path(entry.title, entry.handle)), rfc_3339(moment(entry.updated))
        yield f"<url><loc>{escape(address)}</loc><lastmod>{updated}</lastmod></url>\n"


def _answer(root: str, lines: Iterable[str]) -> Response:
    return encoded(f"{_OPENING.format(root)}{''.join(lines)}</{root}>\n".encode(), _MEDIA_TYPE)
