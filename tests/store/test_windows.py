"""Where a window ends, and what dates it: the last row of it, the row after that, the edge of a page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feeds.model import Article, Tag
from feeds.selection import EVERYTHING, Selection, span
from feeds.store.read import archives, reader, selections, windows
from feeds.store.read.plans import Plan
from feeds.store.schema import archive

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from tests.conftest import Press

    Make = Callable[..., Article]

A, B = Tag("a", "A"), Tag("b", "B")
HOUR = 3600
BEGIN = 1_600_000_000


def plan_of(connection: Connection, selection: Selection) -> Plan:
    known = selections.find_facets(connection, [*selection.facets(), ("all", "")])
    redated = reader.origin(connection).redated
    return selections.plan(connection, selection, known, span(selection, "UTC"), redated=redated)


def limited(press: Press, limit: int, most_bytes: int = 1 << 60, selection: Selection = EVERYTHING) -> windows.Window:
    with press.store.reading() as connection:
        bounds = windows.Bounds(limit, 0, limit, most_bytes, fewest=1)
        return windows.limited(connection, plan_of(connection, selection), limit, bounds)


def head(press: Press, bounds: windows.Bounds, selection: Selection = EVERYTHING) -> windows.Window:
    with press.store.reading() as connection:
        return windows.head(connection, plan_of(connection, selection), bounds)


def archived(press: Press, low: int, selection: Selection = EVERYTHING) -> windows.Window:
    with press.store.reading() as connection:
        page = windows.archived(connection, plan_of(connection, selection), low)
    assert page is not None
    return page


def last_commit(press: Press) -> int:
    with press.store.reading() as connection:
        return reader.last_commit(connection)


def ends(press: Press) -> list[int]:
    """Give the last places of the closed pages of everything."""
    with press.store.reading() as connection:
        number = selections.find_facets(connection, [("all", "")])["all", ""].number
        return list(connection.scalars(select(archive.c.high).where(archive.c.facet == number).order_by(archive.c.low)))


def dated(article: Make, title: str, hour: float) -> Article:
    return article(title, published=datetime.fromtimestamp(BEGIN + hour * HOUR, UTC))


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "PAGE", 4)
    monkeypatch.setattr(windows, "PAGE", 4)


def test_what_was_cut_for_its_length_dates_the_window_too(press: Press, article: Make) -> None:
    """It may be shown again as soon as it is shorter."""
    press.write({name: article(name, paragraphs=("x" * 1000,)) for name in "abcd"})
    size = limited(press, 4).rows[0].size
    half = 2 * size // 8
    assert len(limited(press, 4, half).rows) == 2
    press.write({"a": article("a")})
    assert len(press.entries()) == 4
    assert limited(press, 4, half).changed == last_commit(press)


@pytest.mark.parametrize("limit", [3, 9])
@pytest.mark.parametrize(("gone", "is_told"), [("a", False), ("b", False), ("c", True), ("d", True)])
def test_what_was_cut_for_its_length_leaves_no_tombstone(
    press: Press, article: Make, gone: str, limit: int, *, is_told: bool
) -> None:
    press.write({name: article(name, paragraphs=("x" * 1000,)) for name in "abcd"})
    half = 2 * limited(press, 4).rows[0].size // 8
    press.withdraw(gone)
    assert [row.id for row in limited(press, limit, half).rows][1:] == [press.entry("b" if is_told else "c").id]
    assert bool(limited(press, limit, half).withdrawn) == is_told


@pytest.mark.parametrize(("limit", "is_told"), [(2, False), (3, True), (4, True)])
def test_a_window_that_is_not_full_tells_of_all_that_left_it(
    press: Press, article: Make, limit: int, *, is_told: bool
) -> None:
    press.write({name: article(name) for name in "abc"})
    press.withdraw("a")
    assert bool(limited(press, limit).withdrawn) == is_told
    assert (limited(press, limit).changed == last_commit(press)) == is_told


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize(("hours", "is_told"), [(3, False), (4, True), (5, True)])
def test_what_left_at_the_first_second_of_the_hours_that_are_shown_is_told(
    press: Press, article: Make, hours: int, *, is_told: bool
) -> None:
    press.write({f"{n}": dated(article, f"{n}", n) for n in range(9)})
    bounds = windows.Bounds(1, hours, 9)
    assert len(head(press, bounds).rows) == hours + 1
    press.withdraw("4")
    assert [bool(head(press, bounds).withdrawn), len(head(press, bounds).rows)] == [is_told, hours + 1 - is_told]


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize(("gone", "is_told"), [("7", False), ("8", True), ("9", True)])
def test_what_is_gone_from_a_closed_page_leaves_no_tombstone_in_the_window(
    press: Press, article: Make, gone: str, *, is_told: bool
) -> None:
    press.write({f"{n}": dated(article, f"{n}", n) for n in range(10)})
    assert ends(press)[-1] == press.entry("7").place
    press.withdraw(gone)
    assert bool(head(press, windows.Bounds(1, 0, 9)).withdrawn) == is_told


@pytest.mark.usefixtures("small_pages")
def test_a_date_that_moves_while_its_entry_is_gone_dates_a_window_by_hours(press: Press, article: Make) -> None:
    press.write({f"{n}": dated(article, f"{n}", n) for n in range(9)})
    press.withdraw("3")
    bounds = windows.Bounds(1, 3, 9)
    before = head(press, bounds)
    assert before.withdrawn == ()
    press.write({"3": dated(article, "3, later", 8)})
    after = head(press, bounds)
    assert len(after.withdrawn) == 1 and after.changed == last_commit(press) > before.changed


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize(("path", "hours", "is_dated"), [("5", 1, True), ("4", 1, False), ("1", 8, True)])
def test_what_lies_below_what_is_looked_at_dates_no_window(
    press: Press, article: Make, path: str, hours: int, *, is_dated: bool
) -> None:
    press.write({f"{n}": dated(article, f"{n}", n) for n in range(9)})
    bounds = windows.Bounds(1, hours, 9)
    before = head(press, bounds).changed
    press.write({path: replace(dated(article, path, int(path)), comments=7)})
    assert (head(press, bounds).changed > before) == is_dated


@pytest.mark.parametrize(("hour", "is_told"), [(-0.001, False), (0, True), (23.999, True), (24, False)])
def test_a_span_of_days_begins_with_its_first_second_and_ends_before_the_next_day(
    press: Press, article: Make, hour: float, *, is_told: bool
) -> None:
    midnight = datetime(2020, 9, 13, tzinfo=UTC).timestamp()
    moment = datetime.fromtimestamp(midnight + hour * HOUR, UTC)
    noon = datetime(2020, 9, 13, 12, tzinfo=UTC)
    for name, published in (("b", noon), ("a", moment), ("c", noon)):  # so that no place is beyond those of the day
        press.write({name: article(name, published=published)})
    day = Selection(since="2020-09-13", until="2020-09-13")
    assert len(limited(press, 9, selection=day).rows) == 2 + is_told
    before = limited(press, 9, selection=day).changed
    press.withdraw("a")
    after = limited(press, 9, selection=day)
    assert (bool(after.withdrawn), after.changed > before) == (is_told, is_told)


@pytest.mark.parametrize("gone", ["a", "b", "c"])
def test_the_first_and_the_last_of_a_day_that_leave_are_told(press: Press, article: Make, gone: str) -> None:
    noon = datetime(2020, 9, 13, 12, tzinfo=UTC)
    for name in "abc":
        press.write({name: article(name, published=noon)})
    press.withdraw(gone)
    day = Selection(since="2020-09-13", until="2020-09-13")
    assert [left.id for left in limited(press, 9, selection=day).withdrawn] == [press.entry(gone).id]


@pytest.mark.usefixtures("small_pages")
def test_a_page_is_dated_by_the_commit_that_closed_it(press: Press, article: Make) -> None:
    """Even where the selection holds nothing of what closed it."""
    press.write({"1": article("1", tags=(A,)), "2": article("2", tags=(A,))})
    press.write({"3": article("3", tags=(A, B)), "4": article("4", tags=(A, B))})
    page = archived(press, 0, Selection(tags=(("a",),), not_tags=("b",)))
    assert len(page.rows) == 2
    assert page.changed == last_commit(press) > max(row.changed for row in page.rows)


@pytest.mark.usefixtures("small_pages")
def test_the_last_of_a_closed_page_that_leaves_and_comes_back_closes_no_other(press: Press, article: Make) -> None:
    for n in range(4):
        press.write({f"{n}": article(f"{n}")})
    press.withdraw("3")
    press.restore("3")
    for n in range(4, 8):
        assert ends(press) == [press.entry("3").place]
        press.write({f"{n}": article(f"{n}")})
    assert ends(press) == [press.entry("3").place, press.entry("7").place]


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("gone", ["3", "4"])
def test_an_open_page_waits_for_as_many_as_left_it(press: Press, article: Make, gone: str) -> None:
    for n in range(6):
        press.write({f"{n}": article(f"{n}")})
    press.withdraw(gone)
    for n in (6, 7):
        press.write({f"{n}": article(f"{n}")})
    assert len(ends(press)) == (2 if gone == "3" else 1)
    press.write({"8": article("8")})
    assert ends(press)[1] == press.entry("7" if gone == "3" else "8").place


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize(("old", "pages"), [(4, 1), (5, 2)])
def test_a_closed_page_is_cut_when_it_holds_more_than_twice_what_fills_one(
    press: Press, article: Make, old: int, pages: int
) -> None:
    press.write({f"{n}": dated(article, f"{n}", 10 + n) for n in range(4)})
    press.write({f"old {n}": dated(article, f"old {n}", n) for n in range(old)}, backfill=True)
    assert len(ends(press)) == pages and ends(press)[-1] == press.entry("3").place
    assert pages == 1 or ends(press)[0] == press.entry("old 3").place


@pytest.mark.usefixtures("small_pages")
def test_long_entries_close_a_page_before_it_is_full(
    press: Press, article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    press.write({"a": article("a")})
    monkeypatch.setattr(archives, "PAGE_SIZE", limited(press, 1).rows[0].size * 2)
    press.withdraw("a")
    press.write({"b": article("b")})
    assert ends(press) == []
    press.write({"c": article("c")})
    assert ends(press) == [press.entry("c").place]
