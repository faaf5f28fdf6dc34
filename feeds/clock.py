"""The time, as an argument: nothing below the commands and the server asks the system for it."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """What tells the time and can wait."""

    def now(self) -> float:
        """Give the seconds since 1970."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> float:
        """Give the seconds since 1970."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)
