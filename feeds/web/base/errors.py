"""Errors become statuses here and nowhere else: a plain page for people, problem details for programs."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from feeds.errors import (
    Blocked,
    FeedsError,
    ForeignHost,
    InvalidAddress,
    InvalidSelection,
    StillReading,
    StoreError,
    Told,
    Unbuilt,
    UnknownFacet,
    Withdrawn,
    marked,
)
from feeds.publish.suggestions import suggested
from feeds.publish.titles import label_in
from feeds.site import source_path, tag_path
from feeds.store.records import moment
from feeds.store.schema import BLOCKED, GONE
from feeds.web.base.addresses import mended_address
from feeds.web.base.answers import PAGE, Answer, moved, opened, page
from feeds.web.base.context import MomentView, moment_view
from feeds.web.base.problems import FRESH, MEDIA_TYPE, problem, say_who_blocks
from feeds.web.base.services import services
from feeds.web.languages.speech import speech

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from feeds.store.read.links import Outline
    from feeds.store.read.reader import Found

log = logging.getLogger(__name__)

_API = "/api/"
_DATA = (".xml", ".json", ".opml", ".csv", ".txt")
"""How addresses end that give data: who is refused it, and says nothing else, is told so in data too."""
_STATUSES: Mapping[type[FeedsError], int] = {
    UnknownFacet: 404,
    InvalidSelection: 400,
    ForeignHost: 422,
    InvalidAddress: 422,
    Blocked: 451,
    Withdrawn: 410,
    StillReading: 503,
    StoreError: 503,
    Unbuilt: 503,
}
"""What is a kind of another comes before it."""
_RETRY_SECONDS: Mapping[type[FeedsError], int] = {StillReading: 10, StoreError: 5, Unbuilt: 300}
"""After which to ask again: a store is locked for a moment, what cannot be made waits for somebody to mend it."""
_KINDS = {300: "ambiguous", 404: "not-found", 410: "gone", 413: "too-large", 451: "blocked"}
_SAID = {
    300: (marked("Which one?"), marked("This short address can mean more than one article.")),
    400: (marked("This address asks for something that cannot be given"), marked("A part of it means nothing here.")),
    404: (
        marked("There is nothing at this address"),
        marked("Nothing was ever published here, or the address is not quite right."),
    ),
    405: (marked("This cannot be done here"), marked("The address only gives; it takes nothing.")),
    410: (
        marked("This article was withdrawn"),
        marked("It was published here and has been taken back. Its address stays its own."),
    ),
    422: (marked("This address asks for something that cannot be given"), marked("A part of it means nothing here.")),
    429: (
        marked("Too many addresses that are not there"),
        marked("Please wait a minute. Addresses that are there still work."),
    ),
    451: (
        marked("This article is blocked for legal reasons"),
        marked("It was published here, and may not be shown any more."),
    ),
    500: (marked("Something went wrong"), marked("It is our fault, and it has been noted.")),
    503: (marked("Not now"), marked("What is here cannot be given at this moment.")),
}


def register(app: Flask) -> None:
    """Let the application answer errors."""
    app.register_error_handler(FeedsError, _on_error)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(Exception, _on_fault)


def refuse(
    status: int,
    details: str = "",
    *,
    when: MomentView | None = None,
    dated: MomentView | None = None,
    seconds: int = 0,
    choices: Iterable[tuple[str, str]] = (),
    **members: Any,
) -> Response:
    """Answer an error as the client wants to see it.

    Choices are titles and paths, members those of a problem; after so many seconds it may be asked again.
    """
    heading, message = _SAID.get(status, (marked("Error %(status)s"), marked("The request cannot be answered.")))
    if _is_for_programs():
        kind = _KINDS.get(status, "")
        response = problem(kind, details or (not kind and message) or "", status=status, **members)
    else:
        html = page(
            "error.html",
            status=status,
            heading=speech().gettext(heading, status=status),
            message=speech().gettext(message),
            details=details,
            when=when,
            dated=dated,
            seconds=seconds,
            choices=list(choices),
        )
        response = Answer(html, status=status, content_type=f"{PAGE}; charset=utf-8")
        response.headers["Cache-Control"] = FRESH.get(status, "no-store")
        opened(response)  # a reader in a browser is to see the status
    spoken = () if response.mimetype != PAGE else services().languages.vary
    response.headers["Vary"] = ", ".join(["Accept", "Sec-Fetch-Dest", *spoken])
    return say_who_blocks(response)


def buried(found: Iterable[Found | Outline]) -> Response:
    """Answer what remains of an entry that was taken back; of several the one that the law blocks."""
    known = sorted((one for one in found if one.state in GONE), key=lambda one: one.state == BLOCKED)
    return _on_error(withdrawn(known[-1]))


def withdrawn(found: Found | Outline) -> Withdrawn:
    """Give the error that says what became of an entry that was taken back."""
    return (Blocked if found.state == BLOCKED else Withdrawn)(found.reason or "", moment(found.changed), found.dated)


def _is_for_programs() -> bool:
    return request.path.startswith(_API) or _wants_data()


def _wants_data() -> bool:
    """Tell whether a client would rather have data; who takes anything is answered as the address would answer."""
    if request.headers.get("Sec-Fetch-Dest") == "document":
        return False
    accepted, data = request.accept_mimetypes, ["application/json", MEDIA_TYPE]
    offered = [*data, PAGE] if request.path.endswith(_DATA) else [PAGE, *data]
    return accepted.best_match(offered, MEDIA_TYPE if accepted else offered[0]) != PAGE


def _on_error(error: FeedsError) -> Response:
    status = next((status for kind, status in _STATUSES.items() if isinstance(error, kind)), 500)
    if status >= 500:  # noqa: PLR2004
        if not isinstance(error, StillReading):
            log.error("%s", error, exc_info=error.__cause__ if isinstance(error, Unbuilt) else None)
        seconds = next((after for kind, after in _RETRY_SECONDS.items() if isinstance(error, kind)), 0)
        response = refuse(status, details_of(error) if isinstance(error, StillReading) else "", seconds=seconds)
        if seconds:
            response.headers["Retry-After"] = str(seconds)
        return response
    if isinstance(error, UnknownFacet) and error.named:
        return refuse(status, details_of(error), choices=() if _is_for_programs() else _meant(*error.named))
    told = error if isinstance(error, Withdrawn) else Withdrawn()
    when, dated = (moment_view(one, services().site, speech()) if one else None for one in (told.when, told.dated))
    return refuse(status, details_of(error), when=when, dated=dated)


def details_of(error: FeedsError) -> str:
    """Say what an error says: people are told of it in their language, programs in English."""
    if isinstance(error, Told) and error.sentence and not _is_for_programs():
        return speech().gettext(error.sentence, **error.values)
    return str(error)


def _meant(kind: str, name: str) -> list[tuple[str, str]]:
    """List what may have been meant, as titles and paths; nothing while the store cannot be asked."""
    use, path = services(), tag_path if kind == "tag" else source_path
    with suppress(StoreError):
        return [
            (label_in(speech().language, kind, one.slug, one.label, use.site), use.site.path + path(one.slug))
            for one in suggested(use.publisher, kind, name)
        ]
    return []


def _on_http_error(error: HTTPException) -> Response:
    if error.code == 404 and (address := mended_address()):  # noqa: PLR2004 - Not Found
        return moved(address)
    response = refuse(error.code or 500)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def _on_fault(error: Exception) -> Response:
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    return refuse(500)
