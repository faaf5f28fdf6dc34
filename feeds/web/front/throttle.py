"""Whoever tries codes that nobody has is slowed: after sixty in a minute they are answered 429 until it is over.

What leads somewhere is never refused to anybody. Each worker counts for itself, in memory, by the client's address.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any

from flask import request
from werkzeug.exceptions import TooManyRequests

from feeds.web.front.clients import client_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from feeds.web.front.clients import Network

MOST = 60
"""Unknown codes that one client may ask for in a period."""
PERIOD = 60.0
"""Seconds."""

_CLIENTS = 4096
"""Clients that are remembered: those whose period began last."""
_REFUSED = "feeds.refused"
"""The key in the WSGI environment under which it stands for how many seconds a client is refused."""
_UNKNOWN = "404"
UNKNOWN = "feeds.unknown"
"""The key under which a view leaves how many of the addresses asked for nobody has, where the status does not tell."""


class Unknowns:
    """How many unknown codes each client asked for."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._counts: OrderedDict[str, tuple[float, int]] = OrderedDict()
        """When the period of a client ends, and how many it asked for."""
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._counts)

    def wait(self, client: str) -> int:
        """Tell for how many seconds a client is to be refused; 0 where it is not."""
        end, count = self._counts.get(client, (0.0, 0))
        left = end - self._now()
        return int(left) + 1 if left > 0 and count >= MOST else 0

    def note(self, client: str, number: int = 1) -> None:
        """Count so many more."""
        with self._lock:
            end, count = self._counts.get(client, (0.0, 0))
            if end <= self._now():
                self._counts.pop(client, None)
                end, count = self._now() + PERIOD, 0
            self._counts[client] = end, count + number
            if len(self._counts) > _CLIENTS:
                self._counts.popitem(last=False)


class Throttle:
    """Lets Flask answer share links and counts the unknown ones: whoever asks for too many is refused more of them."""

    def __init__(self, application: WSGIApplication, trusted: Collection[Network] = ()) -> None:
        self._application = application
        self._trusted = trusted
        self._unknowns = Unknowns()

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse, is_unknown: Callable[[], bool]
    ) -> Iterable[bytes]:
        """Answer a request; `is_unknown` tells in a quicker way than to ask for the answer that it would be 404."""
        client = client_of(environ, self._trusted)
        seconds = self._unknowns.wait(client)
        if seconds and is_unknown():
            return self._refuse(environ, start_response, seconds)
        said: list[Any] = []

        def listen(*given: Any) -> Callable[[bytes], object]:
            said.append(given)
            return lambda _data: None

        answer = self._application(environ, listen)
        if unknown := environ.get(UNKNOWN, int(said[-1][0].startswith(_UNKNOWN))):
            if seconds:
                _close(answer)
                return self._refuse(environ, start_response, seconds)
            self._unknowns.note(client, unknown)
        start_response(*said[-1])
        return answer

    def _refuse(self, environ: WSGIEnvironment, start_response: StartResponse, seconds: int) -> Iterable[bytes]:
        environ[_REFUSED] = seconds
        return self._application(environ, start_response)


def check() -> None:
    """Answer 429 where the client is refused. Raises TooManyRequests."""
    if seconds := request.environ.get(_REFUSED):
        raise TooManyRequests(retry_after=seconds)


def _close(answer: Any) -> None:
    if hasattr(answer, "close"):
        answer.close()
