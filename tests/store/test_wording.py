"""The index of words is kept in step, made in parts, and lets go of what is erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from feeds.errors import StillIndexing
from feeds.store import open_store, wording
from feeds.store.wording import Wording
from feeds.store.write import copies, erasing, indexing
from tests.store.stories import STORIES, found, select, story

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import FakeClock, Press


@pytest.fixture
def shelf(press: Press) -> Press:
    press.write(STORIES)
    return press


def test_no_word_of_what_was_erased_is_left_in_the_index(shelf: Press) -> None:
    shelf.write({"z.txt": story("Adelheid Quast", "Adelheid Quast was seen on the quay.", "en")})
    assert len(found(shelf.store, "q=adelheid")) == 1
    shelf.withdraw("z.txt")
    with shelf.store.writing(shelf.clock) as (connection, second):
        erasing.erase(connection, second, [shelf.entry("z.txt").number])
    shelf.store.scrub()
    with shelf.store.reading() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("CREATE VIRTUAL TABLE temp.known USING fts5vocab('main', 'wording', 'row')")
            words = set(connection.scalars(text("SELECT term FROM temp.known")))
            blocks = b"".join(connection.scalars(text("SELECT block FROM wording_data")))
            assert b"delheid" not in blocks
        else:
            known = "SELECT lexeme FROM wording, unnest(words)"
            words = set(connection.scalars(text(known)))
    assert "peac" in words and not words & {"adelheid", "quast", "=quast"}


def test_index_is_made_in_parts_and_goes_on_where_it_was_stopped(
    shelf: Press, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = found(shelf.store, "q=peace")
    for module in (wording, indexing):
        monkeypatch.setattr(module, "AT_ONCE", 2)
    with shelf.store.noting() as connection:
        Wording(connection).begin_anew()
    with pytest.raises(StillIndexing):
        select(shelf.store, "q=peace")
    with shelf.store.noting() as connection:
        Wording(connection).go_on(ends=False)
    # What is written meanwhile is in it, and what is not yet in it is edited and erased.
    edited = {
        "a.txt": story("L’économie de l’Égypte", "La guerre.", "fr"),
        "b.txt": story("Elections in Turkey", "War talks, not peace.", "en"),
    }
    shelf.write({**edited, "f.txt": story("War", "No peace", "en")})
    shelf.withdraw("c.txt")
    with shelf.store.writing(clock) as (connection, second):
        erasing.erase(connection, second, [shelf.entry("c.txt").number])
    told: list[tuple[int, int]] = []
    indexing.complete(shelf.store, clock, lambda done, total: told.append((done, total)))
    assert told and told[-1][0] == told[-1][1]
    assert found(shelf.store, "q=peace") == [shelf.entry("f.txt").number, *before]
    assert found(shelf.store, "q=paix") == found(shelf.store, "q=人民") == []
    assert indexing.is_complete(shelf.store)


def test_index_of_other_rules_is_made_anew_and_everybody_is_told(
    shelf: Press, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = select(shelf.store, "q=peace").last_modified
    monkeypatch.setattr(wording, "VERSION", "another")
    with pytest.raises(StillIndexing):
        select(shelf.store, "q=peace")
    clock.sleep(100)
    version = shelf.store.version()
    indexing.complete(shelf.store, clock, lambda _done, _total: None)
    assert shelf.store.version() == version + 1
    assert select(shelf.store, "q=peace").last_modified > before
    assert len(found(shelf.store, "q=peace")) == 2


def test_a_copy_has_an_index_of_its_own(shelf: Press, new_store_url: Callable[[], str], clock: FakeClock) -> None:
    copy = open_store(new_store_url(), clock)
    copies.copy_store(shelf.store, copy)
    assert found(copy, "q=peace") == found(shelf.store, "q=peace") != []
    shelf.write({"b.txt": story("War")})
    copies.restore_store(copy, shelf.store, clock)
    assert found(shelf.store, "q=peace") == found(copy, "q=peace")
    copy.close()
