"""oEmbed, https://oembed.com: what a page that names an article may show of it. A link, and nothing that runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from flask import Blueprint, Response, json, request
from lxml import etree

from feeds.formats.characters import uri
from feeds.model import Picture
from feeds.publish.concerns import of_entry
from feeds.site import source_path
from feeds.store.read import reader
from feeds.web.base.answers import PAGE_SECONDS, encoded, opened, show
from feeds.web.base.problems import problem
from feeds.web.base.services import services
from feeds.web.routes.cards import card_of
from feeds.web.routes.resolutions import refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from feeds.model import Entry
    from feeds.site import Site

blueprint = Blueprint("oembed", __name__, url_prefix="/api/v1")

blueprint.after_request(opened)

_MEDIA_TYPES = {"json": "application/json", "xml": "text/xml"}
_LONGEST = 6
"""Digits of a size in pixels."""


class Alternate(NamedTuple):
    """An address at which the page of an entry says that it can be asked for so."""

    media_type: str
    href: str


def alternates(canonical: str, site: Site) -> list[Alternate]:
    """List where an entry can be asked for so; nowhere on a site of files, which answer no query."""
    if site.has_paths:
        return []
    asked = site.address(f"/api/v1/oembed?url={quote(canonical, safe='')}&format=")
    return [Alternate("application/json+oembed", f"{asked}json"), Alternate("text/xml+oembed", f"{asked}xml")]


@blueprint.get("/oembed")
def oembed() -> Response:
    """Describe the entry that the parameter `url` means, whichever of its addresses that is."""
    form, bounds = request.args.get("format", "json"), [request.args.get(f"max{side}") for side in ("width", "height")]
    if form not in _MEDIA_TYPES:
        return problem("", "It can be had as json and as xml", status=501)  # as the protocol has it
    if not request.args.get("url"):
        return problem("missing-parameter", "Give an address as ?url=…")
    if not all(bound is None or _is_size(bound) for bound in bounds):
        return problem("", "A size is a whole number of pixels", status=400)
    resolution = services().resolver.address(request.args["url"])
    if resolution.found is None:
        return refused(resolution)
    show(of_entry(resolution.found.handle))
    with services().store.reading() as connection:
        found = reader.find_by_handle(connection, resolution.found.handle)
    if found is None or not found.is_public:
        return problem("not-found")
    drawn = card_of(found.entry)
    pictures = [*found.entry.pictures, *([Picture(*drawn)] if drawn else [])]
    width, height = (int(bound) if bound else None for bound in bounds)
    members = described(found.entry, services().site, fitting(pictures, width, height))
    response = encoded(_written(members, form), _MEDIA_TYPES[form])
    if form == "json" and response.status_code == 200:  # noqa: PLR2004 - OK
        response.headers["Content-Type"] = _MEDIA_TYPES[form]
    return response


def described(entry: Entry, site: Site, picture: Picture | None = None) -> dict[str, str | int]:
    """Describe an entry as a link, with a picture of known size where there is one."""
    members: dict[str, str | int] = {"version": "1.0", "type": "link", "title": entry.title}
    if entry.authors:
        members["author_name"] = ", ".join(entry.authors)
    elif entry.sources:
        members["author_name"] = ", ".join(source.name for source in entry.sources)
        if len(entry.sources) == 1:
            members["author_url"] = site.address(source_path(entry.sources[0].slug))
    members |= {"provider_name": site.title, "provider_url": site.address("/"), "cache_age": PAGE_SECONDS}
    if picture:
        members["thumbnail_url"] = uri(picture.url)
        members["thumbnail_width"], members["thumbnail_height"] = picture.width or 0, picture.height or 0
    return members


def fitting(pictures: Iterable[Picture], width: int | None, height: int | None) -> Picture | None:
    """Give the first picture that is no larger than asked for; one of unknown size is not told of."""
    return next(
        (
            one
            for one in pictures
            if one.width and one.height and one.width <= (width or one.width) and one.height <= (height or one.height)
        ),
        None,
    )


def _is_size(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST and int(text) > 0


def _written(members: dict[str, str | int], form: str) -> bytes:
    if form == "json":
        return json.dumps(members).encode()
    root = etree.Element("oembed")
    for name, value in members.items():
        etree.SubElement(root, name).text = str(value)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
