"""What is answered from memory is what Flask answers, to the byte, and is never old."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

from feeds.clock import SystemClock
from feeds.web.base.conditional import MARK, Validators
from feeds.web.front import hotpath
from feeds.web.front.documents import Documents
from feeds.web.front.hosts import Hosts
from feeds.web.front.hotpath import HotPath
from feeds.web.front.mount import Mounted
from feeds.web.front.redirects import Redirects
from feeds.web.front.state import Known, Present
from feeds.web.front.tally import Tally
from tests.serving import SOON

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIEnvironment
    from flask import Flask

PATHS = [
    "/",
    "/feed.xml",
    "/atom.xml",
    "/feed.json",
    "/tags/turkey/feed.xml",
    "/sources/aa/feed.xml",
    "/tags/nope/feed.xml",
    "/rss",
    "/feeds.opml",
    "/robots.txt",
    "/favicon.ico",
    "/tags/",
    "/tags",
    "/tags/turkey/",
    "/6Y5jLH",
    "/TwIce1",
    "/GoNe12",
    "/LaTer1",
    "/nope",
    "/6y5jlh",
    "/6Y5jLH/",
    "/6Y5jLH.",
    "/6Y5jLH »",
    "/6Y5jLH\u00a0",
    "/6Y5jLH/x",
    "/6Y5jLH+",
    "/6Y5jLH.svg",
    "//6Y5jLH",
    "/6Y5jLΗ",
    "/h0StiL",
    "/s/6Y5jLH",
    "/s/www.TURQUIE2023.com/6Y5jLH/",
    "/s/turquie2023.com/GoNe12",
    "/s/news.example.org/6Y5jLH",
    "/s/evil.example/6Y5jLH",
    "/s//6Y5jLH",
    "/s/nouvelles2023.example/6Y5jLH",
    "/healthz",
    "/entries/x-00000000",
    "/api/v1/resolve",
    "/static/style.css",
]
QUERIES = ("", "", "", "limit=3", "content=summary&limit=3", "limit=3&content=summary", "raw=1", "x=1", "tag=a")
METHODS = ("GET", "GET", "GET", "GET", "HEAD", "HEAD", "POST", "OPTIONS", "TRACE")
CODINGS = (
    None,
    "gzip",
    "gzip, br",
    "gzip;q=0",
    "*;q=0.1",
    "identity;q=0.5, gzip;q=0.4",
    "x-gzip",
    "br;q=1.0, *;q=0",
    "",
)
HOSTS = (
    "news.example.org",
    "turquie2023.com",
    "www.nouvelles2023.example",
    "NOUVELLES2023.example:8080",
    "nouvelles2023.example.",
    "evil.example",
    "a..b",
    "x" * 80,
    "",
    "[::1]:8000",
    "évil",
    "nouvelles2023.example\x00",
)
DATES = (None, None, "Fri, 01 Jan 2038 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "rubbish")
DESTINATIONS = (None, None, "document", "empty", "Document")

Answered = tuple[str, list[tuple[str, str]], bytes]


def asked(application: Any, request: dict[str, Any]) -> Answered:
    """Give status, headers and bytes of the answer to a request."""
    environ = EnvironBuilder(
        path=request["path"], method=request["method"], query_string=request["query"]
    ).get_environ()
    environ |= {name: value for name, value in request.items() if name.isupper() and value is not None}
    body, status, headers = run_wsgi_app(application, environ)
    data = b"".join(body)
    if hasattr(body, "close"):
        body.close()
    return status, [(name, value) for name, value in headers if name not in {"Date", "Expires"}], data


def some_request(chance: random.Random, tags: list[str]) -> dict[str, Any]:
    tag = chance.choice(tags)
    return {
        "path": chance.choice(PATHS),
        "query": chance.choice(QUERIES),
        "method": chance.choice(METHODS),
        "HTTP_HOST": chance.choice(HOSTS),
        "HTTP_ACCEPT_ENCODING": chance.choice(CODINGS),
        "HTTP_SEC_FETCH_DEST": chance.choice(DESTINATIONS),
        "HTTP_UPGRADE_INSECURE_REQUESTS": chance.choice((None, "1", "0")),
        "HTTP_ACCEPT": chance.choice((None, "*/*", "text/html,*/*;q=0.8")),
        "HTTP_IF_MODIFIED_SINCE": chance.choice(DATES),
        "HTTP_IF_NONE_MATCH": chance.choice(
            (None, None, tag, f"W/{tag}", f'"x", {tag}', tag.strip('"'), "*", '"no"', "")
        ),
    }


def layers(app: Flask) -> tuple[Redirects, HotPath, Mounted, Documents]:
    """Give the layers of an application, the outermost that is told of first."""
    tally = app.wsgi_app
    assert isinstance(tally, Tally) and isinstance(tally.application, Hosts)
    redirects = tally.application.application
    assert isinstance(redirects, Redirects) and isinstance(redirects.application, HotPath)
    mounted = redirects.application.application
    assert isinstance(mounted, Mounted) and isinstance(mounted.application, Documents)
    return redirects, redirects.application, mounted, mounted.application


@pytest.mark.above_the_store  # layers above the store
@pytest.mark.parametrize("seed", range(2))
def test_answer_from_memory_is_what_flask_answers(shared: Any, seed: int) -> None:
    app: Flask = shared.app()
    hot, _, mounted, documents = layers(app)
    plain = Mounted(
        documents.application, shared.settings.site.url
    )  # what lies behind: Flask under the path of the site
    chance = random.Random(seed)  # noqa: S311 - examples, no secrets
    tags = [app.test_client().get(path).headers["ETag"] for path in ("/feed.xml", "/atom.xml", "/", "/feeds.opml")]
    for _ in range(250):
        request = some_request(chance, tags)
        expected = asked(plain, request)
        assert asked(mounted, request) == expected, request
        assert asked(hot, request) == expected, request
        assert asked(hot, request) == expected, request


def test_most_answers_come_from_memory(shared: Any) -> None:
    app = shared.app()
    client, calls = app.test_client(), []
    app.before_request(lambda: calls.append(1))
    for _ in range(3):
        for path in ("/feed.xml", "/", "/6Y5jLH", "/rss", "/tags/turkey/"):
            client.get(path)
            client.head(path)
    assert len(calls) == 3  # the feed is answered before Flask, and held as well


def test_share_host_that_is_asked_is_not_answered_for_another(shared: Any) -> None:
    hosts = (
        "turquie2023.com",
        "nouvelles2023.example",
        "NOUVELLES2023.example:80",
        "www.nouvelles2023.example",
        "evil.example",
    )
    client = shared.app().test_client()
    for _ in range(2):
        targets = [client.get("/6Y5jLH", headers={"Host": host}).headers["Location"] for host in hosts]
        assert targets[0] == targets[4] != targets[1] == targets[2] == targets[3]


def test_commit_of_another_process_is_seen_within_half_a_second(library: Any) -> None:
    client = library.app().test_client()
    before = client.get("/feed.xml").data
    library.withdraw("https://turquie2023.com/6Y5jLH")
    time.sleep(SOON)
    assert client.get("/feed.xml").data != before
    assert client.get("/6Y5jLH").status_code == 410


class Echo:
    """An application that marks every answer as one to hold."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.asked = 0

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.asked += 1
        environ[MARK] = Validators()
        start_response("200 OK", [("X-Asked", str(self.asked))])
        return [bytes(self.size)]


def test_one_path_under_two_mounts_is_two_answers() -> None:
    hot = HotPath(Echo(1), lambda: Known(1), SystemClock())
    first, other = hot_get(hot, "/"), hot_get(hot, "/", SCRIPT_NAME="/news")
    assert first != other
    assert (hot_get(hot, "/"), hot_get(hot, "/", SCRIPT_NAME="/news")) == (first, other)


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hotpath, "_BYTES", 1_000_000)
    hot = HotPath(Echo(50_000), lambda: Known(1), SystemClock())
    for number in range(200):
        hot_get(hot, f"/{number}")
    assert 500_000 < hot.held.size <= 1_000_000
    assert hot_get(hot, "/199") == hot_get(hot, "/199")


@pytest.mark.parametrize("size", [1_000_001, 10])
def test_what_is_too_large_is_not_held(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(hotpath, "_BYTES", 1_000_000)
    hot = HotPath(Echo(size), lambda: Known(1), SystemClock())
    path = "/" if size > 10 else "/" + "x" * 5000
    assert hot_get(hot, path) != hot_get(hot, path)
    assert not len(hot.held)


def test_other_version_of_the_store_is_asked_for_again() -> None:
    version = 1
    hot = HotPath(Echo(1), Present(lambda: Known(version)), SystemClock())
    first = hot_get(hot, "/")
    assert hot_get(hot, "/") == first
    version = 2
    time.sleep(SOON)
    assert hot_get(hot, "/") != first


def test_server_that_adds_to_the_headers_does_not_change_what_is_held() -> None:
    hot = HotPath(Echo(1), lambda: Known(1), SystemClock())

    def get() -> list[tuple[str, str]]:
        environ = EnvironBuilder(path="/").get_environ()
        given: list[tuple[str, str]] = []

        def start_response(_status: str, headers: list[tuple[str, str]], _error: Any = None) -> Any:
            headers.append(("Connection", "close"))
            given.extend(headers)

        list(hot(environ, start_response))
        return given

    assert get() == get() == get()


def hot_get(hot: HotPath, path: str, **environ: str) -> Answered:
    return asked(hot, {"path": path, "query": "", "method": "GET", **environ})
