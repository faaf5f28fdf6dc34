"""A store of an earlier version is brought up to date with all that it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, insert, select

from feeds.store import connect, open_store
from feeds.store.facts import read_facts
from feeds.store.read import reader
from feeds.store.schema import metadata, share

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from tests.conftest import FakeClock

_SEEN = 1_600_000_000


def entry_row(number: int, **changes: Any) -> dict[str, Any]:
    digits = f"{number:08x}"
    row = {
        "number": number, "id": f"{digits}-0000-5000-8000-000000000000", "handle": digits, "state": 1, "place": number,
        "revision": 1, "seen": _SEEN + number, "published": _SEEN, "updated": _SEEN + number, "changed": _SEEN,
        "size": 10, "meaning": "m", "body": "b", "title": f"Title {number}", "authors": "", "sources": "", "tags": "",
        "summary": "", "paragraphs": "Text.",
    }  # fmt: skip
    return row | changes


@pytest.fixture
def earlier(store_url: str) -> str:
    """Make a store of version 0004 with two entries, one of which has a printed code; give its URL."""
    store = connect(store_url)
    config = Config()
    config.set_main_option("script_location", "feeds.store:migrations")
    with store.noting() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
        fill(connection)
    store.close()
    return store_url


def fill(connection: Connection) -> None:
    was = MetaData()
    was.reflect(connection)
    tables = was.tables
    printed = entry_row(1, share_host="short.example", share_code="qYOea0")
    connection.execute(insert(tables["entry"]), [printed, entry_row(2, share_host=None, share_code=None)])
    connection.execute(
        insert(tables["share"]), [{"host": "short.example", "code": "qYOea0", "folded": "qyoea0", "entry": 1}]
    )
    connection.execute(insert(tables["tick"]), [{"id": 1, "version": 7, "second": _SEEN + 9}])
    connection.execute(
        insert(tables["fact"]), [{"name": "site_id", "value": "cafe"}, {"name": "created", "value": "5"}]
    )


def test_entries_and_their_printed_codes_are_kept(earlier: str, clock: FakeClock) -> None:
    store = open_store(earlier, clock)
    with store.reading() as connection:
        assert [entry.title for entry in reader.entries(connection, [1, 2]).values()] == ["Title 1", "Title 2"]
        rows = [tuple(row) for row in connection.execute(select(share))]
        facts = read_facts(connection)
    assert rows == [("short.example", "qYOea0", 1, "qyoea0", 0, _SEEN + 1)]
    assert (facts["site_id"], facts["created"], len(facts["share_key"])) == ("cafe", "5", 64)
    store.close()


def test_the_tables_are_those_that_the_program_knows(earlier: str, clock: FakeClock) -> None:
    store = open_store(earlier, clock)
    with store.reading() as connection:
        # The index of words is each database's own.
        options = {"include_name": lambda name, kind, _: kind != "table" or not str(name).startswith("wording")}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
    store.close()


def test_the_key_of_codes_is_kept(store_url: str, clock: FakeClock) -> None:
    keys = set()
    for _ in range(2):
        store = open_store(store_url, clock)
        with store.reading() as connection:
            keys.add(read_facts(connection)["share_key"])
        store.close()
    assert len(keys) == 1
