"""Caches are told which keys each commit touched, until they take it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from feeds.model import Tag
from feeds.push.purges import Purger, request_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from feeds.model import Article
    from tests.conftest import FakeClock, Press

    Make = Callable[..., Article]

A, B = Tag("a", "A"), Tag("b", "B")


@dataclass
class Cache:
    """A server that keeps which keys it is to let go of."""

    url: str = ""
    status: int = 200
    purged: list[str] = field(default_factory=list)

    def take(self) -> set[str]:
        taken, self.purged = set(self.purged), []
        return taken


@pytest.fixture
def cache() -> Iterator[Cache]:
    cache = Cache()

    class Handler(BaseHTTPRequestHandler):
        def do_PURGE(self) -> None:
            cache.purged += self.headers["xkey-purge"].split()
            self.send_response(cache.status)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    cache.url = f"xkey+http://127.0.0.1:{server.server_address[1]}/"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield cache
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def purger(press: Press, clock: FakeClock, cache: Cache, article: Make) -> Purger:
    press.write({"old": article("Old", tags=[A]), "other": article("Other", tags=[B])})
    purger = Purger(press.store, cache.url, "", "https://news.example.org", clock)
    assert not purger.look()  # what was before is not told
    return purger


def test_just_the_touched_keys_are_purged(press: Press, cache: Cache, purger: Purger, article: Make) -> None:
    press.write({"new": article("New", tags=[A])})
    assert purger.look()
    assert cache.take() == {"tag-a", "tags", "part-0", "everything", f"entry-{press.entry('new').handle}"}
    assert not purger.look()
    assert cache.take() == set()


def test_commits_in_a_row_are_told_of_together(press: Press, cache: Cache, purger: Purger, article: Make) -> None:
    press.write({"new": article("New", tags=[A])})
    press.withdraw("other")
    assert purger.look()
    assert {"tag-a", "tag-b", f"entry-{press.entry('other').handle}"} < cache.take()


def test_what_is_not_known_is_everything(press: Press, cache: Cache, purger: Purger) -> None:
    with press.store.writing(press.clock):
        pass
    assert purger.look()
    assert cache.take() == {"site"}


def test_a_cache_that_fails_is_told_later(
    press: Press, cache: Cache, purger: Purger, clock: FakeClock, article: Make
) -> None:
    cache.status = 503
    press.write({"new": article("New", tags=[A])})
    assert not purger.look()
    cache.take()
    cache.status = 200
    assert not purger.look()
    assert cache.take() == set()
    clock.sleep(30)
    assert purger.look()
    assert "tag-a" in cache.take()


def test_each_kind_of_cache_is_told_in_its_words() -> None:
    keys = ["tag-a", "entry-63f74ef5"]
    assert request_of("ban+http://c:6081/", keys, "")[2] == {"X-Ban-Tags": r"(^|,)(tag\-a|entry\-63f74ef5)(,|$)"}
    assert request_of("purge+http://c/", keys, "")[:3] == ("PURGE", "http://c/", {"Surrogate-Key": " ".join(keys)})
    fastly = request_of("fastly://abc", keys, "t")
    assert fastly[:2] == ("POST", "https://api.fastly.com/service/abc/purge")
    assert fastly.headers == {"Fastly-Key": "t", "Surrogate-Key": "tag-a entry-63f74ef5"}
    cloudflare = request_of("cloudflare://z", keys, "t")
    assert cloudflare.url == "https://api.cloudflare.com/client/v4/zones/z/purge_cache"
    assert (cloudflare.headers["Authorization"], cloudflare.body) == (
        "Bearer t",
        b'{"tags": ["tag-a", "entry-63f74ef5"]}',
    )
