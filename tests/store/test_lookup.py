"""Codes looked up by the driver: what is committed is seen at once, what is away is not waited for, many may ask."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from feeds.model import ShareLink
from feeds.store import open_store
from feeds.store.read import lookup
from feeds.store.read.lookup import Lookup
from feeds.store.schema import PUBLIC, SCHEDULED, WITHDRAWN
from tests.conftest import START, Press
from tests.postgres import private_server

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from feeds.model import Article
    from feeds.store import Store
    from tests.conftest import FakeClock

    Make = Callable[..., Article]

HOST = "short.example"


def write(press: Press, article: Make, title: str, code: str, **changes: object) -> None:
    press.write({f"{title}.txt": article(title, share_link=ShareLink(HOST, code), **changes)})


def states(found: Lookup, code: str, host: str = HOST) -> list[int] | None:
    meant = found.exact(host, code)
    return None if meant is None else [one.state for one in meant]


def test_every_commit_is_seen_at_once(store: Store, press: Press, article: Make) -> None:
    found = Lookup(store)
    assert states(found, "aB1") == []
    write(press, article, "One", "aB1")
    assert states(found, "aB1") == [PUBLIC]
    assert states(found, "ab1") == states(found, "aB1", "other.example") == []
    press.withdraw("One.txt")
    assert states(found, "aB1") == [WITHDRAWN]
    press.restore("One.txt")
    for title in ("Two", "Three"):
        write(press, article, title, "aB1")
    assert states(found, "aB1") == [PUBLIC, PUBLIC]  # two are enough to know


def test_address_is_made_of_what_is_found(store: Store, press: Press, article: Make) -> None:
    write(press, article, "One", "aB1")
    record = press.entry("One.txt")
    meant = Lookup(store).exact(HOST, "aB1")
    assert meant == [(PUBLIC, record.title, record.handle)]


def test_code_is_known_in_whatever_case_unless_it_was_never_public(store: Store, press: Press, article: Make) -> None:
    found = Lookup(store)
    later = datetime.fromtimestamp(START + 10_000_000, UTC)
    write(press, article, "One", "aB1")
    write(press, article, "Later", "cD2", published=later, date_source="metadata")
    assert states(found, "cD2") == [SCHEDULED]
    known = [found.is_known(HOST, code) for code in ("aB1", "Ab1", "cD2", "zz9")]
    assert known == [True, True, False, False]
    assert not found.is_known("", "aB1")
    press.withdraw("One.txt")
    assert found.is_known(HOST, "AB1")


def test_titles_as_long_as_they_come_are_indexed(store: Store, press: Press, article: Make) -> None:
    write(press, article, "𒀀" * 500, "long1")
    assert states(Lookup(store), "long1") == [PUBLIC]


def test_sqlite_plans_the_statement_once_whatever_code_is_asked_for(tmp_path: Path, clock: FakeClock) -> None:
    planned: list[object] = []

    def note(*what: object) -> int:
        planned.append(what)
        return sqlite3.SQLITE_OK

    def listen(connection: Any, _record: object) -> None:
        connection.set_authorizer(note)  # it is asked while a statement is planned

    with closing(open_store(f"sqlite:///{tmp_path}/feeds.db", clock)) as store:
        store.engine.dispose()  # those that are open have nobody who listens
        event.listen(store.engine, "connect", listen)
        found = Lookup(store)
        for code in ("aB1", "Ab1"):
            found.exact(HOST, code)
            found.is_known(HOST, code)
        planned.clear()
        for code in ("cD2", "Cd2", "eF3"):
            found.exact("other.example", code)
            found.is_known("other.example", code)
        found.close()
    assert planned == []


def test_threads_share_one_connection(store: Store, press: Press, article: Make) -> None:
    for number in range(8):
        write(press, article, f"Title {number}", f"code{number}")
    found = Lookup(store)
    wrong: list[object] = []

    def ask(number: int) -> None:
        for _ in range(200):
            meant = found.exact(HOST, f"code{number}")
            if not meant or meant[0].title != f"Title {number}":
                wrong.append(meant)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_connection_is_closed_with_its_store_and_opened_again(store: Store, press: Press, article: Make) -> None:
    write(press, article, "One", "aB1")
    found = Lookup(store)
    for _ in range(2):
        assert states(found, "aB1") == [PUBLIC]
        store.close()


def test_server_that_restarts_is_found_again(clock: FakeClock, article: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "_PAUSE", 0.0)
    with private_server() as server, closing(open_store(server.url, clock)) as store:
        write(Press(store, clock), article, "One", "aB1")
        found = Lookup(store)
        for _ in range(2):
            assert states(found, "aB1") == [PUBLIC]
            server.stop()
            assert states(found, "aB1") is None
            server.start()
            assert states(found, "aB1") == [PUBLIC]
            server.stop()
            server.start()  # while nobody looked
            assert states(found, "aB1") is None
        monkeypatch.setattr(lookup, "_PAUSE", 60.0)
        server.stop()
        assert states(found, "aB1") is None
        server.start()
        assert states(found, "aB1") is None  # nothing is asked for a while


def test_table_of_texts_is_not_read(store: Store, press: Press, article: Make) -> None:
    if store.engine.dialect.name != "sqlite":
        return  # PostgreSQL decides by what it knows of the tables
    write(press, article, "One", "aB1")
    with store.reading() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {Lookup(store)._exact}", (HOST, "aB1"))  # noqa: SLF001
        assert "COVERING INDEX entry_address" in " ".join(row[-1] for row in plan)
