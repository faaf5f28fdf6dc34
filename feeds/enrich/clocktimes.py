"""Times of day in folded lines, with the zone that is written behind them: `2:30 p.m. CDT`, `14h30 heure de Paris`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from feeds.enrich.normalise import fold
from feeds.enrich.tables import load_table

_NOON = 12
_MINUTES = 60
_DAY = 24 * _MINUTES


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of day in a line: where it stands with its zone, and what of that zone is not known."""

    start: int
    end: int
    hour: int
    minute: int
    second: int
    zone: tzinfo | None
    unread: str = ""

    def on(self, year: int, month: int, day: int, zone: tzinfo) -> datetime:
        """Give the moment on a day, in its own zone or that one. Raises ValueError."""
        return datetime(year, month, day, self.hour, self.minute, self.second, tzinfo=self.zone or zone)

    def in_zone_at(self, folded: str, start: int) -> ClockTime:
        """Take the zone that stands at a place of the line, behind the day: `14:30, 10 мая 2016 (МСК)`."""
        found = re.compile(rf"{_zone()}(?!\w)").match(folded, start)
        if not found:
            return self
        zone, unread = _zone_of(found)
        return replace(self, end=found.end(), zone=zone, unread=unread)


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(words), key=lambda word: (-len(word), word)))


@cache
def _words(kind: str) -> tuple[str, ...]:
    """Give words longest first, folded as lines are."""
    return _longest_first(fold(word) for word in load_table("clocktimes.yaml")[kind])


@cache
def _meanings(kind: str) -> dict[str, str]:
    return {fold(name): meaning for name, meaning in load_table("clocktimes.yaml")[kind].items()}


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in words)


@cache
def _zone() -> str:
    """Match a zone behind a time: an offset, a name, a place, or what means several; brackets around it or not."""
    names = _longest_first((*_meanings("zones"), *_words("several")))
    places = _longest_first(_meanings("places"))
    return (
        r"(?:(?:,\s|\s?[(\[（]?\s?)(?:"
        r"(?P<offset>(?:utc|gmt|ut)\s?[+−–-]\s?\d{1,2}(?::?[0-5]\d)?|[+−-]\d\d:?[0-5]\d|(?<=\d)[+−-]\d\d|[+−-]\d\d(?=\s\d{4}))(?![\d:])"
        r"(?:\s?\((?:[^\W\d_]|[ .'-]){1,50}\)|\s[a-z]{1,3}s?t(?!\w))?"
        rf"|(?:{_any_of(_words('before'))})\s?(?P<place>[^\W\d_](?:[\w.'-]| (?=[^\W\d_])){{1,24}}?)"
        r"(?=\s*(?:[,;|()\[\]）·•/-]|\Z))"
        rf"|(?P<named>{_any_of(places)})\s?(?:{_any_of(_words('behind'))})(?!\w)"
        rf"|(?<!, )(?P<zone>{_any_of(names)})(?!\w)"
        r"|(?<=\s)(?P<iana>[a-z]{2,10}/[a-z]+(?:[_/-][a-z]+)*)"
        r")(?:\s?[)\]）])?)?"
    )


@cache
def _time() -> re.Pattern[str]:
    half = _any_of(_longest_first((*_words("morning"), *_words("afternoon"))))
    return re.compile(
        rf"(?:(?P<before>{half})\s?)?(?<![\d.:])(?P<hour>[01]?\d|2[0-3])"
        r"(?:\s?(?:[:.：時时点點시]|h(?:eures?)?\s?|uhr\s)\s?(?P<minute>[0-5]\d)[分분]?(?:(?:[:.]|\s)?(?P<second>[0-5]\d)(?:[.,]\d+|[秒초])?)?(?!\d)"
        rf"|\s?[h時时点點시](?!\w)|(?=\s?(?:{half})(?!\w)))"
        rf"(?:\s?(?P<half>{half})(?!\w))?"
        rf"(?:\s?(?!(?:{_any_of(_words('before'))})\s)(?:{_any_of(_words('after'))})(?!\w))?{_zone()}(?!\w)"
    )


def time_at(folded: str, start: int) -> ClockTime | None:
    """Read the time of day that begins at a place of a folded line."""
    found = _time().match(folded, start)
    return _clock(found) if found else None


def times_in(folded: str) -> list[ClockTime]:
    """Read every time of day of a folded line."""
    return [_clock(found) for found in _time().finditer(folded)]


def _clock(found: re.Match[str]) -> ClockTime:
    hour = int(found["hour"])
    half = found["half"] or found["before"]
    if half and hour <= _NOON:
        hour = hour % _NOON + (_NOON if half in _words("afternoon") else 0)
    zone, unread = _zone_of(found)
    return ClockTime(
        found.start(), found.end(), hour, int(found["minute"] or 0), int(found["second"] or 0), zone, unread
    )


def _zone_of(found: re.Match[str]) -> tuple[tzinfo | None, str]:
    if offset := found["offset"]:
        zone = _east(offset)
        return zone, "" if zone else offset
    if name := found["zone"]:
        zone = _known(_meanings("zones").get(name, ""))
        return zone, "" if zone else name
    if place := found["place"] or found["named"]:
        zone = _known(_meanings("places").get(place.strip(), ""))
        return zone, "" if zone else place
    if name := found["iana"]:
        zone = _known(_iana().get(name, ""))
        return zone, "" if zone else name
    return None, ""


@cache
def _iana() -> dict[str, str]:
    """Give the names of the zone database, folded, as it spells them."""
    return {name.casefold(): name for name in available_timezones()}


def _known(meaning: str) -> tzinfo | None:
    if not meaning:
        return None
    if meaning in {"0", "UTC"}:
        return UTC
    if "/" not in meaning:
        return timezone(timedelta(minutes=int(meaning)))
    try:
        return ZoneInfo(meaning)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _east(offset: str) -> tzinfo | None:
    """Read `+02:00`, `gmt+3`, `utc -0430`; what is a day and more is no offset."""
    digits = re.sub(r"\D", "", offset)
    hours, minutes = (digits, "0") if len(digits) <= 2 else (digits[:-2], digits[-2:])  # noqa: PLR2004 - hours alone
    east = int(hours) * _MINUTES + int(minutes)
    if east >= _DAY:
        return None
    return timezone(timedelta(minutes=east if "+" in offset else -east)) if east else UTC
