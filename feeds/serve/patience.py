"""Try to begin until it goes well: the store may be restarting, or somebody may be mending the settings."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, TypeVar

from feeds.errors import FeedsError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

log = logging.getLogger("feeds")


def patiently(begin: Callable[[], T], seconds: float) -> T:
    """Give what begins; whatever keeps it from beginning is said in one line each time."""
    while True:
        try:
            return begin()
        except FeedsError as error:
            log.error("%s", error)  # noqa: TRY400 - the line says it all
            time.sleep(seconds)
