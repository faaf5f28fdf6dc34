"""A hub that notes what it is told and answers as it is asked to, and a teller whose clock stands still."""

from __future__ import annotations

import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest

from feeds.publish.publisher import Publisher
from feeds.push.delivery import Teller
from feeds.site import Site
from feeds.store.tables import pings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from feeds.store import Store
    from tests.conftest import FakeClock

Headers = dict[str, str]


class Hub(ThreadingHTTPServer):
    """A real server. Answers 202, or what `answers` lists, first to last; hangs while `free` is not set."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}/hub?key=1"
        self.told: list[str] = []
        self.forms: list[dict[str, list[str]]] = []
        self.headers: list[Headers] = []
        self.answers: list[tuple[int, Headers]] = []
        self.connections: set[int] = set()
        self.free = threading.Event()
        self.free.set()

    def take(self) -> Counter[str]:
        """Give the topics that it was told since the last call."""
        told, self.told = self.told, []
        return Counter(told)


class _Handler(BaseHTTPRequestHandler):
    server: Hub
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.free.wait(180)
        self.server.connections.add(self.client_address[1])
        self.server.forms.append(form | {"path": [self.path]})
        self.server.headers.append(dict(self.headers.items()))
        self.server.told.append(form["hub.topic"][0])
        status, headers = self.server.answers.pop(0) if self.server.answers else (202, {})
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "3")
        self.end_headers()
        self.wfile.write(b"so\n")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def hub() -> Iterator[Hub]:
    with Hub() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield running
        running.free.set()
        running.shutdown()
        thread.join()


@pytest.fixture
def site(hub: Hub) -> Site:
    return Site(url="https://news.example.org/feeds", hubs=(hub.url,))


@pytest.fixture
def publisher(store: Store, site: Site) -> Publisher:
    return Publisher(store, site, window=50, hours=48, most=200)


@pytest.fixture
def make_teller(store: Store, site: Site, publisher: Publisher, clock: FakeClock) -> Callable[..., Teller]:
    """Make what tells the hub, as a program that starts anew does."""

    def make(timeout: float = 5.0) -> Teller:
        pings.enlist(store, site.hubs)
        return Teller(publisher, clock, site.hubs[0], timeout)

    return make


@pytest.fixture
def teller(make_teller: Callable[..., Teller]) -> Iterator[Teller]:
    made = make_teller()
    yield made
    made.close()
