"""Which commits concern what is shown of a selection."""

from __future__ import annotations

import pytest

from feeds.publish.concerns import of_entry, of_selection
from feeds.selection import Selection
from feeds.store.tables.journal import Touch, Touched
from feeds.web.front import news
from feeds.web.front.news import Newsroom

A, B, AB, NEITHER = (frozenset({("all", ""), *(("tag", slug) for slug in slugs)}) for slugs in ("a", "b", "ab", ""))
NONE: frozenset[tuple[str, str]] = frozenset()
NOON = 1_700_000_000
TODAY, TOMORROW = "2023-11-14", "2023-11-15"

ALL = Selection()
OF_A = Selection(tags=(("a",),))
OF_BOTH = Selection(tags=(("a",), ("b",)))
OF_EITHER = Selection(tags=(("a", "b"),))
NOT_A = Selection(not_tags=("a",))
B_NOT_A = Selection(tags=(("b",),), not_tags=("a",))


def is_touched(selection: Selection, touched: Touched) -> bool:
    room = Newsroom()
    room.learn(None)
    since = room.moment
    room.learn(touched)
    return room.is_touched(of_selection(selection, "UTC"), since)


@pytest.mark.parametrize(
    ("before", "after", "touched", "untouched"),
    [
        (NONE, A, [ALL, OF_A, OF_EITHER], [OF_BOTH, NOT_A, B_NOT_A]),
        (NONE, NEITHER, [ALL, NOT_A], [OF_A, OF_BOTH, OF_EITHER, B_NOT_A]),
        (NONE, AB, [ALL, OF_A, OF_BOTH, OF_EITHER], [NOT_A, B_NOT_A]),
        (A, NONE, [ALL, OF_A, OF_EITHER], [OF_BOTH, NOT_A]),
        (A, A, [ALL, OF_A, OF_EITHER], [OF_BOTH, NOT_A]),
        (A, AB, [ALL, OF_A, OF_BOTH, OF_EITHER], [NOT_A, B_NOT_A]),
        (AB, B, [ALL, OF_A, OF_BOTH, OF_EITHER, NOT_A, B_NOT_A], []),
        (A, NEITHER, [ALL, OF_A, NOT_A], [B_NOT_A]),
    ],
)
def test_an_entry_touches_what_it_was_in_or_is_in(
    before: frozenset[tuple[str, str]],
    after: frozenset[tuple[str, str]],
    touched: list[Selection],
    untouched: list[Selection],
) -> None:
    commit = Touched((Touch("handle", before, after, NOON),))
    assert [selection for selection in touched if not is_touched(selection, commit)] == []
    assert [selection for selection in untouched if is_touched(selection, commit)] == []


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [(TODAY, TODAY, True), (TOMORROW, None, False), (None, TODAY, True), (None, "2023-11-13", False)],
)
def test_an_entry_touches_the_dates_it_was_published_between(
    since: str | None, until: str | None, *, expected: bool
) -> None:
    commit = Touched((Touch("handle", NONE, A, NOON),))
    assert is_touched(Selection(tags=(("a",),), since=since, until=until), commit) is expected


def test_a_date_that_moved_touches_whatever_is_chosen_by_date() -> None:
    commit = Touched((Touch("handle", A, A, NOON),), is_redated=True)
    assert is_touched(Selection(tags=(("b",),), since="2030-01-01"), commit)
    assert not is_touched(Selection(tags=(("b",),)), commit)


@pytest.mark.parametrize(
    ("selection", "expected"),
    [(OF_A, True), (OF_BOTH, True), (NOT_A, True), (Selection(tags=(("b",),)), False), (ALL, False)],
)
def test_a_facet_that_is_another_touches_what_names_it(selection: Selection, *, expected: bool) -> None:
    assert is_touched(selection, Touched(facets=frozenset({("tag", "a")}))) is expected


@pytest.mark.parametrize(("selection", "expected"), [(ALL, True), (NOT_A, True), (OF_EITHER, True), (OF_A, False)])
def test_an_archive_page_of_everything_touches_what_has_no_pages_of_its_own(
    selection: Selection, *, expected: bool
) -> None:
    assert is_touched(selection, Touched(facets=frozenset({("all", "")}))) is expected


def test_an_entry_touches_its_own_page() -> None:
    room = Newsroom()
    room.learn(Touched((Touch("one", NONE, A, NOON),)))
    assert room.is_touched(of_entry("one"), 0) and not room.is_touched(of_entry("other"), 0)


def test_what_is_not_remembered_any_more_is_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "_MOST_COMMITS", 2)
    room = Newsroom()
    for touch in (Touch("one", NONE, A, NOON), Touch("other", NONE, B, NOON)):
        room.learn(Touched((touch,)))
    assert not room.is_touched(of_selection(OF_BOTH, "UTC"), 0)
    for _ in range(3):
        room.learn(Touched())
    assert room.is_touched(of_selection(OF_BOTH, "UTC"), 0)
    assert not room.is_touched(of_selection(OF_BOTH, "UTC"), 2)


def test_more_than_can_be_looked_at_is_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "_MOST_LOOKED_AT", 1)
    commit = Touched((Touch("one", NONE, A, NOON), Touch("other", NONE, B, NOON)))
    assert is_touched(OF_BOTH, commit)
