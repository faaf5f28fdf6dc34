"""Entries that are taken back, by a person or with their file, and come again."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import pytest

from feeds.model import Article
from feeds.selection import EVERYTHING, span
from feeds.store.read import reader, selections
from feeds.store.read.departures import Edge, find_left
from feeds.store.schema import BLOCKED, PRUNED, PUBLIC, SCHEDULED, WITHDRAWN
from feeds.store.tables import history
from feeds.store.write import publication

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import FakeClock, Press

    Make = Callable[..., Article]


def gone(press: Press, *folders: str) -> list[int]:
    with press.store.reading() as connection:
        return publication.without_file(connection, folders or ("articles",))


def test_a_withdrawn_entry_stays_withdrawn_when_its_file_is_read_again(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One"), "b.txt": article("Two")})
    press.withdraw("a.txt")
    press.write({"a.txt": article("One, edited")})
    assert press.titles() == ["Two"]
    assert (press.entry("a.txt").state, press.entry("a.txt").reason) == (WITHDRAWN, "a mistake")


def test_a_restored_entry_has_its_id_and_place_again(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One"), "b.txt": article("Two")})
    before = press.entry("a.txt")
    press.withdraw("a.txt")
    press.restore("a.txt")
    after = press.entry("a.txt")
    assert (after.id, after.place, after.updated, after.reason) == (before.id, before.place, before.updated, None)
    assert (after.state, after.revision) == (PUBLIC, 3)
    assert press.titles() == ["One", "Two"]


def test_a_withdrawn_entry_that_was_never_public_waits_for_its_moment_again(
    press: Press, clock: FakeClock, article: Make
) -> None:
    due = int(clock.now()) + 5000
    press.write({"a.txt": article("One", published=datetime.fromtimestamp(due, UTC))})
    press.withdraw("a.txt")
    assert press.entry("a.txt").state == WITHDRAWN
    press.restore("a.txt")
    assert press.entry("a.txt").state == SCHEDULED
    clock.time = due
    press.write({})
    assert press.titles() == ["One"]


def test_it_is_told_how_many_are_taken_back_or_restored_and_when(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One"), "b.txt": article("Two")})
    numbers = [press.entry(path).number for path in ("a.txt", "b.txt")]
    told = []
    for turn in (partial(publication.withdraw, reason="a mistake"), publication.restore):
        for _ in range(2):
            with press.store.writing(press.clock) as (connection, second):
                told.append(turn(connection, second, numbers))
    assert told == [2, 0, 2, 0]
    with press.store.reading() as connection:
        events = history.events_of(connection, numbers[0])
        assert [event.event for event in events] == ["withdrawn", "restored"]
        assert publication.never_changed(connection, numbers) == set()


def test_what_is_as_it_was_first_read_is_known(press: Press, article: Make) -> None:
    with press.store.reading() as connection:
        assert publication.count_public(connection) == 0
    press.write({"a.txt": article("One"), "b.txt": article("Two"), "c.txt": article("Three")})
    press.write({"a.txt": article("One, edited")})
    press.withdraw("c.txt")
    numbers = [record.number for record in press.entries()]
    with press.store.reading() as connection:
        assert publication.never_changed(connection, numbers) == {press.entry("b.txt").number}
        assert publication.count_public(connection) == 2


def test_a_pruned_entry_comes_back_with_its_file(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One"), "b.txt": article("Two")})
    before = press.entry("a.txt")
    press.remove("a.txt")
    assert gone(press) == [before.number]
    press.withdraw("a.txt", state=PRUNED)
    assert press.titles() == ["Two"] and gone(press) == []
    press.write({"a.txt": article("One")})
    after = press.entry("a.txt")
    assert (after.id, after.place, after.state) == (before.id, before.place, PUBLIC)


def test_a_pruned_entry_that_was_never_public_does_not_come_back_early(
    press: Press, clock: FakeClock, article: Make
) -> None:
    later = article("One", published=datetime.fromtimestamp(clock.now() + 5000, UTC))
    press.write({"a.txt": later})
    press.remove("a.txt")
    press.withdraw("a.txt", state=PRUNED)
    press.write({"a.txt": later})
    assert press.entry("a.txt").state == SCHEDULED


def test_a_scheduled_entry_is_without_file_too(press: Press, clock: FakeClock, article: Make) -> None:
    press.write({"a.txt": article("One", published=datetime.fromtimestamp(clock.now() + 5000, UTC))})
    press.remove("a.txt")
    assert gone(press) == [press.entry("a.txt").number]


def test_what_is_taken_back_or_restored_is_changed_by_that_commit(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One"), "b.txt": article("Two")})
    other = press.entry("b.txt").changed
    for turn in (press.withdraw, press.restore):
        before = press.entry("a.txt")
        turn("a.txt")
        after = press.entry("a.txt")
        with press.store.reading() as connection:
            assert before.changed < after.changed == reader.last_commit(connection)
        assert after.revision == before.revision + 1
    assert press.entry("b.txt").changed == other


def test_a_person_may_withdraw_what_was_pruned(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One")})
    press.remove("a.txt")
    press.withdraw("a.txt", state=PRUNED)
    assert press.entry("a.txt").state == PRUNED
    press.withdraw("a.txt")
    press.write({"a.txt": article("One")})
    assert press.entry("a.txt").state == WITHDRAWN


def test_an_entry_is_not_without_file_as_long_as_a_copy_is_there(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One"), "copy.txt": article("One")})
    press.remove("a.txt")
    assert gone(press) == []


def test_an_overwritten_entry_is_without_file(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One", id="1")})
    first = press.entry("a.txt")
    press.write({"a.txt": article("Two", id="2")})
    assert gone(press) == [first.number]


def test_an_overwritten_entry_that_was_last_read_from_a_copy_is_without_file_when_both_are_gone(
    press: Press, article: Make
) -> None:
    press.write({"a.txt": article("One", id="1")})
    first = press.entry("a.txt")
    press.write({"a.txt": article("One", id="1")}, folder="copy")
    press.write({"a.txt": article("Two", id="2")})
    assert gone(press) == []
    press.remove("a.txt", folder="copy")
    assert gone(press) == [first.number]
    assert gone(press, "article_") == []


def test_only_the_folders_named_are_looked_at(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One")}, folder="north")
    press.write({"a.txt": article("Two")}, folder="south")
    press.remove("a.txt", folder="north")
    assert gone(press, "south") == []
    assert len(gone(press, "north", "south")) == 1


def test_what_the_law_blocks_is_gone_until_it_is_restored(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One"), "b.txt": article("Two")})
    before = press.entry("a.txt")
    press.withdraw("a.txt", state=BLOCKED)
    press.write({"a.txt": article("One, edited")})
    assert (press.entry("a.txt").state, press.titles(), gone(press)) == (BLOCKED, ["Two"], [])
    press.restore("a.txt")
    assert (press.entry("a.txt").id, press.entry("a.txt").place) == (before.id, before.place)
    assert press.titles() == ["One, edited", "Two"]


@pytest.mark.parametrize("first", [WITHDRAWN, PRUNED])
def test_what_was_taken_back_may_be_blocked_and_what_is_blocked_stays_so(
    press: Press, article: Make, first: int
) -> None:
    press.write({"a.txt": article("One")})
    for state in (first, BLOCKED, first):
        press.withdraw("a.txt", state=state)
    assert press.entry("a.txt").state == BLOCKED


def test_what_is_blocked_leaves_a_tombstone(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One"), "b.txt": article("Two"), "c.txt": article("Three")})
    press.withdraw("b.txt", state=BLOCKED)
    with press.store.reading() as connection:
        known = selections.find_facets(connection, [("all", "")])
        plan = selections.plan(connection, EVERYTHING, known, span(EVERYTHING, "UTC"), redated=0)
        left = find_left(connection, plan, 0, Edge(0))
    assert [withdrawal.id for withdrawal in left.withdrawn] == [press.entry("b.txt").id]
