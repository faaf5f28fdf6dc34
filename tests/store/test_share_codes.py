"""Every share code is written down, whatever became of its article, in one order on every database."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from feeds.model import Article, ShareLink
from feeds.sharing.dumps import csv_lines, pipe_lines
from feeds.site import Site
from feeds.store.read import share_codes
from feeds.store.schema import BLOCKED

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import FakeClock, Press

    Make = Callable[..., Article]

SITE = Site("https://news.example")


def as_csv(press: Press) -> list[dict[str, str]]:
    with press.store.reading() as connection:
        return list(csv.DictReader(csv_lines(share_codes.rows(connection), SITE)))


def printed(article: Make, code: str, host: str = "short.example") -> Article:
    return article(f"Title {code}", share_link=ShareLink(host, code))


def test_codes_come_by_host_length_and_bytes(press: Press, article: Make) -> None:
    codes = ("b", "B", "aa", "_a", "Z-", "0")
    press.write({f"{n}.txt": printed(article, code) for n, code in enumerate(codes)})
    press.write({"z.txt": printed(article, "z", "a.example")})
    with press.store.reading() as connection:
        found = [(row.host, row.code) for row in share_codes.rows(connection)]
    assert found == [("a.example", "z"), *(("short.example", code) for code in ("0", "B", "b", "Z-", "_a", "aa"))]


def test_a_row_says_where_a_code_leads_and_since_when(press: Press, article: Make) -> None:
    press.write({"a.txt": printed(article, "aaa"), "b.txt": article("Plain")})
    minted, given = as_csv(press)
    bare, one = press.entry("b.txt"), press.entry("a.txt")
    assert given == {
        "host": "short.example",
        "code": "aaa",
        "short_url": "https://short.example/aaa",
        "canonical_url": f"https://news.example/entries/title-aaa-{one.handle}",
        "entry": f"urn:uuid:{one.id}",
        "state": "live",
        "kind": "printed",
        "created": datetime.fromtimestamp(one.changed, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    assert (minted["host"], minted["kind"], minted["short_url"]) == (
        "",
        "minted",
        f"https://news.example/{bare.minted}",
    )


def test_what_was_taken_back_is_kept_without_its_words_and_what_is_scheduled_is_not_told(
    press: Press, clock: FakeClock, article: Make
) -> None:
    later = datetime.fromtimestamp(clock.now() + 9000, UTC)
    press.write({f"{code}.txt": printed(article, code) for code in ("a", "b", "c")})
    press.write({"d.txt": article("Later", share_link=ShareLink("short.example", "d"), published=later)})
    press.withdraw("a.txt")
    press.withdraw("b.txt", state=BLOCKED)
    rows = as_csv(press)
    assert [(row["code"], row["state"]) for row in rows] == [("a", "gone"), ("b", "blocked"), ("c", "live")]
    assert rows[0]["canonical_url"] == f"https://news.example/entries/{press.entry('a.txt').handle}"


def test_pipes_name_the_host_unless_it_is_the_default_one(press: Press, article: Make) -> None:
    press.write({"a.txt": printed(article, "aaa"), "b.txt": printed(article, "bbb", "other.example")})
    with press.store.reading() as connection:
        lines = list(pipe_lines(share_codes.rows(connection), SITE, "short.example"))
    a, b = press.entry("a.txt").handle, press.entry("b.txt").handle
    assert lines == [
        f"s/other.example/bbb|https://news.example/entries/title-bbb-{b}\n",
        f"aaa|https://news.example/entries/title-aaa-{a}\n",
    ]
