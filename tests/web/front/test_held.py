"""What memory holds, and for which moment and version of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feeds.web.base.conditional import MARK, Validators, http_date, last_modified_header
from feeds.web.front.hotpath import HotPath
from feeds.web.front.state import Known
from tests.web.front.test_hotpath import asked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from tests.conftest import FakeClock

MODIFIED = 1_700_000_000


class Site:
    """An application whose answers are to be held."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.asked = 0
        self.signature = "abc"
        self.seconds = 0.0
        """That an answer takes."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.asked += 1
        environ[MARK] = Validators(self.signature, MODIFIED)
        dated = last_modified_header(MODIFIED, self.clock.now())
        self.clock.sleep(self.seconds)
        start_response("200 OK", [("Last-Modified", dated), ("X-Tag", self.signature)])
        return [b"x"]


def headers(hot: HotPath) -> dict[str, str]:
    return dict(asked(hot, {"path": "/", "query": "", "method": "GET"})[1])


@pytest.mark.parametrize(
    ("now", "seconds", "calls"),
    [(MODIFIED - 1, 0, 2), (MODIFIED, 0, 1), (MODIFIED + 1, 0, 1), (MODIFIED - 1, 9, 2), (MODIFIED, 9, 1)],
)
def test_what_says_an_earlier_date_than_it_has_is_not_held(
    clock: FakeClock, now: float, seconds: float, calls: int
) -> None:
    site = Site(clock)
    site.seconds = seconds
    hot = HotPath(site, lambda: Known(1), clock)
    clock.time = now
    headers(hot)
    assert headers(hot)["Last-Modified"] == http_date(min(MODIFIED, int(clock.now())))
    assert site.asked == calls


def test_what_is_held_is_dated_no_later_than_now_when_the_clock_is_set_back(clock: FakeClock) -> None:
    hot = HotPath(Site(clock), lambda: Known(1), clock)
    headers(hot)
    for moved, said in ((-100, MODIFIED - 100), (100, MODIFIED), (100, MODIFIED)):
        clock.time += moved
        assert headers(hot)["Last-Modified"] == http_date(said)


def test_the_same_answer_at_another_version_of_the_store_is_held_for_that_one(clock: FakeClock) -> None:
    site, known = Site(clock), Known(1)
    hot = HotPath(site, lambda: known, clock)
    for version in (1, 2, 3):
        known = Known(version)
        for _ in range(3):
            headers(hot)
        assert site.asked == version


def test_another_answer_at_the_same_version_takes_the_place_of_what_is_held(clock: FakeClock) -> None:
    site = Site(clock)
    hot = HotPath(site, lambda: Known(1), clock)
    headers(hot)
    request = {"path": "/", "query": "", "method": "GET", "HTTP_IF_NONE_MATCH": '"abc"'}
    assert asked(hot, request)[0] == "304 NOT MODIFIED"
    site.signature = "abcd"
    hot.held.clear()  # room was needed
    assert headers(hot)["X-Tag"] == "abcd"
    assert asked(hot, request)[0] == "200 OK"
    assert site.asked == 2


def test_an_answer_without_content_is_not_held_for_who_wants_it(clock: FakeClock) -> None:
    site = Site(clock)
    hot = HotPath(site, lambda: Known(1), clock)
    for method in ("HEAD", "GET", "HEAD", "GET"):
        asked(hot, {"path": "/", "query": "", "method": method})
    assert site.asked == 2  # the second time by HEAD the answer to the first GET was there


def test_browsers_and_programs_are_held_apart(clock: FakeClock) -> None:
    site = Site(clock)
    hot = HotPath(site, lambda: Known(1), clock)
    for destination in ("document", None, "document", None):
        asked(hot, {"path": "/", "query": "", "method": "GET", "HTTP_SEC_FETCH_DEST": destination})
    assert site.asked == 2
