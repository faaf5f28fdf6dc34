"""Find the stories in a store of a version that knew none, some thousand entries a commit: it may be stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.store.read import reader
from feeds.store.write.retelling import retell
from feeds.store.write.stories import is_any_unsketched, sketch_missing

if TYPE_CHECKING:
    from feeds.clock import Clock
    from feeds.ingest.summary import Progress
    from feeds.store import Store


def sketch(store: Store, clock: Clock, progress: Progress) -> None:
    """Give every entry the sketch that it lacks, and let those that tell one story say so."""
    while _is_any_missing(store):
        with store.writing(clock) as (connection, second):
            told, done = sketch_missing(connection)
            retell(connection, second, told, told)
            last = reader.last_number(connection)
        progress(done or last, last)


def _is_any_missing(store: Store) -> bool:
    with store.reading() as connection:
        return is_any_unsketched(connection)
