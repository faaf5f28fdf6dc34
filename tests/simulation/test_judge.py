"""The judge can tell right from wrong: each wrong history is found, and the right ones beside it are not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from feeds.store.read.departures import MOST_TOMBSTONES
from tests.simulation.documents import Document, Entry
from tests.simulation.history import GRACE, PRIVATE, Life, Phase, Selection, Text
from tests.simulation.judge import Judge, Poll, Promise, Read

ALL, TAGGED = Selection(), Selection(every=frozenset({"a"}))
FIRST, SECOND = Text(1, 1), Text(1, 2)
COUNT = 6
WINDOW = 3


@pytest.fixture
def judge() -> Judge:
    """Six articles, of which those of even number have a tag; each was certain at a second of its own, from 1 on."""
    judge = Judge()
    for number in range(1, COUNT + 1):
        life = Life(number)
        life.turn(Phase(number - 0.5, FIRST, frozenset({"a"} if number % 2 == 0 else ())))
        life.settle(number)
        judge.lives[number] = life
        judge.know(number, f"id{number}", number * 100)
    judge.rank()
    return judge


def shown(*numbers: int, **texts: Text) -> Document:
    return Document(tuple(Entry(f"urn:uuid:id{n}", n, texts.get(f"m{n}", FIRST)) for n in numbers))


def poll(*documents: Document, at: float = 20, promise: Promise = Promise.WINDOW, **given: Any) -> Poll:
    leasts: Sequence[int | None] = [WINDOW, *[None] * len(documents)]
    reads = tuple(Read(at, at + 0.1, document, least) for document, least in zip(documents, leasts, strict=False))
    return Poll("somebody", given.pop("selection", ALL), promise, reads, **given)


def faults(judge: Judge, *polls: Poll) -> str:
    for one in polls:
        judge.take(one)
    found, judge.faults = judge.faults, []
    return "\n".join(found)


def turn(judge: Judge, number: int, since: float, certain: float, **changes: Any) -> None:
    life = judge.lives[number]
    life.turn(life.now._replace(since=since, **changes))
    life.settle(certain)


@pytest.mark.parametrize(
    "right",
    [
        poll(shown(6, 5, 4)),
        poll(shown(6, 5, 4, 3, 2)),
        poll(shown(6, 4, 2), selection=TAGGED),
        poll(shown(6, 5, 4), shown(4, 3), shown(2, 1), promise=Promise.EVERYTHING),
        poll(shown(6, 5, 4), shown(3, 2, 1), promise=Promise.NEWS),
        poll(shown(), kept=shown(6, 5, 4, 1).entries),
        poll(shown(5, 4, 3), at=5.5),
        poll(shown(4, 3, 2), at=5.4),
    ],
)
def test_what_is_right_is_no_fault(judge: Judge, right: Poll) -> None:
    assert faults(judge, right) == ""


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (poll(shown(6, 5)), "article 4 .* is not shown"),
        (poll(shown(6, 4, 3)), "article 5 .* is not shown"),
        (poll(shown(6, 5, 4, 2)), "article 3 .* is not shown"),
        (poll(shown(5, 4, 3)), "article 6 .* is not shown"),
        (poll(shown()), "article 6 .* is not shown"),
        (poll(shown(5, 6, 4)), "out of order"),
        (poll(shown(6, 6, 5, 4)), "stands 2 times"),
        (poll(shown(6, 5, 4, m5=SECOND)), "article 5 .* is shown as"),
        (poll(shown(6, 5, 4, 2), selection=TAGGED), "article 5 .* is shown as"),
        (poll(shown(7, 6, 5, 4)), "article 7 is shown, unheard of"),
        (poll(Document((Entry("urn:uuid:other", 6, FIRST), *shown(5, 4).entries))), "had urn:uuid:id6"),
        (poll(Document((Entry("urn:uuid:id1", 6, FIRST), *shown(5, 4).entries))), "was that of 1"),
        (poll(shown(6, 5, 4), shown(3, 2), promise=Promise.EVERYTHING), "article 1 .* is missed"),
        (poll(shown(6, 5, 4), shown(3, 1), promise=Promise.NEWS), "article 2 .* is missed"),
        (poll(shown(6, 5, 4), shown(4, 3), shown(3, 2, 1), promise=Promise.EVERYTHING), "on 2 archive pages"),
        (poll(shown(), kept=shown(6, 4).entries), "article 5 .* is had as None"),
        (poll(shown(), kept=shown(6, 5, 4, m4=SECOND).entries), "article 4 .* is had as"),
        (poll(shown(), kept=shown(6, 5, 5, 4).entries), "article 5 is there twice"),
    ],
)
def test_what_is_wrong_is_a_fault(judge: Judge, wrong: Poll, fault: str) -> None:
    with pytest.raises(AssertionError, match=fault):
        assert faults(judge, wrong) == ""


def test_an_old_text_is_a_fault_once_the_new_one_is_certain(judge: Judge) -> None:
    turn(judge, 5, since=30, certain=31, text=SECOND)
    assert faults(judge, poll(shown(6, 5, 4), at=29)) == ""
    assert "is shown as (1, 2)" in faults(judge, poll(shown(6, 5, 4, m5=SECOND), at=29))
    for at in (30, 31, 31 + GRACE - 0.01):
        assert faults(judge, poll(shown(6, 5, 4), at=at), poll(shown(6, 5, 4, m5=SECOND), at=at)) == ""
    assert "is shown as (1, 1)" in faults(judge, poll(shown(6, 5, 4), at=31 + GRACE))


def test_what_is_withdrawn_must_be_gone_in_time_and_leave_a_tombstone(judge: Judge) -> None:
    turn(judge, 5, since=30, certain=31, is_public=False)
    gone = Document(shown(6, 4, 3).entries, frozenset({"urn:uuid:id5"}))
    assert faults(judge, poll(shown(6, 5, 4), at=31.4), poll(shown(6, 4, 3), at=31.4)) == ""
    assert "article 5" in faults(judge, poll(shown(6, 5, 4), at=31.6))
    reader: dict[str, Any] = {"understands_tombstones": True}
    assert faults(judge, poll(shown(6, 5, 4), at=29, **reader), poll(gone, at=32, **reader)) == ""
    assert judge.holdings("somebody").keys() == {6, 4, 3}
    found = faults(judge, poll(shown(6, 5, 4), at=29, **reader), poll(shown(6, 4, 3), at=32, **reader))
    assert "kept without a tombstone" in found
    assert "has a tombstone" in faults(judge, poll(Document(shown(6, 5, 4).entries, gone.tombstones), at=29, **reader))


def test_a_tombstone_stands_where_the_article_stood_whatever_is_written_of_it_since(judge: Judge) -> None:
    reader: dict[str, Any] = {"understands_tombstones": True, "selection": TAGGED}
    assert faults(judge, poll(shown(6, 4, 2), at=20, **reader)) == ""
    turn(judge, 4, since=30, certain=31, facets=frozenset())
    turn(judge, 4, since=32, certain=33, is_public=False)
    turn(judge, 4, since=34, certain=35, facets=frozenset({"a"}))
    assert faults(judge, poll(shown(6, 2), at=36, **reader)) == ""
    turn(judge, 4, since=37, certain=38, is_public=True)
    assert faults(judge, poll(shown(6, 4, 2), at=39, **reader)) == ""
    turn(judge, 4, since=40, certain=41, is_public=False)
    assert "kept without a tombstone" in faults(judge, poll(shown(6, 2), at=42, **reader))


def test_a_feed_says_of_the_newest_two_hundred_that_they_are_gone(judge: Judge) -> None:
    for number in range(7, 7 + MOST_TOMBSTONES):
        judge.lives[number] = Life(number)
        judge.know(number, f"id{number}", number * 100)
    reader: dict[str, Any] = {"understands_tombstones": True}
    assert faults(judge, poll(shown(6, 5, 4), **reader)) == ""
    turn(judge, 5, since=30, certain=31, is_public=False)
    gone = frozenset(f"urn:uuid:id{number}" for number in range(7, 7 + MOST_TOMBSTONES))
    entries = shown(6, 4, 3).entries
    assert faults(judge, poll(Document(entries, gone), at=40, **reader)) == ""
    assert "without a tombstone" in faults(judge, poll(Document(entries, gone - {"urn:uuid:id7"}), at=40, **reader))


def test_a_follower_is_owed_what_it_could_read_and_nothing_else(judge: Judge) -> None:
    turn(judge, 1, since=30, certain=31, is_public=False)
    assert faults(judge, poll(shown(6, 5, 4), shown(3, 2), at=32, promise=Promise.NEWS)) == ""
    turn(judge, 1, since=33, certain=34, is_public=True)
    assert faults(judge, poll(shown(6, 5, 4), at=35, promise=Promise.NEWS)) == ""
    anew = poll(shown(6, 5, 4), shown(3, 2), at=35, promise=Promise.NEWS, is_anew=True)
    assert "article 1" in faults(judge, anew)


def test_a_follower_is_not_owed_old_stock_and_who_reads_everything_is(judge: Judge) -> None:
    judge.lives[2].was_backfilled = True
    pages = shown(6, 5, 4), shown(3), shown(1)
    assert faults(judge, poll(*pages, promise=Promise.NEWS)) == ""
    assert "article 2" in faults(judge, poll(*pages, promise=Promise.EVERYTHING))


def test_a_place_never_changes(judge: Judge) -> None:
    judge.know(3, "id3", 301)
    assert "from place 300 to 301" in faults(judge)


def test_what_is_private_is_for_those_who_ask_for_it_with_a_key(judge: Judge) -> None:
    turn(judge, 5, since=30, certain=31, facets=frozenset({PRIVATE}))
    assert faults(judge, poll(shown(6, 4, 3), at=40)) == ""
    assert "article 5" in faults(judge, poll(shown(6, 5, 4), at=40))
    asked = Selection(every=frozenset({PRIVATE}))
    assert faults(judge, poll(shown(5), at=40, selection=asked)) == ""
    assert "article 5" in faults(judge, poll(shown(), at=40, selection=asked))


def test_what_becomes_private_may_have_a_tombstone_and_what_is_public_not(judge: Judge) -> None:
    turn(judge, 5, since=30, certain=31, facets=frozenset({PRIVATE}))
    gone, there = (Document(shown(6, 4, 3).entries, frozenset({f"urn:uuid:id{number}"})) for number in (5, 2))
    assert faults(judge, poll(gone, at=40)) == ""
    assert "has a tombstone" in faults(judge, poll(there, at=40))
