"""Lists of feeds as OPML, for import into readers: of every feed, and of those that a selection touches."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from feeds.errors import marked
from feeds.formats import FORMATS, opml
from feeds.formats.opml import Subscription
from feeds.publish.concerns import LISTS
from feeds.selection import EVERYTHING, HEAD, Presentation, Selection
from feeds.site import source_path, tag_path
from feeds.store.read import reader
from feeds.store.records import moment
from feeds.web.base.addresses import asked, is_misspelt
from feeds.web.base.answers import Answer, encoded, moved, opened, page, show, show_selection
from feeds.web.base.services import services
from feeds.web.base.subscribing import feeds_of_everything
from feeds.web.front.browsers import is_person, vary_of
from feeds.web.languages.speech import speech
from feeds.words.collation import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable

blueprint = Blueprint("subscriptions", __name__)

_PLACES = {"source": ("/sources", marked("Sources"), source_path), "tag": ("/tags", marked("Tags"), tag_path)}
"""Of each kind its directory, the name of the folder in which readers find its feeds, and where these are."""
_FILE = FORMATS[0].filename
_SMALLER = (
    (marked("summaries"), Presentation(content="summary")),
    (marked("the newest 15"), Presentation(limit=15)),
    (marked("summaries of the newest 15"), Presentation(content="summary", limit=15)),
)
"""What the feed of everything may be in fewer bytes, for programs that ask often and need less."""
_SHOWN = 200
"""Feeds of one kind that a page shows; the document has all."""


@blueprint.get("/feeds.opml")
def subscriptions() -> Response:
    """List every feed that is not empty; or the feed of a selection and those its newest entries stand in."""
    selection, presentation = asked()
    presentation = Presentation(limit=presentation.limit)
    address = services().publisher.subscriptions(selection, presentation)
    if is_misspelt(address) and request.args.get("raw") != "1":
        return moved(address)
    if (selection, presentation) == (EVERYTHING, HEAD):
        return _of_everything()
    return _of_selection(selection, presentation)


@blueprint.get("/.well-known/feeds")
def well_known() -> Response:
    """List every feed where finders look for them on any site."""
    return _of_everything()


def _of_everything() -> Response:
    use = services()
    show(LISTS)
    with use.store.reading() as connection:
        named = [(kind, row.slug, row.label) for kind in _PLACES for row in reader.facets(connection, kind)]
        changed = reader.last_listing(connection)
    first = Subscription(use.site.title, use.site.feed("/", _FILE), use.site.address("/"), None, use.site.language)
    smaller = (
        replace(
            first,
            title=f"{use.site.title} ({_say(said)})",
            xml_url=use.publisher.addresses(EVERYTHING, presentation)[FORMATS[0].name],
            folder=_say(marked("Smaller feeds of everything")),
        )
        for said, presentation in _SMALLER
    )
    return _answer(use.site.title, [first, *_subscriptions(named), *smaller], changed)


def _of_selection(selection: Selection, presentation: Presentation) -> Response:
    publisher = services().publisher
    selected = publisher.select(selection, presentation)
    show_selection(selection, selected.selection)
    entries = publisher.entries(selected)
    sources = {("source", source.slug, source.name) for entry in entries for source in entry.sources}
    tags = {("tag", tag.slug, tag.label) for entry in entries for tag in entry.tags}
    named = [each for each in sources | tags if each[:2] != selection.single]
    own = publisher.addresses(selection, HEAD)[FORMATS[0].name]
    first = Subscription(selected.title, own, publisher.page(selection), None, publisher.site.language)
    return _answer(selected.title, [first, *_subscriptions(named)], selected.last_modified)


def _subscriptions(named: Iterable[tuple[str, str, str]]) -> Iterable[Subscription]:
    """Give the feeds of sources, then those of tags, in the order in which people look for names."""
    site = services().site
    for kind, slug, label in sorted(named, key=lambda one: (one[0], sort_key(one[2], site.language))):
        category, folder, path = _PLACES[kind]
        place = path(slug)
        title = f"{label} – {site.title}"
        yield Subscription(title, site.feed(place, _FILE), site.address(place), category, site.language, _say(folder))


def _is_page() -> bool:
    """Tell whether a person opened a list in a browser, and is to see a page."""
    return is_person(request.environ, services().site) and request.args.get("raw") != "1"


def _say(message: str) -> str:
    """Say something in the language of who reads a page; the document is the same for everybody."""
    return speech().gettext(message) if _is_page() else message


def _answer(title: str, listed: list[Subscription], changed: int) -> Response:
    if _is_page():
        return _page(title, listed)
    site = services().site
    body = opml.render(title, listed, moment(changed), site)
    response = opened(encoded(body, opml.media_type, last_modified=changed))
    response.headers["Vary"] = vary_of(request.environ, site)
    return response


def _page(title: str, listed: list[Subscription]) -> Response:
    """Show a list to a person who opened it in a browser."""
    use = services()
    folders = [(name, list(feeds)) for name, feeds in groupby(listed, key=attrgetter("folder"))]
    path, _, query = request.full_path.partition("?")
    html = page(
        "opml.html",
        heading=title,
        feeds=feeds_of_everything(use.publisher),
        folders=[(name, feeds[:_SHOWN], len(feeds)) for name, feeds in folders],
        raw_href=f"{use.site.path}{path}?{query and f'{query}&'}raw=1",
    )
    response = Answer(html, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Vary"] = vary_of(request.environ, use.site)  # not by its language: no cache keeps it
    return response
