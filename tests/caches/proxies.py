"""Real caches in front of a real server: nginx and Varnish, as `docs/caching.md` sets them up.

What a cache asks goes through a tap, which passes it on as it is and notes it. The caches live on a clock that can be
moved, so that what they keep gets old without a wait.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import threading
from dataclasses import dataclass
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from tests.clocks import Clock
from tests.nginx import nginx_command
from tests.programs import PLACES
from tests.serving import ROOT, Answer, Server, eventually, fetch, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PROGRAMS = ("nginx", "varnishd", "varnishadm", "cc")
_limits = iter(range(1, 500))
_DOC = (ROOT / "docs" / "caching.md").read_text(encoding="utf-8")


def missing_programs() -> list[str]:
    """Name the programs that are not installed."""
    return [name for name in PROGRAMS if not shutil.which(name, path=PLACES)]


def shown(language: str) -> str:
    """Give the configuration that the documentation shows."""
    [block] = re.findall(rf"^```{language}\n(.*?)^```", _DOC, re.MULTILINE | re.DOTALL)
    return str(block)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a cache asked of the server, and the status it was given."""

    path: str
    headers: dict[str, str]
    status: int


class Tap(ThreadingHTTPServer):
    """Stands between a cache and the server, changes nothing, and notes what passes."""

    daemon_threads = True

    def __init__(self, origin: Server) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.origin = origin
        self.asked: list[Asked] = []
        self.is_cut = False
        """Tells that the server cannot be reached."""

    def of(self, path: str) -> list[Asked]:
        """Give what was asked of one address."""
        return [asked for asked in self.asked if asked.path == path]


class _Handler(BaseHTTPRequestHandler):
    server: Tap
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def _pass_on(self) -> None:
        if self.server.is_cut:
            self.close_connection = True
            return
        with contextlib.closing(HTTPConnection("127.0.0.1", self.server.origin.port, timeout=180)) as connection:
            connection.request(self.command, self.path, headers=dict(self.headers.items()))
            answer = connection.getresponse()
            body = answer.read()
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append(Asked(self.path, headers, answer.status))
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self._pass_on()

    def do_HEAD(self) -> None:
        self._pass_on()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@dataclass
class Cache:
    """A cache that runs, with what stands behind it."""

    name: str
    port: int
    tap: Tap
    clock: Clock
    codings: frozenset[str]
    """What it gives beside identity."""
    folder: Path

    @property
    def origin(self) -> Server:
        return self.tap.origin

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask the cache."""
        return fetch(self.port, path, method, **headers)

    def new_path(self, name: str = "feed.xml") -> str:
        """Give an address that nobody has asked for yet through whichever cache, for all have one origin."""
        return f"/{name}?limit={next(_limits)}"


@contextlib.contextmanager
def nginx(
    site: str, folder: Path, tap: Tap, clock: Clock, replaced: Mapping[str, str] | None = None, up: int = 200
) -> Iterator[int]:
    """Run nginx on a site's configuration as people write it, until its health is answered so; gives its port."""
    port = free_port()
    replaced = {
        "/var/cache/nginx/feeds": f"{folder}/cache",
        "listen 80;": f"listen 127.0.0.1:{port};",
        "127.0.0.1:8000": f"127.0.0.1:{tap.server_port}",
    } | dict(replaced or {})
    with _running(nginx_command(folder, _replace(site, replaced)), port, folder, clock, up):
        yield port


@contextlib.contextmanager
def varnish(vcl: str, folder: Path, tap: Tap, clock: Clock, port: int = 0) -> Iterator[int]:
    """Run Varnish on a VCL; gives its port."""
    port = port or free_port()
    (folder / "default.vcl").write_text(_replace(vcl, {'"8000"': f'"{tap.server_port}"'}))
    command = ["varnishd", "-F", "-j", "none", "-n", str(folder), "-s", "malloc,32m"]
    with _running([*command, "-a", f"127.0.0.1:{port}", "-f", str(folder / "default.vcl")], port, folder, clock):
        yield port


def tell_varnish(folder: Path, *command: str) -> None:
    """Give Varnish a command, as its operator does."""
    subprocess.run(["varnishadm", "-n", folder, *command], check=True, capture_output=True)


def _replace(text: str, replaced: dict[str, str]) -> str:
    for old, new in replaced.items():
        assert text.count(old) <= 1, old
        text = text.replace(old, new)
    return text


@contextlib.contextmanager
def _running(command: list[str], port: int, folder: Path, clock: Clock, up: int = 200) -> Iterator[None]:
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=clock.environment(), stdout=log, stderr=log)
    try:
        eventually(lambda: _answers(port, up) or process.poll() is not None)
        assert process.poll() is None, (folder / "log").read_text()
        yield
    finally:
        process.terminate()
        process.wait(180)


def _answers(port: int, status: int) -> bool:
    with contextlib.suppress(OSError):
        return fetch(port, "/healthz")[0] == status
    return False


@contextlib.contextmanager
def tapped(origin: Server) -> Iterator[Tap]:
    """Put a tap before a server."""
    with Tap(origin) as tap:
        thread = threading.Thread(target=tap.serve_forever, args=(0.01,))
        thread.start()
        yield tap
        tap.shutdown()
        thread.join()
