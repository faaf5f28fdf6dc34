"""For machines that look after the site: health, robots."""

from __future__ import annotations

import logging
from http import HTTPStatus
from pathlib import PurePath
from typing import TYPE_CHECKING

from flask import Blueprint, Response, jsonify, request

from feeds.errors import StoreError
from feeds.publish.concerns import NOTHING
from feeds.store.read import overview, reader
from feeds.store.records import moment
from feeds.store.tables import looks
from feeds.web.base.answers import encoded, show
from feeds.web.base.readiness import status_of
from feeds.web.base.services import services
from feeds.web.front.state import AWAY
from feeds.web.routes import sitemap

if TYPE_CHECKING:
    from feeds.store import Connection

blueprint = Blueprint("operations", __name__)

log = logging.getLogger(__name__)


_TOO_OLD = 900
"""Seconds after which the last good look at the folders is too old: three times as long as it takes at most."""
_MOST_NAMED = 100


@blueprint.get("/healthz")
def health() -> Response:
    """Tell whether the articles are read and published: counts, and the names of files that are refused.

    No title is told, nor anything of what is not public yet but its number and the next moment.
    """
    try:
        if error := request.environ.get(AWAY):
            raise error
        with services().store.reading() as connection:
            report = _report(connection)
    except StoreError as error:
        log.error("%s", error)  # noqa: TRY400 - one line says it; it names the store, which is nobody else's business
        report = {"status": error.state}
    if troubles := services().publisher.builder.troubles():
        report["troubles"] = [trouble._asdict() for trouble in troubles]
    response = jsonify(report)
    response.status_code = 200 if "files" in report else 503
    if response.status_code != HTTPStatus.OK:
        response.headers["Retry-After"] = "5"
    response.headers["Cache-Control"] = "no-store"
    return response


def _report(connection: Connection) -> dict[str, object]:
    status = status_of(connection)
    report: dict[str, object] = {"status": status, "version": reader.version(connection)}
    if status != "ok":
        return report
    now = int(services().clock.now())
    folders = [_folder(look, now) for look in looks.every(connection)]
    refused, waiting = overview.refused_files(connection), overview.scheduled(connection)
    if any(folder["error"] or folder["is_too_old"] for folder in folders):
        report["status"] = "degraded: the folders are not being read"
    elif refused:
        report["status"] = "ok, but for files that are refused"
    counts = overview.count_entries(connection)
    counts["withdrawn"] += counts.pop("erased")  # which of them is nobody else's business
    counts.pop("private", None)  # nor are these
    report["entries"] = counts
    report["folders"] = folders
    report["files"] = {
        "refused": [f"{one.file}:{one.line}" if one.line else one.file for one in refused[:_MOST_NAMED]],
        "refused_in_all": len(refused),
        "kept_back": len(overview.held_files(connection)),
        "scheduled": len(waiting),
        "next_scheduled": moment(waiting[0].second).isoformat() if waiting else None,
    }
    return report


def _folder(look: looks.Look, now: int) -> dict[str, object]:
    """Tell of a folder without saying where it is."""
    return {
        "name": PurePath(look.root).name,
        "last_look": moment(look.second).isoformat(),
        "last_good_look": moment(look.good).isoformat() if look.good else None,
        "is_too_old": now - look.good > _TOO_OLD,
        "error": "it cannot be read" if look.error else None,
        "files": look.files,
        "passed_over": look.kinds,
    }


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Let every robot read everything, say what for where the owner does, and where everything is listed."""
    show(NOTHING)
    use = services()
    signal = f"Content-Signal: {use.own.content_signal}\n" if use.own.content_signal else ""
    maps = "".join(f"Sitemap: {address}\n" for address in sitemap.addresses())
    return encoded(f"User-agent: *\n{signal}Disallow:\n\n{maps}".encode(), "text/plain")
