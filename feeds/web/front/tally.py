"""Outside everything else: counts every answer and its bytes, and who reads, by what whoever gave it left behind."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from feeds.web.base.counters import ANSWERED, FAULT, Counters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from feeds.web.base.readership import Readership


class Tally:
    """Counts answers and measures how long they took, without the sending."""

    def __init__(self, application: WSGIApplication, counters: Counters, readership: Readership | None = None) -> None:
        self.application = application
        self.counters = counters
        self.readership = readership

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Have a request answered."""
        began, sent = perf_counter(), 0
        try:
            answer = self.application(environ, start_response)
            if not isinstance(answer, list):
                return _Passing(answer, environ, self.counters)
            sent = sum(map(len, answer))
            return answer
        finally:
            answered = environ.get(ANSWERED, FAULT)
            self.counters.count(answered, began, sent)
            if self.readership:
                self.readership.note(environ, answered)


class _Passing:
    """An answer that is not whole yet: its bytes are counted as they pass."""

    def __init__(self, answer: Iterable[bytes], environ: WSGIEnvironment, counters: Counters) -> None:
        self._answer = answer
        self._environ = environ
        self._counters = counters

    def __iter__(self) -> Iterator[bytes]:
        for part in self._answer:
            self._counters.count_bytes(self._environ.get(ANSWERED, FAULT), len(part))
            yield part

    def close(self) -> None:
        """Let go of the answer."""
        if hasattr(self._answer, "close"):
            self._answer.close()
