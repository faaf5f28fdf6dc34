"""The running server against a bare Flask view that returns the same bytes, both on Granian, one worker."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from email.message import Message
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.articles import write_articles
from tests.benchmarks.rounds import interleave, ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CONNECTIONS = 32
_SECONDS = 2
_BARE = """
import flask, pathlib
app = flask.Flask(__name__)
body = pathlib.Path("body").read_bytes()
headers = {"Content-Encoding": "gzip", "Content-Type": "application/rss+xml", "ETag": '"x"',
           "Cache-Control": "max-age=900", "Vary": "Accept-Encoding"}

@app.get("/feed.xml")
def feed():
    if flask.request.headers.get("If-None-Match") == '"x"':
        return "", 304, headers
    return body, 200, headers

@app.get("/<code>")
def short(code):
    return flask.redirect("http://127.0.0.1/entries/somewhere-00000000", 301)
"""


def run() -> Iterator[str]:
    """Compare a cached 200 in gzip, a 304 and a share redirect."""
    if not shutil.which("wrk"):
        yield "skipped: wrk is not installed (Debian has it)"
        return
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        write_articles(home / "articles", 200)
        ours, theirs = _free_port(), _free_port()
        with _ours(home, ours), _theirs(home, theirs, ours):
            etag = _headers(f"http://127.0.0.1:{ours}/feed.xml")["ETag"]
            gzip = "Accept-Encoding: gzip"
            cells = {
                "200 gzip": (("/feed.xml", gzip), ("/feed.xml", gzip)),
                "304": (("/feed.xml", gzip, f"If-None-Match: {etag}"), ("/feed.xml", 'If-None-Match: "x"')),
                "share redirect": (("/c00000",), ("/c00000",)),
            }
            contenders: dict[str, Callable[[], float]] = {}
            for cell, (our_request, bare_request) in cells.items():
                contenders[f"ours {cell}"] = _load(ours, *our_request)
                contenders[f"bare {cell}"] = _load(theirs, *bare_request)
            rates = interleave(contenders)
    for cell in cells:
        mine, bare = rates[f"ours {cell}"], rates[f"bare {cell}"]
        yield f"{cell:<15} {ratio(mine, bare)} bare Flask; {max(mine):,.0f} against {max(bare):,.0f} requests a second"


def _load(port: int, path: str, *headers: str) -> Callable[[], float]:
    options = [option for header in headers for option in ("-H", header)]
    command = ["wrk", "-t1", f"-c{_CONNECTIONS}", f"-d{_SECONDS}", *options, f"http://127.0.0.1:{port}{path}"]

    def measure() -> float:
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
        if not rate or float(rate[1]) == 0 or "Non-2xx" in said or "Socket errors" in said:
            raise RuntimeError(said)
        return float(rate[1])

    return measure


@contextmanager
def _ours(home: Path, port: int) -> Iterator[None]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FEEDS_")}
    settings = {"FEEDS_ARTICLES": "articles", "FEEDS_PORT": str(port), "FEEDS_WORKERS": "1"}
    feeds = Path(sys.executable).with_name("feeds")
    with _running([str(feeds), "serve"], home, clean | settings, f"http://127.0.0.1:{port}/healthz"):
        yield


@contextmanager
def _theirs(home: Path, port: int, ours: int) -> Iterator[None]:
    request = urllib.request.Request(f"http://127.0.0.1:{ours}/feed.xml", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        (home / "body").write_bytes(answer.read())
    (home / "bare.py").write_text(_BARE)
    granian = Path(sys.executable).with_name("granian")
    command = [str(granian), "--interface", "wsgi", "--workers", "1", "--port", str(port), "bare:app"]
    with _running(command, home, dict(os.environ), f"http://127.0.0.1:{port}/feed.xml"):
        yield


@contextmanager
def _running(command: list[str], home: Path, environment: dict[str, str], ready: str) -> Iterator[None]:
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=home, env=environment, stdout=quiet, stderr=quiet)
    try:
        for _ in range(150):
            try:
                urllib.request.urlopen(ready, timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        else:
            raise RuntimeError(f"{command[0]} did not answer")
        yield
    finally:
        process.terminate()
        process.wait(20)


def _headers(url: str) -> Message:
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        return answer.headers  # type: ignore[no-any-return]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
