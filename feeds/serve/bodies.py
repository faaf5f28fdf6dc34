"""A body that does not come: a read of it has no limit of time, and nothing else of the process runs meanwhile.

So it cannot be given up, only ended with the worker, by a thread that needs no interpreter; the server starts another.
"""

from __future__ import annotations

import faulthandler
from time import monotonic
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_SECONDS = 3.0
"""For which a body is waited for: 64 kB at most are read, and a proxy hands on what it has whole."""


class Bodies:
    """Bounds how long an application waits for the body of a request."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            environ["wsgi.input"] = _Awaited(environ["wsgi.input"])
        return self.application(environ, start_response)


class _Awaited:
    """A body that is read before a moment."""

    def __init__(self, body: Any) -> None:
        self._body = body
        self._until = monotonic() + _SECONDS

    def read(self, size: int = -1) -> bytes:
        """Read so many bytes, or all."""
        faulthandler.dump_traceback_later(max(0.01, self._until - monotonic()), exit=True)
        try:
            return bytes(self._body.read(size))
        finally:
            faulthandler.cancel_dump_traceback_later()
