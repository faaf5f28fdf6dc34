"""Dates as people write them: times of day, zones, and which number is the day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from feeds.enrich.dates import find_dates, fold_digits, read_stated
from feeds.enrich.months import ANY, may_name_month


def found(text: str, language: str = "fr") -> list[str]:
    return [date.moment.isoformat() for date in find_dates(fold_digits(text), language, UTC)]


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("12:05 am", 0),
        ("12:05 a.m.", 0),
        ("1:05 am", 1),
        ("11:05 AM", 11),
        ("12:05 pm", 12),
        ("12:05 p.m.", 12),
        ("1:05 pm", 13),
        ("11:05 PM", 23),
        ("00:05", 0),
        ("12:05", 12),
        ("13:05", 13),
    ],
)
def test_noon_is_pm_and_midnight_am(written: str, hour: int) -> None:
    assert found(f"May 10, 2016 {written}", "en") == [f"2016-05-10T{hour:02}:05:00+00:00"]


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("+02:00", 120),
        ("-02:00", -120),
        ("+0530", 330),
        ("-0330", -210),
        ("+00:00", 0),
        ("+13:45", 825),
        ("+23:59", 1439),
        ("utc", 0),
        ("bst", 60),
        ("est", -300),
        ("pdt", -420),
    ],
)
def test_an_offset_is_east_where_it_says_plus(written: str, minutes: int) -> None:
    (date,) = find_dates(f"10/05/2016 09:30 {written}", "fr", UTC)
    assert date.moment == datetime(2016, 5, 10, 9, 30, tzinfo=timezone(timedelta(minutes=minutes)))
    assert date.moment.utcoffset() == timedelta(minutes=minutes)


def test_an_offset_of_a_day_is_none() -> None:
    assert found("10/05/2016 09:30 +24:00") == found("10/05/2016 09:30 -24:00") == ["2016-05-10T09:30:00+00:00"]


@pytest.mark.parametrize(
    ("written", "language", "day"),
    [
        ("12/10/2016", "fr", "2016-10-12"),
        ("10/12/2016", "fr", "2016-12-10"),
        ("12/12/2016", "fr", "2016-12-12"),
        ("13/12/2016", "fr", "2016-12-13"),
        ("12/13/2016", "fr", "2016-12-13"),
        ("12/10/2016", "en", "2016-12-10"),
        ("10/12/2016", "en", "2016-10-12"),
        ("12/13/2016", "en", "2016-12-13"),
        ("13/12/2016", "en", "2016-12-13"),
        ("12/10/2016", "en-us", "2016-12-10"),
        ("12/10/2016", "en-gb", "2016-10-12"),
        ("12.10.2016", "de", "2016-10-12"),
        ("2016-12-10", "en", "2016-12-10"),
        ("2016/10/12", "fr", "2016-10-12"),
    ],
)
def test_a_number_over_twelve_can_only_be_a_day(written: str, language: str, day: str) -> None:
    assert found(written, language) == [f"{day}T00:00:00+00:00"]


@pytest.mark.parametrize("written", ["13/13/2016", "31/02/2016", "0/5/2016", "10/05/1989", "10/05/2101", "32/1/2016"])
def test_a_day_that_no_calendar_has_is_no_date(written: str) -> None:
    assert found(written) == []


@pytest.mark.parametrize("year", [1990, 2100])
def test_years_that_feeds_are_about(year: int) -> None:
    assert found(f"10/05/{year}") == [f"{year}-05-10T00:00:00+00:00"]


def test_dates_are_found_in_the_order_of_the_line_and_none_twice() -> None:
    assert found("le 10 mai 2016, puis 11/05/2016 à 9h05, enfin 2016-05-12") == [
        "2016-05-10T00:00:00+00:00",
        "2016-05-11T09:05:00+00:00",
        "2016-05-12T00:00:00+00:00",
    ]


@pytest.mark.parametrize("line", ["1ermai 2016", "le 1er mai 2016", "2016 mai 1", "1/mai 2016", "1 de maig de 2016"])
def test_a_line_may_name_a_month_however_it_is_written(line: str) -> None:
    assert may_name_month(line, ANY)


def test_a_line_in_which_no_word_is_a_month_names_none() -> None:
    assert not may_name_month("demain, 12 maisons de marsouins 2016", ANY)


def test_months_of_another_language_are_known() -> None:
    assert found("10 mayıs 2016", "fr") == ["2016-05-10T00:00:00+00:00"]
    assert found("10 mai 2016", "tr") == ["2016-05-10T00:00:00+00:00"]


def test_seconds_are_read() -> None:
    assert found("10/05/2016 09:30:45") == ["2016-05-10T09:30:45+00:00"]


@pytest.mark.parametrize(
    ("stated", "moment"),
    [
        ("2016-05-10T09:30:00-03:00", "2016-05-10T09:30:00-03:00"),
        ("2016-05-10 09:30", "2016-05-10T09:30:00+00:00"),
        ("20160510", "2016-05-10T00:00:00+00:00"),
        ("2016-05", None),
        ("2016", None),
        ("Tue, 10 May 2016 09:30:00 -0300", "2016-05-10T09:30:00-03:00"),
        ("10 mai 2016 à 9h05", "2016-05-10T09:05:00+00:00"),
        ("10 mai 2016 25:00", None),
        ("10 mai 2016, 11 mai 2016", None),
        ("1989-12-31T23:59:59", None),
        ("1990-01-01", "1990-01-01T00:00:00+00:00"),
        ("9999-12-31T23:59:59-05:00", "9999-12-31T23:59:59+00:00"),
        ("soon", None),
    ],
)
def test_what_metadata_state_is_read_strictly(stated: str, moment: str | None) -> None:
    read = read_stated(stated, "fr", UTC)
    assert (read.isoformat() if read else None) == moment


def test_digits_of_other_scripts_are_read_and_what_only_looks_like_one_is_not() -> None:
    assert fold_digits("١٠ mai² ①") == "10 mai² ①"


@pytest.mark.parametrize(
    ("written", "language", "day"),
    [
        ("10.05.69", "de", "2069-05-10"),
        ("10.05.70", "de", ""),
        ("10.05.99", "de", "1999-05-10"),
        ("10/05/16", "fr", "2016-05-10"),
        ("16/05/10", "zh", "2016-05-10"),
    ],
)
def test_a_year_of_two_digits_is_read_where_that_is_wanted(written: str, language: str, day: str) -> None:
    assert found(written, language) == []
    dates = find_dates(written, language, UTC, short=True)
    assert [date.moment.date().isoformat() for date in dates] == [day][: bool(day)]
