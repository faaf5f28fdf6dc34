"""PostgreSQL: what is wrong is said in one line without the password, and a server that was away is found again."""

from __future__ import annotations

import re
import time
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import Connection, make_url, text

from feeds.config import Settings
from feeds.errors import StoreError, UnknownFacet
from feeds.store import Store, connect, open_store
from feeds.store.dialects.statements import Statement
from feeds.store.read import reader
from feeds.web import create_app
from feeds.web.base.services import EXTENSION
from tests.conftest import FakeClock, Press
from tests.postgres import Server, private_server
from tests.serving import SOON, eventually

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from feeds.model import Article

    Make = Callable[..., Article]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Give a server that may be stopped."""
    with private_server() as server:
        yield server


@pytest.fixture
def url(new_schema: Callable[[], str]) -> str:
    return new_schema()


@pytest.fixture
def store(url: str, clock: FakeClock) -> Iterator[Store]:
    with closing(open_store(url, clock)) as store:
        yield store


def with_options(url: str, options: str) -> str:
    address = make_url(url)
    both = f"{address.query.get('options', '')} {options}"
    return address.update_query_dict({"options": both}).render_as_string(hide_password=False)


def run(server: Server, *statements: str) -> None:
    with psycopg.connect(server.url.replace("+psycopg", ""), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def why_not(url: str, clock: FakeClock) -> str:
    """Tell why a store cannot be opened."""
    with pytest.raises(StoreError) as caught:
        open_store(url, clock)
    said = str(caught.value)
    assert "\n" not in said and (make_url(url).password or "?") not in said
    return said


def test_a_server_that_is_not_there_or_lets_nobody_in_is_said_to(server: Server, clock: FakeClock) -> None:
    url = make_url(server.url)
    run(
        server,
        "CREATE ROLE few LOGIN PASSWORD 'hidden' CONNECTION LIMIT 0",
        "CREATE ROLE guest LOGIN PASSWORD 'hidden'",
    )
    hidden = url.set(password="hidden")  # noqa: S106 - of the server above
    for changed, said in (
        (url.set(port=1), "is not there: does the server run"),
        (url.set(host="nowhere.invalid"), "is on a host whose name nobody knows"),
        (hidden, "refuses this user: are name and password right"),
        (url.set(username="nobody"), "refuses this user"),
        (url.set(database="missing"), "is no database there: make it with createdb"),
        (hidden.set(username="few"), "has no connection left"),
        (hidden.set(username="guest"), "is not yours to use: grant its user"),
    ):
        assert said in why_not(changed.render_as_string(hide_password=False), clock)


def test_a_schema_that_is_not_there_is_said_to_be_missing(url: str, clock: FakeClock) -> None:
    assert "has no schema" in why_not(re.sub("test_[0-9a-f]+", "nowhere", url), clock)


def test_a_replica_serves_and_is_said_to_be_one_when_it_is_written_to(url: str, clock: FakeClock) -> None:
    with closing(create_app(Settings(database_url=url), clock).extensions[EXTENSION].store) as store:
        Press(store, clock).write({})  # an import that found nothing
    app = create_app(Settings(database_url=with_options(url, "-cdefault_transaction_read_only=on")), clock)
    assert app.test_client().get("/feed.xml").status_code == 200
    replica: Store = app.extensions[EXTENSION].store
    with pytest.raises(StoreError, match="is a read-only replica"), replica.writing(clock):
        pass
    replica.close()


def test_who_waits_too_long_is_told_for_what(url: str, store: Store, clock: FakeClock) -> None:
    with closing(connect(with_options(url, "-clock_timeout=100 -cstatement_timeout=100"))) as hasty:
        with pytest.raises(StoreError, match="took too long to answer"), hasty.reading() as connection:
            connection.execute(text("SELECT pg_sleep(3)"))
        with store.writing(clock), pytest.raises(StoreError, match="is locked by another program"), hasty.noting():
            pass
        with hasty.noting() as connection:  # writers take the time they need
            connection.execute(text("SELECT pg_sleep(0.2)"))


def test_a_full_disk_is_said_to_be_full_and_loses_nothing(store: Store, clock: FakeClock) -> None:
    before = store.version()
    full = "DO $$ BEGIN RAISE 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$"
    with pytest.raises(StoreError, match="the disk is full"), store.writing(clock) as (connection, _):
        connection.execute(text(full))
    assert store.version() == before


def test_more_requests_than_connections_are_turned_away_in_plain_words(
    url: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "feeds.store.dialects.postgresql._POOL", {"pool_size": 1, "max_overflow": 0, "pool_timeout": 0.05}
    )
    assert store.version()
    with closing(connect(url)) as small, small.reading(), pytest.raises(StoreError, match="more than it can answer"):
        small.version()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql+nosuch://me:se/cr:et@host/feeds", "cannot be used"),
        ("postgresql+psycopg://me:se/cr@et@host:port/feeds", "cannot be used"),
        ("mysql://me:se/cr:et@host/feeds", "names neither SQLite nor PostgreSQL"),
        ("postgresql+psycopg://127.0.0.1:1/feeds?user=me&password=se/cr:et", "is not there"),
    ],
)
def test_a_password_is_never_shown(url: str, said: str, clock: FakeClock) -> None:
    with pytest.raises(StoreError, match=said) as caught:
        open_store(url, clock)
    assert not re.search("cr.et", str(caught.value))


def test_every_connection_asks_for_its_settings_unless_the_address_says_otherwise(url: str, store: Store) -> None:
    with store.reading() as connection:
        assert connection.scalar(text("SHOW plan_cache_mode")) == "force_generic_plan"
        assert connection.scalar(text("SHOW application_name")) == "feeds"
    with store.noting() as connection:
        assert connection.scalar(text("SHOW plan_cache_mode")) == "force_custom_plan"
    other = make_url(with_options(url, "-cplan_cache_mode=auto")).update_query_dict({"application_name": "mine"})
    with closing(connect(other.render_as_string(hide_password=False))) as mine, mine.reading() as connection:
        assert connection.scalar(text("SHOW plan_cache_mode")) == "auto"
        assert connection.scalar(text("SHOW application_name")) == "mine"
        assert connection.scalar(text("SHOW search_path")) == make_url(url).query["options"][len("-csearch_path=") :]


def test_what_is_read_often_is_prepared_once(store: Store) -> None:
    prepared = text("SELECT COUNT(*) FROM pg_prepared_statements WHERE statement LIKE '%FROM fact%'")
    for _ in range(8):
        with store.reading() as connection:
            reader.origin(connection)
    with store.reading() as connection:
        assert connection.scalar(prepared) == 1
    with suppress(UnknownFacet), store.reading():
        raise UnknownFacet("There is no such tag here.")
    with store.reading() as connection:
        assert connection.scalar(prepared) == 1


def test_one_statement_is_prepared_for_numbers_of_any_size(store: Store) -> None:
    after = Statement(text("SELECT 1 FROM fact WHERE CAST(:number AS bigint) > 0"))
    prepared = text("SELECT COUNT(*) FROM pg_prepared_statements WHERE statement LIKE '%AS bigint) > 0'")
    with store.reading() as connection:
        for number in (1, 1 << 20, 1 << 40) * 8:
            after.all(connection, {"number": number})
        assert connection.scalar(prepared) == 1


def test_a_server_that_restarts_is_away_for_a_moment_only(server: Server, clock: FakeClock) -> None:
    app = create_app(Settings(database_url=server.url), clock)
    Press(app.extensions[EXTENSION].store, clock).write({})  # an import that found nothing
    client = app.test_client()
    for tag in ("syria", "turkey"):
        assert client.get("/feed.xml").status_code == 200
        server.stop()
        away = client.get(f"/tags/{tag}/feed.xml")
        assert (away.status_code, away.headers["Retry-After"]) == (503, "5")
        assert client.get("/feed.xml").status_code == 200  # what is held is right as far as anyone can know
        server.start()
        eventually(lambda tag=tag: client.get(f"/tags/{tag}/feed.xml").status_code == 200)  # type: ignore[misc]
        server.stop()
        server.start()  # while nobody looked
        eventually(lambda tag=tag: client.get(f"/tags/{tag}/atom.xml").status_code == 200)  # type: ignore[misc]
    app.extensions[EXTENSION].close()


def test_a_server_that_hangs_holds_up_nobody(server: Server, clock: FakeClock) -> None:
    app = create_app(Settings(database_url=server.url), clock)
    Press(app.extensions[EXTENSION].store, clock).write({})
    client = app.test_client()
    assert client.get("/feed.xml").status_code == 200
    time.sleep(SOON)  # until what was seen is not believed any more
    with server.stopped():
        began = time.monotonic()
        assert client.get("/feed.xml").status_code == 200
        for path in ("/atom.xml", "/6Y5jLH", "/tags/", "/healthz", "/api/v1/resolve?url=x"):
            answer = client.get(path)
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5"), path
        assert client.post("/api/v1/resolve", json={"urls": ["x"]}).status_code == 503
        assert time.monotonic() - began < 30
    eventually(lambda: client.get("/atom.xml").status_code == 200)
    app.extensions[EXTENSION].close()


def cut_off(store: Store, connection: Connection) -> None:
    connection.execute(text("DELETE FROM fact"))
    ours = connection.scalar(text("SELECT pg_backend_pid()"))
    with store.reading() as other:
        other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": ours})
    connection.execute(text("SELECT 1"))


def test_a_writer_that_is_cut_off_leaves_nothing_and_holds_up_nobody(store: Store, clock: FakeClock) -> None:
    before = store.version()
    with pytest.raises(StoreError, match="was cut off"), store.writing(clock) as (connection, _):
        cut_off(store, connection)
    with store.writing(clock):
        pass
    assert store.version() == before + 1
