"""Names of archive pages, and how long a feed may be kept.

A page is named by the place at which it begins, in base 36; where the pages of a selection are those of one of its
facets, the number of the facet stands before it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feeds.errors import UnknownFacet

if TYPE_CHECKING:
    from collections.abc import Sequence

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_NAME = re.compile(r"(?:([1-9a-z][0-9a-z]{0,6})-)?(0|[1-9a-z][0-9a-z]{0,12})", re.ASCII)
_LARGEST = (1 << 63) - 1

_STEPS = (5, 10, 15, 30, 60, 120, 180, 240)
"""Minutes; each divides an hour or a day, so that syndication hints can say it."""
_COUNTED = 20


def page_name(low: int, facet: int | None) -> str:
    """Name an archive page."""
    return f"{_base_36(facet)}-{_base_36(low)}" if facet is not None else _base_36(low)


def read_page_name(name: str) -> tuple[int | None, int]:
    """Give the number of the facet, if there is one, and the place that a name tells. Raises UnknownFacet."""
    found = _NAME.fullmatch(name)
    low = int(found[2], 36) if found else _LARGEST + 1
    if not found or low > _LARGEST:
        raise UnknownFacet("There is no archive page “%(name)s” here.", name=name[:40])
    return int(found[1], 36) if found[1] else None, low


def minutes_to_keep(moments: Sequence[int]) -> int:
    """Give the minutes for which a feed may be kept, from the rhythm of its newest entries.

    Half the usual time between two of them, from five minutes for a busy feed to four hours for a quiet one.
    """
    newest = sorted(moments[:_COUNTED], reverse=True)
    if len(newest) < 2:  # noqa: PLR2004 - one entry has no rhythm
        return _STEPS[-1] if newest else _STEPS[4]
    between = (newest[0] - newest[-1]) / (len(newest) - 1)
    return max((step for step in _STEPS if step * 60 <= between / 2), default=_STEPS[0])


def _base_36(number: int) -> str:
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
        if not number:
            return digits
