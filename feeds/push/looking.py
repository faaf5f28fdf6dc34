"""What tells others of every commit looks at the store again and again, whatever goes wrong in between."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from feeds.errors import StoreError

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

_RETRY = 5.0
"""Seconds after which what went wrong is tried again."""

log = logging.getLogger(__name__)


def keep_looking(look: Callable[[], object], stopping: threading.Event, every: float, name: str) -> None:
    """Look every so many seconds until told to stop; what goes wrong is logged under a name, and nothing is lost."""
    while not stopping.wait(every):
        try:
            look()
        except StoreError as error:
            log.warning("%s", error)
            stopping.wait(_RETRY)
        except Exception:
            # The next look may go well, and nothing is lost until then.
            log.exception("%s", name)
            stopping.wait(_RETRY)
