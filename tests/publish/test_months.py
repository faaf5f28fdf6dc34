"""Entries by month, in the time zone of the site."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from feeds.publish.months import month_of, months_of_everything

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.model import Article
    from tests.conftest import Press

    Make = Callable[..., Article]

LAST = datetime(2023, 10, 1, 12, tzinfo=UTC)
ZONES = ("UTC", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati")


@pytest.fixture
def written(press: Press, article: Make) -> Press:
    """Give a press that wrote an article every seven hours for half a year; one is private to nobody, two are gone."""
    dates = [LAST - timedelta(hours=7 * n) for n in range(600)]
    press.write({f"{n:03}": article(f"{n}", published=date) for n, date in enumerate(dates)})
    press.withdraw("000", "300")
    press.write({"001": article("1", published=LAST - timedelta(days=40))})
    return press


def test_month_holds_what_was_published_in_it_where_the_site_is(written: Press) -> None:
    moments = [one.published for one in written.entries() if one.state == 1]
    for zone in ZONES:
        dates = [datetime.fromtimestamp(moment, ZoneInfo(zone)) for moment in moments]
        counted = Counter((date.year, date.month) for date in dates)
        with written.store.reading() as connection:
            months = months_of_everything(connection, zone)
            newest = months_of_everything(connection, zone, 3)
        assert [(*month[:2], month.entries) for month in months] == [
            (*month, counted[month]) for month in sorted(counted, reverse=True)
        ], zone
        assert len(months) > 5 and newest == months[:3]


@pytest.mark.above_the_store
def test_nothing_has_no_months(press: Press) -> None:
    with press.store.reading() as connection:
        assert months_of_everything(connection, "UTC") == []


@pytest.mark.parametrize(
    ("zone", "month"), [("UTC", (2026, 3)), ("America/New_York", (2026, 2)), ("Pacific/Kiritimati", (2026, 3))]
)
def test_moment_is_of_the_month_that_the_site_has_then(zone: str, month: tuple[int, int]) -> None:
    assert month_of(int(datetime(2026, 3, 1, 2, tzinfo=UTC).timestamp()), zone) == month
