"""Share links that come from elsewhere: what is taken in, what is refused, and that nothing is written over."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feeds.model import Article, ShareLink
from feeds.sharing.aliases import add_aliases
from feeds.sharing.dump_formats import read_dump
from feeds.sharing.dumps import csv_lines, pipe_lines
from feeds.sharing.imports import Imported, import_links
from feeds.sharing.resolver import Resolver
from feeds.site import Site
from feeds.store import open_store
from feeds.store.facts import SHARE_KEY, write_fact
from feeds.store.read import share_codes
from feeds.store.schema import ALIAS, BLOCKED, MINTED, PRINTED, WITHDRAWN, share
from tests.conftest import Press

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import FakeClock

    Make = Callable[..., Article]

SITE = Site("https://news.example")
HOST = "short.example"
RESERVED = frozenset({"feed", "api", "static", "s"})


@pytest.fixture
def filled(press: Press, article: Make) -> Press:
    press.write(
        {
            "a.txt": article("One", share_link=ShareLink(HOST, "qYOea0")),
            "b.txt": article("Two", share_link=ShareLink(HOST, "zzz999")),
            "c.txt": article("Three", url="https://paper.example/2020/three?utm_source=x"),
        }
    )
    return press


def run(press: Press, text: str, *, dry_run: bool = False) -> Imported:
    resolver = Resolver(press.store, SITE, ())
    return import_links(
        press.store, press.clock, resolver, SITE, read_dump(text).records, reserved=RESERVED, dry_run=dry_run
    )


def page(press: Press, path: str) -> str:
    record = press.entry(path)
    return f"https://news.example/entries/{record.title.lower()}-{record.handle}"


def rows(press: Press) -> set[tuple[str, str, int, int]]:
    with press.store.reading() as connection:
        return {
            tuple(row) for row in connection.execute(select(share.c.host, share.c.code, share.c.entry, share.c.kind))
        }


def reasons(done: Imported) -> list[tuple[int, str]]:
    return [(remark.line, remark.reason.partition(":")[0]) for remark in done.refused]


@pytest.mark.above_the_store
@pytest.mark.parametrize(
    "spelled",
    [
        "{page}",
        "{page}?utm_source=x#top",
        "http://news.example/entries/older-words-{handle}",
        "https://news.example/entries/{handle}",
        "https://short.example/qYOea0",
        "urn:uuid:{id}",
    ],
)
def test_an_address_of_an_article_is_understood_however_it_is_spelled(filled: Press, spelled: str) -> None:
    one = filled.entry("a.txt")
    target = spelled.format(page=page(filled, "a.txt"), handle=one.handle, id=one.id)
    done = run(filled, f"keyword,url,title,timestamp,ip,clicks\nhello,{target},,2020-01-01 00:00:10,198.51.100.7,3\n")
    assert (done.new, done.refused) == (1, [])
    assert ("", "hello", one.number, ALIAS) in rows(filled)


@pytest.mark.above_the_store
@pytest.mark.parametrize("scheme", ["https://paper.example", "http://PAPER.example"])
def test_an_address_where_the_article_was_published_is_understood(filled: Press, scheme: str) -> None:
    done = run(filled, f"hello|{scheme}/2020/three?fbclid=1\n")
    assert (done.new, done.refused) == (1, [])
    assert ("", "hello", filled.entry("c.txt").number, ALIAS) in rows(filled)


@pytest.mark.above_the_store
def test_what_cannot_be_imported_is_named_with_line_and_reason(filled: Press) -> None:
    one, two = page(filled, "a.txt"), page(filled, "b.txt")
    before = rows(filled)
    minted = filled.entry("c.txt").minted or ""
    lines = [
        f",hello,{one}",
        f",hello,{two}",
        f",HELLO,{two}",
        f",qYOea0,{two}",
        f",QYOEA0,{two}",
        f"{HOST},qYOea0,{two}",
        f"{HOST},{minted},{two}",
        f",{minted},{two}",
        f",feed,{one}",
        f",API,{one}",
        f"{HOST},static,{one}",
        f",{'x' * 65},{one}",
        f",,{one}",
        f",été,{one}",
        f",😀,{one}",
        f",\u0430bc,{one}",
        ",bye,https://news.example/entries/nothing-00000000",
        ",bye,https://elsewhere.example/",
        ",bye,javascript:alert(1)",
        f",bye,https://{HOST}/QYOEA0",
        f"bad host,bye,{one}",
    ]
    done = run(filled, "\n".join(("host,code,canonical_url", *lines)))
    assert reasons(done) == [
        (3, "exact"),
        (4, "folded"),
        (5, "exact"),
        (6, "folded"),
        (7, "exact"),
        (8, "exact"),
        (9, "exact"),
        (10, "reserved"),
        (11, "reserved"),
        (12, "reserved"),
        *((line, "bad code") for line in range(13, 18)),
        *((line, "unknown") for line in range(18, 22)),
        (22, "bad host"),
    ]
    assert (done.new, done.known) == (1, 0)
    assert rows(filled) - before == {("", "hello", filled.entry("a.txt").number, ALIAS)}
    assert before <= rows(filled)


def test_codes_of_another_host_may_differ_in_case_only_which_is_said(filled: Press) -> None:
    done = run(filled, f"host,code,url\n{HOST},QyOeA0,{page(filled, 'b.txt')}\n")
    assert (done.new, done.refused) == (1, [])
    assert [remark.reason for remark in done.noted] == ["folded: QyOeA0 and qYOea0 differ in case only"]
    assert (HOST, "QyOeA0", filled.entry("b.txt").number, PRINTED) in rows(filled)


def test_a_code_of_a_withdrawn_article_stays_its_own(filled: Press) -> None:
    filled.withdraw("a.txt")
    done = run(filled, f"host,code,url\n{HOST},qYOea0,{page(filled, 'b.txt')}\n")
    assert reasons(done) == [(2, "exact")]


def test_a_dry_run_tells_the_same_and_writes_nothing(filled: Press) -> None:
    text = f"hello|{page(filled, 'a.txt')}\nhello|{page(filled, 'b.txt')}\nbye|https://elsewhere.example/\n"
    before, version = rows(filled), filled.store.version()
    tried = run(filled, text, dry_run=True)
    assert (rows(filled), filled.store.version()) == (before, version)
    assert tried == run(filled, text)
    assert (tried.new, len(tried.refused)) == (1, 2)


def test_importing_twice_changes_nothing(filled: Press) -> None:
    text = f"hello|{page(filled, 'a.txt')}\n"
    run(filled, text)
    before = rows(filled)
    done = run(filled, text)
    assert (done.new, done.known, rows(filled)) == (0, 1, before)


@pytest.fixture
def emptied(new_store_url: Callable[[], str], clock: FakeClock) -> Iterator[Press]:
    """Make another store of the same site, with a key of its own."""
    store = open_store(new_store_url(), clock, site_id="cafe")
    with store.writing(clock) as (connection, _):
        write_fact(connection, SHARE_KEY, "ab" * 32)
    yield Press(store, clock)
    store.close()


def test_what_is_exported_is_the_same_when_it_is_imported_into_an_empty_store(
    press: Press, emptied: Press, article: Make, clock: FakeClock
) -> None:
    articles: dict[str, Article | None] = {
        "a.txt": article("One", share_link=ShareLink(HOST, "qYOea0")),
        "b.txt": article("Two", share_link=ShareLink(HOST, "QyOeA0")),
        "c.txt": article("Three"),
        "d.txt": article("Four", share_link=ShareLink("other.example", "qYOea0")),
        "e.txt": article("Five"),
        "f.txt": article("Six", share_link=ShareLink(HOST, "qYOea0")),
    }
    press.write(articles)
    resolver = Resolver(press.store, SITE, ())
    add_aliases(press.store, clock, resolver, press.entry("c.txt").number, ["three", "the-third"], reserved=RESERVED)
    press.withdraw("b.txt")
    press.withdraw("e.txt", state=BLOCKED)
    text = exported(press)
    emptied.write(articles)
    own = {row["code"] for row in csv.DictReader(exported(emptied).splitlines()) if not row["host"]}
    done = run(emptied, text)
    assert (done.new, done.withdrawn, done.refused) == (4, 2, [])
    again = [row for row in csv.DictReader(exported(emptied).splitlines()) if row["code"] not in own]
    assert without_dates(again) == without_dates(csv.DictReader(text.splitlines()))
    assert (emptied.entry("b.txt").state, emptied.entry("e.txt").state) == (WITHDRAWN, BLOCKED)
    assert {kind for _, _, _, kind in rows(emptied)} == {PRINTED, MINTED, ALIAS}
    assert run(emptied, text).new == 0


def test_lines_of_code_and_address_come_back_too(press: Press, emptied: Press, article: Make) -> None:
    articles: dict[str, Article | None] = {
        "a.txt": article("One", share_link=ShareLink(HOST, "qYOea0")),
        "b.txt": article("Two"),
        "c.txt": article("Three", share_link=ShareLink("other.example", "qYOea0")),
    }
    press.write(articles)
    with press.store.reading() as connection:
        text = "".join(pipe_lines(share_codes.rows(connection), SITE, HOST))
    emptied.write(articles)
    emptied_resolver = Resolver(emptied.store, SITE, (HOST, "other.example"))
    done = import_links(
        emptied.store, emptied.clock, emptied_resolver, SITE, read_dump(text).records, reserved=RESERVED
    )
    assert (done.new, done.known, done.refused) == (1, 2, [])
    for code in ("qYOea0", press.entry("b.txt").minted or ""):
        there, here = (Resolver(one.store, SITE, (HOST, "other.example")).code(code) for one in (press, emptied))
        assert [found.id for found in here.every] == [found.id for found in there.every] != []


def test_a_dump_does_not_take_back_what_was_restored_since(filled: Press) -> None:
    filled.withdraw("a.txt")
    text = exported(filled)
    filled.restore("a.txt")
    done = run(filled, text)
    assert ([reason for _, reason in reasons(done)], done.withdrawn) == (["state"], 0)
    assert filled.titles() == ["One", "Two", "Three"]


def exported(press: Press) -> str:
    with press.store.reading() as connection:
        return "".join(csv_lines(share_codes.rows(connection), SITE))


def without_dates(rows: object) -> list[dict[str, str]]:
    return [{name: value for name, value in row.items() if name != "created"} for row in rows]  # type: ignore[attr-defined]
