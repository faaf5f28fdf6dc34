"""A hub takes as long as it is given, however it spreads it."""

from __future__ import annotations

import contextlib
import socket
import threading
import time

import pytest

from feeds.push.connections import Channel, Unreachable

_STEP = 0.5
_STATUS = b"HTTP/1.1 202 Accepted\r\n"
_FAR_LONGER = 40.0


@pytest.mark.parametrize("before", [b"", _STATUS, _STATUS + b"Content-Length: 9999\r\n\r\n"])
def test_hub_that_drips_is_given_up(before: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        dripping = threading.Thread(target=_drip, args=(server, before))
        dripping.start()
        began = time.monotonic()
        channel = Channel(f"http://127.0.0.1:{server.getsockname()[1]}/", "https://news.example", _STEP)
        with contextlib.suppress(Unreachable):  # where it has said its status already, that is its answer
            channel.post({"hub.mode": "publish"})
        assert time.monotonic() - began < _FAR_LONGER
        dripping.join()


def _drip(server: socket.socket, before: bytes) -> None:
    connection, _ = server.accept()
    with connection, contextlib.suppress(OSError):
        connection.sendall(before)
        until = time.monotonic() + 2 * _FAR_LONGER
        while time.monotonic() < until:
            connection.sendall(b"x")
            time.sleep(_STEP / 5)
