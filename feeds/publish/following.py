"""Follow a selection: what became of its entries since a cursor, for whoever keeps a copy of them."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from feeds.errors import CursorGone, InvalidSelection
from feeds.publish.names import named
from feeds.publish.searching import searched
from feeds.selection import span
from feeds.store.read import changes, once, selections
from feeds.store.read.changes import Change, Cursor

if TYPE_CHECKING:
    from feeds.publish.publisher import Publisher
    from feeds.selection import Selection

AT_ONCE = 200
"""Changes in one answer."""

_CURSOR = re.compile(r"([0-9a-f]{0,8})-(\d{1,18})-(\d{1,18})-(\d{1,18})", re.ASCII)
_BEGINNING = "0"
_LAST_NUMBER = (1 << 31) - 1
"""No entry has a later one."""


class Followed(NamedTuple):
    """What changed, and with what to ask for more; at the end it is what was asked with."""

    changes: list[Change]
    next: str


def follow(publisher: Publisher, selection: Selection, since: str, most: int = AT_ONCE) -> Followed:
    """List what became of the entries of a selection since a cursor, from the beginning where it is empty.

    Raises UnknownFacet; InvalidSelection where it is no cursor; CursorGone where it is of another history than that of
    the store, so that whoever follows has to begin anew.
    """
    if selection.since:
        raise InvalidSelection("since: it takes what an earlier answer called next")
    with publisher.store.reading() as connection:
        history, last = changes.history_of(connection)
        after = _read(since, history, last)
        origin, selection, known, *_ = named(connection, selection, publisher.site.language)
        dates = span(selection, publisher.site.timezone)
        what = changes.chosen(selection, known, dates, origin.redated)
        if selection.is_collapsed or selection.words:
            plan = selections.plan(connection, selection, known, dates, redated=origin.redated)
            plan = searched(connection, plan, selection, publisher.site, origin)
            what = what._replace(sought=plan.sought, reworded=plan.reworded)
        if selection.is_collapsed:
            what = what._replace(later=partial(once.later_ones, connection, plan))
        found, at = changes.changes(connection, what, after, last, most)
    if at == after:
        return Followed([], since or _BEGINNING)
    urns = [change._replace(id=f"urn:uuid:{change.id}") for change in found]
    return Followed(urns, f"{history}-{at.second}-{at.number}-{at.known}")


def end_of(publisher: Publisher) -> str:
    """Give the cursor after everything so far."""
    with publisher.store.reading() as connection:
        history, last = changes.history_of(connection)
    return f"{history}-{last}-{_LAST_NUMBER}-{last}"


def _read(since: str, history: str, last: int) -> Cursor:
    if since in {"", _BEGINNING}:
        return Cursor()
    read = _CURSOR.fullmatch(since)
    if read is None:
        raise InvalidSelection("%(given)s: it takes what an earlier answer called next", given=f"since={since[:40]}")
    if read[1] != history or int(read[2]) > last:
        raise CursorGone("The store was brought back from a copy, or made anew: begin again without since.")
    return Cursor(int(read[2]), int(read[3]), int(read[4]))
