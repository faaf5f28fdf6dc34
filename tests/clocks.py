"""A clock that can be moved under programs that run."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.programs import PLACES


class Clock:
    """The time of day of programs that are told of it; time that only measures goes on as ever."""

    def __init__(self, folder: Path) -> None:
        self._library = folder / "clock.so"
        self._file = folder / "clock"
        self.moved = 0
        """Seconds by which it is fast."""
        self.move(0)
        source = Path(__file__).with_name("clock.c")
        subprocess.run(["cc", "-shared", "-fPIC", "-o", self._library, source], check=True)

    def move(self, seconds: int) -> None:
        """Let time pass, or set the clock back."""
        self.moved += seconds
        with self._file.open("r+b" if self._file.exists() else "wb") as file:
            file.write(self.moved.to_bytes(8, "little", signed=True))

    def move_to(self, seconds: float) -> None:
        """Let the clock be so many seconds fast, or slow."""
        self.move(int(seconds) - self.moved)

    def environment(self) -> dict[str, str]:
        """Give what makes a program live by this clock."""
        return {"PATH": PLACES, "LD_PRELOAD": str(self._library), "CLOCK": str(self._file)}
