"""The real server in a folder of its own, on a free port."""

from __future__ import annotations

import atexit
import contextlib
import http.client
import json
import os
import secrets
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


_PORTS = range(12_000, 32_000)
"""Below those that systems give to connections that go out, which would take one before its server does."""
_claimed: list[socket.socket] = []


def free_port() -> int:
    """Give a port that nobody listens on, and that no other test of this machine is given while this process lives."""
    begin = secrets.randbelow(len(_PORTS))
    port: int
    for port in (*_PORTS[begin:], *_PORTS[:begin]):
        claim = socket.socket(socket.AF_UNIX)
        with contextlib.suppress(OSError), socket.socket() as probe:
            claim.bind(f"\0feeds-test-port-{port}")  # of this name there is one on the machine
            probe.bind(("127.0.0.1", port))
            _claimed.append(claim)
            return port
        claim.close()
    raise AssertionError("no port is free")


@atexit.register
def _give_back() -> None:
    for claim in _claimed:
        claim.close()


_PATIENCE = 180.0
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


def _titles(answer: Answer) -> list[str]:
    return [item["title"] for item in json.loads(answer[2])["items"]]


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

    def each(self, path: str, **headers: str) -> list[Answer]:
        """Ask every worker: connections are made, and kept, until each of them has one."""
        answers: dict[int, Answer] = {}
        headers = {name.replace("_", "-"): text for name, text in headers.items()}
        with contextlib.ExitStack() as kept:

            def have_all() -> bool:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
                kept.enter_context(contextlib.closing(connection))
                connection.connect()
                own = connection.sock.getsockname()[1]
                connection.request("GET", path, headers=headers)
                answer = connection.getresponse()
                said = {name.lower(): text for name, text in answer.getheaders()}
                body = answer.read()
                if worker := self._worker_of(own):
                    answers[worker] = answer.status, said, body
                return len(answers) == int(self.environment["FEEDS_WORKERS"])

            eventually(have_all)
        return list(answers.values())

    def shows(self, path: str, status: int, text: str = "") -> bool:
        """Tell whether every worker answers so: what each has once shown, it goes on to show."""
        return all(found == status and text.encode() in body for found, _, body in self.each(path))

    def comes_to_show(self, path: str, status: int, text: str = "") -> None:
        """Wait until every worker answers so, and then as long as other addresses may still show what was before."""
        eventually(lambda: self.shows(path, status, text))
        time.sleep(SOON)

    def _worker_of(self, port: int) -> int | None:
        """Tell which process has the other end of a connection; None where that changes while it is looked for."""
        ends = f":{self.port:04X}", f":{port:04X}"
        rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        sockets = {f"socket:[{row[9]}]" for row in rows if (row[1][-5:], row[2][-5:]) == ends}
        for child in self.children():
            with contextlib.suppress(OSError):
                for file in Path(f"/proc/{child}/fd").iterdir():
                    with contextlib.suppress(OSError):
                        if str(file.readlink()) in sockets:
                            return child
        return None

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
        """Wait until each of its workers is ready."""
        eventually(lambda: self.status("/healthz") == 200 or self.process.poll() is not None)
        assert self.process.poll() is None, (self.folder / "log").read_text()
        eventually(lambda: self.shows("/healthz", 200))
        return self

    def titles(self) -> list[str]:
        """Give the titles in the JSON feed."""
        return _titles(self.get("/feed.json"))

    def lists(self, *titles: str) -> bool:
        """Tell whether these are the titles in every worker's JSON feed."""
        return all(_titles(answer) == [*titles] for answer in self.each("/feed.json"))

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
