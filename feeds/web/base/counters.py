"""What each worker counts: its answers, how long they took, and what it made for them.

An answer is counted at once, so that a scrape of any worker tells the sum over all of them. How long it took is kept
in memory first and written a few times a second: several values would have to be written where all can read them,
which takes as long as to answer from memory.

https://prometheus.github.io/client_python/multiprocess/
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from contextlib import suppress
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from flask import Response, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, values
from prometheus_client.multiprocess import MultiProcessCollector

from feeds.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from prometheus_client.registry import Collector

    from feeds.publish.documents import Builder

ANSWERED = "feeds.answered"
"""The key in the WSGI environment under which whoever answers leaves an `Answered`."""

_EVERY = 0.25
"""Seconds between two writings of what is kept in memory first."""
_SECONDS = (0.000025, 0.0001, 0.00025, 0.001, 0.0025, 0.01, 0.025, 0.1, 0.25, 1.0, 2.5, 10.0)

# Processes that share their numbers have none of these; nobody is to see them come and go.
disable_created_metrics()


class Answered(NamedTuple):
    """Which view a request was for, who answered it, and how."""

    route: str
    """The name of the view, as `flask routes` lists it."""
    place: str
    status: str


FAULT = Answered("none", "server", "500")
"""Where nobody left one: what answers the client then is the server."""


class _Requests(Counter):
    """A counter that gives away how it counts: whoever asks for one more is not asked whether that is less."""

    @property
    def count(self) -> Callable[[float], None]:
        """Give what adds to it."""
        add: Callable[[float], None] = self._value.inc
        return add


class _Latency(Histogram):
    """A histogram that takes what was observed since the last time."""

    def add(self, counts: Sequence[int], seconds: float) -> None:
        """Take how many observations fell into each bucket, and their sum."""
        for bucket, count in zip(self._buckets, counts, strict=True):
            if count:
                bucket.inc(count)
        self._sum.inc(seconds)


class _Kept:
    """What was observed at a place and is not written yet."""

    __slots__ = ("counts", "seconds")

    def __init__(self) -> None:
        self.counts = [0] * (len(_SECONDS) + 1)
        self.seconds = 0.0

    def take(self) -> tuple[list[int], float]:
        """Give it, and begin anew."""
        taken = self.counts, self.seconds
        self.counts, self.seconds = [0] * len(self.counts), 0.0
        return taken


class Counters:
    """The numbers of one application. Safe for threads."""

    def __init__(self, builder: Builder) -> None:
        self._registry = registry = CollectorRegistry()
        self._requests = _Requests(
            "feeds_requests", "Requests answered, those before Flask too.", ["route", "status"], registry=registry
        )
        self._latency = _Latency(
            "feeds_answer_seconds",
            "How long it took to answer, by who answered.",
            ["place"],
            registry=registry,
            buckets=_SECONDS,
        )
        self._bytes = Counter("feeds_body_bytes", "Bytes of answers, as they are sent.", ["route"], registry=registry)
        self._built = Counter("feeds_documents_built", "Documents of feeds made.", registry=registry)
        self._held = Gauge(
            "feeds_held_bytes",
            "What workers keep to build documents of, about.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self._troubles = Gauge(
            "feeds_troubles",
            "Entries and feeds not published as they should be, in the worker that knows of most.",
            registry=registry,
            multiprocess_mode="livemax",
        )
        self._builder = builder
        self._built_before = 0
        self._known: dict[Answered, tuple[Callable[[float], None], _Kept]] = {}
        self._kept: dict[str, _Kept] = {}
        self._sent: defaultdict[str, int] = defaultdict(int)
        self._lock = Lock()
        self._next_writing = 0.0
        self.write()

    def count(self, answered: Answered, began: float, sent: int = 0) -> None:
        """Count an answer, how long it took, and its bytes as far as they are known."""
        add, kept = self._known.get(answered) or self._meet(answered)
        add(1)
        now = perf_counter()
        seconds = now - began
        with self._lock:
            kept.counts[bisect_left(_SECONDS, seconds)] += 1
            kept.seconds += seconds
            self._sent[answered.route] += sent
        if now >= self._next_writing:
            self.write()

    def count_bytes(self, answered: Answered, sent: int) -> None:
        """Count more bytes of an answer, which are written with those of the next."""
        with self._lock:
            self._sent[answered.route] += sent

    def write(self) -> None:
        """Write what was kept in memory first."""
        with self._lock:
            self._next_writing = perf_counter() + _EVERY
            for place, kept in self._kept.items():
                self._latency.labels(place).add(*kept.take())
            for route, sent in self._sent.items():
                self._bytes.labels(route).inc(sent)
            self._sent.clear()
            built = self._builder.built
            self._built.inc(built - self._built_before)
            self._built_before = built
        self._held.set(self._builder.held_bytes)
        with suppress(StoreError):
            self._troubles.set(len(self._builder.troubles()))

    def collected(self) -> Collector:
        """Give the numbers to tell: of all processes that share them, else of this one."""
        self.write()
        is_shared = values.ValueClass is not values.MutexValue
        return MultiProcessCollector(None) if is_shared else self._registry

    def _meet(self, answered: Answered) -> tuple[Callable[[float], None], _Kept]:
        with self._lock:
            kept = self._kept.setdefault(answered.place, _Kept())
            add = self._requests.labels(answered.route, answered.status).count
            return self._known.setdefault(answered, (add, kept))


def signed(response: Response) -> Response:
    """Note that a view answers, or that none is there for what was asked."""
    request.environ[ANSWERED] = Answered(request.endpoint or "none", "flask", str(response.status_code))
    return response
