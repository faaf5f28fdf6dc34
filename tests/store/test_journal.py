"""The journal of what commits touched; a commit that says nothing of itself touched everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, func, select, update

from feeds.model import Article, Tag
from feeds.store import open_store
from feeds.store.read import reader
from feeds.store.read.archives import PAGE
from feeds.store.schema import PRUNED, tick
from feeds.store.schema import journal as rows
from feeds.store.tables import journal
from feeds.store.tables.journal import Touch, Touched
from feeds.store.write.copies import copy_store
from feeds.store.write.erasing import erase

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.store import Store
    from tests.conftest import FakeClock, Press

    Make = Callable[..., Article]

A, B = Tag("a", "A"), Tag("b", "B")
OF_A = frozenset({("all", ""), ("part", "0"), ("tag", "a")})
OF_B = frozenset({("all", ""), ("part", "0"), ("tag", "b")})


class Onlooker:
    """Asks what was touched since it last asked."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.state = (0, 0)
        self.touched()

    def touched(self) -> Touched | None:
        with self.store.reading() as connection:
            before, self.state = self.state, reader.state(connection)
            return journal.touched_between(connection, before, self.state)


@pytest.fixture
def onlooker(press: Press, article: Make) -> Onlooker:
    press.write({"first": article("First", tags=[A])})
    return Onlooker(press.store)


def test_an_arrival_touches_the_facets_it_comes_to(press: Press, article: Make, onlooker: Onlooker) -> None:
    press.write({"second": article("Second", tags=[A])})
    second = press.entry("second")
    assert onlooker.touched() == Touched((Touch(second.handle, frozenset(), OF_A, second.published),))


def test_a_new_facet_is_known_and_listed(press: Press, article: Make, onlooker: Onlooker) -> None:
    press.write({"second": article("Second", tags=[B])})
    touched = onlooker.touched()
    assert touched is not None
    assert touched.facets == {("tag", "b")} and touched.is_listed


def test_an_edit_touches_what_an_entry_had_and_has(press: Press, article: Make, onlooker: Onlooker) -> None:
    press.write({"first": article("First", tags=[B])})
    touched = onlooker.touched()
    assert touched is not None
    assert [(one.before, one.after) for one in touched.entries] == [(OF_A, OF_B)]


def test_an_edit_by_which_an_old_entry_comes_to_a_closed_page_touches_that_alone(
    press: Press, article: Make, onlooker: Onlooker
) -> None:
    press.write({f"of a {n}": article(f"Of A {n}", tags=[A]) for n in range(PAGE)} | {"b": article("B", tags=[B])})
    press.write({f"of b {n}": article(f"Of B {n}", tags=[B]) for n in range(PAGE)})
    onlooker.touched()
    press.write({"first": article("First", tags=[A, B])})
    touched = onlooker.touched()
    assert touched is not None
    assert [(one.before, one.after) for one in touched.entries] == [(OF_A, OF_A | OF_B)]


def test_a_closed_page_that_is_cut_touches_everything(press: Press, article: Make, onlooker: Onlooker) -> None:
    press.write({f"of a {n}": article(f"Of A {n}", tags=[A]) for n in range(PAGE + 1)})
    press.write({f"of b {n}": article(f"Of B {n}", tags=[B]) for n in range(PAGE)})
    onlooker.touched()
    press.write({f"of a {n}": article(f"Of A {n}", tags=[A, B]) for n in range(PAGE + 1)})
    assert onlooker.touched() is None


def test_what_is_read_again_and_shown_as_before_touches_nothing(
    press: Press, article: Make, onlooker: Onlooker
) -> None:
    press.write({"first": article("First", tags=[A])}, text="other bytes that say the same", parser="2")
    assert onlooker.touched() == Touched()


def test_a_withdrawal_touches_what_it_leaves(press: Press, onlooker: Onlooker) -> None:
    press.withdraw("first")
    touched = onlooker.touched()
    assert touched is not None
    assert [(one.before, one.after) for one in touched.entries] == [(OF_A, frozenset())]


def test_commits_in_a_row_are_told_of_together(press: Press, article: Make, onlooker: Onlooker) -> None:
    for title in ("Second", "Third"):
        press.write({title: article(title, tags=[A])})
    touched = onlooker.touched()
    assert touched is not None
    assert [one.handle for one in touched.entries] == [press.entry(title).handle for title in ("Second", "Third")]


def test_a_commit_of_a_program_that_knows_no_journal_touched_everything(
    press: Press, article: Make, onlooker: Onlooker
) -> None:
    press.write({"second": article("Second", tags=[A])})
    with press.store.writing(press.clock):
        pass
    press.write({"third": article("Third", tags=[A])})
    assert onlooker.touched() is None


def test_a_restored_entry_touches_everything(press: Press, onlooker: Onlooker) -> None:
    press.withdraw("first")
    onlooker.touched()
    press.restore("first")
    assert onlooker.touched() is None


def test_what_is_taken_back_in_another_way_touches_everything(press: Press, onlooker: Onlooker) -> None:
    press.withdraw("first", state=PRUNED)
    assert onlooker.touched() is not None
    press.withdraw("first")
    assert onlooker.touched() is None


def test_more_entries_than_are_named_are_everything(
    press: Press, article: Make, onlooker: Onlooker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "MOST", 2)
    press.write({f"{n}": article(f"Article {n}", tags=[A]) for n in range(3)})
    assert onlooker.touched() is None


def test_only_the_last_commits_are_kept(press: Press, article: Make, onlooker: Onlooker) -> None:
    for n in range(3):
        press.write({f"{n}": article(f"Article {n}")})
    with press.store.noting() as connection:
        connection.execute(update(tick).values(version=tick.c.version + journal.KEPT))
    press.write({"last": article("Last")})
    with press.store.reading() as connection:
        assert connection.scalar(select(func.count(rows.c.version.distinct()))) == 1
    assert onlooker.touched() is None


def test_nothing_of_what_is_erased_is_left_in_it(press: Press, clock: FakeClock, onlooker: Onlooker) -> None:
    number = press.entry("first").number
    press.withdraw("first")
    with press.store.writing(clock) as (connection, second):
        erase(connection, second, [number])
    with press.store.reading() as connection:
        assert list(connection.scalars(select(rows.c.touched))) == [""]
    assert onlooker.touched() is None


def test_a_copy_that_was_brought_back_is_another_history(
    press: Press, article: Make, onlooker: Onlooker, new_store_url: Callable[[], str], clock: FakeClock
) -> None:
    kept = open_store(new_store_url(), clock, site_id="another")
    copy_store(press.store, kept)
    press.write({"lost": article("Lost", tags=[B])})
    onlooker.touched()
    copy_store(kept, press.store)
    kept.close()
    press.write({"found": article("Found", tags=[A])})
    assert onlooker.touched() is None
    press.write({"more": article("More", tags=[A])})
    assert onlooker.touched() is not None


def test_a_history_whose_numbers_come_again_is_told_by_its_seconds(
    press: Press, article: Make, onlooker: Onlooker
) -> None:
    press.write({"lost": article("Lost", tags=[B])})
    onlooker.touched()
    version, second = onlooker.state
    with press.store.noting() as connection:  # the file of an hour ago is put in the place of this one
        connection.execute(update(tick).values(version=version - 1, second=second - 60))
        connection.execute(delete(rows).where(rows.c.version == version))
    for title in ("Other", "Another"):
        press.write({title: article(title, tags=[A])})
    assert onlooker.touched() is None
