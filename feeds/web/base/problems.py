"""Problem details, RFC 9457: each kind has an address that says what it means."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple

from flask import Blueprint, Response, abort, json

from feeds.errors import marked
from feeds.web.base.answers import Answer, encoded, opened, page
from feeds.web.base.openapi import MOST_ADDRESSES, MOST_BYTES
from feeds.web.base.services import services
from feeds.web.languages.speech import speech

if TYPE_CHECKING:
    from collections.abc import Mapping

blueprint = Blueprint("problems", __name__, url_prefix="/api/v1/problems")

MEDIA_TYPE = "application/problem+json"
_MOST = {"addresses": MOST_ADDRESSES, "bytes": MOST_BYTES}
FRESH = {404: "max-age=60", 410: "max-age=300"}
"""How long an error may be kept; the others not at all."""


class Kind(NamedTuple):
    """What can be wrong with a request."""

    status: int
    title: str
    meaning: str


KINDS: Mapping[str, Kind] = {
    "ambiguous": Kind(
        300,
        marked("The address can mean more than one article"),
        marked("It was printed on several, or it differs in case only from the addresses of several. They are listed."),
    ),
    "missing-parameter": Kind(
        400, marked("A parameter is missing"), marked("The request says too little to be answered.")
    ),
    "malformed": Kind(
        400,
        marked("The body cannot be read"),
        marked('It takes an object in JSON with a list of texts: {"urls": ["…"]}, of 1 to %(addresses)s.'),
    ),
    "not-found": Kind(
        404, marked("Nothing has this address"), marked("Nothing that is public has it. It may be mistyped.")
    ),
    "no-short-address": Kind(
        404, marked("The article has no short address"), marked("It is published, but no short address leads to it.")
    ),
    "gone": Kind(
        410,
        marked("The article was withdrawn"),
        marked("It was published here and has been taken back. Its address stays its own."),
    ),
    "other-history": Kind(
        410,
        marked("The changes have to be read anew"),
        marked(
            "The store was brought back from a copy, or made anew: what was told may not be so. Begin without since."
        ),
    ),
    "too-large": Kind(
        413,
        marked("This is too much at once"),
        marked("A request takes at most %(addresses)s addresses in %(bytes)s bytes."),
    ),
    "unsupported-media-type": Kind(
        415, marked("The body is not JSON"), marked("It takes the media type application/json.")
    ),
    "invalid": Kind(
        422, marked("Not a web address"), marked("What was given holds no address that could be looked up.")
    ),
    "foreign-host": Kind(
        422,
        marked("Not an address of this site"),
        marked("Only addresses of known hosts are looked up, and none is ever fetched."),
    ),
    "blocked": Kind(
        451,
        marked("The article is blocked for legal reasons"),
        marked("It was published here, and may not be shown any more."),
    ),
}
"""The names never change: programs compare the addresses they end."""


def problem(kind: str, detail: str = "", *, status: int = 0, **members: Any) -> Response:
    """Answer problem details of a kind, or where it is none of ours of a status."""
    known = KINDS.get(kind) or _of_status(status)
    body = {
        "type": type_of(kind) if kind in KINDS else "about:blank",
        "title": known.title,
        "status": known.status,
        "detail": detail or known.meaning % _MOST,
    }
    response = Answer(json.dumps(body | members), status=known.status, content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = FRESH.get(known.status, "no-store")
    return say_who_blocks(opened(response))


def say_who_blocks(response: Response) -> Response:
    """Name who keeps back what the law blocks, RFC 7725, section 4: the publisher does."""
    if response.status_code == 451:  # noqa: PLR2004 - Unavailable For Legal Reasons
        response.headers["Link"] = f'<{services().site.url}/>; rel="blocked-by"'
    return response


def type_of(kind: str) -> str:
    """Give the address of a kind of problem."""
    return services().site.address(f"/api/v1/problems/{kind}")


@blueprint.get("/<kind>")
def describe(kind: str) -> Response:
    """Say what a kind of problem means."""
    known = KINDS.get(kind) or abort(404)
    said = speech()
    html = page(
        "problem.html",
        heading=said.gettext(known.title),
        status=known.status,
        message=said.gettext(known.meaning, **_MOST),
    )
    return encoded(html.encode(), "text/html")


def _of_status(status: int) -> Kind:
    """Say what a status says by itself, RFC 9457, section 4.2.1."""
    return Kind(status, HTTPStatus(status).phrase, HTTPStatus(status).description)
