"""Outside everything else: counts every answer, by what whoever gave it left in the environment."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from feeds.web.base.counters import ANSWERED, FAULT, Counters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Tally:
    """Counts answers and measures how long they took, without the sending."""

    def __init__(self, application: WSGIApplication, counters: Counters) -> None:
        self.application = application
        self.counters = counters

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Have a request answered."""
        began = perf_counter()
        try:
            return self.application(environ, start_response)
        finally:
            self.counters.count(environ.get(ANSWERED, FAULT), began)
