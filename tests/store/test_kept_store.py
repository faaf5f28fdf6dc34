"""A store that an earlier version filled, and that is kept here, means the same after every migration."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, insert, make_url, select

from feeds.formats import rss
from feeds.publish.publisher import Publisher
from feeds.selection import EVERYTHING
from feeds.sharing.resolver import Resolver
from feeds.site import Site
from feeds.store import Store, connect, open_store
from feeds.store.content import with_content
from feeds.store.digests import find_labels
from feeds.store.facts import read_facts
from feeds.store.records import EntryRecord
from feeds.store.schema import entry, metadata, share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import FakeClock

DUMP = Path(__file__).parent / "data" / "version_0007.sql"
VERSION = "0007"
NOW = 1_796_000_000
"""Soon after it was dumped."""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """Give the store as it was, on SQLite."""
    with closing(sqlite3.connect(tmp_path_factory.mktemp("kept") / "feeds.db")) as connection:
        connection.executescript(DUMP.read_text(encoding="utf-8"))
        yield connection


@pytest.fixture
def opened(kept: sqlite3.Connection, store_url: str, engine: str, clock: FakeClock) -> Iterator[Store]:
    """Give a copy of it that was opened, and so brought up to date."""
    if engine == "sqlite":
        place = Path(make_url(store_url).database or "")
        place.parent.mkdir(parents=True)
        with closing(sqlite3.connect(place)) as copy:
            kept.backup(copy)
    else:
        copy_to_server(kept, store_url)
    clock.time = NOW
    store = open_store(store_url, clock)
    yield store
    store.close()


def copy_to_server(kept: sqlite3.Connection, url: str) -> None:
    """Make the tables as they were then, and put in every row."""
    store, was = connect(url), MetaData()
    config = Config()
    config.set_main_option("script_location", "feeds.store:migrations")
    with store.noting() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, VERSION)
        was.reflect(connection)
        for table in was.sorted_tables:
            names = ", ".join(f'"{column.name}"' for column in table.columns)
            rows = kept.execute(f'SELECT {names} FROM "{table.name}"').fetchall()  # noqa: S608 - names of our own tables
            connection.execute(table.delete())
            if rows:
                columns = table.columns.keys()
                connection.execute(insert(table), [dict(zip(columns, row, strict=True)) for row in rows])
    store.close()


def test_entries_keep_id_place_revision_and_first_seen_second(kept: sqlite3.Connection, opened: Store) -> None:
    names = ("number", "id", "handle", "state", "place", "revision", "seen", "published", "updated", "title", "reason")
    before = kept.execute(f"SELECT {', '.join(names)} FROM entry ORDER BY number").fetchall()  # noqa: S608 - names
    with opened.reading() as connection:
        query = select(*(entry.c[name] for name in names)).order_by(entry.c.number)
        assert [tuple(row) for row in connection.execute(query)] == before
    assert len(before) == 11 and {row[3] for row in before} == {1, 2, 3, 4, 5}


def test_share_codes_keep_kind_and_second(kept: sqlite3.Connection, opened: Store) -> None:
    before = kept.execute("SELECT host, code, entry, kind, second FROM share").fetchall()
    with opened.reading() as connection:
        columns = (share.c.host, share.c.code, share.c.entry, share.c.kind, share.c.second)
        assert sorted(tuple(row) for row in connection.execute(select(*columns))) == sorted(before)
    assert {row[3] for row in before} == {0, 1, 2}


def test_share_addresses_lead_where_they_led(opened: Store) -> None:
    resolver = Resolver(opened, Site("https://news.example.org"))
    asked = {
        "https://turquie2023.com/6Y5jLH": ("ok", "c051b591-f765-5b07-9af0-50fcaec5d053"),
        "https://news.example.org/the-crossing": ("ok", "c051b591-f765-5b07-9af0-50fcaec5d053"),
        "https://news.example.org/rcwkjtv": ("ok", "7872b0e3-db03-50e5-ab61-8528730ad2be"),
        "https://nouvelles2023.example/IWUU3p": ("gone", None),
        "https://turquie2023.com/Ih3kcV": ("gone", None),
        "https://turquie2023.com/ys1FJO": ("ambiguous", None),
        "https://turquie2023.com/LaTer1": ("not_found", None),
    }
    for url, expected in asked.items():
        resolution = resolver.address(url)
        assert (resolution.status, resolution.found and resolution.found.id) == expected, url


def test_feed_shows_the_same_entries_in_the_same_order(kept: sqlite3.Connection, opened: Store) -> None:
    public = [row[0] for row in kept.execute("SELECT number FROM entry WHERE state = 1 ORDER BY place DESC")]
    selected = Publisher(opened, Site("https://news.example.org"), window=50, hours=48, most=200).select(EVERYTHING)
    assert [row.number for row in selected.window.rows] == public


def test_what_is_published_is_named_and_no_feed_says_less_than_before(kept: sqlite3.Connection, opened: Store) -> None:
    with opened.reading() as connection:
        records = [EntryRecord(*row) for row in connection.execute(select(entry).order_by(entry.c.number))]
        labels = find_labels(connection, (f"{record.sources}\n{record.tags}".strip("\n") for record in records))
    assert [record.content for record in records] == [with_content(record, labels).content for record in records]
    assert len({record.content for record in records}) == len(records)
    latest = kept.execute("SELECT MAX(updated) FROM entry WHERE state = 1").fetchone()[0]
    publisher = Publisher(opened, Site("https://news.example.org"), window=50, hours=48, most=200)
    assert publisher.edition(rss, publisher.select(EVERYTHING)).feed.updated.timestamp() >= latest


def test_facts_of_the_site_are_kept(kept: sqlite3.Connection, opened: Store) -> None:
    before = dict(kept.execute("SELECT name, value FROM fact").fetchall())
    with opened.reading() as connection:
        after = read_facts(connection)
    assert {name: after[name] for name in ("site_id", "created", "share_key", "share_hosts")} == {
        name: before[name] for name in ("site_id", "created", "share_key", "share_hosts")
    }


def test_tables_are_those_that_the_program_knows(opened: Store) -> None:
    with opened.reading() as connection:
        # The index of words is each database's own.
        options = {"include_name": lambda name, kind, _: kind != "table" or not str(name).startswith("wording")}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
