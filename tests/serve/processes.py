"""The processes of a server."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.serving import Server


def is_alive(number: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def reading_process(server: Server) -> int:
    """Tell which process of a server reads the folders."""
    (reading,) = (child for child in server.children() if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes())
    return reading
