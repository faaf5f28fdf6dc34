"""Whether the first import has ended; until then the answer is 503, never 404 or an empty feed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from flask import request

from feeds.errors import StillReading
from feeds.store.tables import looks
from feeds.store.write.publication import first_import_is_done

if TYPE_CHECKING:
    from feeds.store import Connection, Store

_ALWAYS = ("operations.", "metrics.", "assets.")
"""What is answered nevertheless: endpoints that begin so."""
NOBODY_READS = "nothing has been read yet: `feeds ingest` reads the articles, `feeds serve` keeps reading them"

log = logging.getLogger("feeds")


class Readiness:
    """Tells whether the first import has ended, and asks no more once it has."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._is_ready = False

    def __call__(self) -> bool:
        """Tell whether the first import has ended. Raises StoreError."""
        if not self._is_ready:
            with self._store.reading() as connection:
                self._is_ready = first_import_is_done(connection)
        return self._is_ready

    def check(self) -> None:
        """Refuse a request that cannot be answered yet. Raises StillReading."""
        if not ((request.endpoint or "").startswith(_ALWAYS) or self()):
            raise StillReading("The articles are being read for the first time.")

    def warn(self) -> None:
        """Say in the log where nobody has begun to read."""
        with self._store.reading() as connection:
            if status_of(connection) == NOBODY_READS:
                log.warning("%s", NOBODY_READS)


def status_of(connection: Connection) -> str:
    """Say how far the first import is: `ok`, or what is missing."""
    if first_import_is_done(connection):
        return "ok"
    return "reading the articles" if looks.every(connection) else NOBODY_READS
