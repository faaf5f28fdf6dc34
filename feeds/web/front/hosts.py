"""A request names one host, RFC 9112, section 3.2: what names none or two is read by others as another request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.web.base.answers import SECURED
from feeds.web.base.counters import ANSWERED, Answered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_SAID = b"A request names one host.\n"


class Hosts:
    """Refuses what names no host, or more than one; servers join their names by commas."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        host = environ.get("HTTP_HOST")
        if "," not in host if host else environ.get("SERVER_PROTOCOL") != "HTTP/1.1":
            return self.application(environ, start_response)
        environ[ANSWERED] = Answered("none", "hosts", "400")
        headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(_SAID))), *SECURED]
        start_response("400 Bad Request", headers)
        return [_SAID] if environ["REQUEST_METHOD"] != "HEAD" else []
