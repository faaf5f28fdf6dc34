"""Index the words of what was in the store before its index was: while one waits, or aside of what else is done."""

from __future__ import annotations

import logging
from threading import Thread
from typing import TYPE_CHECKING

from feeds.errors import FeedsError, counted
from feeds.ingest.progress import reporting
from feeds.store.write.indexing import complete, is_complete

if TYPE_CHECKING:
    from feeds.clock import Clock
    from feeds.store import Store

log = logging.getLogger("feeds")


def index(store: Store, clock: Clock) -> None:
    """Make the index whole, and show how far it is. Raises StoreError."""
    with reporting("Indexing", "articles indexed") as progress:
        complete(store, clock, progress)


def index_aside(store: Store, clock: Clock, before: Thread | None = None) -> Thread | None:
    """Begin to make the index whole in a thread, unless it is, or another one does; gives the thread that does."""
    if (before and before.is_alive()) or is_complete(store):
        return before
    thread = Thread(target=_index, args=(store, clock), daemon=True)
    thread.start()
    return thread


def _index(store: Store, clock: Clock) -> None:
    articles = 0

    def note(done: int, _total: int) -> None:
        nonlocal articles
        articles = done

    log.info("indexing the words of the articles: until that is done searches are answered 503")
    try:
        complete(store, clock, note)
    except FeedsError as error:
        log.error("%s", error)  # noqa: TRY400 - the line says it all; it goes on after the next look
    else:
        log.info("the words of %s are indexed", counted(articles, "article"))
