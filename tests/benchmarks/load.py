"""Load from wrk: requests a second, latency, and the processor time that a request costs the server."""

from __future__ import annotations

import http.client
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from http import HTTPStatus
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.benchmarks.contenders import Contender

CONNECTIONS = 32
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
    """Ask for paths one after the other on one connection: milliseconds each."""
    connection = http.client.HTTPConnection("127.0.0.1", contender.port, timeout=60)
    times = []
    for path in paths:
        began = time.perf_counter()
        connection.request("GET", path, headers=dict(header.split(": ", 1) for header in headers))
        answer = connection.getresponse()
        answer.read()
        times.append((time.perf_counter() - began) * 1000)
        if answer.status != HTTPStatus.OK:
            raise RuntimeError(f"{path} answers {answer.status}")
    connection.close()
    return times
