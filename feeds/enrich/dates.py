"""Read dates as they are written in metadata and on date lines. Nothing here knows what day it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from feeds.enrich.clocktimes import ClockTime, time_at, times_in
from feeds.enrich.months import ANY, calendar, may_name_month, spellings, weekday_numbers, weekdays
from feeds.enrich.normalise import fold
from feeds.enrich.tables import load_table

_OLDEST = 1990  # no feed is older than the Web; what is older is about history
_NEWEST = 2100
"""Of years that a line names; what metadata state is held for as long as it says."""
_LAST = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
"""What is added to the years of Japanese eras, and to those of the Republic of China."""
_DECEMBER = 12
_CENTURY = 100
_PIVOT = 70
"""Of years of two digits: from there on they are of the last century."""
_BUDDHA = 543
_OF_BUDDHA = 2400
"""Thai years are counted from the Buddha; none of them is below that."""
_FULL_DAY = 8  # `20160510`: a year or a month alone is no day
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_NUMBERS = re.compile(r"\d\D+\d")
_NUMERIC = re.compile(
    r"(?<![\d./])(?<!\d-)(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?![\d/_]|-(?!\d\d:\d\d)|[.:]\d)"
)
_YEAR_FIRST = re.compile(
    r"(?<![\d./-])(\d{4})([./-])\s?(\d{1,2})\2\s?(\d{1,2})(?![\d/-])"
    r"|(\d{4}|(?:令和|平成|昭和|民國|民国)\d{1,3})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]"
)
_WORD = re.compile(r"[^\W\d_]+")
_REACH = 30
"""Characters before a date, where its weekday stands."""
_LAST_YEAR = re.compile(r"[\s,]+(\d{4})(?![\d:])")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?|1\d{9}\.\d+")
_COMPACT = re.compile(r"(?:19|20)\d{10}(?:\d\d)?")
"""As archives of the Web name their copies: `20160510143000`."""
_PHOTO = re.compile(r"(\d{4}):(\d\d):(\d\d)(?= \d)")
"""As cameras write it."""
_MICROSOFT = re.compile(r"\\?/Date\((\d{1,16})(?:[+-]\d{4})?\)\\?/")
"""Milliseconds since 1970, whatever zone stands behind them."""
_ZONE_ID = re.compile(r"\[!?[A-Za-z_/+-]+\]\Z")


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a line: where it stands (its time included) and the moment, aware."""

    start: int
    end: int
    moment: datetime
    unread: str = ""
    """A zone that is written and not known: the moment is then of the site's."""
    is_short: bool = False
    """Whether its year has two digits: only where a date is expected it is one."""


class StatedDate(NamedTuple):
    """A date that metadata states, and what of it is not understood."""

    moment: datetime | None
    unread: str = ""


class _Day(NamedTuple):
    """A day as written: where, and its clock time where that stands within it."""

    start: int
    end: int
    year: int
    month: int
    day: int
    time: ClockTime | None = None
    is_short: bool = False


_IMPOSSIBLE_TIME = re.compile(r"(?:t|[\s,]+)\d{1,2}\s?[:h]\s?\d")
"""What stands where a time of day would, and was not taken for one."""


@cache
def _between() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Match what stands between a date and the time behind it, and between a time and the date behind that.

    Only joining words and weekdays may.
    """
    words = sorted({*_words()["joiners"], *weekdays()}, key=len, reverse=True)
    joined = "|".join(re.escape(word) for word in words)
    blanks = r"[\s,،|@/（()•·–-]"
    return (
        re.compile(rf"(?:t|\.?{blanks}+(?:(?:{joined})[\s,،.:)）]*){{0,2}}|(?<=[日일号號]))"),
        re.compile(rf"{blanks}+(?:(?:{joined})\.?[\s,،:)）]+){{0,2}}\Z"),
    )


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = load_table("dates.yaml")
    return words


def _moment(day: _Day, time: ClockTime | None, zone: tzinfo, newest: int) -> datetime | None:
    """Build the moment; a day that no calendar has, or a year outside what feeds are about, is no date."""
    if not _OLDEST <= day.year <= newest:
        return None
    try:
        if time:
            return time.on(day.year, day.month, day.day, zone)
        return datetime(day.year, day.month, day.day, tzinfo=zone)
    except ValueError:
        return None


def fold_digits(text: str) -> str:
    """Fold a line for reading dates, with Arabic and Persian digits as ASCII; the length stays where it can."""
    folded = fold(text)
    return folded if folded.isascii() else plain_digits(folded)


def plain_digits(text: str) -> str:
    """Give a text with all its digits as those of ASCII."""
    return _OTHER_DIGIT.sub(lambda found: str(int(found[0])), text)


def may_hold_date(text: str) -> bool:
    """Tell whether a text has two numbers at least, as every date does."""
    return _NUMBERS.search(text) is not None


def _day_first(first: int, second: int, mark: str, language: str) -> tuple[int, int]:
    """Order a numeric date as the language writes it: between dots the day is first, and only it is over 12."""
    primary, _, region = language.partition("-")
    month_leads = calendar().get(primary, {"order": "dmy"})["order"] == "mdy" and region.upper() in {"", "US"}
    if second > _DECEMBER or (month_leads and first <= _DECEMBER and mark != "."):
        return second, first
    return first, second


def _year(written: str, *, is_thai: bool = False) -> int:
    if era := _ERAS.get(written[:2]):
        return era + int(written[2:])
    year = int(written.lstrip("'"))
    if year < _CENTURY:
        return year + (1900 if year >= _PIVOT else 2000)
    return year - _BUDDHA if is_thai and year > _OF_BUDDHA else year


def _named_days(folded: str, language: str) -> list[_Day]:
    """Find the dates with a month name."""
    if not may_name_month(folded, language):
        return []
    months, orders, before_time = spellings(language)
    days = []
    for order in orders:
        for found in order.finditer(folded):
            year = _year(found["year"], is_thai="\u0e00" < found["month"][0] < "\u0e7f")
            days.append(_Day(*found.span(), year, months[found["month"]], int(found["day"])))
    for found in before_time.finditer(folded):
        time = time_at(folded, found.end())
        if time and (last := _LAST_YEAR.match(folded, time.end)):
            month, number = found["month"] or found["other"], found["day"] or found["number"]
            days.append(_Day(found.start(), last.end(), int(last[1]), months[month], int(number), time))
    return days


def _numeric_days(folded: str, language: str) -> Iterator[_Day]:
    """Find the dates that are figures alone."""
    is_thai = language.startswith("th")
    for found in _YEAR_FIRST.finditer(folded):
        year, month, day = (found[1], found[3], found[4]) if found[1] else (found[5], found[6], found[7])
        yield _Day(*found.span(), _year(year, is_thai=is_thai), int(month), int(day))
    year_leads = calendar().get(language.partition("-")[0], {"order": "dmy"})["order"] == "ymd"
    for found in _NUMERIC.finditer(folded):
        first, second, last = int(found[1]), int(found[3]), found[4]
        year = _year(last, is_thai=is_thai)
        if year_leads and len(last) == 2:  # noqa: PLR2004 - digits
            yield _Day(*found.span(), _year(found[1]), second, int(last), is_short=True)
        else:
            number, month = _day_first(first, second, found[2], language)
            if month != number and _falls_on(folded[: found.start()], year, number, month):
                number, month = month, number
            yield _Day(*found.span(), year, month, number, is_short=len(last) == 2)  # noqa: PLR2004 - as above


def _falls_on(before: str, year: int, month: int, number: int) -> bool:
    """Tell whether a day falls on the weekday that stands before it, and with day and month exchanged does not."""
    words = _WORD.findall(before[-_REACH:])[-2:]
    named = (" ".join(words[at:]) for at in range(len(words)))
    weekday = next((weekday_numbers()[name] for name in named if name in weekday_numbers()), None)
    try:
        return weekday == date(year, month, number).weekday() != date(year, number, month).weekday()
    except ValueError:
        return False


def find_dates(folded: str, language: str, zone: tzinfo, *, short: bool = False, newest: int = _NEWEST) -> list[Found]:
    """Find the dates that are written out in a folded line, with their time of day where one stands beside them.

    `short` takes years of two digits too.
    """
    days = _named_days(folded, language.partition("-")[0]) or _named_days(folded, ANY)
    days += [day for day in _numeric_days(folded, language) if short or not day.is_short]
    dates: list[Found] = []
    for day in sorted(days, key=lambda day: (day.start, -day.end)):
        if dates and day.start < dates[-1].end:
            continue
        time, start, end = day.time, day.start, day.end
        if time is None and (joint := _between()[0].match(folded, end)) and (time := time_at(folded, joint.end())):
            end = time.end
        elif time is None and (time := _time_before(folded, dates[-1].end if dates else 0, start)):
            start = time.start
            if time.zone is None and not time.unread:
                time = time.in_zone_at(folded, end)
                end = max(end, time.end)
        if moment := _moment(day, time, zone, newest):
            dates.append(Found(start, end, moment, time.unread if time else "", day.is_short))
    return dates


def _time_before(folded: str, after: int, start: int) -> ClockTime | None:
    """Read the time of day that leads up to a date: `14:30, 10 May 2016`."""
    before = folded[after:start]
    times = times_in(before)
    if not times or not _between()[1].fullmatch(before, times[-1].end):
        return None
    last = times[-1]
    return replace(last, start=after + last.start, end=after + last.end)


def read_stated(text: str, language: str, zone: tzinfo) -> datetime | None:
    """Read a date that metadata states: ISO 8601, RFC 2822, or written out; a bare date is midnight in the zone."""
    return read_date(text, language, zone).moment


def read_date(text: str, language: str, zone: tzinfo) -> StatedDate:
    """Read a date that metadata states, and say what of it was not understood."""
    text = _PHOTO.sub(r"\1-\2-\3", text.strip())
    if since := _MICROSOFT.fullmatch(text):
        text = since[1][:-3]
    if _COMPACT.fullmatch(text):
        text = f"{text[:_FULL_DAY]}T{text[_FULL_DAY:]}"
    if _EPOCH.fullmatch(text):
        return StatedDate(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(text[:10])))
    named = _ZONE_ID.search(text)
    moment = _iso(text[: named.start()].rstrip() if named else text)
    if moment is None:
        return _written_out(text, language, zone)
    if moment.year < _OLDEST:
        return StatedDate(None)
    unread = ""
    if named and not moment.tzinfo:
        try:
            zone = ZoneInfo(named[0].strip("[!]"))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            unread = named[0]
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    try:
        moment.astimezone(UTC)
    except OverflowError:  # the last day of the calendar, far in the west
        return StatedDate(_LAST)
    return StatedDate(moment, unread)


def _written_out(text: str, language: str, zone: tzinfo) -> StatedDate:
    folded = fold_digits(text)
    found = find_dates(folded, language, zone, short=True, newest=_LAST.year)
    if len(found) != 1 or _IMPOSSIBLE_TIME.match(folded, found[0].end):
        return StatedDate(None)
    (only,) = found
    rest = f"{folded[: only.start]} {folded[only.end :]}"
    unread = [word for word in re.findall(r"[^\W_][\w.'+-]*", rest) if word.strip(".") not in _filling()]
    return StatedDate(only.moment, " ".join(filter(None, (only.unread, *unread))))


@cache
def _filling() -> frozenset[str]:
    """Give the words that say nothing beside a date: joining ones, and those of weekdays."""
    names = {*_words()["joiners"], *weekdays()}
    return frozenset(word for name in names for word in name.split() if not word.isdecimal())


def _iso(text: str) -> datetime | None:
    if len(text) < _FULL_DAY or not text[:4].isdecimal() or not text.isascii():
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        from dateutil.parser import isoparse

        try:
            return isoparse(text)
        except (ValueError, OverflowError):
            return None


def date_words(kind: str, language: str | None = None) -> list[str]:
    """Give the words of one kind, `updated`, `published` or `joiners`, of one language or of all."""
    words = _words()[kind]
    if isinstance(words, dict):
        return [word for key, row in words.items() if language in {None, key} for word in row]
    return list(words)
