"""The public interface for programs: addresses in, entries out. Errors are problem details, RFC 9457."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, json, request

from feeds.publish.concerns import NOTHING
from feeds.sharing.resolver import Resolution
from feeds.web.base.answers import PAGE_SECONDS, Answer, encoded, opened, show
from feeds.web.base.openapi import MOST_ADDRESSES, MOST_BYTES, description
from feeds.web.base.problems import KINDS, problem, type_of
from feeds.web.base.services import services
from feeds.web.front.throttle import UNKNOWN
from feeds.web.routes.resolutions import STATUSES, described, described_entry, kind_of, refused

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

blueprint.after_request(opened)


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """Describe this interface, OpenAPI 3.1."""
    show(NOTHING)
    return _json(description(services().site))


@blueprint.get("/resolve")
def resolve() -> Response:
    """Resolve the address in the parameter `url`, or the code in `code`."""
    resolution = _asked()
    if resolution is None:
        return problem("missing-parameter", "Give an address as ?url=…, or a code as ?code=…")
    return refused(resolution) if resolution.status != "ok" else _json(described(resolution))


@blueprint.post("/resolve")
def resolve_many() -> Response:
    """Resolve a list of addresses, each on its own, in their order."""
    if request.mimetype != "application/json":
        return problem("unsupported-media-type")
    request.max_content_length = MOST_BYTES
    try:
        given = json.loads(request.get_data())
    except (ValueError, RecursionError):
        return problem("malformed")
    urls = given.get("urls") if isinstance(given, dict) else None
    if not isinstance(urls, list) or not urls:
        return problem("malformed")
    if len(urls) > MOST_ADDRESSES:
        return problem("too-large", f"These are {len(urls)} addresses")
    resolutions = services().resolver.addresses([url for url in urls if isinstance(url, str)])
    request.environ[UNKNOWN] = sum(map(_is_unknown, resolutions))
    told = iter(resolutions)
    results = [_result(url, next(told) if isinstance(url, str) else None) for url in urls]
    try:
        body = json.dumps({"results": results}, allow_nan=False)
    except (ValueError, RecursionError):
        return problem("malformed")  # what is said back is no JSON, or as deep as could just be read
    response = Answer(body, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/shortlink")
def shortlink() -> Response:
    """Give the short address of the entry that `url` means, whichever of its addresses that is."""
    resolution = _asked()
    return _shortlink(resolution) if resolution else problem("missing-parameter", "Give an address as ?url=…")


@blueprint.get("/entries/<entry_id>/shortlink")
def shortlink_of_entry(entry_id: str) -> Response:
    """Give the short address of the entry that has an id."""
    return _shortlink(services().resolver.address(entry_id))


def _asked() -> Resolution | None:
    resolver = services().resolver
    if url := request.args.get("url"):
        return resolver.address(url)
    if code := request.args.get("code", "").strip().removesuffix("+"):
        return resolver.code(code, request.args.get("host") or None)
    return None


def _is_unknown(resolution: Resolution) -> bool:
    return resolution.status == "not_found"


def _result(url: object, resolution: Resolution | None) -> dict[str, Any]:
    """Describe one of many; what is no text is invalid by itself, and spoils nothing."""
    resolution = resolution or Resolution("", "invalid", detail="An address is a text")
    result = described(resolution) | {"input": url, "http_status": STATUSES[resolution.status]}
    if resolution.status == "ok":
        return result
    kind = kind_of(resolution)
    said = {"title": KINDS[kind].title, "detail": resolution.detail or KINDS[kind].meaning}
    return result | {"problem": {"type": type_of(kind), "status": KINDS[kind].status, **said}}


def _shortlink(resolution: Resolution) -> Response:
    found = resolution.found
    if found is None:
        return refused(resolution)
    if found.share_link is None:
        return problem("no-short-address", input=resolution.input, entry=described_entry(found))
    use, primary = services(), found.share_link
    codes = use.resolver.codes(found)
    path = use.resolver.path(primary)
    return _json(
        {
            "input": resolution.input,
            "matched_by": resolution.matched_by,
            "short_url": use.site.share(primary),
            "code": primary.code,
            "aliases": [use.site.share(link) for link, _ in codes if link != primary],
            "qr": use.site.address(f"{path}.svg") if path else None,
            "preview": use.site.address(f"{path}+") if path else None,
            "entry": described_entry(found),
        }
    )


def _json(members: dict[str, Any]) -> Response:
    response = encoded(json.dumps(members).encode(), "application/json")
    response.headers["Cache-Control"] = f"max-age={PAGE_SECONDS}"
    if response.status_code != 304:  # noqa: PLR2004 - Not Modified
        response.headers["Content-Type"] = "application/json"
    return response
