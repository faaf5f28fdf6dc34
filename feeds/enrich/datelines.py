"""Where an article says when it was published: date lines above and below the text, datelines that open it.

Nothing is searched in running text: dates there are about the news, not about the article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cache

from feeds.enrich.credits import is_place
from feeds.enrich.dates import Found, date_words, find_dates, fold_digits, weekdays
from feeds.enrich.labels import alternatives
from feeds.enrich.normalise import fold

_YEAR = re.compile(r"[12٠-٩۰-۹][\d]{3}")
_LONGEST_LINE = 160
_LABEL_REACH = 40
_DATELINE_REACH = 100
_AFTER_DATELINE = re.compile(r"(?:,\s[^\W\d_][\w' -]{1,30})?\s*[.,:]?\s*(?:\([^)]{2,40}\)\s*)?[-–—]{1,2}(?:\s|\Z)")
_SEPARATED = re.compile(r"(?:\A|[,|·•–—()\[\]/-])\W*\Z")


@dataclass(frozen=True, slots=True)
class DateLine:
    """The moments that a line states, and whether it says nothing else."""

    published: datetime | None
    updated: datetime | None
    whole: bool
    rule: str


@cache
def _labels(kind: str) -> re.Pattern[str]:
    words = sorted({fold(word) for word in date_words(kind)}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in words)})(?!\w)")


@cache
def _sourced() -> re.Pattern[str]:
    """Match a source that a line names behind its date: `来源：…`."""
    return re.compile(rf"(?<!\w)(?:{alternatives('source')})\s?[:：]\s?[^\d:：]{{2,30}}\Z")


@cache
def _fill() -> frozenset[str]:
    return frozenset(fold(word) for word in date_words("joiners")) | weekdays()


def _says_nothing(text: str) -> bool:
    return all(word in _fill() for word in re.findall(r"[\w.]*\w", text))


def _label(before: str) -> str:
    """Name the label that leads up to a date: only joining words may stand between, and a separator before it."""
    reach = before[-_LABEL_REACH:]
    for kind in ("updated", "published"):
        for found in _labels(kind).finditer(reach):
            if _says_nothing(_labels("published").sub(" ", reach[found.end() :])) and (
                len(reach) < len(before) or _SEPARATED.search(_labels("published").sub("", reach[: found.start()]))
            ):
                return kind
    return ""


def _residue(folded: str, dates: list[Found]) -> str:
    kept = []
    end = 0
    for date in dates:
        kept.append(folded[end : date.start])
        end = date.end
    return " ".join([*kept, folded[end:]])


def date_line(text: str, language: str, zone: tzinfo, *, signed: bool = False) -> DateLine | None:
    """Read a line that is a date, or labels one; on a by-line (`signed`) a date needs no label."""
    if len(text) > _LONGEST_LINE or not _YEAR.search(text):
        return None
    folded = fold_digits(text)
    dates = find_dates(folded, language, zone)
    if not dates:
        return None
    residue = _sourced().sub(" ", _labels("published").sub(" ", _labels("updated").sub(" ", _residue(folded, dates))))
    whole = _says_nothing(residue)
    starts = [0, *(date.end for date in dates)]
    labels = [_label(folded[start : date.start]) for start, date in zip(starts, dates, strict=False)]
    is_changed = labels[0] == "" and "updated" in labels and _SEPARATED.search(folded[: dates[0].start].rstrip())
    published = updated = None
    rule = "labelled date"
    for date, label in zip(dates, labels, strict=True):
        if label == "updated":
            updated = updated or date.moment
        elif label == "published" or whole or signed or is_changed:
            published = published or date.moment
            rule = rule if label else "date on a by-line" if signed else "line that is only a date"
    return DateLine(published, updated, whole, rule) if published or updated else None


def dateline_date(paragraph: str, language: str, zone: tzinfo) -> datetime | None:
    """Read `22 mai 2012. - Prévu …` or `PARIS, 12 mai 2016 (AFP) - …` at the start of a paragraph."""
    start = paragraph[:_DATELINE_REACH]
    if not _YEAR.search(start):
        return None
    folded = fold_digits(start)
    dates = find_dates(folded, language, zone)
    if not dates or not _AFTER_DATELINE.match(folded, dates[0].end):
        return None
    before = start[: dates[0].start]
    place = re.sub(r"\W+(?:le|am|den|on|il|el|,)?\W*\Z", "", before)
    return dates[0].moment if not place.strip() or is_place(place) else None
