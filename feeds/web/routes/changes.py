"""What changed, in the order of commits, for whoever keeps a copy: mirrors, search indexes, caches."""

from __future__ import annotations

from urllib.parse import parse_qsl

from flask import Blueprint, Response, json, request

from feeds.errors import CursorGone
from feeds.formats.characters import rfc_3339
from feeds.publish.following import AT_ONCE, follow
from feeds.publish.names import canonical_slug
from feeds.selection import Presentation, Selection, read_query, spell
from feeds.store.records import moment
from feeds.web.base.addresses import KINDS, is_misspelt
from feeds.web.base.answers import encoded, moved, opened
from feeds.web.base.problems import problem
from feeds.web.base.services import services

blueprint = Blueprint("changes", __name__)


@blueprint.get("/changes.json")
@blueprint.get("/<any(sources,tags):directory>/<slug>/changes.json")
def changes(directory: str = "", slug: str = "") -> Response:
    """Tell what became of the entries of a selection after a cursor."""
    given = parse_qsl(request.query_string.decode(), keep_blank_values=True)
    since = next((value.strip() for name, value in given if name == "since"), "")
    base = (KINDS[directory], slug) if directory else None
    selection, presentation = read_query((one for one in given if one[0] != "since"), canonical_slug, base)
    address = _address(selection, presentation, since)
    try:
        followed = follow(services().publisher, selection, since, presentation.limit or AT_ONCE)
    except CursorGone as error:
        response = problem("other-history", str(error))
        response.headers["Cache-Control"] = "no-store"
        return response
    if is_misspelt(address):
        return moved(address)
    told = [
        {"id": one.id, "change": one.change, "revision": one.revision, "time": rfc_3339(moment(one.second))}
        for one in followed.changes
    ]
    response = encoded(json.dumps({"changes": told, "next": followed.next}).encode(), "application/json")
    response.headers["Cache-Control"] = "no-cache"
    if response.status_code != 304:  # noqa: PLR2004 - Not Modified
        response.headers["Content-Type"] = "application/json"
    return opened(response)


def _address(selection: Selection, presentation: Presentation, since: str) -> str:
    query = spell(selection, Presentation(limit=presentation.limit), below_its_place=False)
    parts = [*(query.split("&") if query else ()), *([f"since={since}"] if since else ())]
    address = services().site.address("/changes.json")
    return address + ("?" + "&".join(sorted(parts, key=lambda part: part.partition("=")[0])) if parts else "")
