"""Every share code for whoever wants to keep it: CSV, and lines of code, pipe and address.

What is large comes in parts, each naming the next: an answer that is sent as it is read would hold up its worker for
as long as its client takes. A part holds the codes of the entries of certain numbers for good.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, request

from feeds.sharing import dumps
from feeds.store.read import reader, share_codes
from feeds.store.records import moment
from feeds.web.base.addresses import is_misspelt
from feeds.web.base.answers import encoded, moved, opened
from feeds.web.base.services import services

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feeds.store import Connection
    from feeds.store.read.share_codes import Row

blueprint = Blueprint("dumps", __name__)

_PART = 10_000
"""Entries: making a part takes a fifth of a second."""


@blueprint.get("/shortlinks.csv")
def csv() -> Response:
    """Give every share code with what is known of it."""
    return _dump("/shortlinks.csv", "text/csv")


@blueprint.get("/shortlinks.txt")
def pipe() -> Response:
    """Give every share code and its page, in the form of archives of short links."""
    return _dump("/shortlinks.txt", "text/plain")


def _dump(path: str, media_type: str) -> Response:
    use = services()
    asked = request.args.get("part", "")
    part = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < len(str(1 << 31)) else 0
    address = _address(path, part)
    if is_misspelt(address):
        return moved(address)
    with use.store.reading() as connection:
        parts = reader.last_number(connection) // _PART + 1
        if part >= parts:
            abort(404)
        changed = reader.last_commit(connection)
        rows = share_codes.rows(connection, (part * _PART, (part + 1) * _PART))
        body = "".join(_lines(connection, rows, media_type)).encode()
    response = encoded(body, media_type, last_modified=changed)
    stem, _, extension = path[1:].partition(".")
    name = f"{stem}-{moment(changed):%Y-%m-%d}{f'-{part}' if parts > 1 else ''}.{extension}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    if part + 1 < parts:
        response.headers["Link"] = f'<{_address(path, part + 1)}>; rel="next"'
    return opened(response)


def _address(path: str, part: int) -> str:
    return services().site.feed("/", path[1:], f"part={part}" if part else "")


def _lines(connection: Connection, rows: Iterable[Row], media_type: str) -> Iterator[str]:
    site = services().site
    if media_type == "text/csv":
        return dumps.csv_lines(rows, site)
    hosts = services().resolver.hosts(connection)
    return dumps.pipe_lines(rows, site, next(iter(hosts), ""))
