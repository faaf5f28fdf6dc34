"""What pages are drawn with: style sheets, a script and icons that come with the program, and those of the owner."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort

from feeds.config.values import PICTURES
from feeds.publish.concerns import NOTHING
from feeds.web.base.answers import PAGE_SECONDS, encoded, show, unheld
from feeds.web.base.services import services

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

blueprint = Blueprint("assets", __name__)

_MEDIA_TYPES: Mapping[str, str] = {
    "favicon.ico": "image/x-icon",
    "favicon.svg": "image/svg+xml",
    "feed.css": "text/css",
    "page.js": "text/javascript",
    "style.css": "text/css",
}


@blueprint.get("/static/<name>")
def static(name: str) -> Response:
    """Give a file; its validator is made of its bytes, since files of two versions may have one date and size."""
    own = services().own.files.get(name)
    if own is None and name not in _MEDIA_TYPES:
        abort(404)
    response = _file(name) if own is None else _own(own)
    response.headers["Cache-Control"] = f"max-age={PAGE_SECONDS}"
    return response


@blueprint.get("/favicon.ico")
def icon() -> Response:
    """Give the icon where browsers look for it."""
    return _file("favicon.ico")


def _file(name: str) -> Response:
    return _typed((resources.files("feeds.web") / "static" / name).read_bytes(), _MEDIA_TYPES[name])


def _own(file: Path) -> Response:
    try:
        return unheld(_typed(file.read_bytes(), PICTURES.get(file.suffix.lower(), "text/css")))
    except OSError:
        abort(404)


def _typed(body: bytes, media_type: str) -> Response:
    show(NOTHING)
    response = encoded(body, media_type)
    if media_type.startswith("image/") and response.status_code != 304:  # noqa: PLR2004 - Not Modified
        response.headers["Content-Type"] = media_type
    return response
