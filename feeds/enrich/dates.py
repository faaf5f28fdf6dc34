"""Read dates as they are written in metadata and on date lines. Nothing here knows what day it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import Any

from feeds.enrich.normalise import bare, fold
from feeds.enrich.tables import load_table

_OLDEST = 1990  # no feed is older than the Web; what is older is about history
_NEWEST = 2100
"""Of years that a line names; what metadata state is held for as long as it says."""
_LAST = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
_NOON = 12
_MINUTES = 60
_ANY = "any"
_FULL_DAY = 8  # `20160510`: a year or a month alone is no day
_ORDINAL = r"(?:er|st|nd|rd|th|ère|re|º|ª|°|\.)?"
_TIME = (
    r"(?P<hour>[01]?\d|2[0-3])(?:\s?(?:[:.：時时点]|h\s?)(?P<minute>[0-5]\d)分?(?:[:.](?P<second>[0-5]\d))?(?!\d)"
    r"|\s?[h時时点](?!\w))"
    r"\s?(?P<half>[ap]\.?m\b\.?)?(?:\s?(?:uhr|h|hrs)\b)?"
    r"\s?\(?(?P<zone>utc|gmt|z|bst|cet|cest|est|edt|pst|pdt|tsi|[+-]\d\d:?\d\d)?(?!\w)\)?"
)
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4})(?![\d/-])")
_YEAR_FIRST = re.compile(
    r"(?<![\d./-])(\d{4})([./-])(\d{1,2})\2(\d{1,2})(?![\d/-])|(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a line: where it stands (its time included) and the moment, aware."""

    start: int
    end: int
    moment: datetime


@cache
def _calendar() -> dict[str, Any]:
    calendar: dict[str, Any] = load_table("calendar.json")
    return calendar


@cache
def _months(language: str) -> tuple[dict[str, int], re.Pattern[str], re.Pattern[str]]:
    """Give the month names of a language (English ones too: templates often are) and both orders of writing."""
    months = _every_month() if language == _ANY else _own_months(language)
    months |= {bare(name): number for name, number in months.items()} | months
    names = "|".join(re.escape(name) for name in sorted(months, key=len, reverse=True))
    month = rf"(?P<month>{names})(?:\s?/\s?(?:{names}))?\.?"
    day_first = (
        rf"(?<!\d)(?P<day>\d{{1,2}}){_ORDINAL}[\s\-]*(?:de\s|of\s)?"
        rf"{month}(?![^\W\d_])[\s,،\-]*(?:del?\s)?(?P<year>\d{{4}})(?!\d)"
    )
    month_first = rf"(?<!\w){month}\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)"
    return months, re.compile(day_first), re.compile(month_first)


def _own_months(language: str) -> dict[str, int]:
    own = _calendar().get(language, {"months": {}})
    return {**_calendar()["en"]["months"], **own["months"]}


def _languages() -> list[dict[str, Any]]:
    return [row for row in _calendar().values() if isinstance(row, dict)]


def _every_month() -> dict[str, int]:
    """Give the month names of every language but those that mean one month here and another there."""
    numbers: dict[str, set[int]] = {}
    for row in _languages():
        for name, number in row["months"].items():
            numbers.setdefault(name, set()).add(number)
    return {name: found.pop() for name, found in numbers.items() if len(found) == 1}


@cache
def weekdays() -> frozenset[str]:
    """Give the names of the days in every language, folded."""
    return frozenset(name for row in _languages() for name in row["days"])


@cache
def month_names() -> frozenset[str]:
    """Give every month name of every language, folded."""
    return frozenset(name for row in _languages() for name in row["months"])


_IMPOSSIBLE_TIME = re.compile(r"(?:t|[\s,]+)\d{1,2}\s?[:h]\s?\d")
"""What stands where a time of day would, and was not taken for one."""


@cache
def _time() -> re.Pattern[str]:
    """Match a time of day after a date: only joining words and weekdays may stand between."""
    between = sorted({*_words()["joiners"], *weekdays()}, key=len, reverse=True)
    joined = "|".join(re.escape(word) for word in between)
    return re.compile(rf"(?:t|[\s,|@（(–-]+(?:(?:{joined})[\s,:)）]*){{0,2}}|(?<=日)){_TIME}")


def _clock(found: re.Match[str], zone: tzinfo) -> tuple[int, int, int, tzinfo]:
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % _NOON + (_NOON if found["half"][0] == "p" else 0)
    stated = found["zone"]
    if stated and stated[0] in "+-":
        digits = stated[1:].replace(":", "")
        minutes = int(digits[:2]) * _MINUTES + int(digits[2:])
        zone = (
            timezone(timedelta(minutes=-minutes if stated[0] == "-" else minutes)) if minutes < 24 * _MINUTES else zone
        )
    elif stated:
        minutes = int(_words()["zones"][stated])
        zone = timezone(timedelta(minutes=minutes)) if minutes else UTC
    return hour, int(found["minute"] or 0), int(found["second"] or 0), zone


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = load_table("dates.yaml")
    return words


def _moment(year: int, month: int, day: int, clock: tuple[int, int, int, tzinfo]) -> datetime | None:
    """Build the moment; a day that no calendar has, or a year outside what feeds are about, is no date."""
    if not _OLDEST <= year <= _NEWEST:
        return None
    hour, minute, second, zone = clock
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None


def fold_digits(text: str) -> str:
    """Fold a line for reading dates, with Arabic and Persian digits as ASCII; the length stays where it can."""
    folded = fold(text)
    if folded.isascii():
        return folded
    return "".join(str(int(c)) if c.isdigit() and c.isdecimal() and not c.isascii() else c for c in folded)


def _day_first(first: int, second: int, language: str) -> tuple[int, int]:
    """Order a numeric date as the language writes it; a number over twelve can only be a day."""
    primary, _, region = language.partition("-")
    month_leads = _calendar().get(primary, {"order": "dmy"})["order"] == "mdy" and region.upper() in {"", "US"}
    if second > _NOON or (month_leads and first <= _NOON):
        return second, first
    return first, second


def _named_days(folded: str, language: str) -> list[tuple[int, int, int, int, int]]:
    """Find (start, end, year, month, day) of dates with a month name."""
    months, *patterns = _months(language)
    return [
        (found.start(), found.end(), int(found["year"]), months[found["month"]], int(found["day"]))
        for pattern in patterns
        for found in pattern.finditer(folded)
    ]


def find_dates(folded: str, language: str, zone: tzinfo) -> list[Found]:
    """Find the dates that are written out in a folded line, with their time of day where one follows."""
    days = _named_days(folded, language.partition("-")[0]) or _named_days(folded, _ANY)
    for found in _YEAR_FIRST.finditer(folded):
        year, month, day = (found[1], found[3], found[4]) if found[1] else (found[5], found[6], found[7])
        days.append((found.start(), found.end(), int(year), int(month), int(day)))
    for found in _NUMERIC.finditer(folded):
        number, month = _day_first(int(found[1]), int(found[3]), language)
        days.append((found.start(), found.end(), int(found[4]), month, number))
    dates: list[Found] = []
    clock = _time()
    for start, end, year, month_number, day_number in sorted(days):
        time = clock.match(folded, end)
        moment = _moment(year, month_number, day_number, _clock(time, zone) if time else (0, 0, 0, zone))
        if moment and (not dates or start >= dates[-1].end):
            dates.append(Found(start, time.end() if time else end, moment))
    return dates


def read_stated(text: str, language: str, zone: tzinfo) -> datetime | None:
    """Read a date that metadata states: ISO 8601, RFC 2822, or written out; a bare date is midnight in the zone."""
    text = text.strip()
    moment = _iso(text) or _rfc2822(text)
    if moment is None:
        folded = fold_digits(text)
        found = find_dates(folded, language, zone)
        if len(found) != 1 or _IMPOSSIBLE_TIME.match(folded, found[0].end):
            return None
        return found[0].moment
    if moment.year < _OLDEST:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    try:
        moment.astimezone(UTC)
    except OverflowError:  # the last day of the calendar, far in the west
        return _LAST
    return moment


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


def _rfc2822(text: str) -> datetime | None:
    if ":" not in text or not text.isascii():
        return None
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(text)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def date_words(kind: str) -> list[str]:
    """Give the words of one kind: `updated`, `published` or `joiners`."""
    words: list[str] = _words()[kind]
    return words
