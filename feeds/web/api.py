"""The public API: a share address in, its entry out. Errors are problem details, RFC 9457."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from feeds.errors import FeedsError, ForeignHost, InvalidAddress
from feeds.sharing import Resolution
from feeds.store.reader import Found
from feeds.web.answers import PAGE_SECONDS
from feeds.web.errors import problem
from feeds.web.services import services

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

_STATUSES = {"ok": 200, "ambiguous": 300, "not_found": 404, "gone": 410}
_SAID = {
    "ambiguous": "The address was printed on more than one article",
    "not_found": "No article has this address",
    "gone": "The article was withdrawn",
    "invalid": "Not a web address",
    "foreign_host": "Not an address of this site",
}


@blueprint.get("/resolve")
def resolve() -> Response:
    """Resolve the address in the parameter `url`."""
    text = request.args.get("url", "")
    if not text:
        return problem(400, "missing-parameter", "The parameter url is missing", "Give an address as ?url=…")
    try:
        resolution = services().resolver.address(text)
    except (ForeignHost, InvalidAddress) as error:
        return refusal(text, error)
    members = described(resolution)
    if resolution.status == "ok":
        response = jsonify(members)
        response.headers["Cache-Control"] = f"public, max-age={PAGE_SECONDS}"
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response
    return _problem(_STATUSES[resolution.status], members)


def refusal(text: str, error: FeedsError) -> Response:
    """Say why an address is not looked up at all."""
    status = "foreign_host" if isinstance(error, ForeignHost) else "invalid"
    return _problem(422, {"input": text, "status": status}, str(error))


def _problem(code: int, members: dict[str, Any], detail: str | None = None) -> Response:
    """Answer problem details; `status` is HTTP's there, so what became of the address is `resolution`."""
    said = members.pop("status")
    return problem(code, said.replace("_", "-"), _SAID[said], detail, resolution=said, **members)


def described(resolution: Resolution) -> dict[str, Any]:
    """Describe what an address leads to."""
    link = resolution.link
    return {
        "input": resolution.input,
        "status": resolution.status,
        "code": link.code if link else None,
        "short_url": services().site.share(link) if link and link.host else None,
        "entry": _entry(resolution.found) if resolution.found else None,
        "candidates": [_entry(found) for found in resolution.candidates if resolution.status == "ambiguous"],
    }


def _entry(found: Found) -> dict[str, Any]:
    entry = found.entry
    return {
        "id": entry.id,
        "canonical_url": services().site.entry(entry),
        "title": entry.title,
        "language": entry.language,
        "published": entry.published.isoformat(),
        "updated": entry.updated.isoformat(),
        "sources": [source.slug for source in entry.sources],
        "tags": [tag.slug for tag in entry.tags],
        "share_url": services().site.share(entry.share_link) if entry.share_link else None,
    }
