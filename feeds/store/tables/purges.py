"""Up to which commit each cache was told what to let go of; it is kept beside what hubs were told."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select, update

from feeds.store.read.reader import last_commit
from feeds.store.schema import hub
from feeds.store.tables import journal, pings

if TYPE_CHECKING:
    from feeds.store import Store
    from feeds.store.tables.journal import Touched


class Told(NamedTuple):
    """What a cache was told."""

    target: str
    second: int
    """Of the last commit that it was told of."""
    failures: int
    due: int


def told(store: Store, target: str) -> Told:
    """Give what a cache was told; one that is new is told of what follows."""
    pings.enlist(store, [target])
    query = select(hub.c.url, hub.c.second, hub.c.failures, hub.c.due).where(hub.c.url == target)
    with store.reading() as connection:
        return Told(*connection.execute(query).one())


def is_any_since(store: Store, one: Told) -> bool:
    """Tell whether there was a commit that a cache was not told of."""
    with store.reading() as connection:
        return last_commit(connection) != one.second


def touched_since(store: Store, one: Told) -> tuple[int, Touched | None]:
    """Give the second of the last commit, and what was touched since a cache was told; None is everything."""
    with store.reading() as connection:
        return last_commit(connection), journal.touched_since(connection, one.second)


def settle(store: Store, one: Told, *, second: int, failures: int, due: int) -> None:
    """Write down what became of telling a cache."""
    same = (hub.c.url == one.target, hub.c.second == one.second)
    with store.noting() as connection:
        connection.execute(update(hub).where(*same).values(second=second, failures=failures, due=due))
