"""Servers to be measured: each in a process group of its own on a free port of 127.0.0.1, and what it costs."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from email.message import Message

_PATIENCE = 60.0
_STOP_SECONDS = 20.0
_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for one request; a redirect is not followed."""

    status: int
    headers: Message
    body: bytes


@dataclass(frozen=True, slots=True)
class Contender:
    """A running server."""

    port: int
    group: int

    def url(self, path: str) -> str:
        """Give an address of it."""
        return f"http://127.0.0.1:{self.port}{path}"

    def ask(self, path: str, *headers: str) -> Answer:
        """Ask once, with headers as they are sent (`Name: value`)."""
        named = dict(header.split(": ", 1) for header in headers)
        try:
            with _PLAIN.open(urllib.request.Request(self.url(path), headers=named), timeout=_PATIENCE) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read())

    def processes(self) -> list[int]:
        """List the processes of its group."""
        return [int(place.name) for place in _PROC.iterdir() if place.name.isdigit() and _group(place) == self.group]

    def cpu_seconds(self) -> float:
        """Give the processor time of its processes so far, as the scheduler counts it."""
        return sum(map(_cpu_seconds, self.processes()))

    def busiest(self) -> int:
        """Find the process that has worked most since it began: the worker, once requests were answered."""
        return max(self.processes(), key=_cpu_seconds)


@contextmanager
def running(
    command: list[str], home: Path, port: int, ready: str, environment: Mapping[str, str] | None = None
) -> Iterator[Contender]:
    """Run a server until the block is left; it is ready when it answers 200 at a path."""
    log = home / f"{Path(command[0]).name}-{port}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=home,
            env={**_clean_environment(), **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    contender = Contender(port, process.pid)
    try:
        _wait(contender, process, ready, log)
        yield contender
    finally:
        _stop(process)


@contextmanager
def serving_feeds(home: Path, store: str, **settings: str) -> Iterator[Contender]:
    """Run `feeds serve` with one worker on a store, its articles in a folder below `home`; feeds hold fifty entries."""
    (home / "articles").mkdir(exist_ok=True)
    port = free_port()
    environment = {"FEEDS_ARTICLES": "articles", "FEEDS_PORT": str(port), "FEEDS_WORKERS": "1"}
    environment |= {"FEEDS_DATABASE_URL": store, "FEEDS_WINDOW_HOURS": "0", **settings}
    with running([program("feeds"), "serve"], home, port, "/healthz", environment) as contender:
        yield contender


OUR_WAY = ("--blocking-threads", "1", "--no-ws")
"""How `feeds serve` has Granian run: Flask gains twofold by it, since its threads do not fight for the interpreter."""


@contextmanager
def serving_wsgi(
    home: Path, application: str, ready: str, environment: Mapping[str, str] | None = None, *options: str
) -> Iterator[Contender]:
    """Run another WSGI application on Granian with one worker, everything else as Granian has it or as it is told."""
    port = free_port()
    command = [program("granian"), "--interface", "wsgi", "--workers", "1", *options, "--port", str(port)]
    with running([*command, application], home, port, ready, environment) as contender:
        yield contender


def program(name: str) -> str:
    """Find a program of this environment."""
    return str(Path(sys.executable).with_name(name))


def free_port() -> int:
    """Find a port that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def resident_megabytes(process: int) -> float:
    """Give the memory of a process, what it shares with others divided among them (PSS)."""
    for line in (_PROC / str(process) / "smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"the system does not tell the memory of process {process}")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


_PLAIN = urllib.request.build_opener(_NoRedirect)


def _clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("FEEDS_")}


def _wait(contender: Contender, process: subprocess.Popen[bytes], ready: str, log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < until:
        with suppress(OSError):
            if contender.ask(ready).status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError(f"{process.args!r} does not answer: {log.read_text()[-2000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_STOP_SECONDS)


def _group(place: Path) -> int | None:
    with suppress(OSError):
        return int((place / "stat").read_text().rpartition(")")[2].split()[2])
    return None


def _cpu_seconds(process: int) -> float:
    spent = 0
    for thread in (_PROC / str(process) / "task").glob("*/schedstat"):
        with suppress(OSError):
            spent += int(thread.read_text().split()[0])
    return spent / 1e9
