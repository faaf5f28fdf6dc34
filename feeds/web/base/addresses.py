"""What an address asks for, and its one spelling."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException

from feeds.publish.names import canonical_slug
from feeds.selection import Presentation, Selection, read_query
from feeds.web.base.services import services

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

KINDS = {"sources": "source", "tags": "tag"}
"""Of facet, by the directory its addresses are below."""

ASKED = "feeds.asked"
"""The key of `environ` under which path and query stand as they were asked for, where they were not left so."""
_FEED = "feeds.feed"
"""The endpoint that answers feeds."""


def asked(directory: str = "", slug: str = "") -> tuple[Selection, Presentation]:
    """Read what a request asks for, below the directory of a source or tag or not. Raises InvalidSelection."""
    return read_address(directory, slug, request.query_string.decode())


def read_address(directory: str, slug: str, query: str) -> tuple[Selection, Presentation]:
    """Read what an address asks for. Raises InvalidSelection."""
    base = (KINDS[directory], slug) if directory else None
    return read_query(parse_qsl(query, keep_blank_values=True), canonical_slug, base)


def asked_of(environ: WSGIEnvironment) -> tuple[str, str]:
    """Give the path, unquoted, and the query that were asked for, both as WSGI has them."""
    asked: tuple[str, str] = environ.get(ASKED) or (environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", ""))
    return asked


def is_misspelt(address: str) -> bool:
    """Tell whether what is at an address of the site was asked for by another spelling."""
    path, _, query = address.removeprefix(services().site.url).partition("?")
    # Not `request.path`, which drops slashes that are doubled in front.
    asked_path, asked_query = asked_of(request.environ)
    return (asked_path.encode("latin-1").decode(errors="replace"), asked_query) != (unquote(path), query)


def mended_address() -> str | None:
    """Give the address of the feed that was asked for with doubled slashes, or with white space behind it."""
    path = re.sub("/{2,}", "/", request.path.rstrip())
    if path == request.path:
        return None
    try:
        endpoint, _ = current_app.url_map.bind("").match(path)
    except (HTTPException, RoutingException):
        return None
    return services().site.address(quote(path)) if endpoint == _FEED else None
