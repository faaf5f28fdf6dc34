"""However many connections others hold, whoever comes is answered; those that say nothing are closed in time."""

from __future__ import annotations

import contextlib
import logging
import resource
import select
import socket
from typing import TYPE_CHECKING

import pytest

from feeds.config import Settings
from feeds.serve.capacity import connections_each
from tests.serving import FEEDS, Server, eventually, speak

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.fault

_MANY = 1500
"""More than the usual limit of open files lets a process have."""
_PATIENCE = 180.0
_ONE = b"GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture
def limited(tmp_path: Path) -> Iterator[Server]:
    """Run a server as most systems start one, with 1,024 open files."""
    running = Server(tmp_path, "prlimit", "--nofile=1024:", str(FEEDS), "serve", FEEDS_IDLE_SECONDS="600")
    running.write("one.txt", "La passerelle du port rouvre", "aaa111")
    yield running.start()
    running.stop()


def test_fifteen_hundred_idle_connections_shut_nobody_out(limited: Server) -> None:
    with room_for_files(2 * _MANY), contextlib.ExitStack() as stack:
        ended = select.poll()
        for number in range(_MANY):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", limited.port), timeout=_PATIENCE))
            client.sendall(_ONE if number % 2 else _ONE[:20])
            if number % 2:
                assert client.recv(15) == b"HTTP/1.1 200 OK"
            ended.register(client, select.POLLRDHUP)
        assert limited.get("/healthz")[0] == 200
        assert not ended.poll(0)


@pytest.mark.parametrize("said", [b"", _ONE[:20], _ONE])
def test_connection_that_says_nothing_more_is_closed_in_time(tmp_path: Path, said: bytes) -> None:
    server = Server(tmp_path, FEEDS_IDLE_SECONDS="1").start()
    with socket.create_connection(("127.0.0.1", server.port), timeout=_PATIENCE) as client:
        client.sendall(said)
        while client.recv(65536):
            pass
    server.stop()


def test_each_worker_holds_its_share_of_what_the_system_allows(caplog: pytest.LogCaptureFixture) -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    assert connections_each(Settings(max_connections=7, workers=2)) == 4
    assert not caplog.records
    with caplog.at_level(logging.WARNING):
        held = connections_each(Settings(max_connections=max(hard, 1) * 2, workers=1))
    assert 0 < held < hard
    assert f"the system allows {hard}" in caplog.text


@contextlib.contextmanager
def room_for_files(number: int) -> Iterator[None]:
    """Let the test itself open so many files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, number), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_body_that_does_not_come_holds_nobody_up_for_long(tmp_path: Path) -> None:
    server = Server(tmp_path, FEEDS_WORKERS="1").start()
    whole = b'{"urls": ["x"]}'
    head = "POST /api/v1/resolve HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\n"
    head += f"Content-Length: {len(whole)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=_PATIENCE) as client:
        client.sendall(head.encode() + whole[:5])
        eventually(lambda: "Unexpected exit from worker" in (server.folder / "log").read_text())
        eventually(lambda: server.status("/healthz") == 200)
        assert speak(server.port, head.encode() + whole)[0] == 200
    server.stop()
