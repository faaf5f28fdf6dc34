"""Load from wrk: requests a second, latency, and the processor time that a request costs the server."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.benchmarks.contenders import Contender

CONNECTIONS = 32
_LENGTH = re.compile(rb"(?i)\r\ncontent-length: (\d+)\r\n")
_SECONDS = 2
_WARM_UP = 1
_IN_TURN = """
local requests, at = {}, 0
function init(arguments)
  for path in io.lines(arguments[1]) do requests[#requests + 1] = wrk.format("GET", path) end
  at = math.floor(arguments[2] * #requests)
end
function request()
  at = at % #requests + 1
  return requests[at]
end
"""
"""Asks for the paths in a file, one after the other."""


class Load(NamedTuple):
    """What a server did under load."""

    rate: float
    """Requests a second."""
    cpu: float
    """Microseconds of processor time of all its processes a request."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a server, and what it answers."""

    contender: Contender
    paths: Sequence[str]
    headers: tuple[str, ...] = ()
    status: int = 200

    def verify(self, body: bytes | None = None) -> Asked:
        """Ask once before the load. Raises RuntimeError where the answer is another."""
        answer = self.contender.ask(self.paths[0], *self.headers)
        if answer.status != self.status or (body is not None and answer.body != body):
            raise RuntimeError(f"{self.paths[0]} answers {answer.status} with {len(answer.body)} bytes")
        return self


def missing_wrk() -> str | None:
    """Say what to install where wrk is missing."""
    return None if shutil.which("wrk") else "skipped: wrk is missing (Debian: apt-get install wrk)"


def loaded(asked: Asked, home: Path) -> Callable[[], Load]:
    """Prepare a round of load, after a warm-up. Raises RuntimeError in a round with any failed request."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}"]
    command += [option for header in asked.headers for option in ("-H", header)]
    script, listed = home / "in_turn.lua", home / f"paths-{asked.contender.port}-{len(asked.paths)}"
    if len(asked.paths) > 1:
        script.write_text(_IN_TURN)
        listed.write_text("\n".join(asked.paths))
        command += ["-s", str(script)]
    turns = count()

    def run(seconds: int) -> Load:
        # Each round begins a tenth of the list further on.
        turn = ["--", str(listed), str(next(turns) % 10 / 10)] if len(asked.paths) > 1 else []
        before = asked.contender.cpu_seconds()
        said = subprocess.run(
            [*command, f"-d{seconds}", asked.contender.url(asked.paths[0]), *turn],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        spent = asked.contender.cpu_seconds() - before
        rate, requests = re.search(r"Requests/sec:\s+([\d.]+)", said), re.search(r"(\d+) requests in", said)
        if not rate or not requests or not int(requests[1]) or "Non-2xx" in said or "Socket errors" in said:
            raise RuntimeError(said)
        return Load(float(rate[1]), spent / int(requests[1]) * 1e6)

    run(_WARM_UP)
    return lambda: run(_SECONDS)


def asked_in_turn(contender: Contender, paths: Sequence[str], *headers: str) -> list[float]:
    """Ask for paths one after the other on one connection: milliseconds each.

    Without a library, which in Python takes as long to take an answer apart as a server to make it.
    """
    times = []
    with socket.create_connection(("127.0.0.1", contender.port), timeout=60) as connection:
        for path in paths:
            lines = (f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{contender.port}", *headers, "", "")
            request = "\r\n".join(lines).encode()
            began = time.perf_counter()
            connection.sendall(request)
            head = _read_answer(connection)
            times.append((time.perf_counter() - began) * 1000)
            if b" 200 " not in head[:16]:
                raise RuntimeError(f"{path} answers {head[:16]!r}")
    return times


def _read_answer(connection: socket.socket) -> bytes:
    """Read an answer to its end, by its length or in chunks, and give its head."""
    received = b""
    while (end := received.find(b"\r\n\r\n")) < 0:
        received += _some_of(connection)
    if length := _LENGTH.search(received, 0, end + 2):
        left = end + 4 + int(length[1]) - len(received)
        while left:
            left -= len(_some_of(connection))
    else:
        while not received.endswith(b"\r\n0\r\n\r\n"):
            received += _some_of(connection)
    return received[:end]


def _some_of(connection: socket.socket) -> bytes:
    some = connection.recv(1 << 18)
    if not some:
        raise RuntimeError("the connection was closed")
    return some
