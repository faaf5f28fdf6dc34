"""Conditional requests and codings, RFC 9110, sections 8, 12.5.3 and 13; tolerant where real clients need it.

Each coding has its own strong entity tag. Caches and clients weaken tags, strip their quotes or add the
name of a coding, so that all of these are compared as one.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from typing import NamedTuple

from feeds.publish.codings import CODINGS

MARK = "feeds.hold"
"""The key in the WSGI environment under which a view leaves the validators of an answer to hold."""
CONCERN = "feeds.concern"
"""The key under which it leaves what such an answer shows, where it shows not all of the store."""

_LONGEST = 4096
"""Characters of a header that are looked at, and kept to be known again."""
_SUFFIX = re.compile(r"(?:[-;](?:gzip|br|zstd|deflate))+$")


class Validators(NamedTuple):
    """What tells whether a client has an answer already; of a redirect there is none."""

    signature: str | None = None
    last_modified: int | None = None


def entity_tag(signature: str, coding: str) -> str:
    """Write the entity tag of a document in a coding."""
    return f'"{signature}"' if coding == "identity" else f'"{signature}-{coding}"'


@lru_cache(maxsize=1024)  # few moments are asked for often
def http_date(seconds: int) -> str:
    """Write a moment as HTTP does."""
    return format_datetime(datetime.fromtimestamp(seconds, UTC), usegmt=True)


def last_modified_header(last_modified: int, now: float) -> str:
    """Write `Last-Modified`, which is never later than `Date` (RFC 9110, 8.8.2.1): a clock may have been set back."""
    return http_date(min(last_modified, int(now)))


def is_unchanged(
    signature: str, last_modified: int, if_none_match: str | None, if_modified_since: str | None, now: float
) -> bool:
    """Tell whether the client has the present document. `If-Modified-Since` counts only where there is no tag.

    A date to come is no date of anything that was given out: the clock of that client is ahead, or was.
    """
    if if_none_match is not None:
        return not _tags(if_none_match[:_LONGEST]).isdisjoint(("*", signature))
    since = _moment(if_modified_since[:_LONGEST]) if if_modified_since else None
    return since is not None and last_modified <= since <= now


def choose_coding(accept_encoding: str | None) -> str:
    """Choose the coding of an answer: the smallest that the client takes at least as gladly as identity."""
    return _choose(accept_encoding[:_LONGEST]) if accept_encoding else "identity"


@lru_cache(maxsize=256)
def _choose(accept_encoding: str) -> str:
    weights: dict[str, float] = {}
    for part in accept_encoding.lower().split(","):
        name, _, parameters = part.partition(";")
        weights[name.strip()] = _weight(parameters)
    rest = weights.get("*", 0.0)
    # Identity is always taken, but less gladly than anything that is asked for by name.
    offered = [(weights.get("identity", 0.0), "identity")]
    offered += [(weights.get(coding, weights.get(f"x-{coding}", rest)), coding) for coding in reversed(CODINGS)]
    weight = max(offered)[0]
    return next(coding for w, coding in reversed(offered) if w == weight) if weight > 0 else "identity"


def _weight(parameters: str) -> float:
    name, _, value = parameters.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return max(0.0, min(1.0, float(value)))
    except ValueError:
        return 0.0


@lru_cache(maxsize=1024)
def _tags(if_none_match: str) -> frozenset[str]:
    tags = (tag.strip() for tag in if_none_match.split(","))
    return frozenset(_SUFFIX.sub("", tag.removeprefix("W/").strip('"')) for tag in tags)


@lru_cache(maxsize=1024)
def _moment(value: str) -> int | None:
    try:
        moment = parsedate_to_datetime(value)
        return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
