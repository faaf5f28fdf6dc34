"""What is known of the store without asking it again."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from feeds.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

_LOOK_EVERY = 0.25
"""Seconds for which it is believed: what another process commits is seen after these."""


class Known(NamedTuple):
    """What is known of the store at one moment."""

    version: int
    share_hosts: tuple[str, ...] = ()
    """What the `Host` header may ask for: it changes what a short address means."""


class Present:
    """Looks at the store at most four times a second, and gives what it saw last."""

    def __init__(self, look: Callable[[], Known]) -> None:
        self._look = look
        self._known = Known(-1)
        self._believed_until = 0.0

    def __call__(self) -> Known:
        """Give what is known now."""
        now = time.monotonic()
        if now >= self._believed_until:
            with suppress(StoreError):  # what was seen is still right as far as anyone can know
                self._known = self._look()
            self._believed_until = now + _LOOK_EVERY
        return self._known
