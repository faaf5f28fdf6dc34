"""What an address asks for, and its one spelling."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException
from werkzeug.wsgi import get_path_info

from feeds.publish.names import canonical_slug
from feeds.selection import Presentation, Selection, read_query
from feeds.web.base.services import services

KINDS = {"sources": "source", "tags": "tag"}
"""Of facet, by the directory its addresses are below."""

_FEED = "feeds.feed"
"""The endpoint that answers feeds."""


def asked(directory: str = "", slug: str = "") -> tuple[Selection, Presentation]:
    """Read what a request asks for, below the directory of a source or tag or not. Raises InvalidSelection."""
    return read_address(directory, slug, request.query_string.decode())


def read_address(directory: str, slug: str, query: str) -> tuple[Selection, Presentation]:
    """Read what an address asks for. Raises InvalidSelection."""
    base = (KINDS[directory], slug) if directory else None
    return read_query(parse_qsl(query, keep_blank_values=True), canonical_slug, base)


def is_misspelt(address: str) -> bool:
    """Tell whether what is at an address of the site was asked for by another spelling."""
    path, _, query = address.removeprefix(services().site.url).partition("?")
    # Not `request.path`, which drops slashes that are doubled in front.
    return (get_path_info(request.environ), request.query_string.decode("latin-1")) != (unquote(path), query)


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
