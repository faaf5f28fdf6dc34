"""Errors become statuses here and nowhere else: a plain page for people, problem details for the API."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, json, request
from werkzeug.exceptions import HTTPException

from feeds.errors import FeedsError, ForeignHost, InvalidAddress, InvalidSelection, StoreError, UnknownFacet, Withdrawn
from feeds.web.addresses import mended_address
from feeds.web.answers import Answer, moved, page

if TYPE_CHECKING:
    from collections.abc import Mapping

log = logging.getLogger(__name__)

_API = "/api/"
_RETRY_SECONDS = 5
_STATUSES: Mapping[type[FeedsError], int] = {
    UnknownFacet: 404,
    InvalidSelection: 400,
    ForeignHost: 422,
    InvalidAddress: 422,
    Withdrawn: 410,
    StoreError: 503,
}
_SAID = {
    400: ("This address asks for something that cannot be given", "A part of it means nothing here."),
    404: ("There is nothing at this address", "Nothing was ever published here, or the address is not quite right."),
    405: ("This cannot be done here", "The address only gives; it takes nothing."),
    410: ("This article was withdrawn", "It was published here and has been taken back. Its address stays its own."),
    500: ("Something went wrong", "It is our fault, and it has been noted."),
    503: ("Not now", "The articles cannot be read at this moment. Please try again soon."),
}
_FRESH = {404: "public, max-age=60", 410: "public, max-age=300"}


def register(app: Flask) -> None:
    """Let the application answer errors."""
    app.register_error_handler(FeedsError, _on_error)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(Exception, _on_fault)


def problem(status: int, kind: str, title: str, detail: str | None = None, **members: Any) -> Response:
    """Answer problem details, RFC 9457."""
    body = {"type": f"tag:feeds,2026:problem/{kind}", "title": title, "status": status, "detail": detail}
    response = Answer(json.dumps(body | members), status=status, content_type="application/problem+json")
    response.headers["Cache-Control"] = _FRESH.get(status, "no-store")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _on_error(error: FeedsError) -> Response:
    status = next((status for kind, status in _STATUSES.items() if isinstance(error, kind)), 500)
    if status >= 500:  # noqa: PLR2004
        log.error("%s", error)
        return _answer(status, None)
    return _answer(status, str(error))


def _on_http_error(error: HTTPException) -> Response:
    if error.code == 404 and (address := mended_address()):  # noqa: PLR2004 - Not Found
        return moved(address)
    response = _answer(error.code or 500, None)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def _on_fault(error: Exception) -> Response:
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    return _answer(500, None)


def _answer(status: int, details: str | None) -> Response:
    heading, message = _SAID.get(status, (f"Error {status}", "The request cannot be answered."))
    if request.path.startswith(_API):
        response = problem(status, str(status), heading, details or message)
    else:
        html = page("error.html", status=status, heading=heading, message=message, details=details)
        response = Answer(html, status=status, content_type="text/html; charset=utf-8")
        response.headers["Cache-Control"] = _FRESH.get(status, "no-store")
        response.headers["Access-Control-Allow-Origin"] = "*"  # a reader in a browser is to see the status
    if status == 503:  # noqa: PLR2004
        response.headers["Retry-After"] = str(_RETRY_SECONDS)
    return response
