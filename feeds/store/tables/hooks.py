"""Webhooks: who is told of which changes, and how far."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, insert, select, update

from feeds.store.schema import hook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from feeds.store import Store

_CLAIM = 60
"""Seconds for which a hook that is being told is told by nobody else."""


class Hook(NamedTuple):
    """A row of `hook`."""

    number: int
    url: str
    query: str
    secret: str
    cursor: str
    is_private: int
    is_paused: int
    failures: int
    due: int
    said: str


def every(connection: Connection) -> list[Hook]:
    """List the hooks in the order in which they came."""
    return [Hook(*row) for row in connection.execute(select(hook).order_by(hook.c.number))]


def add(store: Store, url: str, query: str, secret: str, cursor: str, *, is_private: bool) -> Hook | None:
    """Add a hook that is told of what comes after a cursor; None where there is one of this address and selection."""
    with store.noting() as connection:
        known = connection.execute(select(hook.c.number).where(hook.c.url == url, hook.c.query == query)).first()
        if known:
            return None
        row = {"url": url, "query": query, "secret": secret, "cursor": cursor, "is_private": int(is_private)}
        connection.execute(insert(hook).values(**row, is_paused=0, failures=0, due=0, said=""))
        return next(one for one in every(connection) if (one.url, one.query) == (url, query))


def pause(store: Store, numbers: Sequence[int], *, is_paused: bool, said: str = "") -> None:
    """Tell hooks nothing until they are resumed, or go on where it was left; what changes meanwhile is kept."""
    with store.noting() as connection:
        connection.execute(
            update(hook)
            .where(hook.c.number.in_(list(numbers)))
            .values(is_paused=int(is_paused), failures=0, due=0, said=said)
        )


def remove(store: Store, numbers: Sequence[int]) -> None:
    """Forget hooks."""
    with store.noting() as connection:
        connection.execute(delete(hook).where(hook.c.number.in_(list(numbers))))


def go_on_in(connection: Connection, before: str, history: str) -> None:
    """Let the hooks of a store that was copied go on where they are: what comes next is in the copy as it was there.

    A cursor names a history, that of the original before and that of the copy from now on.
    """
    for one in every(connection):
        named, _, place = one.cursor.partition("-")
        if named == before:
            connection.execute(update(hook).where(hook.c.number == one.number).values(cursor=f"{history}-{place}"))


def claim(store: Store, one: Hook, now: int) -> Hook | None:
    """Take a hook to be told now; None where another program has it, or it is another by now."""
    same = (hook.c.number == one.number, hook.c.due == one.due, hook.c.cursor == one.cursor, hook.c.is_paused == 0)
    with store.noting() as connection:
        is_mine = connection.execute(update(hook).where(*same).values(due=now + _CLAIM)).rowcount == 1
    return one._replace(due=now + _CLAIM) if is_mine else None


def settle(store: Store, one: Hook, *, cursor: str, failures: int, due: int, said: str) -> None:
    """Write down that a hook was told, or that there was nothing to tell."""
    same = (hook.c.number == one.number, hook.c.cursor == one.cursor)
    with store.noting() as connection:
        connection.execute(update(hook).where(*same).values(cursor=cursor, failures=failures, due=due, said=said))


def put_off(store: Store, one: Hook, due: int, said: str) -> None:
    """Let a hook be told later, since it could not be told; not where somebody resumed it meanwhile."""
    same = (hook.c.number == one.number, hook.c.cursor == one.cursor, hook.c.due == one.due)
    with store.noting() as connection:
        connection.execute(update(hook).where(*same).values(failures=one.failures + 1, due=due, said=said))
