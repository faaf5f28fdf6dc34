"""Clients that hold a server up: half-sent headers, idle connections, and readers who ask and do not read."""

from __future__ import annotations

import resource
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
    from collections.abc import Iterator, Sequence

_ENTRIES = 1000
_IDLE = 5000
_HALF_SENT = 2000
_STALLED = 40
_ASKED = 100
"""Times that a stalled reader asks for the feed: more than fits between it and the server."""
_PROBES = 400
_HALF = b"GET /feed.xml HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Enc"
_SMALL = b"GET /robots.txt HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
_WHOLE = b"GET /feed.xml HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def run() -> Iterator[Figure | str]:
    """Compare the time of a request on a new connection with and without them."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        fill_store(f"sqlite:///{home}/feeds.db", _ENTRIES).close()
        server = stack.enter_context(serving_feeds(home, f"sqlite:///{home}/feeds.db", FEEDS_IDLE_SECONDS="600"))

        def crowded(*crowd: tuple[bytes, int]) -> tuple[float, float]:
            with _crowd(server, crowd):
                return _probed(server)

        rounds = interleave(
            {
                "calm": lambda: _probed(server),
                "idle": lambda: crowded((_SMALL, _IDLE), (_HALF, _HALF_SENT)),
                "stalled": lambda: crowded((_WHOLE * _ASKED, _STALLED)),
            }
        )
    calm = [list(times) for times in zip(*rounds.pop("calm"), strict=True)]
    yield f"idle: {_IDLE} keep-alive connections that asked once, and {_HALF_SENT} half-sent headers"
    yield f"stalled: {_STALLED} readers who asked for the feed {_ASKED} times and read nothing"
    for name, measured in rounds.items():
        for what, bound, times, before in zip(
            ("median", "p99"), (3, 2), zip(*measured, strict=True), calm, strict=True
        ):
            goal = None if (name, what) == ("stalled", "p99") else at_most(bound)
            note = f"{median(times):.2f} ms, calm {median(before):.2f} ms"
            yield Figure(f"{what}, {name}", ratios(times, before), "× calm", goal, note)


@contextmanager
def _crowd(server: Contender, crowd: Sequence[tuple[bytes, int]]) -> Iterator[None]:
    with ExitStack() as stack:
        for sent, count in crowd:
            for _ in range(count):
                client = stack.enter_context(socket.socket())
                client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                client.connect(("127.0.0.1", server.port))
                client.sendall(sent)
        time.sleep(1)  # until no more can be written to those who do not read
        yield


def _probed(server: Contender) -> tuple[float, float]:
    """Give median and p99 of requests, each on a connection of its own."""
    probes = (asked_in_turn(server, ["/feed.xml"], "Accept-Encoding: gzip") for _ in range(_PROBES))
    times = sorted(took for (took,) in probes)
    return median(times), times[_PROBES * 99 // 100]
