"""The real server in a folder of its own, on a free port."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests import forks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROOT = Path(__file__).parents[1]
FEEDS = Path(sys.executable).with_name("feeds")
ARTICLE = (
    "{title}\n\nLa passerelle du port a rouvert lundi après deux ans de travaux, a annoncé la mairie de la ville.\n\n"
    "AFP\n\nPartager cet article? https://short.example/{code}\n"
)

Answer = tuple[int, dict[str, str], bytes]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


_PATIENCE = 60.0
"""Seconds: far more than anything takes, so that a busy machine fails no test."""

SOON = 0.5
"""Seconds after a commit within which every worker shows it."""


def eventually(holds: Callable[[], Any]) -> Any:
    """Wait until something holds, and give it."""
    until = time.monotonic() + _PATIENCE
    while not (found := holds()):
        assert time.monotonic() < until, "it never came to hold"
        time.sleep(0.02)
    return found


def fetch(port: int, path: str, method: str = "GET", **headers: str) -> Answer:
    """Give status, headers with lower-case names, and body, of what listens on a port."""
    return send(port, path, method, None, headers)


def send(port: int, path: str, method: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
    """Send a body as well."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    with contextlib.closing(connection):
        connection.request(method, path, body, {name.replace("_", "-"): text for name, text in headers.items()})
        answer = connection.getresponse()
        return answer.status, {name.lower(): text for name, text in answer.getheaders()}, answer.read()


def speak(port: int, request: bytes) -> tuple[int, bytes]:
    """Send bytes as they are to what listens on a port; give the status and everything that came back."""
    with socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE) as connection:
        connection.sendall(request)
        heard = b""
        while part := connection.recv(65536):
            heard += part
    return int(heard.split(b" ", 2)[1]), heard


class Server:
    """A server in a folder of its own."""

    def __init__(self, folder: Path, *command: str, **settings: str) -> None:
        self.folder = folder
        self.articles = folder / "seeds"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.articles.mkdir(exist_ok=True)
        outside = {name: value for name, value in os.environ.items() if not name.startswith("FEEDS_")}
        ports = {"FEEDS_PORT": str(self.port), "FEEDS_SITE_URL": self.url, "FEEDS_WORKERS": "2"}
        ports["FEEDS_ARTICLES"] = "seeds"
        self.environment = outside | ports | settings
        self.log = (folder / "log").open("ab")
        self.process = subprocess.Popen(
            [part.format(port=self.port) for part in command] or [str(FEEDS), "serve"],
            cwd=folder,
            env=self.environment,
            stdout=self.log,
            stderr=self.log,
        )

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask over a connection of its own, so any worker."""
        return fetch(self.port, path, method, **headers)

    def post(self, path: str, body: bytes, content_type: str) -> Answer:
        """Send a body."""
        return send(self.port, path, "POST", body, {"Content-Type": content_type})

    def speak(self, target: str, *headers: str, method: str = "GET") -> tuple[int, bytes]:
        """Ask for a target as it is, which a client would mend; give the status and everything that came back."""
        lines = [f"{method} {target} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Connection: close", *headers, "", ""]
        return speak(self.port, "\r\n".join(lines).encode("latin-1"))

    def status(self, path: str) -> int:
        """Give the status of an answer, 0 where nobody answers."""
        with contextlib.suppress(OSError, http.client.HTTPException):
            return self.get(path)[0]
        return 0

    def start(self) -> Server:
        """Wait until it is ready."""
        eventually(lambda: self.status("/healthz") == 200 or self.process.poll() is not None)
        assert self.process.poll() is None, (self.folder / "log").read_text()
        return self

    def titles(self) -> list[str]:
        """Give the titles in the JSON feed."""
        return [item["title"] for item in json.loads(self.get("/feed.json")[2])["items"]]

    def write(self, name: str, title: str, code: str) -> None:
        """Add or change an article."""
        (self.articles / name).write_text(ARTICLE.format(title=title, code=code), encoding="utf-8")

    def run(self, *arguments: str) -> None:
        """Run a command of `feeds` beside it."""
        done = forks.run(arguments, self.folder, self.environment)
        assert done.returncode == 0, done

    def children(self) -> set[int]:
        """List the processes it started."""
        threads = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return {int(number) for listed in threads for number in listed.read_text().split()}

    def stop(self) -> int:
        """End it, and give its exit status."""
        if self.process.poll() is None:
            self.process.terminate()
        self.log.close()
        return self.process.wait(_PATIENCE)
