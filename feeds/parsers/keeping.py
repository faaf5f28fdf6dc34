"""What keeps an article back: it says itself that it is a draft, not public, or gone after a day."""

from __future__ import annotations

from datetime import datetime, tzinfo

from feeds.enrich.dates import read_stated
from feeds.parsers.draft import Draft

_YES = frozenset({"true", "yes", "on", "1"})
_NO = frozenset({"false", "no", "off", "0", "never"})
_STATUSES = frozenset(
    {"draft", "pending", "private", "trash", "auto draft", "unpublished", "unlisted", "hidden", "future", "inherit"}
    | {"in review", "review", "scheduled", "archived", "deleted", "skip", "in progress", "wip", "members", "paid"}
)
_FOLDER = "_drafts"
"""Where Jekyll keeps what is not finished."""


def kept_back(draft: Draft) -> str:
    """Say why an article is not to be published, in its own words; empty where it is."""
    for field, values in (("draft", _YES), ("public", _NO), ("status", _STATUSES)):
        for stated in draft.stated.every(field):
            if stated.text.lower().replace("-", " ") in values:
                return f"draft: it says {stated.name}: {stated.text}"
    if _FOLDER in draft.name.split("/")[:-1]:
        return f"draft: it lies in {_FOLDER}/"
    return ""


def expiry(draft: Draft, language: str, zone: tzinfo) -> datetime | None:
    """Give the moment after which an article is no longer to be shown, if it states one."""
    stated = draft.stated.find("expires")
    moment = read_stated(stated.text, language, zone) if stated else None
    if stated and moment is None:
        draft.warn(draft.line_of(stated), f"{stated.name} is no date: {stated.text!r}")
    return moment
