"""Keep which selections are private, and let the entries that are shown move to where they belong since then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from feeds.selection.private import LIFTED, declared, scopes_of
from feeds.store.dialects.bulk import update_rows
from feeds.store.dialects.lists import among
from feeds.store.facts import DECLARED_PRIVATE, read_fact, write_fact
from feeds.store.records import EntryRecord, facets_of
from feeds.store.schema import PRIVATE, SHOWN, entry
from feeds.store.write.membership import Membership
from feeds.store.write.retelling import retell

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy import Connection

    from feeds.clock import Clock
    from feeds.store import Store

_AT_ONCE = 500


def declare(store: Store, clock: Clock, selections: Collection[str]) -> None:
    """Let selections be private, and no others; `none` lifts them all.

    Who names none leaves it as it is: a command without its settings must not publish what is private.
    """
    text = "\n".join(sorted(set(selections) - {LIFTED}))
    with store.reading() as connection:
        if not selections or (read_fact(connection, DECLARED_PRIVATE) or "") == text:
            return
    with store.writing(clock) as (connection, second):
        before = read_fact(connection, DECLARED_PRIVATE) or ""
        write_fact(connection, DECLARED_PRIVATE, text)
        moved = list(_moved(connection, before, text))
        for start in range(0, len(moved), _AT_ONCE):
            _settle(connection, second, before, moved[start : start + _AT_ONCE])


def _moved(connection: Connection, before: str, after: str) -> Iterator[int]:
    """List the entries that are shown elsewhere now."""
    columns = (entry.c.number, entry.c.state, entry.c.language, entry.c.sources, entry.c.tags)
    for number, state, *named in connection.execute(select(*columns).where(entry.c.state.in_(SHOWN))):
        facets = facets_of(*named)
        was = scopes_of(facets, declared(before)) if state == PRIVATE else set()
        if was != scopes_of(facets, declared(after)):
            yield number


def _settle(connection: Connection, second: int, before: str, numbers: list[int]) -> None:
    membership = Membership(connection, second, {}, private_before=before)
    records = [EntryRecord(*row) for row in connection.execute(select(entry).where(among(entry.c.number, numbers)))]
    settled = [
        membership.settle(old, old._replace(revision=old.revision + 1, changed=second))
        for old in sorted(records, key=lambda old: old.place or 0)
    ]
    names = ("number", "state", "revision", "changed", "arrived", "surfaced")
    update_rows(connection, entry, names, [tuple(getattr(one, name) for name in names) for one in settled])
    membership.flush()
    told = [one.number for one in settled if one.story is not None]
    retell(connection, second, told, told)
