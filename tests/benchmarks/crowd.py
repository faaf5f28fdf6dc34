"""Clients that hold a server up: half-sent headers, and readers who ask and do not read."""

from __future__ import annotations

import socket
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from tests.benchmarks.contenders import Contender, serving_feeds
from tests.benchmarks.corpus import fill_store
from tests.benchmarks.load import asked_in_turn
from tests.benchmarks.rounds import Figure, at_most, interleave, ratios

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENTRIES = 1000
_HALF_SENT = 200
_STALLED = 40
_ASKED = 100
"""Times that a stalled reader asks for the feed: more than fits between it and the server."""
_PROBES = 200
_HALF = b"GET /feed.xml HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Enc"
_WHOLE = b"GET /feed.xml HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def run() -> Iterator[Figure | str]:
    """Compare the time of a request on a new connection with and without them."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        fill_store(f"sqlite:///{home}/feeds.db", _ENTRIES).close()
        server = stack.enter_context(serving_feeds(home, f"sqlite:///{home}/feeds.db"))

        def crowded() -> float:
            with _crowd(server):
                return _probed(server)

        rounds = interleave({"calm": lambda: _probed(server), "crowded": crowded})
    yield f"{_HALF_SENT} half-sent headers; {_STALLED} readers who asked for the feed {_ASKED} times and read nothing"
    yield Figure("median, calm", rounds["calm"], "ms")
    note = f"{median(rounds['crowded']):.2f} ms"
    yield Figure("median, crowded", ratios(rounds["crowded"], rounds["calm"]), "× calm", at_most(3), note)


@contextmanager
def _crowd(server: Contender) -> Iterator[None]:
    with ExitStack() as stack:
        for sent, count in ((_HALF, _HALF_SENT), (_WHOLE * _ASKED, _STALLED)):
            for _ in range(count):
                client = stack.enter_context(socket.socket())
                client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                client.connect(("127.0.0.1", server.port))
                client.sendall(sent)
        time.sleep(1)  # until no more can be written to those who do not read
        yield


def _probed(server: Contender) -> float:
    probes = (asked_in_turn(server, ["/feed.xml"], "Accept-Encoding: gzip") for _ in range(_PROBES))
    return median(took for (took,) in probes)
