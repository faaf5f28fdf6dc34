"""What keeps a store from being used is said in one line, and nothing is half written."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import event, select

from feeds.errors import StoreError
from feeds.model import Article, ShareLink, Tag
from feeds.store import connect, is_ready, open_store
from feeds.store.facts import read_fact
from feeds.store.read import reader
from feeds.store.schema import tick

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import FakeClock, Press

    Make = Callable[..., Article]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "feeds.db"


@pytest.fixture
def url(place: Path) -> str:
    return f"sqlite:///{place}?timeout=0.2"


def make_store(url: str, clock: FakeClock) -> None:
    open_store(url, clock).close()


def test_a_store_is_made_with_its_folder_and_keeps_its_site_id(store_url: str, clock: FakeClock) -> None:
    for given in ("cafe", "other"):
        store = open_store(store_url, clock, site_id=given, created=42)
        with store.reading() as connection:
            assert (read_fact(connection, "site_id"), read_fact(connection, "created")) == ("cafe", "42")
        store.close()


def test_each_store_has_a_random_id(tmp_path: Path, clock: FakeClock) -> None:
    found = set()
    for name in ("a", "b"):
        store = open_store(f"sqlite:///{tmp_path}/{name}.db", clock)
        with store.reading() as connection:
            found.add(read_fact(connection, "site_id"))
        store.close()
    assert len(found) == 2


def test_a_store_without_tables_is_not_ready(store_url: str, clock: FakeClock) -> None:
    store = connect(store_url)
    assert not is_ready(store)
    make_store(store_url, clock)
    assert is_ready(store)
    store.close()


def test_a_new_store_is_at_the_last_migration(store_url: str, clock: FakeClock) -> None:
    config = Config()
    config.set_main_option("script_location", "feeds.store:migrations")
    with closing(open_store(store_url, clock)) as store, store.reading() as connection:
        version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    assert version == ScriptDirectory.from_config(config).get_current_head()


def test_a_store_that_is_up_to_date_is_opened_without_what_migrates(url: str, clock: FakeClock) -> None:
    make_store(url, clock)
    opens = "import sys; from feeds.store import open_store; open_store(sys.argv[1], None).close(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", opens, url], check=True, capture_output=True, text=True)
    assert "sqlalchemy" in done.stdout.split() and "alembic" not in done.stdout.split()


def test_many_may_open_a_new_store_at_once(store_url: str) -> None:
    code = f"""
from feeds.clock import SystemClock
from feeds.store import open_store
open_store({store_url!r}, SystemClock()).close()
"""
    started = [subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True) for _ in range(4)]
    for process in started:
        _, error = process.communicate(timeout=180)
        assert (process.returncode, error) == (0, "")


def test_opening_a_store_does_not_wait_for_its_writer(store_url: str, clock: FakeClock) -> None:
    make_store(store_url, clock)
    store = connect(store_url)
    with store.writing(clock):
        make_store(store_url, clock)
    store.close()


def test_a_locked_store_is_said_to_be_locked(place: Path, url: str, clock: FakeClock) -> None:
    store = open_store(url, clock)
    other = sqlite3.connect(place, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="is locked by another program"), store.writing(clock):
        pass
    other.execute("ROLLBACK")
    other.close()
    with store.writing(clock):
        pass
    store.close()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)  # SQLite can be told how large it may grow
def test_a_full_disk_is_said_to_be_full_and_loses_nothing(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One")})
    before = press.store.version()
    large = {f"{n}.txt": article(str(n), paragraphs=("x" * 100_000,)) for n in range(30)}
    with press.store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 20}")
    with pytest.raises(StoreError, match="the disk is full"):
        press.write(large)
    assert (press.titles(), press.store.version()) == (["One"], before)
    with press.store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    press.write(large)
    assert len(press.titles()) == 31


def test_a_store_of_a_newer_version_is_not_touched(place: Path, url: str, clock: FakeClock) -> None:
    make_store(url, clock)
    with sqlite3.connect(place) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreError, match=r"at version 9999, newer than this program knows"):
        open_store(url, clock)


def test_what_is_no_database_is_said_to_be_none(place: Path, url: str, clock: FakeClock) -> None:
    place.write_bytes(b"Not a database, surely. " * 100)
    with pytest.raises(StoreError, match="is no database"):
        open_store(url, clock)


def test_a_damaged_store_is_said_to_be_damaged(place: Path, url: str, clock: FakeClock) -> None:
    make_store(url, clock)
    data = bytearray(place.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    place.write_bytes(data)
    with pytest.raises(StoreError, match="is damaged"):
        open_store(url, clock)


def test_a_store_that_may_only_be_read_is_said_to_be(place: Path, clock: FakeClock) -> None:
    make_store(f"sqlite:///{place}", clock)
    store = connect(f"sqlite:///file:{place}?mode=ro&uri=true")
    with store.reading() as connection:
        assert reader.version(connection) == 1
    with pytest.raises(StoreError, match="is not yours to write"), store.writing(clock):
        pass
    store.close()


def test_a_folder_is_no_store(tmp_path: Path, clock: FakeClock) -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(f"sqlite:///{tmp_path}", clock)


def test_a_store_below_a_file_cannot_be_made(place: Path, clock: FakeClock) -> None:
    place.touch()
    with pytest.raises(StoreError, match="cannot be made"):
        open_store(f"sqlite:///{place}/feeds.db", clock)


@pytest.mark.parametrize("url", ["feeds.db", "nosuch://host/feeds", ""])
def test_an_address_that_is_none_is_refused(url: str, clock: FakeClock) -> None:
    with pytest.raises(StoreError, match="FEEDS_DATABASE_URL"):
        open_store(url, clock)


def test_a_password_is_not_shown() -> None:
    pytest.importorskip("psycopg")
    store = connect("postgresql+psycopg://someone:secret@nowhere.invalid/feeds")
    assert "secret" not in store.url
    store.close()


def test_readers_go_on_while_one_writes(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One")})
    with press.store.reading() as connection:
        before = reader.version(connection)
        with ThreadPoolExecutor(1) as pool:
            pool.submit(press.write, {"b.txt": article("Two")}).result()
        assert reader.version(connection) == before
    assert press.store.version() > before


def test_what_is_read_while_a_moment_is_held_is_that_moment(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One")})
    with press.store.holding():
        assert press.titles() == ["One"]
        with ThreadPoolExecutor(1) as pool:
            pool.submit(press.write, {"b.txt": article("Two")}).result()
        assert press.titles() == ["One"]
    assert press.titles() == ["One", "Two"]


def test_a_commit_that_fails_leaves_nothing(press: Press, clock: FakeClock, article: Make) -> None:
    before = press.store.version()
    with pytest.raises(RuntimeError), press.store.writing(clock):
        raise RuntimeError
    assert press.store.version() == before
    press.write({"a.txt": article("One")})
    assert press.titles() == ["One"]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)  # only SQLite says so in these words
def test_no_statement_of_a_batch_looks_through_a_table(press: Press, article: Make) -> None:
    tags = (Tag("syria", "Syria"), Tag("turkey", "Turkey"))
    press.write({f"{n}.txt": article(str(n), tags=tags, share_link=ShareLink("s.example", str(n))) for n in range(5)})
    statements: dict[str, object] = {}

    @event.listens_for(press.store.engine, "before_cursor_execute")
    def note(*call: Any) -> None:
        _, _, statement, parameters, _, is_many = call
        statements[statement] = parameters[0] if is_many else parameters

    press.write({"1.txt": article("edited", tags=tags[:1]), "9.txt": article("new", tags=tags)})
    press.write({"8.txt": article("old", published=datetime(2023, 5, 1, tzinfo=UTC))}, backfill=True)
    press.withdraw("2.txt")
    press.restore("2.txt")
    event.remove(press.store.engine, "before_cursor_execute", note)
    with press.store.reading() as connection:
        for statement, parameters in statements.items():
            if not statement.startswith(("SELECT", "UPDATE", "DELETE")) or statement.startswith("UPDATE tick"):
                continue
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[arg-type]
            looked = [
                row[3] for row in plan if row[3].startswith("SCAN") and not re.search("tick|json_each|alembic", row[3])
            ]
            assert looked == [], statement


def test_second_connection_leaves_the_locks_of_the_first_alone(tmp_path: Path, clock: FakeClock) -> None:
    url = f"sqlite:///{tmp_path}/feeds.db"
    first, second = (open_store(url, clock) for _ in range(2))
    with first.reading() as connection:
        assert connection.scalar(select(tick.c.version)) == 1
        # The last connection to go takes the log away: with the locks of the first dropped, that of another process.
        program = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()"
        subprocess.run(
            [sys.executable, "-c", program, tmp_path / "feeds.db", "UPDATE tick SET version = 2"], check=True
        )
    assert (tmp_path / "feeds.db-wal").exists()
    assert first.version() == second.version() == 2
    first.close()
    second.close()
