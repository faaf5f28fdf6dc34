"""Share links: a short address leads to the canonical page of its entry, or says why not."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, abort, request

from feeds.errors import ForeignHost, Withdrawn
from feeds.model import Entry
from feeds.sharing import Resolution
from feeds.site import entry_path
from feeds.web.answers import Answer, moved, page
from feeds.web.services import services

blueprint = Blueprint("sharelinks", __name__)


@blueprint.get("/<code>", strict_slashes=False)
def default_host(code: str) -> Response:
    """Follow a share link of the default host, or of the share host that was asked."""
    return _follow(services().resolver.code(code, request_host=request.headers.get("Host", "")))


@blueprint.get("/s/<host>/<code>", strict_slashes=False)
def named_host(host: str, code: str) -> Response:
    """Follow a share link of any known host."""
    try:
        return _follow(services().resolver.code(code, host))
    except ForeignHost:
        abort(404)


def _follow(resolution: Resolution) -> Response:
    site = services().site
    if resolution.status == "ok" and resolution.found:
        address = site.entry(resolution.found.entry)
        response = moved(address)
        response.headers["Link"] = f'<{address}>; rel="canonical"'
        return response
    if resolution.status == "gone":
        raise Withdrawn(next((found.reason for found in resolution.every if found.reason), ""))
    if resolution.status == "ambiguous":
        return _choice([candidate.entry for candidate in resolution.candidates])
    return abort(404)


def _choice(entries: list[Entry]) -> Response:
    site = services().site
    html = page(
        "error.html",
        status=300,
        heading=HTTPStatus.MULTIPLE_CHOICES.phrase,
        message="This short address was printed on more than one article.",
        candidates=[(entry.title, site.path + entry_path(entry.title, entry.handle)) for entry in entries],
    )
    response = Answer(html, status=300, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
