"""What the processes of the server share: they end with the one that started them, and log to standard error."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from typing import TYPE_CHECKING

from feeds.errors import one_line
from feeds.serve import metrics_folder

if TYPE_CHECKING:
    from collections.abc import Callable

LINE = "%(asctime)s %(levelname)s %(message)s"
STOP_SECONDS = 5
"""For which a process may take to end."""


def end_with(parent: int, stop: Callable[[], object]) -> None:
    """Call `stop` when the parent is gone, and end a while later, whatever that did."""
    threading.Thread(target=_wait_for_end, args=(parent, stop), daemon=True).start()


def _wait_for_end(parent: int, stop: Callable[[], object]) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    metrics_folder.remove()
    stop()
    time.sleep(STOP_SECONDS)
    os._exit(1)


class LineFormatter(logging.Formatter):
    """Writes each message in one line, whatever the names in it would do to a log or a terminal."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - as logging calls it
        """Write the line."""
        record.message = one_line(record.message)
        return super().formatMessage(record)


def log_to_standard_error() -> None:
    """Log what happens, a line each, where a terminal or a service manager reads it."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LineFormatter(LINE))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.getLogger("alembic").setLevel(logging.WARNING)
