"""What is known of the store without asking it again."""

from __future__ import annotations

import time
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, NamedTuple

from feeds.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.web.front.news import Newsroom

AWAY = "feeds.away"
"""The key in the WSGI environment under which it stands why the store cannot be asked."""

_LOOK_EVERY = 0.25
"""Seconds for which it is believed: what another process commits is seen after these."""
_PATIENCE = 1.0
"""Seconds for which a look is waited for: a store that takes longer is away until it answers."""
_PATIENCE_WHILE_AWAY = 0.1


class Known(NamedTuple):
    """What is known of the store at one moment."""

    version: int
    """Names this state of the store: the moment at which it was seen."""
    share_hosts: tuple[str, ...] = ()
    """What the `Host` header may ask for: it changes what a short address means."""
    away: float = 0.0
    """Seconds since the store was last seen, where it cannot be looked at; 0 where it can."""
    hangs: bool = False
    """Whether that is because it does not answer at all: then nobody is to ask it, and wait as well."""
    news: Newsroom | None = None
    """What was touched since other moments; None where that is not known."""


class Present:
    """Looks at the store at most four times a second, and gives what it saw last.

    A look has a thread of its own: whatever it waits for, no request waits for it longer than a second, and only those
    that come in that second wait at all.
    """

    def __init__(self, look: Callable[[], Known]) -> None:
        self._look = look
        self._known = Known(-1)
        self._seen = self._believed_until = self._waited_until = 0.0
        self._is_away = False
        self._looking: Event | None = None
        """Set when the look that was begun has ended."""
        self._lock = Lock()

    def __call__(self) -> Known:
        """Give what is known now."""
        now = time.monotonic()
        if now >= self._believed_until:
            self._wait(now)
        if not self._is_away:
            return self._known
        return self._known._replace(away=time.monotonic() - self._seen, hangs=self._looking is not None)

    def _wait(self, now: float) -> None:
        with self._lock:
            looking = self._looking
            if looking is None:
                looking = self._looking = Event()
                self._waited_until = now + (_PATIENCE_WHILE_AWAY if self._is_away else _PATIENCE)
                Thread(target=self._look_once, args=(looking,), daemon=True).start()
        if not looking.wait(max(0.0, self._waited_until - now)):
            self._is_away = True

    def _look_once(self, looking: Event) -> None:
        is_away = True
        try:
            with suppress(StoreError):  # what was seen is still right as far as anyone can know
                self._known = self._look()
                self._seen, is_away = time.monotonic(), False
        finally:
            self._is_away = is_away
            self._believed_until = time.monotonic() + _LOOK_EVERY
            self._looking = None
            looking.set()
