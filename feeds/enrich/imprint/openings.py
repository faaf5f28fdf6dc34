"""What opens a text: the day it was written on and the place, `22 mai 2012. - Québec - …`, or a place in capitals."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo

from feeds.enrich.credits import is_place
from feeds.enrich.dates import find_dates, fold_digits

_DIGIT = re.compile(r"\d")
_DATELINE_REACH = 100
_AFTER_DATELINE = re.compile(r"(?:,\s[^\W\d_][\w' -]{1,30})?\s*[.,:]?\s*(?:\([^)]{2,40}\)\s*)?[-–—]{1,2}(?:\s|\Z)")
_BLANKS = " \u00a0-–—"
_PLACE_BEHIND = re.compile(r"[^\W\d_a-z][^\W\d]*(?:[ '’/-][^\W\d]+){0,3}\s[-–—]{1,2}\s(?=[^\W\d_a-z«“\"])")
_LOUD_PLACE = re.compile(
    r"[^\W\d_]{2,}(?:[ .,'’/-]{1,2}[^\W\d_]+\.?){0,4}(?:, \d{1,2} [^\W\d_]{3,9})?\s[-–—]{1,2}\s(?=[^\W\d_a-z«“\"])"
)
"""A place in capitals that opens a text: `NEW YORK - `, `ST. JOHN'S — `."""


def dateline_date(paragraph: str, language: str, zone: tzinfo) -> datetime | None:
    """Read `22 mai 2012. - Prévu …` or `PARIS, 12 mai 2016 (AFP) - …` at the start of a paragraph."""
    found = _dated_dateline(paragraph, language, zone)
    return found[0] if found else None


def without_dated_dateline(paragraph: str, language: str, zone: tzinfo) -> str:
    """Take off what says at the start of a paragraph when and where it was written: `22 mai 2012. - Québec - …`."""
    found = _dated_dateline(paragraph, language, zone)
    rest = paragraph[found[1] :].lstrip(_BLANKS) if found else paragraph
    place = (_PLACE_BEHIND if found else _LOUD_PLACE).match(rest)
    return rest[place.end() :] if place and is_place(place[0]) and (found or place[0].isupper()) else rest


def _dated_dateline(paragraph: str, language: str, zone: tzinfo) -> tuple[datetime, int] | None:
    """Find the moment that a dateline states, and where the dateline ends."""
    start = paragraph[:_DATELINE_REACH].rstrip()
    if not _DIGIT.search(start):
        return None
    folded = fold_digits(start)
    dates = find_dates(folded, language, zone)
    after = _AFTER_DATELINE.match(folded, dates[0].end) if dates else None
    if after is None:
        return None
    before = start[: dates[0].start]
    place = re.sub(r"\W+(?:le|am|den|on|il|el|,)?\W*\Z", "", before)
    is_dateline = not place.strip() or is_place(place)
    end = after.end() if len(folded) == len(start) else 0
    return (dates[0].moment, end) if is_dateline else None
