"""Share links in front of Flask: one that is live, exactly as printed, is answered at the cost of one statement.

Everything else is handed on: what is not spelled exactly, what is withdrawn, ambiguous, scheduled or unknown, and
whatever cannot be looked up. So nothing can be answered here that Flask would not answer, header for header.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from feeds.model import ShareLink
from feeds.sharing import asked_host, known_host
from feeds.site import entry_path
from feeds.store.lookup import Lookup
from feeds.store.schema import PUBLIC
from feeds.web.answers import redirect_headers
from feeds.web.holding import Held
from feeds.web.mount import path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from feeds.site import Site
    from feeds.web.present import Known

OWN = ""
"""The namespace of the site itself, in which a code is looked for after that of the share host."""

_SHAPE = re.compile(r"/(?:s/([^/]+)/)?([A-Za-z0-9_-]{1,64})/?")
_BYTES = 8 << 20
_SMALL = 400
"""Bytes that a redirect takes in memory beside its address."""


class Redirect(NamedTuple):
    """Where a share link leads."""

    link: ShareLink
    address: str


class Redirects:
    """Answers share links; hands on the rest."""

    def __init__(
        self,
        application: WSGIApplication,
        lookup: Lookup,
        site: Site,
        present: Callable[[], Known],
        taken: frozenset[str] = frozenset(),
    ) -> None:
        self.application = application
        self.held: Held[Redirect] = Held(_BYTES)
        """Those that led somewhere, until the store changes; what leads nowhere is not held."""
        self.answered = 0
        """Share links that were answered here; about, since threads do not wait for each other."""
        self._lookup = lookup
        self._url = site.url
        self._mount = f"{path}/" if (path := path_of(site.url)) else ""
        self._present = present
        self._taken = taken

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if environ["REQUEST_METHOD"] in {"GET", "HEAD"} and (redirect := self._find(environ)):
            self.answered += 1
            start_response("301 MOVED PERMANENTLY", redirect_headers(redirect.address))
            return []
        return self.application(environ, start_response)

    def _find(self, environ: WSGIEnvironment) -> Redirect | None:
        path = environ["PATH_INFO"]
        if self._mount and path.startswith(self._mount):
            path = path[len(self._mount) - 1 :]
        shape = _SHAPE.fullmatch(path)
        if shape is None:
            return None
        named, code = shape.groups()
        known = self._present()
        if named:
            host = known_host(named, known.share_hosts)
            return self._of((host,), code, known.version) if host else None
        if code in self._taken:
            return None
        host = asked_host(environ.get("HTTP_HOST", ""), known.share_hosts) or next(iter(known.share_hosts), OWN)
        return self._of((host, OWN), code, known.version)

    def _of(self, hosts: tuple[str, ...], code: str, version: int) -> Redirect | None:
        """Find a code in the first namespace that has it; None unless it is live there, and leads to one entry."""
        for host in hosts:
            key = (version, host, code)
            if redirect := self.held.get(key):
                return redirect
            meant = self._lookup.exact(host, code)
            if meant is None or len(meant) > 1:
                return None
            if meant:
                state, title, handle = meant[0]
                if state != PUBLIC:
                    return None
                redirect = Redirect(ShareLink(host, code), self._url + entry_path(title, handle))
                self.held.put(key, redirect, _SMALL + len(redirect.address))
                return redirect
        return None

