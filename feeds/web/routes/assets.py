"""What pages and documents are drawn with: style sheets and icons, which come with the program."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort

from feeds.web.base.answers import PAGE_SECONDS, encoded

if TYPE_CHECKING:
    from collections.abc import Mapping

blueprint = Blueprint("assets", __name__)

_MEDIA_TYPES: Mapping[str, str] = {
    "favicon.ico": "image/x-icon",
    "favicon.svg": "image/svg+xml",
    "feed.css": "text/css",
    "style.css": "text/css",
}


@blueprint.get("/static/<name>")
def static(name: str) -> Response:
    """Give a file; its validator is made of its bytes, since files of two versions may have one date and size."""
    if name not in _MEDIA_TYPES:
        abort(404)
    response = _file(name)
    response.headers["Cache-Control"] = f"public, max-age={PAGE_SECONDS}"
    return response


@blueprint.get("/favicon.ico")
def icon() -> Response:
    """Give the icon where browsers look for it."""
    return _file("favicon.ico")


def _file(name: str) -> Response:
    response = encoded((resources.files("feeds.web") / "static" / name).read_bytes(), _MEDIA_TYPES[name])
    if _MEDIA_TYPES[name].startswith("image/") and response.status_code != 304:  # noqa: PLR2004 - Not Modified
        response.headers["Content-Type"] = _MEDIA_TYPES[name]
    return response
