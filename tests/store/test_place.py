"""A store that was opened goes on being that one: another at its place is opened anew, or refused by name."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url

from feeds.errors import StoreGone, StoreReplaced
from feeds.store import Store, connect, open_store
from feeds.store.facts import SITE_ID, read_fact, write_fact
from feeds.store.read.lookup import Lookup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import FakeClock


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "feeds.db"


@pytest.fixture
def open_one(place: Path, clock: FakeClock) -> Iterator[Store]:
    with contextlib.closing(open_store(f"sqlite:///{place}", clock)) as opened:
        yield opened


def note(store: Store, value: str) -> None:
    with store.noting() as connection:
        write_fact(connection, "noted", value)


def noted(store: Store) -> str | None:
    with store.reading() as connection:
        return read_fact(connection, "noted")


def test_other_site_in_the_same_tables_is_refused_until_it_is_put_back(store_url: str, clock: FakeClock) -> None:
    store = open_store(store_url, clock, site_id="ours")
    other = connect(store_url)
    for site_id, is_ours in (("theirs", False), ("ours", True)):
        with other.noting() as connection:
            write_fact(connection, SITE_ID, site_id)
        with contextlib.nullcontext() if is_ours else pytest.raises(StoreReplaced), store.writing(clock):
            pass
        with contextlib.nullcontext() if is_ours else pytest.raises(StoreReplaced):
            noted(store)
    store.close()
    other.close()


def test_log_of_a_file_that_was_replaced_is_not_written_over_the_new_one(place: Path, open_one: Store) -> None:
    note(open_one, "before")
    open_one.close()
    shutil.copy(place, place.with_name("backup.db"))
    note(open_one, "after")
    place.with_name("backup.db").replace(place)
    assert noted(open_one) == "before"
    assert place.with_name("feeds.db-wal-replaced").exists()


def test_what_is_gone_is_not_made_again(place: Path, open_one: Store, clock: FakeClock) -> None:
    codes = Lookup(open_one)
    assert codes.exact("short.example", "abc") == []
    aside = place.rename(place.with_name("aside.db"))
    for _ in range(2):
        with pytest.raises(StoreGone):
            noted(open_one)
        with pytest.raises(StoreGone):
            open_store(f"sqlite:///{place}", clock, makes=False)
        assert codes.exact("short.example", "abc") is None
        open_one.engine.dispose()
    assert not place.exists()
    aside.rename(place)
    assert noted(open_one) is None


def test_database_without_tables_is_not_filled_by_whoever_makes_none(store_url: str, clock: FakeClock) -> None:
    if make_url(store_url).get_backend_name() == "sqlite":
        place = Path(str(make_url(store_url).database))
        place.parent.mkdir()
        place.touch()
    with pytest.raises(StoreGone):
        open_store(store_url, clock, makes=False)


@pytest.mark.parametrize(("before", "after"), [(None, 0o600), (0o644, 0o640), (0o660, 0o660)])
def test_store_is_not_read_by_others(place: Path, clock: FakeClock, before: int | None, after: int) -> None:
    if before:
        open_store(f"sqlite:///{place}", clock).close()
        place.chmod(before)
    with contextlib.closing(open_store(f"sqlite:///{place}", clock)) as store:
        note(store, "secret")
        modes = [file.stat().st_mode & 0o777 for file in place.parent.glob("feeds.db*")]
    assert set(modes) == {after}
    assert len(modes) == 3
