"""What the application answers, asked as a server asks it, without one."""

from __future__ import annotations

import io
import re
import sys
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote_to_bytes, urlsplit

from feeds.web.base.conditional import CONCERN

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

    from feeds.publish.concerns import Concern
    from feeds.site import Site


MOVED = (301, 302)
SAID = (200, 300, 410, 451)
"""Statuses of what has a page: what there is, what has several meanings, what was taken back."""
_NEXT = re.compile(r'<([^>]*)>; rel="next"')


class Answer(NamedTuple):
    """An answer of the application."""

    status: int
    media_type: str
    location: str
    """Where it sends on, or where it comes from if it was followed; empty otherwise."""
    next: str
    """Where the next part of it is; empty where there is none."""
    body: bytes
    concern: Concern | None
    """What it shows; None where anything may touch it."""


def ask(application: WSGIApplication, site: Site, path: str) -> Answer:
    """Ask for a path below the site's own."""
    told: dict[str, str] = {}
    environ = _environ(site, path)

    def start(status: str, headers: list[tuple[str, str]], _error: object = None) -> object:
        told.update((name.lower(), value) for name, value in headers)
        told[""] = status
        return None

    answered = application(environ, start)  # type: ignore[arg-type]
    try:
        body = b"".join(answered)
    finally:
        if close := getattr(answered, "close", None):
            close()
    concern: Concern | None = environ.get(CONCERN)
    part = _NEXT.search(told.get("link", ""))
    media_type, location = told.get("content-type", ""), told.get("location", "")
    return Answer(int(told[""][:3]), media_type, location, part[1] if part else "", body, concern)


def _environ(site: Site, path: str) -> WSGIEnvironment:
    address = urlsplit(site.url)
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(address.path + path).decode("latin-1"),
        "QUERY_STRING": "",
        "SERVER_NAME": address.hostname or "",
        "SERVER_PORT": str(address.port or (443 if address.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": address.netloc,
        "HTTP_ACCEPT": "text/html, */*;q=0.8",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": address.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
