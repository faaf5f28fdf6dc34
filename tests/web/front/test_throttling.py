"""Who tries codes that nobody has is slowed, whoever it pretends to be; what leads somewhere is never refused."""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

import pytest

from feeds.web.front.clients import client_of
from feeds.web.front.throttle import Throttle, Unknowns

if TYPE_CHECKING:
    from flask.testing import FlaskClient

pytestmark = pytest.mark.above_the_store

MOST, PERIOD = 60, 60  # as docs/sharelinks.md says
TRUSTED = (ip_network("10.0.0.0/8"), ip_network("2001:db8:1::/48"))


@pytest.mark.parametrize(
    ("remote", "headers", "client"),
    [
        ("192.0.2.1", {}, "192.0.2.1"),
        ("192.0.2.1", {"X_FORWARDED_FOR": "198.51.100.7"}, "192.0.2.1"),  # nobody trusts it
        ("192.0.2.1", {"FORWARDED": "for=198.51.100.7"}, "192.0.2.1"),
        ("10.0.0.1", {}, "10.0.0.1"),
        ("10.0.0.1", {"X_FORWARDED_FOR": "198.51.100.7"}, "198.51.100.7"),
        ("10.0.0.1", {"X_FORWARDED_FOR": "203.0.113.9, 198.51.100.7"}, "198.51.100.7"),  # the first is made up
        ("10.0.0.1", {"X_FORWARDED_FOR": "198.51.100.7, 10.2.3.4,10.9.9.9"}, "198.51.100.7"),
        ("10.0.0.1", {"X_FORWARDED_FOR": "198.51.100.7:4711, [2001:db8:1::7]:80"}, "198.51.100.7"),
        ("10.0.0.1", {"X_FORWARDED_FOR": "198.51.100.7, unknown"}, "10.0.0.1"),
        ("10.0.0.1", {"X_FORWARDED_FOR": "10.0.0.2, 10.0.0.3"}, "10.0.0.2"),
        ("10.0.0.1", {"X_FORWARDED_FOR": ",,"}, "10.0.0.1"),
        ("10.0.0.1", {"X_FORWARDED_FOR": "x" * 100_000}, "10.0.0.1"),
        ("10.0.0.1", {"FORWARDED": 'for=203.0.113.9, for="198.51.100.7:99";proto=https;by=10.0.0.1'}, "198.51.100.7"),
        ("10.0.0.1", {"FORWARDED": 'proto=http; For="[2001:db8:2::7]:80"'}, "2001:db8:2::/64"),
        ("10.0.0.1", {"FORWARDED": "for=_hidden"}, "10.0.0.1"),
        ("10.0.0.1", {"X_REAL_IP": "198.51.100.7", "CLIENT_IP": "198.51.100.7"}, "10.0.0.1"),
        ("2001:db8:1::1", {"X_FORWARDED_FOR": "2001:db8:2:3:4:5:6:7"}, "2001:db8:2:3::/64"),
        ("::ffff:10.0.0.1", {"X_FORWARDED_FOR": "::ffff:198.51.100.7"}, "198.51.100.7"),
        ("2001:db8:2::1", {"X_FORWARDED_FOR": "198.51.100.7"}, "2001:db8:2::/64"),
        ("", {"X_FORWARDED_FOR": "198.51.100.7"}, ""),
        ("fe80::1%eth0", {}, "fe80::/64"),
    ],
)
def test_client_is_the_nearest_address_that_is_not_trusted(remote: str, headers: dict[str, str], client: str) -> None:
    environ: Any = {"REMOTE_ADDR": remote} | {f"HTTP_{name}": value for name, value in headers.items()}
    assert client_of(environ, TRUSTED) == client


def test_a_minute_begins_with_the_first_unknown_code() -> None:
    time = 100.0
    unknowns = Unknowns(lambda: time)
    for _ in range(MOST):
        assert unknowns.wait("a") == 0
        unknowns.note("a")
    assert (unknowns.wait("a"), unknowns.wait("b")) == (PERIOD + 1, 0)
    time += PERIOD - 0.5
    assert unknowns.wait("a") == 1
    time += 0.5
    assert unknowns.wait("a") == 0
    for _ in range(MOST):
        assert unknowns.wait("a") == 0
        unknowns.note("a")
    assert unknowns.wait("a") == PERIOD + 1


def test_clients_that_are_remembered_are_bounded() -> None:
    unknowns = Unknowns()
    for number in range(10_000):
        unknowns.note(str(number), MOST)
    assert len(unknowns) == 4096
    assert unknowns.wait("9999") and not unknowns.wait("0")


def test_an_answer_that_fails_after_it_began_is_what_was_said_last() -> None:
    def application(_environ: object, start_response: Any) -> list[bytes]:
        start_response("404 NOT FOUND", [])
        start_response("500 INTERNAL SERVER ERROR", [], None)
        return [b""]

    said: list[str] = []
    environ: Any = {"REMOTE_ADDR": "192.0.2.1"}

    def start_response(status: str, *_: object) -> Any:
        said.append(status)

    throttle = Throttle(application)
    for _ in range(MOST + 1):
        throttle(environ, start_response, lambda: True)
    assert set(said) == {"500 INTERNAL SERVER ERROR"} and list(environ) == ["REMOTE_ADDR"]


def burst(client: FlaskClient, path: str, times: int, **environ: str) -> list[int]:
    return [client.get(path.format(n), environ_overrides=environ).status_code for n in range(times)]


@pytest.mark.parametrize(
    "path",
    ["/n0pe{}", "/s/turquie2023.com/n0pe{}", "/s/evil.example/n0pe{}", "/wp-login{}.php", "/n0pe{}+", "/n0pe{}.svg"],
)
def test_burst_of_unknown_codes_is_slowed_and_hits_are_not(shared: Any, path: str) -> None:
    client = shared.app().test_client()
    assert burst(client, path, MOST + 20) == [404] * MOST + [429] * 20
    for hit, status in (
        ("/6Y5jLH", 301),
        ("/6y5jlh", 302),
        ("/6Y5jLH.", 302),
        ("/TwIce1", 300),
        ("/GoNe12", 410),
        ("/6Y5jLH+", 200),
        ("/", 200),
        ("/feed.xml", 200),
        ("/tags/nope/", 404),
        ("/rss", 301),
    ):
        assert client.get(hit).status_code == status, hit
    assert burst(client, path, 1, REMOTE_ADDR="192.0.2.99") == [404]


def test_refusal_says_when_to_come_back_and_is_not_kept(shared: Any) -> None:
    client = shared.app().test_client()
    burst(client, "/n0pe{}", MOST)
    answer = client.get("/n0pe")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (429, "no-store")
    assert 1 <= int(answer.headers["Retry-After"]) <= PERIOD + 1
    assert "127.0.0.1" not in answer.text
    head = client.head("/n0pe")
    assert (head.status_code, head.data) == (429, b"")


def test_scheduled_code_is_refused_as_an_unknown_one_is(shared: Any) -> None:
    client = shared.app().test_client()
    for _ in range(MOST):
        assert client.get("/LaTer1").status_code == 404
    scheduled, unknown = client.get("/LaTer1"), client.get("/NeVer1")
    assert (scheduled.status_code, scheduled.data) == (429, unknown.data)
    names = [[name for name, _ in answer.headers] for answer in (scheduled, unknown)]
    assert names[0] == names[1]


def test_client_is_told_by_trusted_proxies_and_by_nobody_else(shared: Any) -> None:
    asked = {"HTTP_X_FORWARDED_FOR": "198.51.100.7"}
    client = shared.app().test_client()
    burst(client, "/n0pe{}", MOST)
    assert burst(client, "/n0pe", 1, **asked) == [429]
    client = shared.app(trusted_proxies=(ip_network("127.0.0.1"),)).test_client()
    burst(client, "/n0pe{}", MOST, HTTP_X_FORWARDED_FOR="192.0.2.1")
    assert burst(client, "/n0pe", 1, HTTP_X_FORWARDED_FOR="192.0.2.1") == [429]
    assert burst(client, "/n0pe", 1, HTTP_X_FORWARDED_FOR="192.0.2.1, 198.51.100.7") == [404]


def test_interface_for_programs_is_no_way_around(shared: Any) -> None:
    client = shared.app().test_client()
    known, unknown = "https://turquie2023.com/6Y5jLH", [f"https://turquie2023.com/n0pe{n}" for n in range(100)]

    def got(url: str) -> int:
        return int(client.get("/api/v1/resolve", query_string={"url": url}).status_code)

    assert [got(url) for url in unknown[: MOST + 5]] == [404] * MOST + [429] * 5
    assert (got(known), burst(client, "/n0pe", 1)) == (200, [429])


def test_many_that_nobody_has_count_as_many(shared: Any) -> None:
    client = shared.app().test_client()
    known, unknown = "https://turquie2023.com/6Y5jLH", [f"https://turquie2023.com/n0pe{n}" for n in range(100)]

    def posted(urls: list[str]) -> int:
        return int(client.post("/api/v1/resolve", json={"urls": urls}).status_code)

    assert [posted([known] * 100) for _ in range(3)] == [200] * 3
    assert [posted(unknown) for _ in range(3)] == [200, 429, 429]
    assert (posted([known]), posted([known, unknown[0]]), burst(client, "/n0pe", 1)) == (200, 429, [429])
