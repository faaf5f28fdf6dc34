"""While the store cannot be looked at, what is held is answered for as long as it may be kept; nobody waits long."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from sqlalchemy import make_url

from feeds.clock import SystemClock
from feeds.errors import StoreError
from feeds.web.base.conditional import MARK, Validators, http_date
from feeds.web.front import state
from feeds.web.front.hotpath import HotPath, Sent, without_content
from feeds.web.front.state import Known, Present
from tests.serving import SOON, eventually
from tests.web.front.test_hotpath import PATHS, asked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from tests.web.conftest import Library

_LOCKED = 11.0
"""Seconds for which a hung database keeps quiet."""


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Have the whole store to oneself."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        assert address.database
        other = sqlite3.connect(address.database, isolation_level=None)
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        eventually(lambda: _is_alone(other))
        yield
        other.execute("COMMIT")
        other.close()
        return
    shown = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(shown) as connection:
        connection.execute("LOCK TABLE tick, entry, facet, fact IN ACCESS EXCLUSIVE MODE")
        yield


def _is_alone(other: sqlite3.Connection) -> bool:
    try:
        other.execute("BEGIN EXCLUSIVE")
        other.execute("UPDATE tick SET version = version")
    except sqlite3.OperationalError:
        return False
    return True


def test_what_is_held_is_answered_while_the_store_is_locked_and_the_rest_refused(library: Library) -> None:
    client = library.app().test_client()
    first = client.get("/feed.xml")
    library.close_connections()
    with locked(library.settings.database_url):
        time.sleep(SOON)
        began = time.monotonic()
        again = client.get("/feed.xml", headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
        assert "Content-Length" not in again.headers and "Content-Type" not in again.headers
        assert client.get("/feed.xml").data == first.data
        refused = client.get("/atom.xml")
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
        assert time.monotonic() - began < _LOCKED
    eventually(lambda: client.get("/atom.xml").status_code == 200)


@pytest.mark.above_the_store
@pytest.mark.parametrize("coding", ["identity", "gzip", "br"])
def test_answer_to_whoever_has_it_already_is_made_as_flask_makes_it(shared: Library, coding: str) -> None:
    app = shared.app()
    tried = 0
    for path in PATHS:
        request = {"path": path, "query": "", "method": "GET", "HTTP_ACCEPT_ENCODING": coding}
        status, headers, body = asked(app, request)
        if "ETag" not in dict(headers) or status != "200 OK":
            continue
        given = asked(app, request | {"HTTP_IF_NONE_MATCH": dict(headers)["ETag"]})
        assert given == tuple(without_content(Sent(status, headers, body)))[:3], path
        tried += 1
    assert tried > 10


_MOMENT = 1_700_000_000
_DATED = ("Last-Modified", http_date(_MOMENT))


class Kept:
    """An application that marks its answer, which may be kept for some seconds, as one to hold."""

    def __init__(self, seconds: int, *, knows: bool = False) -> None:
        self.seconds = seconds
        self.knows = knows
        self.asked = 0

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.asked += 1
        environ[MARK] = Validators("abc", _MOMENT)
        if self.knows and "HTTP_IF_NONE_MATCH" in environ:
            start_response("304 NOT MODIFIED", [_DATED])
            return []
        start_response("200 OK", [("Cache-Control", f"max-age={self.seconds}"), ("Content-Length", "1"), _DATED])
        return [b"x"]


@pytest.mark.parametrize(("away", "calls"), [(0.0, 1), (59.0, 1), (61.0, 3)])
def test_what_is_held_is_given_within_its_life(away: float, calls: int) -> None:
    known = Known(1)
    application = Kept(60)
    hot = HotPath(application, lambda: known, SystemClock())
    ask(hot)
    known = Known(1, away=away)
    ask(hot)
    status, headers, _ = ask(hot, HTTP_IF_NONE_MATCH='"abc"')
    assert application.asked == calls
    assert (status.startswith("304"), "Content-Length" not in dict(headers)) == ((away < 60,) * 2)


@pytest.mark.parametrize(("away", "calls"), [(4 * 3600, 1), (4 * 3600 + 1, 2)])
def test_nothing_is_given_for_longer_than_four_hours(away: float, calls: int) -> None:
    known = Known(1)
    application = Kept(10**6)
    hot = HotPath(application, lambda: known, SystemClock())
    ask(hot)
    known = Known(1, away=away)
    ask(hot)
    assert application.asked == calls


def test_both_answers_are_held_the_one_to_who_has_it_and_the_one_to_who_has_not() -> None:
    application = Kept(60, knows=True)
    hot = HotPath(application, lambda: Known(1), SystemClock())
    for _ in range(3):
        assert ask(hot)[0] == "200 OK"
        assert ask(hot, HTTP_IF_NONE_MATCH='"abc"')[0] == "304 NOT MODIFIED"
    assert application.asked == 1


def test_other_version_is_not_held_while_the_store_is_away() -> None:
    known = Known(1)
    application = Kept(60)
    hot = HotPath(application, lambda: known, SystemClock())
    ask(hot)
    known = Known(2, away=1.0)
    ask(hot)
    assert application.asked == 2


def test_nobody_waits_long_for_a_look_that_hangs() -> None:
    answers, begun = threading.Event(), threading.Event()

    def look() -> Known:
        if begun.is_set():
            answers.wait(60)
        begun.set()
        return Known(7)

    present = Present(look)
    assert present() == Known(7)
    time.sleep(SOON)
    began = time.monotonic()
    found = [present() for _ in range(100)]
    assert time.monotonic() - began < _LOCKED
    assert all(known.version == 7 and known.away > 0 for known in found)
    answers.set()
    eventually(lambda: present() == Known(7))


@pytest.mark.parametrize("hangs", [False, True])
def test_what_was_seen_before_is_given_while_there_is_time_to_prepare_for_what_is_seen(
    monkeypatch: pytest.MonkeyPatch, *, hangs: bool
) -> None:
    version, begun, ended = 1, threading.Event(), threading.Event()

    def prepare(known: Known, _until: float) -> None:
        if known.version == 2:
            begun.set()
            ended.wait(60)

    present = Present(lambda: Known(version))
    present.prepare = prepare
    assert present().version == 1
    if not hangs:
        monkeypatch.setattr(state, "_GIVEN_FOR", 10_000)
    version = 2
    eventually(lambda: bool(present() and begun.is_set()))
    if not hangs:
        assert present().version == 1
        ended.set()
    eventually(lambda: present().version == 2)
    ended.set()


def test_store_that_fails_is_away_until_it_is_seen_again() -> None:
    fails = False

    def look() -> Known:
        if fails:
            raise StoreError("it is away")
        return Known(7)

    present = Present(look)
    assert present().away == 0
    fails = True
    time.sleep(SOON)
    assert present().version == 7
    assert present().away > 0
    fails = False
    eventually(lambda: present().away == 0)


def ask(hot: HotPath, **headers: str) -> Any:
    return asked(hot, {"path": "/", "query": "", "method": "GET", **headers})
