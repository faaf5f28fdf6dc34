"""What becomes of a ping when the hub takes it, refuses it, fails, hangs or is away."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from typing import TYPE_CHECKING

import pytest

from feeds.errors import StoreError
from feeds.model import Article, Tag
from feeds.publish.publisher import Publisher
from feeds.push import delivery
from feeds.push.connections import Answer, Channel, Unreachable
from feeds.push.delivery import Teller, drain
from feeds.push.rounds import LONGEST_PAUSE, Verdict, asked_to_wait, pause_after, verdict_of
from feeds.site import Site
from feeds.store.tables import pings
from tests.push.patience import attempts, tell_all

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.store import Store
    from tests.conftest import FakeClock, Press
    from tests.push.conftest import Hub

    Make = Callable[..., Article]

pytestmark = pytest.mark.above_the_store  # that other databases understand the statements is tested with the fan-out


@pytest.fixture
def owed(teller: Teller, press: Press, article: Make, clock: FakeClock) -> int:
    """Let three feeds be due."""
    press.write({"one.txt": article("One")})
    count = teller.look()
    clock.sleep(2)
    return count


def test_ping_is_a_form_with_topic_and_url(teller: Teller, owed: int, hub: Hub, site: Site) -> None:
    assert teller.tell() == owed == 3
    topics = {f"{site.url}/{name}" for name in ("feed.xml", "atom.xml", "feed.json")}
    assert set(hub.take()) == topics
    for form in hub.forms:
        assert form == {
            "hub.mode": ["publish"],
            "hub.topic": form["hub.topic"],
            "hub.url": form["hub.topic"],
            "path": ["/hub?key=1"],
        }
    assert all(
        headers["User-Agent"].startswith("feeds/") and site.url in headers["User-Agent"] for headers in hub.headers
    )
    assert {headers["Content-Type"] for headers in hub.headers} == {"application/x-www-form-urlencoded"}
    assert teller.tell() == 0


def test_connections_are_few_and_kept(teller: Teller, press: Press, article: Make, hub: Hub, clock: FakeClock) -> None:
    for n in range(10):
        press.write({f"{n}.txt": article(str(n))})
        teller.look()
        clock.sleep(2)
        teller.tell()
    assert len(hub.forms) == 30 and len(hub.connections) <= 4
    teller.close()


def test_hub_that_is_down_is_asked_ever_more_rarely_and_told_when_it_is_back(
    teller: Teller, owed: int, hub: Hub, clock: FakeClock
) -> None:
    hub.answers = [(503, {})] * 400
    teller.tell()
    waits = attempts(teller, clock, hub, 6)
    assert [round(wait / 5) for wait in waits] == [1, 2, 4, 8, 16, 32]
    hub.answers.clear()
    hub.take()
    clock.sleep(400)
    tell_all(teller)
    assert sum(hub.take().values()) == owed
    assert pings.next_due(teller._store, hub.url) is None  # noqa: SLF001


def test_hub_that_is_away_is_asked_once_by_each_connection(
    teller: Teller, press: Press, article: Make, hub: Hub, clock: FakeClock
) -> None:
    press.write({f"{n}.txt": article(f"{n}", tags=(Tag(f"tag-{n}", f"{n}"),)) for n in range(9)})
    assert teller.look() == 30
    clock.sleep(2)
    hub.answers = [(429, {})] * 30
    teller.tell()
    assert 1 <= len(hub.forms) <= len(hub.connections) <= 4


def test_a_program_that_ends_does_not_wait_for_a_hub(
    teller: Teller, owed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking, post = set[threading.Thread](), Channel.post

    def noted(channel: Channel, form: dict[str, str]) -> Answer:
        asking.add(threading.current_thread())
        return post(channel, form)

    monkeypatch.setattr(Channel, "post", noted)
    assert teller.tell() == owed
    others = asking - {threading.current_thread()}
    assert others and all(thread.daemon for thread in others)


def test_feed_that_a_hub_fails_on_keeps_no_other_back(
    teller: Teller, owed: int, press: Press, article: Make, hub: Hub, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    hub.answers = [(500, {})] * owed
    assert teller.tell() == owed
    assert len(caplog.records) == 1 and "is to be told later of" in caplog.text and "500 so" in caplog.text
    hub.take()
    press.write({"two.txt": article("Two", language="fr")})
    teller.look()
    clock.sleep(2)
    tell_all(teller)
    assert set(hub.take().values()) == {1}


@pytest.mark.parametrize(("status", "given", "seconds"), [(429, "700", 700), (503, "2", 5), (500, "60", 60)])
def test_retry_after_is_honoured(
    teller: Teller, owed: int, hub: Hub, clock: FakeClock, status: int, given: str, seconds: int
) -> None:
    hub.answers = [(status, {"Retry-After": given})] * owed
    teller.tell()
    assert attempts(teller, clock, hub, 1)[0] == pytest.approx(seconds, abs=2)


@pytest.mark.parametrize("status", [400, 401, 404, 410, 301, 307])
def test_refused_feed_is_not_told_again_and_said_once(
    teller: Teller, owed: int, hub: Hub, clock: FakeClock, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    elsewhere = {"Location": hub.url.replace("/hub", "/elsewhere")}
    hub.answers = [(status, elsewhere)] * owed
    assert teller.tell() == owed
    clock.sleep(100_000)
    assert teller.tell() == 0
    assert len(hub.forms) == owed and all(form["path"] == ["/hub?key=1"] for form in hub.forms)
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert f"{status} so" in caplog.text


def test_given_up_after_a_day_with_a_line(
    teller: Teller, owed: int, hub: Hub, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    hub.answers = [(503, {})] * 1000
    for _ in range(30):
        clock.sleep(3000)
        teller.look()
        teller.tell()
    assert f"could not be told of {owed} feeds for a day" in caplog.text
    hub.answers.clear()
    hub.take()
    clock.sleep(4000)
    assert teller.tell() == 0


def test_what_is_still_to_be_told_outlives_the_program(
    make_teller: Callable[..., Teller],
    teller: Teller,
    owed: int,
    hub: Hub,
    clock: FakeClock,
    press: Press,
    article: Make,
) -> None:
    assert pings.claim(teller._store, hub.url, int(clock.now()), 2).pings  # noqa: SLF001 - and then it is killed
    press.write({"two.txt": article("Two", language="fr")})  # a commit that nobody looked at
    restarted = make_teller()
    restarted.look()
    clock.sleep(30)
    tell_all(restarted)
    assert sum(hub.take().values()) == owed == 3
    restarted.close()


def test_commit_while_a_ping_is_on_its_way_is_told_of_too(
    teller: Teller, owed: int, hub: Hub, clock: FakeClock, press: Press, article: Make, store: Store
) -> None:
    claimed = pings.claim(store, hub.url, int(clock.now()), 10)
    press.write({"two.txt": article("Two")})
    assert teller.look() == owed
    pings.settle(store, hub.url, claimed, pings.Outcome(done=claimed.pings), int(clock.now()))
    clock.sleep(2)
    assert teller.tell() == owed


def test_hub_that_hangs_delays_nobody(
    press: Press, article: Make, publisher: Publisher, hub: Hub, clock: FakeClock
) -> None:
    pings.enlist(publisher.store, [hub.url])
    hub.free.clear()
    teller = Teller(publisher, clock, hub.url, timeout=0.2)
    press.write({"one.txt": article("One")})
    teller.look()
    clock.sleep(2)
    began = time.monotonic()
    assert teller.tell() == 3
    assert time.monotonic() - began < 90  # the hub would answer after 180
    assert teller.tell() == 0
    teller.close()
    hub.free.set()
    clock.sleep(30)
    hub.take()
    patient = Teller(publisher, clock, hub.url)
    assert patient.tell() == 3
    patient.close()


def test_command_tells_for_a_few_seconds_and_leaves_the_rest(
    press: Press, article: Make, store: Store, hub: Hub, site: Site, clock: FakeClock
) -> None:
    nobody = Site(url=site.url, hubs=(*site.hubs, "http://127.0.0.1:1/"))
    pings.enlist(store, nobody.hubs)
    press.write({"one.txt": article("One")})
    publisher = Publisher(store, nobody, window=50, hours=48, most=200)
    assert drain(publisher, clock, 5) == 3
    assert sum(hub.take().values()) == 3
    assert drain(publisher, clock, 5) == 3


def test_store_that_fails_is_said_and_looked_at_again(
    teller: Teller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> int:
        raise StoreError("the store is locked")

    monkeypatch.setattr(pings, "note", fail)
    with caplog.at_level(logging.WARNING):
        teller.drain(float("inf"))
    assert "the store is locked" in caplog.text


def test_nobody_at_an_address_is_unreachable(hub: Hub) -> None:
    with contextlib.closing(Channel(hub.url, "https://x.example")) as channel:
        assert channel.post({"hub.topic": "x"}) == Answer(202, None, "so")
    bad = ("http://127.0.0.1:1/", "https" + hub.url[4:], f"http://{'a' * 70}.example/", "http://nobody.invalid/")
    for url in bad:
        with pytest.raises(Unreachable):
            Channel(url, "https://x.example", 2).post({"hub.topic": "x"})


def test_decisions() -> None:
    assert {status: verdict_of(status) for status in (200, 202, 204, 302, 400, 410, 408, 429, 500, 503)} == {
        **dict.fromkeys((200, 202, 204), Verdict.TOLD),
        **dict.fromkeys((302, 400, 410), Verdict.REFUSED),
        **dict.fromkeys((408, 500), Verdict.LATER),
        **dict.fromkeys((429, 503), Verdict.AWAY),
    }
    assert [pause_after(n) for n in (0, 1, 5, 9, 10, 10_000)] == [5, 10, 160, 2560, 3600, 3600]
    given = (
        "7",
        " 7 ",
        "Tue, 14 Nov 2023 22:13:30 GMT",
        "Tue, 14 Nov 2000 22:13:30 GMT",
        "9" * 30,
        "soon",
        "-1",
        "",
        None,
    )
    assert [asked_to_wait(text, 1_700_000_000) for text in given] == [7, 7, 10, 0, 86400, 0, 0, 0, 0]
    assert LONGEST_PAUSE < delivery.GIVE_UP
