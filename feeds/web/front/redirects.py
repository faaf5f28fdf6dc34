"""Share links in front of Flask: one that is live, exactly as printed, is answered at the cost of one statement.

Everything else is handed on: what is not spelled exactly, what is withdrawn, ambiguous, scheduled or unknown, and
whatever cannot be looked up. So nothing can be answered here that Flask would not answer, header for header.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from feeds.publish.concerns import of_entry
from feeds.sharing.addresses import known_host, namespaces
from feeds.sharing.pasted import CODE
from feeds.site import entry_path
from feeds.store.read.lookup import Lookup
from feeds.store.schema import PUBLIC
from feeds.web.base.answers import redirect_headers
from feeds.web.base.conditional import CONCERN
from feeds.web.base.counters import ANSWERED, Answered
from feeds.web.base.memory import Held
from feeds.web.front.mount import path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from feeds.site import Site
    from feeds.web.base.clicks import Clicks
    from feeds.web.front.state import Known
    from feeds.web.front.throttle import Throttle

FOLLOWED = "feeds.followed"
"""The key in the WSGI environment under which a view leaves namespace and code of a share link that it followed."""

_ANSWERED = Answered("sharelinks.follow", "redirects", "301")
_ADDRESS = re.compile(r"/(?:s/([^/]+)/)?([^/]+)/?")
_API = "/api/v1/"
_BYTES = 8 << 20
_SMALL = 400
"""Bytes that a redirect takes in memory beside its address."""


class Asked(NamedTuple):
    """What may be a share link."""

    code: str
    hosts: tuple[str, ...]
    """The namespaces in which the code is looked for, in turn; none where it cannot be one of theirs."""
    version: Hashable
    """Of the store, at the moment."""
    hangs: bool = False
    """Whether the store would not answer, if it were asked."""


class Redirect(NamedTuple):
    """Where a share link leads."""

    host: str
    code: str
    address: str
    handle: str
    """Of the entry."""


class Codes:
    """Finds the codes that are live, each for its first entry in the store or in memory."""

    def __init__(self, lookup: Lookup, site: Site, present: Callable[[], Known], reserved: Collection[str]) -> None:
        self.held: Held[Redirect] = Held(_BYTES)
        """Those that led somewhere, until the store changes; what leads nowhere is not held."""
        self._lookup = lookup
        self._url = site.url
        self._mount = f"{path}/" if (path := path_of(site.url)) else ""
        self._present = present
        self._reserved = reserved

    def asked(self, environ: WSGIEnvironment) -> Asked | None:
        """Read what a request asks for; None where that is no share link, whatever the store holds."""
        path = environ["PATH_INFO"]
        if self._mount and path.startswith(self._mount):
            path = path[len(self._mount) - 1 :]
        address = _ADDRESS.fullmatch(path)
        if address is None:
            return None
        named, code = address.groups()
        if named is None and code.casefold() in self._reserved:
            return None
        version, known, _, hangs, _ = self._present()
        if not CODE.fullmatch(code):
            return Asked(code, (), version)
        if named:
            host = known_host(named, known)
            return Asked(code, (host,) if host else (), version, hangs)
        return Asked(code, namespaces(environ.get("HTTP_HOST", ""), known), version, hangs)

    def find(self, asked: Asked) -> Redirect | None:
        """Find a code in the first namespace that has it; None unless it is live there, and leads to one entry."""
        code, hosts, version, hangs = asked
        for host in hosts:
            key = (version, host, code)
            if redirect := self.held.get(key):
                return redirect
            if hangs:
                return None
            meant = self._lookup.exact(host, code)
            if meant is None or len(meant) > 1:
                return None
            if meant:
                state, title, handle = meant[0]
                if state != PUBLIC:
                    return None
                redirect = Redirect(host, code, self._url + entry_path(title, handle), handle)
                self.held.put(key, redirect, _SMALL + len(redirect.address))
                return redirect
        return None

    def is_unknown(self, asked: Asked) -> bool:
        """Tell whether nobody ever heard of a code, nor of one that differs in case."""
        return (
            bool(asked.hosts)
            and not asked.hangs
            and not any(self._lookup.is_known(host, asked.code) for host in asked.hosts)
        )


class Redirects:
    """Answers share links, and counts those that were followed; hands on the rest."""

    def __init__(self, application: WSGIApplication, codes: Codes, throttle: Throttle, clicks: Clicks | None) -> None:
        self.application = application
        self.codes = codes
        self._throttle = throttle
        self.clicks = clicks

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        asked = self.codes.asked(environ) if environ["REQUEST_METHOD"] in {"GET", "HEAD"} else None
        if asked is None and _API in environ["PATH_INFO"]:
            return self._throttle(environ, start_response, lambda: False)
        if asked is None:
            return self.application(environ, start_response)
        if redirect := self.codes.find(asked):
            environ[ANSWERED] = _ANSWERED
            environ[CONCERN] = of_entry(redirect.handle)
            start_response("301 MOVED PERMANENTLY", redirect_headers(redirect.address))
            answer: Iterable[bytes] = []
            followed: tuple[str, str] | None = redirect[:2]
        else:
            answer = self._throttle(environ, start_response, lambda: self.codes.is_unknown(asked))
            followed = environ.get(FOLLOWED)
        if followed and self.clicks:
            self.clicks.note(environ, *followed)
        return answer
