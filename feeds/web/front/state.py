"""What is known of the store without asking it again."""

from __future__ import annotations

import math
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
_GIVEN_FOR = 1.8
"""Times as long it may be given what was seen before, from the beginning of that look on: then what is touched can be
made anew before it is asked for, and nothing is shown that is older than half a second."""
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
    that come in that second wait at all. It goes on and prepares for what it saw, while what was seen before is given.
    """

    def __init__(self, look: Callable[[], Known]) -> None:
        self.prepare: Callable[[Known, float], object] | None = None
        """Prepares for what is known from now on, up to a moment (of the monotonic clock)."""
        self._look = look
        self._known = self._before = Known(-1)
        self._began = self._before_until = -math.inf
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
        known = self._before if now < self._before_until else self._known
        if not self._is_away:
            return known
        return known._replace(away=time.monotonic() - self._seen, hangs=self._looking is not None)

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
        before, began, is_away = self._known, time.monotonic(), True
        try:
            with suppress(StoreError):  # what was seen is still right as far as anyone can know
                known = self._look()
                if self.prepare and known.version != before.version:
                    self._before, self._before_until = before, self._began + _GIVEN_FOR * _LOOK_EVERY
                self._known, self._began = known, began
                self._seen, is_away = time.monotonic(), False
        finally:
            self._is_away = is_away
            self._believed_until = time.monotonic() + _LOOK_EVERY
            self._looking = None
            looking.set()
        if self.prepare and self._known.version != before.version:
            self.prepare(self._known, began + _LOOK_EVERY / 2)  # half of its time, at most
            self._before_until = -math.inf
