"""What commands call the state of an entry."""

from __future__ import annotations

from feeds.store.schema import BLOCKED, PENDING, PRIVATE, PRUNED, PUBLIC, SCHEDULED, WITHDRAWN

_STATES = {
    PENDING: "read, and waits for the end of the first import",
    PUBLIC: "published",
    PRIVATE: "published in private feeds alone",
    SCHEDULED: "scheduled, not public yet",
    WITHDRAWN: "withdrawn",
    PRUNED: "withdrawn with its file",
    BLOCKED: "blocked by law",
}
_ERASED = {
    WITHDRAWN: "withdrawn, and erased",
    PRUNED: "erased, then restored: it comes back with its file",
    BLOCKED: "blocked by law, and erased",
}


def state_of(state: int, *, is_erased: bool) -> str:
    """Say in which state an entry is."""
    return (_ERASED if is_erased else _STATES)[state]
