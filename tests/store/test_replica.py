"""A standby is read instead of its primary, and nobody is shown anything older than what was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feeds.clock import SystemClock
from feeds.ingest.folders import Target
from feeds.ingest.importer import ingest
from feeds.site import Site
from feeds.store import Store, open_store, replica
from tests.postgres import Server, private_server
from tests.serving import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.fault


@pytest.fixture
def primary() -> Iterator[Server]:
    with private_server() as server:
        yield server


@pytest.fixture
def store(primary: Server) -> Iterator[Store]:
    opened = open_store(primary.url, SystemClock())
    yield opened
    opened.close()


@pytest.fixture
def standby(primary: Server, store: Store) -> Iterator[Server]:
    assert store.version()
    with private_server(primary) as server:
        yield server


def publish(store: Store, folder: Path, title: str) -> None:
    (folder / f"{title}.txt").write_text(f"{title}\n\nIt was opened again on Monday, said the town.\n")
    ingest(store, [Target(folder)], Site(), SystemClock())


def asked_of(store: Store) -> tuple[bool, int]:
    """Tell whether the standby is asked, and for which commit it stands."""
    assert store.replica
    with store.reading() as connection:
        is_replica = connection.engine is store.replica.engine
    return is_replica, store.version()


def test_what_is_read_is_never_older_than_what_was_shown(
    store: Store, standby: Server, primary: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replica, "_PAUSE", 0.0)
    reading = open_store(primary.url, SystemClock(), read_url=standby.url)
    try:
        publish(store, tmp_path, "The bridge opens")
        first = store.version()
        eventually(lambda: asked_of(reading) == (True, first))

        standby.stop()
        publish(store, tmp_path, "The market closes")
        second = store.version()
        assert asked_of(reading) == (False, second)

        standby.start(primary_conninfo="")  # it stays where it was
        assert asked_of(reading) == (False, second)
        late = open_store(primary.url, SystemClock(), read_url=standby.url)
        assert asked_of(late) == (True, first)  # who was shown nothing may be told what the standby has
        late.close()

        standby.stop()
        standby.start()
        eventually(lambda: asked_of(reading) == (True, second))
    finally:
        reading.close()


def test_a_standby_of_another_site_is_not_read(store: Store, primary: Server, tmp_path: Path) -> None:
    other = f"sqlite:///{tmp_path}/other.db"
    open_store(other, SystemClock()).close()
    reading = open_store(primary.url, SystemClock(), read_url=other)
    try:
        assert asked_of(reading) == (False, store.version())
    finally:
        reading.close()
