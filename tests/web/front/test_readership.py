"""Who reads: what is counted of it, as whose, and that nothing is kept of who it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import inspect

from feeds.store.tables import readership
from feeds.store.tables.readership import REST, Fetched, reads
from feeds.web.base.services import EXTENSION

if TYPE_CHECKING:
    from feeds.store import Store

FEEDLY = "Feedly/1.0 (+http://www.feedly.com/fetcher.html; {} subscribers; like FeedFetcher-Google)"
NEWSBOAT = "newsboat/2.21 (Linux x86_64; https://newsboat.org/)"
TURKEY = "/tags/turkey/feed.xml"


def ask(app: Any, path: str, user_agent: str = NEWSBOAT, method: str = "GET", **headers: str) -> Any:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return app.test_client().open(path, method=method, headers={"User-Agent": user_agent, **named})


def counted(app: Any) -> list[tuple[str, str, int, int]]:
    """Give feed, program, subscribers and fetches of everything that was counted."""
    use = app.extensions[EXTENSION]
    use.readership.flush()
    with use.store.reading() as connection:
        rows = reads(connection)
    assert {row.day for row in rows} <= {int(use.clock.now()) // 86400}
    return [(row.feed, row.program, row.subscribers, row.fetches) for row in rows]


def test_fetches_are_counted_by_feed_and_program_whoever_answers_them(library: Any) -> None:
    app = library.app()
    first = ask(app, TURKEY, FEEDLY.format(131))
    for subscribers in (130, 129):  # from memory, and as unchanged
        assert ask(app, TURKEY, FEEDLY.format(subscribers), If_None_Match=first.headers["ETag"]).status_code == 304
    assert ask(app, TURKEY, NEWSBOAT).status_code == 200
    assert ask(app, "/feed.json?lang=fr&not-tag=turkey").status_code == 200
    assert ask(app, "/daily.atom", "curl/8.5.0").status_code == 200
    assert counted(app) == [
        ("/daily.atom", "libraries", 0, 1),
        ("/feed.json?lang=fr&not-tag=turkey", "newsboat", 0, 1),
        (TURKEY, "Feedly", 131, 3),
        (TURKEY, "newsboat", 0, 1),
    ]


@pytest.mark.above_the_store
def test_only_feeds_that_were_answered_count(library: Any) -> None:
    app = library.app()
    for path in ("/", "/feeds.opml", "/tags/turkey/", "/rss", "/tags/nowhere/feed.xml", "/feed.xml?x=1", "/healthz"):
        ask(app, path)
    ask(app, "/feed.xml", method="HEAD")
    ask(app, "/feed.xml?raw=1")
    ask(app, "/feed.xml", "N" * 5000)
    assert counted(app) == []
    ask(app, "/feed.xml")
    assert counted(app) == [("/feed.xml", "newsboat", 0, 1)]


@pytest.mark.above_the_store
def test_archive_page_counts_as_its_feed(many: Any) -> None:
    app = many.application
    page = ask(app, "/feed.xml").text.partition("page=")[2].partition('"')[0]
    assert ask(app, f"/feed.xml?page={page}").status_code == 200
    assert counted(app) == [("/feed.xml", "newsboat", 0, 2)]


@pytest.mark.parametrize(("path", "seen"), [("/news", "/news"), ("/news", ""), ("/tags", "/tags")])
@pytest.mark.above_the_store
def test_feed_of_a_site_under_a_path_is_one(library: Any, path: str, seen: str) -> None:
    app = library.app(site_url=f"https://example.org{path}")
    for _ in range(3):
        assert ask(app, seen + TURKEY).status_code == 200
    assert counted(app) == [(TURKEY, "newsboat", 0, 3)]


@pytest.mark.above_the_store
def test_counting_may_be_turned_off(library: Any) -> None:
    app = library.app(count_readers=False)
    assert ask(app, "/feed.xml").status_code == 200
    assert app.extensions[EXTENSION].readership is None


@pytest.mark.above_the_store
def test_counting_moves_no_validator(library: Any) -> None:
    app = library.app()
    before = dict(ask(app, TURKEY).headers)
    version = app.extensions[EXTENSION].store.version()
    assert counted(app)
    assert app.extensions[EXTENSION].store.version() == version
    assert dict(ask(app, TURKEY).headers) == before


@pytest.mark.above_the_store
def test_names_that_anybody_can_make_up_are_bounded(library: Any) -> None:
    app = library.app()
    for number in range(150):
        ask(app, TURKEY, f"Made{number}/1.0 (5 subscribers)")
    rows = counted(app)
    assert len(rows) == 101 and sum(fetches for *_, fetches in rows) == 150
    assert (TURKEY, "other", 5, 50) in rows


def test_table_has_no_place_for_who_it_was(store: Store) -> None:
    columns = {column["name"] for column in inspect(store.engine).get_columns("readership")}
    assert columns == {"day", "feed", "program", "fetches", "subscribers"}


def add(store: Store, day: int, *fetched: Fetched) -> None:
    with store.noting() as connection:
        readership.add(connection, day, fetched)


def test_subscribers_are_the_most_of_a_day_and_over_days_the_last_that_were_stated(store: Store) -> None:
    for day, subscribers, fetches in (
        (20_000, 131, 3),
        (20_000, 57, 2),
        (20_001, 90, 1),
        (20_001, 88, 1),
        (20_002, 0, 4),
    ):
        add(store, day, Fetched("/feed.xml", "Feedly", fetches, subscribers))
    add(store, 20_001, Fetched("/atom.xml", "Feedly", 1, 7))
    with store.reading() as connection:
        assert reads(connection, by_day=True) == [
            ("/feed.xml", "Feedly", 20_000, 131, 5),
            ("/atom.xml", "Feedly", 20_001, 7, 1),
            ("/feed.xml", "Feedly", 20_001, 90, 2),
            ("/feed.xml", "Feedly", 20_002, 0, 4),
        ]
        assert reads(connection) == [
            ("/atom.xml", "Feedly", 20_001, 7, 1),
            ("/feed.xml", "Feedly", 20_002, 90, 11),
        ]
        assert reads(connection, since=20_002) == [("/feed.xml", "Feedly", 20_002, 0, 4)]


def test_days_of_long_ago_are_forgotten(store: Store) -> None:
    for day in (19_599, 19_600, 20_000):
        add(store, day, Fetched("/feed.xml", "Feedly", 1, 1))
    with store.reading() as connection:
        assert [row.day for row in reads(connection, by_day=True)] == [19_600, 20_000]


def test_day_has_so_many_rows_and_selections_of_a_clients_choice_half_of_them(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readership, "MOST", 10)
    for first in range(0, 12, 4):
        chosen = [Fetched(f"/feed.xml?limit={first + n}", "curl", 2, 0) for n in range(1, 5)]
        add(store, 20_000, *chosen, Fetched(f"/tags/t{first}/feed.xml", "Feedly", 1, 9))
    add(store, 20_000, *(Fetched(f"/tags/u{number}/feed.xml", "Feedly", 1, 9) for number in range(9)))
    add(store, 20_000, Fetched("/tags/u0/feed.xml", "Feedly", 1, 10))
    with store.reading() as connection:
        rows = {row.feed: row for row in reads(connection)}
    assert len(rows) == 10 and sum(row.fetches for row in rows.values()) == 12 * 2 + 3 + 9 + 1
    assert sum("?" in feed for feed in rows) == 4
    assert rows["/tags/u0/feed.xml"][3:] == (10, 2) and "/tags/u1/feed.xml" in rows
    assert rows[REST] == (REST, REST, 20_000, 0, 8 * 2 + 7)


def test_feeds_of_what_was_erased_are_forgotten(store: Store) -> None:
    kept = ["/feed.xml", "/feed.xml?tag=quays", "/sources/quay/feed.xml", "/tags/quays/feed.xml"]
    gone = ["/feed.xml?lang=fr&tag=a,quay", "/feed.xml?not-tag=quay", "/tags/quay/feed.xml"]
    add(store, 20_000, *(Fetched(feed, "Feedly", 1, 1) for feed in kept + gone))
    with store.noting() as connection:
        readership.forget(connection, "tag", "quay")
    with store.reading() as connection:
        assert [row.feed for row in reads(connection)] == kept
