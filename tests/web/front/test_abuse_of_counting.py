"""Against the running server: what is counted, what is slowed, and that nothing is kept of who asked."""

from __future__ import annotations

import re
import sqlite3
import subprocess
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.serving import FEEDS, Server, eventually

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.xdist_group("serve"), pytest.mark.fault]

PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
MASTODON = "Mastodon/4.3.{} (http.rb/5.2.0; +https://mastodon-{}.example/)"
ADDRESS = "198.51.100.7"
REFERRER = "https://private.example/where-i-was"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path, FEEDS_WORKERS="1", FEEDS_TRUSTED_PROXIES="127.0.0.1")
    running.write("one.txt", "La passerelle du port rouvre", "aaa111")
    yield running.start()
    running.stop()


def stats(server: Server, *arguments: str) -> list[list[str]]:
    done = subprocess.run(
        [FEEDS, "stats", *arguments],
        cwd=server.folder,
        env=server.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    columns = ["day"] * ("--by-day" in arguments) + ["code", "address", "by people", "by programs"]
    assert done.stderr == ("\t".join(columns) + "\n" if done.stdout else "")
    return [line.split("\t") for line in done.stdout.splitlines()]


def test_only_what_people_and_programs_follow_is_counted(server: Server) -> None:
    for _ in range(3):
        assert server.get("/aaa111", User_Agent=PERSON)[0] == 301
    assert server.get("/AAA111", User_Agent=PERSON)[0] == 302
    assert server.get("/aaa111", User_Agent="Twitterbot/1.0")[0] == 301
    assert server.get("/aaa111", "HEAD", User_Agent=PERSON)[0] == 301
    assert server.get("/aaa111", User_Agent=PERSON, Sec_Purpose="prefetch;prerender")[0] == 301
    assert server.get("/aaa111+", User_Agent=PERSON)[0] == 200
    assert server.get("/aaa111.svg", User_Agent=PERSON)[0] == 200
    expected = [["aaa111", "https://short.example/aaa111", "4", "1"]]
    eventually(lambda: stats(server) == expected)
    server.get("/aaa111", User_Agent=PERSON)
    server.stop()  # what was counted last is written at the end
    assert stats(server, "https://short.example/aaa111")[0][2:] == ["5", "1"]
    day = stats(server, "--by-day")[0][0]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", day)
    assert stats(server, "--since", day)[0][2:] == ["5", "1"]
    assert stats(server, "--since", "2999-01-01") == []


def test_hundreds_of_servers_that_show_a_card_are_answered_and_are_no_people(server: Server) -> None:
    answers = {server.get("/aaa111", User_Agent=MASTODON.format(n % 9, n))[0] for n in range(200)}
    assert answers == {301}
    eventually(lambda: stats(server) == [["aaa111", "https://short.example/aaa111", "0", "200"]])


def test_hundreds_of_codes_tried_in_a_row_are_slowed(server: Server) -> None:
    statuses = [server.get(f"/zz{n:04}", X_Forwarded_For=ADDRESS)[0] for n in range(300)]
    assert statuses == [404] * 60 + [429] * 240
    status, headers, _ = server.get("/zz", X_Forwarded_For=ADDRESS)
    assert status == 429 and 1 <= int(headers["retry-after"]) <= 61 and headers["cache-control"] == "no-store"
    assert {server.get("/aaa111", X_Forwarded_For=ADDRESS)[0] for _ in range(100)} == {301}
    assert server.get("/zz", X_Forwarded_For="198.51.100.8")[0] == 404
    assert server.get("/zz", X_Forwarded_For=f"198.51.100.9, {ADDRESS}")[0] == 429  # the first is made up


def test_nothing_is_kept_of_who_asked(server: Server) -> None:
    given = {"User_Agent": PERSON, "Referer": REFERRER, "X_Forwarded_For": ADDRESS}
    for path in ("/aaa111", "/AAA111", "/zzzzzz"):
        server.get(path, **given)
    for number in range(70):
        server.get(f"/zz{number}", **given)
    server.get("/feed.xml", **given | {"User_Agent": f"{PERSON} {ADDRESS} someone@private.example"})
    server.get("/atom.xml", **given | {"User_Agent": "Tester/1.0 (131 subscribers; someone@private.example)"})
    eventually(lambda: stats(server))
    server.stop()
    with closing(sqlite3.connect(server.folder / "instance" / "feeds.db")) as store:
        store.execute("DROP TABLE wording")  # the words of articles, which cannot be listed
        dump = "\n".join(store.iterdump())
    kept = dump + (server.folder / "log").read_text()
    assert "click" in dump and "'Tester',1,131" in dump and "'browsers',1,0" in dump
    for part in (PERSON, "Firefox", REFERRER, "private.example", ADDRESS):
        assert part not in kept, part
