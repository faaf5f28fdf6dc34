"""The commands about share links."""

from __future__ import annotations

import json

from feeds.clock import SystemClock
from feeds.store import open_store
from feeds.store.tables import readership
from feeds.store.tables.readership import REST, Fetched
from tests.cli.shell import Shell


def test_resolve_prints_a_record_a_line(filled: Shell) -> None:
    urls = ["https://short.example/aaa111", "short.example/nope99", "https://bit.ly/x", "mailto:x", "a\nb\tc"]
    done = filled.run("resolve", *urls, FEEDS_SITE_URL="https://news.example.org")
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [row[1] for row in rows] == ["ok", "not_found", "foreign_host", "invalid", "invalid"]
    assert [row[0] for row in rows[:4]] == urls[:4]
    assert rows[0][2].startswith("https://news.example.org/entries/la-passerelle-du-port-rouvre-")
    assert filled.run("resolve", urls[0]).returncode == 0


def test_results_are_never_wrapped(filled: Shell) -> None:
    done = filled.run("resolve", "short.example/aaa111", COLUMNS="20", TERM="dumb")
    assert done.stdout.count("\n") == 1


def test_share_links_are_written_down(filled: Shell) -> None:
    done = filled.run("shortlinks", "export")
    heading, first, second = done.stdout.splitlines()
    assert heading == "host,code,short_url,canonical_url,entry,state,kind,created"
    assert first.startswith("short.example,aaa111,https://short.example/aaa111,") and ",bbb222," in second
    assert filled.run("shortlinks", "export", "--format", "pipe").stdout.startswith("aaa111|http://")


def test_aliases_are_given_and_refused_with_the_reason(filled: Shell) -> None:
    done = filled.run("alias", "short.example/aaa111", "port-2026", "feed", "AB")
    address, page = done.stdout.strip().split("\t")
    assert (done.returncode, address) == (1, "http://127.0.0.1:8000/port-2026")
    assert "/entries/la-passerelle-du-port-rouvre-" in page
    assert "feeds: feed: reserved" in done.stderr and "feeds: AB: an alias is of" in done.stderr
    assert filled.run("alias", "short.example/aaa111", "port-2026").returncode == 0
    assert filled.run("resolve", "http://127.0.0.1:8000/port-2026").stdout.split("\t")[1] == "ok"
    taken = filled.run("alias", "short.example/bbb222", "port-2026")
    assert (taken.returncode, taken.stdout) == (1, "")
    assert filled.run("alias", "short.example/nothing", "port-2026").returncode == 1
    assert filled.run("alias", "short.example/aaa111").returncode == 2


def test_share_links_are_read_from_elsewhere(filled: Shell) -> None:
    dump = filled.folder / "old.csv"
    dump.write_text(
        "keyword,url\nhello,https://short.example/aaa111\nbye,https://elsewhere.example/\n", encoding="utf-8"
    )
    tried = filled.run("shortlinks", "import", "--dry-run", "old.csv")
    assert (tried.returncode, tried.stderr) == (
        1,
        (
            "old.csv: keyword: code\nold.csv: url: target\n"
            "old.csv:3: unknown: https://elsewhere.example/ is no article of this site\n"
        ),
    )
    assert filled.run("resolve", "http://127.0.0.1:8000/hello").stdout.split("\t")[1].strip() == "not_found"
    done = filled.run("shortlinks", "import", "old.csv")
    told = "old.csv: 1 codes imported, 0 known already, 0 articles taken back, 1 lines refused\n"
    assert (done.returncode, done.stdout) == (1, told)
    assert filled.run("resolve", "http://127.0.0.1:8000/hello").stdout.split("\t")[1] == "ok"
    own = filled.folder / "own.csv"
    own.write_text(filled.run("shortlinks", "export").stdout, encoding="utf-8")
    assert filled.run("shortlinks", "import", "own.csv").returncode == 0
    for unusable in ("nowhere.csv", "seeds/aaa111.txt"):
        assert filled.run("shortlinks", "import", unusable).returncode == 2


def test_private_selections_are_signed_listed_and_revoked(filled: Shell) -> None:
    assert filled.run("sign", "source=afp", "--for", "alice").returncode == 2  # it is not private
    settings = {"FEEDS_PRIVATE": "source=afp", "FEEDS_SITE_URL": "https://news.example.org"}
    done = filled.run("sign", "source=AFP", "--for", "alice", **settings)
    addresses = done.stdout.splitlines()
    assert [address.partition("?key=alice.")[0].rpartition("/")[2] for address in addresses] == [
        "feed.xml",
        "atom.xml",
        "feed.json",
    ]
    assert filled.run("sign", "source=afp", "--for", "alice", **settings).stdout == done.stdout
    assert filled.run("sign").stdout.startswith("alice\tsource=afp\t20")
    assert filled.run("resolve", "short.example/aaa111").stdout.split("\t")[1].strip() == "not_found"
    assert filled.run("resolve", "short.example/bbb222").returncode == 0
    assert "entries\tprivate\t1" in filled.run("status").stdout
    assert "in private feeds alone" in filled.run("explain", "seeds/aaa111.txt").stdout
    assert filled.run("sign", "--revoke", "alice").returncode == 0
    again = filled.run("sign", "--revoke", "alice")
    assert (again.returncode, filled.run("sign").stdout) == (1, "")
    for wrong in (("tag=x",), ("tag=x", "--for", "a b"), ("tag=x", "--for", "a", "--revoke", "a"), ("x", "--for", "a")):
        assert filled.run("sign", *wrong).returncode == 2
    done = filled.run("ingest", "seeds", FEEDS_PRIVATE="none")
    assert filled.run("resolve", "short.example/aaa111").returncode == 0


def test_readers_are_told_by_feed_and_program(filled: Shell) -> None:
    store = open_store(f"sqlite:///{filled.folder}/instance/feeds.db", SystemClock())
    for day in (20_500, 20_501):
        told = (
            Fetched("/feed.xml", "Feedly", 4, day - 20_370),
            Fetched("/feed.xml", "curl", 1, 0),
            Fetched(REST, REST, 2, 0),
        )
        with store.noting() as connection:
            readership.add(connection, day, told)
    store.close()
    site = {"FEEDS_SITE_URL": "https://news.example.org/a"}
    done = filled.run("stats", "--readers", **site)
    assert done.stderr == "feed\tprogram\tsubscribers\tfetches\tlast fetched\n"
    assert done.stdout == (
        "other feeds\tother\t-\t4\t2026-02-17\n"
        "https://news.example.org/a/feed.xml\tFeedly\t131\t8\t2026-02-17\n"
        "https://news.example.org/a/feed.xml\tcurl\t-\t2\t2026-02-17\n"
    )
    done = filled.run("stats", "--readers", "--by-day", "--json", **site)
    first, *_ = rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert (
        len(rows) == 6
        and first["day"] == "2026-02-16"
        and list(first)
        == [
            "day",
            "feed",
            "program",
            "subscribers",
            "fetches",
        ]
    )
    assert filled.run("stats", "--readers", "--since", "2026-02-17", "--by-day").stdout.count("\n") == 3
    assert filled.run("stats", "--readers", "--since", "2026-02-18").stderr == ""
    assert filled.run("stats", "--readers", "seeds/aaa111.txt").returncode == 2
