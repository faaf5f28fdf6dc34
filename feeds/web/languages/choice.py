"""Which language a page is in: one that its reader speaks, else that of the site; `Accept-Language`, RFC 9110, 12.5.4.

What is chosen is one of a few, so that copies of pages that are kept are few too, whatever is asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from feeds.config.values import PAGE_LANGUAGES

if TYPE_CHECKING:
    from feeds.config import Settings

_LONGEST = 1024
"""Characters of a header that are looked at, and kept to be known again."""
_RANGE = re.compile(r"\s*(\*|[a-z]{1,8})(?:-[a-z0-9]{1,8})*\s*(?:;\s*q\s*=\s*([01](?:\.\d*)?)\s*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Languages:
    """What the pages of a site speak."""

    usual: str
    """What is spoken to who says nothing of this, or speaks none of the others."""
    is_fixed: bool = False
    """Whether that is spoken to everybody."""

    def of(self, accept_language: str | None) -> str:
        """Choose what is spoken to a reader."""
        if self.is_fixed or not accept_language:
            return self.usual
        return _preferred(accept_language[:_LONGEST]) or self.usual

    @property
    def vary(self) -> tuple[str, ...]:
        """Name the headers by which pages differ for this."""
        return () if self.is_fixed else ("Accept-Language",)


def languages_of(settings: Settings) -> Languages:
    """Give what the settings say of the language of pages: that of the site where they say nothing, else English."""
    site = settings.site_language.partition("-")[0].lower()
    usual = settings.page_language or (site if site in PAGE_LANGUAGES else "en")
    return Languages(usual, bool(settings.page_language))


@lru_cache(maxsize=1024)
def _preferred(accept_language: str) -> str:
    """Give the first of ours that is liked best; empty where there is none, or any other (`*`) is liked better.

    What is malformed is not there.
    """
    best, most, other = "", 0.0, 0.0
    for part in accept_language.lower().split(","):
        found = _RANGE.fullmatch(part)
        weight = min(1.0, float(found[2] or 1)) if found else 0.0
        if found and found[1] == "*":
            other = weight
        elif found and weight > most and found[1] in PAGE_LANGUAGES:
            best, most = found[1], weight
    return best if most >= other else ""
