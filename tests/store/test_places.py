"""The order of feeds: a place is given once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from feeds.model import Article, ShareLink
from feeds.store.write import places, publication

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from tests.conftest import Press

    Make = Callable[..., Article]

DAY = datetime(2023, 5, 1, tzinfo=UTC)


def day(number: float) -> datetime:
    return DAY + timedelta(days=number)


def test_the_first_import_is_ordered_by_date_and_path(press: Press, article: Make) -> None:
    press.write({"c.txt": article("C", published=day(1))}, ends=False)
    assert press.titles() == []
    press.write(
        {"a.txt": article("A"), "b.txt": article("B", published=day(2)), "d.txt": article("D", published=day(1))}
    )
    assert press.titles() == ["C", "D", "B", "A"]


def test_later_imports_are_ordered_by_arrival_and_path(press: Press, article: Make) -> None:
    press.write({"a.txt": article("A", published=day(5))})
    press.write({"z.txt": article("Z", published=day(1)), "y.txt": article("Y", published=day(9))})
    press.write({"b.txt": article("B", published=day(3))})
    assert press.titles() == ["A", "Y", "Z", "B"]


def test_an_empty_import_does_not_make_the_next_one_a_later_one(press: Press, article: Make) -> None:
    press.write({})
    press.write({"a.txt": article("A", published=day(2)), "b.txt": article("B", published=day(1))})
    assert press.titles() == ["B", "A"]


def test_an_edit_keeps_its_place(press: Press, article: Make) -> None:
    press.write({"a.txt": article("A"), "b.txt": article("B")})
    press.write({"a.txt": article("A, edited", published=day(0))})
    assert press.titles() == ["A, edited", "B"]


def test_backfill_places_old_stock_by_its_date(press: Press, article: Make) -> None:
    press.write({f"{n}.txt": article(str(n), published=day(n)) for n in (10, 20, 30)})
    old = {f"{n}-old.txt": article(str(n), published=day(n)) for n in (25, 5, 12, 11, 19, 31)}
    press.write(old, backfill=True)
    assert press.titles() == ["5", "10", "11", "12", "19", "20", "25", "30", "31"]


def test_backfill_finds_room_for_thousands_at_one_spot_time_and_again(press: Press, article: Make) -> None:
    press.write({"a.txt": article("A", published=day(0)), "b.txt": article("B", published=day(90))})
    for batch in range(3):
        stock = {
            f"{batch}-{n}.txt": article(f"{batch}-{n}", published=day((batch * 1000 + n + 1) / 100))
            for n in range(1000)
        }
        press.write(stock, backfill=True)
    ordered = sorted(press.entries(), key=lambda record: record.place or 0)
    assert all(a.published <= b.published for a, b in pairwise(ordered))


def test_backfill_without_room_takes_the_nearest_room_above(
    press: Press, article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "_APART", 3)
    press.write({f"{n}.txt": article(str(n), published=day(n)) for n in (10, 20, 30)})
    press.write({f"old{n}.txt": article(f"old {n}", published=day(11)) for n in range(2)}, backfill=True)
    press.write({"late.txt": article("late", published=day(11))}, backfill=True)
    assert press.titles() == ["10", "old 0", "old 1", "20", "late", "30"]


def test_a_backfill_that_was_cut_short_is_placed_by_the_next_import(press: Press, article: Make) -> None:
    press.write({"a.txt": article("A", published=day(10)), "b.txt": article("B", published=day(20))})
    press.write({"c.txt": article("C", published=day(15))}, backfill=True, ends=False)
    with press.store.reading() as connection:
        assert publication.is_any_pending(connection)
    press.write({"d.txt": article("D", published=day(1))})
    assert press.titles() == ["A", "C", "B", "D"]


def test_share_hosts_are_those_of_the_first_import_by_frequency(press: Press, article: Make) -> None:
    links = [ShareLink("rare.example", "a"), ShareLink("often.example", "b"), ShareLink("often.example", "c")]
    press.write({f"{link.code}.txt": article(link.code, share_link=link) for link in links})
    press.write({f"{n}.txt": article(str(n), share_link=ShareLink("new.example", str(n))) for n in range(5)})
    with press.store.reading() as connection:
        assert publication.share_hosts(connection) == ("often.example", "rare.example")


def test_codes_of_the_site_itself_make_it_no_share_host(press: Press, article: Make) -> None:
    link = ShareLink("short.example", "abc")
    press.write({"a.txt": article("One", share_link=link), "b.txt": article("Two"), "c.txt": article("Three")})
    with press.store.reading() as connection:
        assert publication.share_hosts(connection) == ("short.example",)
