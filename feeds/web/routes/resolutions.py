"""What became of an address, as data and as problem details."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from feeds.formats.characters import uri
from feeds.site import entry_path, source_path, tag_path
from feeds.store.records import moment, split
from feeds.web.base.problems import problem
from feeds.web.base.services import services

if TYPE_CHECKING:
    from flask import Response

    from feeds.sharing.resolver import Resolution
    from feeds.store.read.links import Outline

STATUSES = {
    "ok": 200,
    "ambiguous": 300,
    "not_found": 404,
    "gone": 410,
    "foreign_host": 422,
    "invalid": 422,
    "blocked": 451,
}
"""The HTTP status of each."""


def described(resolution: Resolution) -> dict[str, Any]:
    """Describe what an address leads to; of what is not public nothing is said."""
    site, link, found = services().site, resolution.link, resolution.found
    primary = found.share_link if found else None
    shown = resolution.suggestions if resolution.status == "not_found" else resolution.candidates
    return {
        "input": resolution.input,
        "normalized": resolution.normalized,
        "status": resolution.status,
        "matched_by": resolution.matched_by,
        "code": link.code if link else None,
        "short_url": site.share(link) if link and resolution.matched_by else None,
        "primary_short_url": site.share(primary) if primary else None,
        "entry": described_entry(found) if found else None,
        "candidates": [] if found else [described_entry(one) for one in shown],
    }


def described_entry(entry: Outline) -> dict[str, Any]:
    """Describe a public entry."""
    site = services().site
    places = ["/", *map(source_path, split(entry.sources)), *map(tag_path, split(entry.tags))]
    return {
        "id": f"urn:uuid:{entry.id}",
        "canonical_url": address_of(entry),
        "external_url": uri(entry.url) if entry.url else None,
        "title": entry.title,
        "language": entry.language,
        "published": moment(entry.published).isoformat(),
        "updated": moment(entry.updated).isoformat(),
        "sources": split(entry.sources),
        "tags": split(entry.tags),
        "share_url": site.share(entry.share_link) if entry.share_link else None,
        "feeds": [site.feed(place, "feed.xml") for place in places],
    }


def address_of(entry: Outline) -> str:
    """Give the canonical page of an entry."""
    return services().site.address(entry_path(entry.title, entry.handle))


def refused(resolution: Resolution) -> Response:
    """Answer problem details."""
    return problem(kind_of(resolution), resolution.detail, **members_of_problem(resolution))


def members_of_problem(resolution: Resolution) -> dict[str, Any]:
    """Describe it beside a problem: `status` is HTTP's there, so what became of the address is `resolution`."""
    members = described(resolution)
    return {"resolution": members.pop("status"), **members}


def kind_of(resolution: Resolution) -> str:
    """Name the kind of problem that an address is, where it does not lead to an entry."""
    return resolution.status.replace("_", "-")
