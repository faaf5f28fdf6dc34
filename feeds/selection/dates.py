"""The moments that the dates of a selection mean, in the time zone of the site. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from feeds.selection import Selection

_LAST_SECOND = 253_402_300_800
"""Of the year 9999: the end of the time that dates can say."""


def span(selection: Selection, timezone: str) -> tuple[int | None, int | None]:
    """Give the seconds from which (inclusive) and until which (exclusive) entries were published.

    A date means the whole day in the time zone of the site.
    """
    since = _seconds(selection.since, timezone, days=0) if selection.since else None
    until = _seconds(selection.until, timezone, days=1) if selection.until else None
    return since, until


def _seconds(value: str, timezone: str, *, days: int) -> int:
    if value.endswith("Z"):
        return int(datetime.fromisoformat(value).timestamp()) + days
    try:
        day = datetime.fromisoformat(value) + timedelta(days=days)
        return int(day.replace(tzinfo=ZoneInfo(timezone)).timestamp())
    except (OverflowError, ValueError):  # the first or the last day of all
        return _LAST_SECOND if days else -_LAST_SECOND
