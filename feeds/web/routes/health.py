"""For machines that look after the site: health, robots."""

from __future__ import annotations

import logging

from flask import Blueprint, Response, jsonify

from feeds.errors import StoreError
from feeds.store.read import reader
from feeds.store.write import publication
from feeds.web.base.answers import encoded
from feeds.web.base.services import services

blueprint = Blueprint("operations", __name__)

log = logging.getLogger(__name__)


@blueprint.get("/healthz")
def health() -> Response:
    """Tell whether the first import has ended and the store answers, and what this worker could not publish."""
    try:
        with services().store.reading() as connection:
            is_ready = publication.first_import_is_done(connection)
            report: dict[str, object] = {
                "status": "ok" if is_ready else "reading the articles",
                "version": reader.version(connection),
            }
    except StoreError as error:
        log.error("%s", error)  # noqa: TRY400 - one line says it; it names the store, which is nobody else's business
        is_ready, report = False, {"status": "the articles cannot be read"}
    if troubles := services().publisher.builder.troubles():
        report["troubles"] = [trouble._asdict() for trouble in troubles]
    response = jsonify(report)
    response.status_code = 200 if is_ready else 503
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Let every robot read everything, and say where everything is listed."""
    sitemap = services().site.address("/sitemap.xml")
    return encoded(f"User-agent: *\nDisallow:\n\nSitemap: {sitemap}\n".encode(), "text/plain")
