"""The lists of all sources and tags, by letter and by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request

from feeds.publish.concerns import of_directory
from feeds.publish.directories import directory_of, initial
from feeds.site import source_path, tag_path
from feeds.store.records import moment
from feeds.web.base.addresses import KINDS, is_misspelt
from feeds.web.base.answers import encoded, moved, page, show
from feeds.web.base.context import MomentView
from feeds.web.base.services import services
from feeds.web.base.subscribing import feeds_of_everything
from feeds.web.languages.speech import speech
from feeds.words.collation import in_small

if TYPE_CHECKING:
    from feeds.publish.directories import Directory, Row

blueprint = Blueprint("directories", __name__)

_HIGH = 20
"""Of a line that shows entries a week, in its own units; a week is three wide."""
_WIDE = 3


class RowView(NamedTuple):
    """A source or tag in the list."""

    slug: str
    label: str
    href: str
    entries: int
    newest: MomentView
    points: str
    """Of the line of its entries a week; empty where there is none."""
    within: list[tuple[str, str, str]]
    """What it is a part of: names, paths, slugs."""


@blueprint.get("/<any(sources,tags):directory>")
@blueprint.get("/<any(sources,tags):directory>/")
def directory(directory: str) -> Response:
    """List the sources or tags that have entries."""
    use, kind = services(), KINDS[directory]
    with use.store.reading() as connection:
        asked = request.args.get("letter", ""), request.args.get("name", "")
        found = directory_of(connection, kind, use.site, speech().language, *asked)
    place = f"/{directory}/"
    address = use.site.feed(place, "", _query(found))
    if is_misspelt(address):
        response = moved(address)
        response.headers.extend([("Vary", name) for name in use.languages.vary])  # so do the letters
        return response
    show(of_directory(kind))
    html = page(
        "directory.html",
        heading=speech().gettext("Tags") if kind == "tag" else speech().gettext("Sources"),
        active=directory,
        is_there=not (found.letter or found.name),
        directory=found,
        place=use.site.path + place,
        letters=[(letter, _letter_href(found, letter, place)) for letter in found.letters],
        rows=[_view(row, kind) for row in found.rows],
        initial=lambda label: initial(label, speech().language),
        weeks=max((len(row.weeks) for row in found.rows), default=0),
        feeds=feeds_of_everything(use.publisher),
    )
    return encoded(html.encode(), "text/html")


def _query(found: Directory) -> str:
    if found.name:
        return f"name={quote(found.name)}"
    return f"letter={quote(in_small(found.letter, speech().language))}" if found.letter else ""


def _letter_href(found: Directory, letter: str, place: str) -> str:
    site = services().site
    address = site.feed(place, "", f"letter={quote(in_small(letter, speech().language))}")
    return f"#{quote(letter)}" if found.is_whole else address.removeprefix(site.url.removesuffix(site.path))


def _view(row: Row, kind: str) -> RowView:
    site, path = services().site, tag_path if kind == "tag" else source_path
    newest = moment(row.newest).astimezone(ZoneInfo(site.timezone)).date()
    return RowView(
        row.slug,
        row.label,
        site.path + path(row.slug),
        row.entries,
        MomentView(newest.isoformat(), speech().day(newest)),
        line(row.weeks),
        [(label, site.path + path(slug), slug) for slug, label in row.within],
    )


def line(weeks: tuple[int, ...]) -> str:
    """Draw entries a week as the points of a line; none of what had none."""
    most = max(weeks, default=0)
    if not most:
        return ""
    return " ".join(f"{_WIDE * n},{_HIGH - round(_HIGH * count / most)}" for n, count in enumerate(weeks))
