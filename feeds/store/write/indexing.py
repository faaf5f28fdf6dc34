"""Make the index of words of what was in the store before it: after an upgrade, a first import, a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.store.dialects import wordings
from feeds.store.facts import REWORDED, write_fact
from feeds.store.wording import AT_ONCE, Wording, is_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.clock import Clock
    from feeds.store import Store


def complete(store: Store, clock: Clock, progress: Callable[[int, int], None]) -> None:
    """Make the index where it is not whole, some thousand entries a commit; it may be killed, and goes on.

    Nobody is told of these commits, but of the last one where other words were found before. Raises StoreError.
    """
    done, total = 0, 0
    while not is_complete(store):
        with store.noting() as connection:
            wording = Wording(connection)
            total = total or wording.waiting()
            is_last = total - done <= AT_ONCE
            if not is_last or not wording.is_renewed:
                done += wording.go_on(ends=is_last)
        if is_last and wording.is_renewed:
            with store.writing(clock) as (connection, second):
                done += Wording(connection).go_on()
                write_fact(connection, REWORDED, str(second))
        progress(min(done, total), total)
        if is_last:
            with store.noting() as connection:
                wordings.settle(connection)


def is_complete(store: Store) -> bool:
    """Tell whether every entry can be found by its words."""
    with store.reading() as connection:
        return is_whole(connection)
