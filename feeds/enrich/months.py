"""What months and days of the week are called, and the orders in which a date with them is written."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from feeds.enrich.normalise import bare
from feeds.enrich.tables import load_table

ANY = "any"
"""Stands for all languages at once."""
_ORDINAL = r"(?:er|st|nd|rd|th|ère|re|º|ª|°|\.|-(?:го|е|ше|ого))?"
_WORDS = re.compile(r"[^\W\d_]+")
_JOINED = re.compile(rf"\d{_ORDINAL[:-1]}[^\W\d_]")
"""Of an ordinal number and what follows it without a blank: `1ermai`."""
_YEAR = r"(?P<year>\d{4}|'\d{2}(?!\d)|\d{2}(?=[\s,]+\d{1,2}:\d\d)|(?<=-)\d{2}(?![\d-]))(?!\d)"

_HEBREW_OF = "ב"
"""Written together with the month: `10 במאי`."""


class Spellings(NamedTuple):
    """The months of a language, and the expressions of a day with one of them."""

    months: dict[str, int]
    orders: tuple[re.Pattern[str], ...]
    before_time: re.Pattern[str]
    """Of a day whose year stands behind its time, as the `date` command prints it."""


@cache
def calendar() -> dict[str, Any]:
    """Give the table as CLDR has it, by language."""
    table: dict[str, Any] = load_table("calendar.json")
    return table


def languages() -> list[dict[str, Any]]:
    """Give the rows of all languages."""
    return [row for row in calendar().values() if isinstance(row, dict)]


@cache
def _months(language: str) -> dict[str, int]:
    """Give the month names of a language, and what they are without accents."""
    months = _of_one_meaning("months") if language == ANY else _own_months(language)
    return months | {bare(name): number for name, number in months.items()} | months


@cache
def _month_words(language: str) -> frozenset[str]:
    """Give a word of each month name, the longest: `gener` of `de gener`."""
    words = {max(_WORDS.findall(name), key=len) for name in _months(language)}
    return frozenset(words | {_HEBREW_OF + word for word in words if word[0] >= "א"})


def may_name_month(folded: str, language: str) -> bool:
    """Tell whether a folded line may have a month of a language: to look for a date in it takes ten times as long."""
    return not _month_words(language).isdisjoint(_WORDS.findall(folded)) or _JOINED.search(folded) is not None


@cache
def spellings(language: str) -> Spellings:
    """Give the month names of a language (English ones too: templates often are) and the orders of writing."""
    months = _months(language)
    names = "|".join(re.escape(name) for name in sorted(months, key=len, reverse=True))
    month = rf"(?P<month>{names})(?:\s?/\s?(?:{names}))?\.?"
    other = month.replace("<month>", "<other>")
    day = r"(?P<day>\d{1,2})"
    day_first = rf"(?<!\d){day}{_ORDINAL}[\s\-]*(?:de\s|of\s|d'|ng\s|{_HEBREW_OF})?{month}(?![^\W\d_])"
    between = r"[\s,،\-.]*(?:del?\s|พ\.ศ\.\s?|năm\s)?"
    return Spellings(
        months,
        (
            re.compile(rf"{day_first}{between}{_YEAR}"),
            re.compile(rf"(?<!\w){month}\s*{day}(?:st|nd|rd|th)?,?\s+{_YEAR}"),
            re.compile(rf"(?<!\d)(?P<year>\d{{4}})\.?\s*{month}\s*{day}\.?(?!\d)"),
        ),
        re.compile(rf"(?:{day_first}|(?<!\w){other}\s*(?P<number>\d{{1,2}}))[\s,]+(?=\d{{1,2}}[:.]\d\d)"),
    )


def _own_months(language: str) -> dict[str, int]:
    own = calendar().get(language, {"months": {}})
    return {**calendar()["en"]["months"], **own["months"]}


def _of_one_meaning(kind: str) -> dict[str, int]:
    """Give the names of every language but those that mean one month, or day, here and another there."""
    numbers: dict[str, set[int]] = {}
    for row in languages():
        for name, number in row[kind].items():
            numbers.setdefault(name, set()).add(number)
    return {name: found.pop() for name, found in numbers.items() if len(found) == 1}


@cache
def weekdays() -> frozenset[str]:
    """Give the names of the days in every language, folded; a letter alone says nothing."""
    names = {name for row in languages() for name in row["days"]}
    return frozenset(name for name in names if len(name) > 1 or not name.isascii())


@cache
def weekday_numbers() -> dict[str, int]:
    """Give the number of each day whose name means no other day elsewhere, Monday being 0."""
    return _of_one_meaning("days")


@cache
def month_names() -> frozenset[str]:
    """Give every month name of every language, folded."""
    return frozenset(name for row in languages() for name in row["months"])
