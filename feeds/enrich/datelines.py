"""Where an article says when it was published: date lines above and below the text, datelines that open it.

Nothing is searched in running text: dates there are about the news, not about the article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import cache

from feeds.enrich.clocktimes import times_in
from feeds.enrich.dates import Found, date_words, find_dates, fold_digits, may_hold_date
from feeds.enrich.labels import alternatives
from feeds.enrich.months import calendar, languages, weekdays
from feeds.enrich.normalise import fold

_YEAR = re.compile(r"\d{4}|\d年|\d[./-]\d{1,2}[./-]\d\d|'\d\d")
_DIGIT = re.compile(r"\d")
ONLY_DATE = "line that is only a date"
_LONGEST_LINE = 160
_LONGEST_RELATIVE = 60
_LONGEST_REVISION = 31
"""Days between two that stand side by side: beyond that they say from when to when something is."""
_MOST_WORDS = 9
_WORDS = re.compile(r"[^\W\d_]+")
_LABEL_REACH = 40
_DASH = re.compile(r"\s*(?:[-–—]|bis|to|au|al|a)\s*")
_SEPARATED = re.compile(r"(?:\A|[,|·•–—()\[\]/-])\W*\Z")


@dataclass(frozen=True, slots=True)
class DateLine:
    """The moments that a line states, and whether it says nothing else."""

    published: datetime | None
    updated: datetime | None
    whole: bool
    rule: str
    unread: str = ""
    """A zone that is written and not known: the moment is taken as one of the site's zone."""
    unused: str = ""
    """What else it says."""


@cache
def _labels(kind: str, language: str | None = None) -> re.Pattern[str]:
    words = sorted({fold(word) for word in date_words(kind, language)}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in words)})(?!\w)")


@cache
def _sourced() -> re.Pattern[str]:
    """Match a source that a line names behind its date: `来源：…`."""
    return re.compile(rf"(?<!\w)(?:{alternatives('source')})\s?[:：]\s?[^\d:：]{{2,30}}\Z")


@cache
def _fill() -> frozenset[str]:
    return frozenset(fold(word) for word in date_words("joiners")) | weekdays()


def says_nothing(text: str) -> bool:
    """Tell whether a folded text is joining words alone: `um 14 Uhr`, `Monday`."""
    return all(word in _fill() for word in re.findall(r"[\w.]*\w", text))


def _label(before: str) -> str:
    """Name the label that leads up to a date: only joining words may stand between, and a separator before it."""
    reach = before[-_LABEL_REACH:]
    for kind in ("updated", "published"):
        for found in _labels(kind).finditer(reach):
            if says_nothing(_labels("published").sub(" ", reach[found.end() :])) and (
                len(reach) < len(before) or _SEPARATED.search(_labels("published").sub("", reach[: found.start()]))
            ):
                return kind
    return ""


def leads(word: str) -> bool:
    """Tell whether a word only joins a date to a text: `Le`, `On`, `Am`."""
    return fold(word) in date_words("joiners")


def is_weekday(word: str) -> bool:
    """Tell whether a folded word is a day of the week."""
    return word in weekdays()


def is_label(text: str) -> bool:
    """Tell whether a text is only the label of a date."""
    return any(_labels(kind).fullmatch(fold(text).strip(" :")) for kind in ("updated", "published"))


@cache
def _others() -> re.Pattern[str]:
    words = "|".join(sorted((re.escape(fold(word)) for word in date_words("other")), key=len, reverse=True))
    return re.compile(rf"(?:(?<!\w)|(?<=[\u3000-\u9fff]))(?:{words})\s?[:：]?\s*\Z")


def is_of_something_else(before: str) -> bool:
    """Tell whether a folded text leads up to a date that is not the article's: `Verfügbar bis`, `Member since`."""
    return _others().search(before[-_LABEL_REACH:]) is not None


def begins_labelled(folded: str) -> bool:
    """Tell whether a folded text begins with the label of a date."""
    return any(_labels(kind).match(folded) for kind in ("updated", "published"))


def lead_of(before: str) -> tuple[str, str]:
    """Give the end of a folded text that only leads up to the date behind it, and what it labels the date as.

    That are joining words, weekdays and labels.
    """
    end = len(before)
    while found := _leading().search(before[:end].rstrip(" ,:.;-–—(|/")):
        end = found.start()
    lead = before[end:]
    kinds = (kind for kind in ("updated", "published") if _labels(kind).search(lead))
    return lead, next(kinds, "")


@cache
def _leading() -> re.Pattern[str]:
    """Match a joining word, a weekday or a label at the end of a text."""
    known = {*_fill(), *(fold(word) for kind in ("updated", "published") for word in date_words(kind))}
    return re.compile(rf"(?<![\w'])(?:{'|'.join(re.escape(word) for word in sorted(known, key=len, reverse=True))})\Z")


def _residue(folded: str, dates: list[Found]) -> str:
    kept = []
    end = 0
    for date in dates:
        kept.append(folded[end : date.start])
        end = date.end
    return " ".join([*kept, folded[end:]])


def order_of(folded: str, language: str) -> str:
    """Give the language whose order of day and month holds: the text's, or that of a label which is only of another."""
    primary = language.partition("-")[0]
    if calendar().get(primary, {}).get("order") != "mdy":
        return language
    for kind in ("published", "updated"):
        if (found := _labels(kind).search(folded)) and not _labels(kind, primary).fullmatch(found[0]):
            return next(code for code in _label_languages(kind) if _labels(kind, code).fullmatch(found[0]))
    return language


@cache
def _label_languages(kind: str) -> tuple[str, ...]:
    return tuple(code for code in calendar() if date_words(kind, code))


def date_line(text: str, language: str, zone: tzinfo, *, signed: bool = False) -> DateLine | None:
    """Read a line that is a date, or labels one; on a by-line (`signed`) a date needs no label."""
    if len(text) > _LONGEST_LINE or not may_hold_date(text):
        return None
    folded = fold_digits(text)
    if not _YEAR.search(folded):
        return None
    dates = find_dates(folded, order_of(folded, language), zone, short=True)
    if not dates or any(is_of_something_else(folded[: date.start]) for date in dates):
        return None
    residue, later = _same_day(_residue(folded, dates), dates[0].moment)
    residue = _sourced().sub(" ", _labels("published").sub(" ", _labels("updated").sub(" ", residue)))
    whole = says_nothing(residue)
    starts = [0, *(date.end for date in dates)]
    labels = [_label(folded[start : date.start]) for start, date in zip(starts, dates, strict=False)]
    is_changed = labels[0] == "" and "updated" in labels and _SEPARATED.search(folded[: dates[0].start].rstrip())
    if whole and not any(labels) and _is_span(folded, dates):
        return None
    published = updated = None
    rule = "labelled date"
    for date, label in zip(dates, labels, strict=True):
        if label == "updated":
            updated = updated or date.moment
        elif label == "published" or whole or signed or is_changed:
            published = published or date.moment
            rule = rule if label else "date on a by-line" if signed else ONLY_DATE
    if later and published and not updated:
        updated = later
    unread = " ".join(date.unread for date in dates if date.unread)
    unused = "" if whole else " ".join(residue.strip(" |,;·•–—-:()").split())
    return DateLine(published, updated, whole, rule, unread, unused) if published or updated else None


def _is_span(folded: str, dates: list[Found]) -> bool:
    """Tell whether a line says from when to when: `09 Jan 2014 - 01 Jan 2017`."""
    days = [date.moment.date() for date in dates]
    if len(days) != 2 or days[0] >= days[1]:  # noqa: PLR2004 - first and last
        return False
    between = folded[dates[0].end : dates[1].start].strip()
    return bool(_DASH.fullmatch(between)) or (between == "|" and (days[1] - days[0]).days > _LONGEST_REVISION)


def _same_day(residue: str, day: datetime) -> tuple[str, datetime | None]:
    """Take the time of an update of the same day out of what a line says beside its dates."""
    for time in times_in(residue):
        if _label(residue[: time.start]) == "updated":
            later = time.on(day.year, day.month, day.day, day.tzinfo or UTC)
            return f"{residue[: time.start]} {residue[time.end :]}", later
    return residue, None


@cache
def _told() -> tuple[frozenset[str], frozenset[str]]:
    """Give what tells how long ago something was, and what names a day by today, without blanks, in any language."""
    ago = [*date_words("ago"), *(text for row in languages() for text in row["past"])]
    return frozenset(map(_run, ago)), frozenset(map(_run, date_words("relative")))


def _run(text: str) -> str:
    return re.sub(r"[\s.]", "", fold(text))


@cache
def _hints() -> frozenset[str]:
    """Give the words of which a line without a day has one at least."""
    spoken = [text for kind in ("ago", "relative", "updated", "published") for text in date_words(kind)]
    spoken += [text for row in languages() for text in row["past"]]
    return frozenset(word for text in spoken for word in _WORDS.findall(fold(text)))


@cache
def _numbers(kind: str) -> re.Pattern[str]:
    numbers = sorted({fold(word) for word in date_words(kind)}, key=len, reverse=True)
    roughly = "|".join(re.escape(fold(word)) for word in date_words("roughly"))
    return re.compile(rf"(?<!\w)(?:(?:{roughly})\s?)?(?:\d{{1,3}}|(?:{'|'.join(map(re.escape, numbers))})(?!\w)'?)")


def is_relative(text: str, *, alone: bool = False) -> bool:
    """Tell whether a line says when, and no day: `2 hours ago`, `Publié hier à 14h30`, `Updated at 3:10 p.m.`.

    `alone` takes `Today` for such a line too, which may as well be a heading.
    """
    if len(text) > _LONGEST_RELATIVE:
        return False
    folded = fold_digits(text)
    found = _hints().intersection(_WORDS.findall(folded))
    if not found or (found <= _fill() and not _numbers("numbers").search(folded)):
        return False
    if _YEAR.search(folded) and find_dates(folded, "en", UTC, short=True):
        return False
    plain = _labels("published").sub(" ", _labels("updated").sub(" ", folded))
    labelled = plain != folded
    times = times_in(plain) if _DIGIT.search(plain) else []
    timeless = plain
    for time in reversed(times):
        timeless = f"{timeless[: time.start]} {timeless[time.end :]}"
    may_be_day = alone or labelled or bool(times)
    return any(_tells(rest, may_be_day=may_be_day) for rest in (plain, timeless)) or (
        bool(times) and labelled and says_nothing(timeless)
    )


def _tells(rest: str, *, may_be_day: bool) -> bool:
    """Tell whether a text is only a way to say how long ago something was, or a day by today, amid joining words."""
    ago, days = _told()
    for numbered in (_numbers("numbers").sub("{0}", rest), _numbers("articles").sub("{0}", rest)):
        words = re.findall(r"[^\s,;:|()（）•·/–—-]+", numbered)
        if len(words) > _MOST_WORDS:
            return False
        for start in range(len(words)):
            for end in range(len(words), start, -1):
                said = "".join(words[start:end]).replace(".", "")
                is_told = said in ago or (may_be_day and said in days)
                if is_told and says_nothing(" ".join((*words[:start], *words[end:]))):
                    return True
    return False
