"""Every page, for search engines: https://www.sitemaps.org/protocol.html.

Where there are many entries `/sitemap.xml` lists its parts. A part holds the entries of certain numbers for good, so
that an arrival changes the last part only. The protocol allows 50,000 of either.

A part of its own lists what is new, for those who look for news:
https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap. New is what was published within two
days of what was published last, not of now: so its bytes are those of what was published, like those of feeds.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, request

from feeds.formats.characters import rfc_3339
from feeds.publish.concerns import of_part, of_parts
from feeds.selection import EVERYTHING
from feeds.site import entry_path, source_path, tag_path
from feeds.store.read import reader
from feeds.store.records import moment
from feeds.store.tables import journal
from feeds.web.base.addresses import is_misspelt
from feeds.web.base.answers import encoded, moved, show, show_selection
from feeds.web.base.services import services

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feeds.store import Connection

blueprint = Blueprint("sitemap", __name__)

_NEWS = "news"
_NEW_SECONDS = 48 * 3600
_MOST_NEWS = 1000
"""More than that in one list is not read."""
_CHINESE = {"zh-hant": "zh-tw", "zh-tw": "zh-tw", "zh-hk": "zh-tw", "zh-mo": "zh-tw"}
"""The one language of which news sitemaps want to know how it is written; else it is `zh-cn`."""
_MEDIA_TYPE = "application/xml"
_OPENING = '<?xml version="1.0" encoding="UTF-8"?>\n<{} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"{}>\n'
_OF_NEWS = ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """List every page, or the parts of the list."""
    use = services()
    asked = request.args.get("part", "")
    if asked == _NEWS:
        return _news()
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < len(str(1 << 31)) else None
    address = _address(number)
    if is_misspelt(address):
        return moved(address)
    with use.store.reading() as connection:
        if number is not None:
            if number > reader.last_number(connection) // journal.PART:
                abort(404)
            show(of_part(number))
            return _answer("urlset", _urls(connection, number))
        show(of_parts())
        if not (last := reader.last_number(connection, is_public=True) // journal.PART):
            return _answer("urlset", _urls(connection, 0))
    parts = (*range(last + 1), _NEWS)
    return _answer("sitemapindex", (f"<sitemap><loc>{escape(_address(n))}</loc></sitemap>\n" for n in parts))


def addresses() -> list[str]:
    """List the sitemaps of which robots are told: that of everything, and that of what is new."""
    return [_address(None), _address(_NEWS)]


def _news() -> Response:
    use = services()
    if is_misspelt(_address(_NEWS)):
        return moved(_address(_NEWS))
    show_selection(EVERYTHING, EVERYTHING)
    with use.store.reading() as connection:
        found = reader.newest_by_date(connection, _NEW_SECONDS, _MOST_NEWS)
    publication = escape(use.site.title, quote=False)
    return _answer(
        "urlset",
        (
            f"<url><loc>{escape(use.site.address(entry_path(one.title, one.handle)))}</loc><news:news>"
            f"<news:publication><news:name>{publication}</news:name>"
            f"<news:language>{_language(one.language or use.site.language)}</news:language></news:publication>"
            f"<news:publication_date>{rfc_3339(moment(one.published))}</news:publication_date>"
            f"<news:title>{escape(one.title, quote=False)}</news:title></news:news></url>\n"
            for one in found
        ),
        _OF_NEWS,
    )


def _language(tag: str) -> str:
    """Spell a language as news sitemaps do: by two or three letters, and Chinese by how it is written."""
    tag = tag.lower()
    primary = tag.partition("-")[0]
    if primary != "zh":
        return primary
    return next((spelled for begins, spelled in _CHINESE.items() if tag.startswith(begins)), "zh-cn")


def _address(part: int | str | None) -> str:
    return services().site.feed("/", "sitemap.xml", "" if part is None else f"part={part}")


def _urls(connection: Connection, part: int) -> Iterator[str]:
    site = services().site
    if part == 0:
        sources, tags = reader.facets(connection, "source"), reader.facets(connection, "tag")
        paths = [source_path(row.slug) for row in sources] + [tag_path(row.slug) for row in tags]
        yield from (
            f"<url><loc>{escape(site.address(path))}</loc></url>\n" for path in ("/", "/sources/", "/tags/", *paths)
        )
    for entry in reader.listed(connection, part * journal.PART, (part + 1) * journal.PART):
        address, updated = site.address(entry_path(entry.title, entry.handle)), rfc_3339(moment(entry.updated))
        yield f"<url><loc>{escape(address)}</loc><lastmod>{updated}</lastmod></url>\n"


def _answer(root: str, lines: Iterable[str], namespace: str = "") -> Response:
    return encoded(f"{_OPENING.format(root, namespace)}{''.join(lines)}</{root}>\n".encode(), _MEDIA_TYPE)
