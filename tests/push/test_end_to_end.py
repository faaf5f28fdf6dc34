"""Push as a subscriber meets it: a real hub (Flask-WebSub), the real server, a subscriber that checks signatures."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import re
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import urlopen

import pytest

from tests import forks
from tests.serving import ARTICLE, FEEDS, eventually, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.push.conftest import Hub

SECRET = "between the two of us"  # noqa: S105 - of nothing
pytestmark = pytest.mark.xdist_group("push")


def status(url: str) -> int:
    try:
        with urlopen(url, timeout=180) as answer:
            return int(answer.status)
    except HTTPError as error:
        error.close()
        return error.code
    except OSError:
        return 0


def get(url: str) -> tuple[dict[str, str], bytes]:
    with urlopen(url, timeout=180) as answer:
        return {name.lower(): text for name, text in answer.headers.items()}, answer.read()


class Publisher:
    """`feeds` in a folder of its own."""

    def __init__(self, folder: Path, hubs: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FEEDS_")}
        settings = {"FEEDS_PORT": str(self.port), "FEEDS_SITE_URL": self.url, "FEEDS_WORKERS": "1", "FEEDS_HUBS": hubs}
        self.environment = kept | settings | {"FEEDS_ARTICLES": "seeds"}
        (folder / "seeds").mkdir()

    def write(self, name: str, title: str, code: str) -> None:
        (self.folder / "seeds" / name).write_text(ARTICLE.format(title=title, code=code), encoding="utf-8")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        done = forks.run(arguments, self.folder, self.environment)
        assert done.returncode == 0, done
        return done

    def forget_pauses(self) -> None:
        """Let the hub be told again at once, as if the pause after a failure were over."""
        with contextlib.closing(sqlite3.connect(self.folder / "instance" / "feeds.db")) as connection, connection:
            connection.execute("UPDATE hub SET due = 0")
            connection.execute("UPDATE ping SET due = 0")

    @contextlib.contextmanager
    def serving(self) -> Iterator[subprocess.Popen[bytes]]:
        with (
            (self.folder / "log").open("ab") as log,
            subprocess.Popen(
                [FEEDS, "serve"], cwd=self.folder, env=self.environment, stdout=log, stderr=log
            ) as process,
        ):
            try:
                eventually(lambda: status(f"{self.url}/healthz") == 200)
                yield process
            finally:
                process.terminate()
                process.wait(180)


class Subscriber(ThreadingHTTPServer):
    """Confirms what it asked for, and keeps what is delivered with a signature that holds."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Callback)
        self.wanted: set[str] = set()
        self.confirmed: set[str] = set()
        self.delivered: dict[str, tuple[str, bytes]] = {}

    def subscribe(self, hub: str, topic: str) -> None:
        self.wanted.add(topic)
        callback = f"http://127.0.0.1:{self.server_port}/?{urlencode({'topic': topic})}"
        form = {"hub.mode": "subscribe", "hub.topic": topic, "hub.callback": callback, "hub.secret": SECRET}
        with urlopen(hub, urlencode(form).encode(), timeout=180) as answer:
            assert answer.status == 202


class _Callback(BaseHTTPRequestHandler):
    server: Subscriber

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        [topic] = asked["hub.topic"]
        is_mine = asked["hub.mode"] == ["subscribe"] and topic in self.server.wanted
        self.send_response(200 if is_mine else 404)
        self.end_headers()
        if is_mine:
            self.server.confirmed.add(topic)
            self.wfile.write(asked["hub.challenge"][0].encode())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        algorithm, _, signature = self.headers["X-Hub-Signature"].partition("=")
        if hmac.compare_digest(signature, hmac.new(SECRET.encode(), body, getattr(hashlib, algorithm)).hexdigest()):
            [topic] = parse_qs(urlsplit(self.path).query)["topic"]
            self.server.delivered[topic] = self.headers["Content-Type"], body
        self.send_response(202)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def subscriber() -> Iterator[Subscriber]:
    with Subscriber() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def real_hub(tmp_path: Path) -> Iterator[str]:
    port = free_port()
    program = Path(__file__).with_name("hub_program.py")
    with (
        (tmp_path / "hub.log").open("wb") as log,
        subprocess.Popen(
            [sys.executable, "-W", "ignore", program, str(port), tmp_path / "hub.db"], stdout=log, stderr=log
        ) as process,
    ):
        url = f"http://127.0.0.1:{port}/hub"
        eventually(lambda: status(url) == 405)
        yield url
        process.terminate()


def linked(header: str) -> dict[str, str]:
    return {rel: url for url, rel in re.findall(r'<([^>]+)>; rel="([a-z]+)"', header)}


def test_subscriber_is_delivered_the_feed_as_it_is(tmp_path: Path, real_hub: str, subscriber: Subscriber) -> None:
    publisher = Publisher(tmp_path, real_hub)
    publisher.write("one.txt", "La passerelle du port rouvre", "aaa111")
    paths = ("/feed.xml", "/atom.xml", "/feed.json", "/sources/afp/atom.xml")
    with publisher.serving():
        topics = [publisher.url + path for path in paths]
        for topic in topics:
            found = linked(get(topic)[0]["link"])
            assert found == {"hub": real_hub, "self": topic}
            subscriber.subscribe(found["hub"], found["self"])
        eventually(lambda: subscriber.confirmed == set(topics))
        for title in ("Le marché couvert ferme", "Le marché couvert rouvre"):
            publisher.write("two.txt", title, "bbb222")
            for topic in topics:
                eventually(lambda: title.encode() in subscriber.delivered.get(topic, ("", b""))[1])  # noqa: B023
                headers, body = get(topic)
                assert subscriber.delivered[topic] == (headers["content-type"], body)
    assert "Traceback" not in (tmp_path / "log").read_text()


@pytest.mark.fault
def test_hub_that_hangs_or_fails_delays_no_article_and_is_told_after_a_crash(tmp_path: Path, hub: Hub) -> None:
    publisher = Publisher(tmp_path, hub.url)
    publisher.write("one.txt", "La passerelle du port rouvre", "aaa111")
    hub.free.clear()
    with publisher.serving() as process:
        publisher.write("two.txt", "Le marché couvert ferme", "bbb222")
        eventually(lambda: b"march" in get(f"{publisher.url}/feed.json")[1])
        hub.answers = [(503, {})] * 100
        hub.free.set()
        eventually(lambda: len(hub.told) >= 1)
        process.kill()
        process.wait(180)
        eventually(lambda: status(f"{publisher.url}/healthz") == 0)
    publisher.forget_pauses()
    hub.answers.clear()
    hub.take()
    with publisher.serving():
        everything = {f"{publisher.url}/{name}" for name in ("feed.xml", "atom.xml", "feed.json")}
        source = {f"{publisher.url}/sources/afp/{name}" for name in ("feed.xml", "atom.xml", "feed.json")}
        eventually(lambda: everything | source <= set(hub.told))


def test_commands_tell_hubs_and_keep_what_they_could_not_tell(tmp_path: Path, hub: Hub) -> None:
    publisher = Publisher(tmp_path, hub.url)
    publisher.write("one.txt", "La passerelle du port rouvre", "aaa111")
    hub.answers = [(503, {"Retry-After": "7"})] * 100
    done = publisher.run("ingest")
    [kept] = re.findall(r"^feeds: (\d+) pings to hubs are kept", done.stderr, re.MULTILINE)
    assert int(kept) >= 6 and done.stdout.startswith("1 new")
    publisher.forget_pauses()
    hub.answers.clear()
    hub.take()
    told: Counter[str] = Counter()
    for _ in range(3):  # a busy machine may leave an answer of the hub's bad time on its way
        said = publisher.run("ingest").stderr
        told.update(hub.take())
        if not said:
            break
        publisher.forget_pauses()
    assert said == "" and len(told) == int(kept)
    publisher.run("withdraw", "https://short.example/aaa111")
    assert set(hub.take()) == set(told)
