"""How many connections a worker may hold: its share of what the owner allows, as far as the system lets it."""

from __future__ import annotations

import logging
import resource
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feeds.config import Settings

_OTHER_FILES = 256
"""Files that a process has open beside its connections, at most: those of the store, of libraries, its log."""

log = logging.getLogger("feeds")


def connections_each(settings: Settings) -> int:
    """Give the connections that a worker may hold, and let the processes started from here on open so many files.

    Where it is full the others accept, since they listen together.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    share = -(-settings.max_connections // settings.workers)
    wanted = share + _OTHER_FILES
    if hard != resource.RLIM_INFINITY and wanted > hard:
        share = max(hard - _OTHER_FILES, 1)
        log.warning(
            "FEEDS_MAX_CONNECTIONS=%d takes %d open files a process, and the system allows %d (ulimit -Hn): "
            "each of them holds %d connections",
            settings.max_connections,
            wanted,
            hard,
            share,
        )
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return share
