"""The process that reads the articles, and then what changes of them."""

from __future__ import annotations

import logging
import signal
import threading
import time
from typing import TYPE_CHECKING

from feeds.clock import SystemClock
from feeds.config import load_settings
from feeds.errors import FeedsError, SettingsError, StoreError
from feeds.ingest.folders import Rules
from feeds.ingest.importer import Options, ingest
from feeds.ingest.indexing import index_aside
from feeds.ingest.progress import reporting, summary_line
from feeds.ingest.remarks import remarks
from feeds.ingest.watch import RETRY, Changes
from feeds.push import delivery, hooks, purges
from feeds.serve import metrics_folder
from feeds.serve.lifetime import end_with, log_to_standard_error
from feeds.serve.patience import patiently
from feeds.serve.readings import Readings
from feeds.store import open_store
from feeds.store.leadership import Leadership
from feeds.store.write.documents import Outcome
from feeds.store.write.publication import share_hosts
from feeds.web import reserved_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.config import Settings
    from feeds.ingest.importer import Summary
    from feeds.store import Store

_UNFINISHED = 1.0
"""Seconds after which a file that was being written is looked at again."""
_TURN = 2.0
"""Seconds after which a process that waits for its turn asks again."""

_WAITS = "another process reads these folders into the store: this one does when that is gone"
_OUTGROWN = "a newer version has taken up the store: this one answers as before, and reads no more"

log = logging.getLogger("feeds")


def read_and_watch(parent: int) -> None:
    """Run in a process of its own: read the articles, then what changes, until the parent is gone."""
    log_to_standard_error()
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # the parent decides
    stopping = threading.Event()
    end_with(parent, stopping.set)
    metrics_folder.join()
    readings = Readings()
    settings = patiently(load_settings, RETRY)
    store = patiently(lambda: open_store(settings.database_url, SystemClock(), makes=False), RETRY)
    leadership = Leadership(store, "\n".join(map(str, settings.articles)))
    if not _lead(leadership, stopping):
        return
    delivery.start(settings.publisher(store), SystemClock(), stopping)
    purges.start(store, settings.purge, settings.purge_token, settings.site.url, SystemClock(), stopping)
    hooks.start(settings.publisher(store), SystemClock(), stopping)
    told: set[str] = set()
    indexing: threading.Thread | None = None
    changes = Changes([folder.absolute() for folder in settings.articles], store, stopping)
    rules = Rules(settings.ignore, settings.follow_links)
    options = Options(reserved=reserved_words(), rules=rules, is_written=changes.is_written)
    for targets in changes:
        if not _lead(leadership, stopping):  # the turn is lost with the connection
            return
        is_whole = any(target.only is None for target in targets)
        try:
            if is_whole:
                told |= _use_tables(settings, told)
            with reporting() as progress:
                summary = ingest(store, targets, settings.site, SystemClock(), options, progress)
        except Exception as error:
            # Whatever it was, what is published stays published, and the next look may go well.
            log.error("%s", error, exc_info=None if isinstance(error, FeedsError) else error)  # noqa: TRY400
            stopping.wait(RETRY)
            changes.look_through()
        else:
            indexing = index_aside(store, SystemClock(), indexing)
            readings.count(targets, summary, time.time())
            told = _tell(summary, _remarks(store, settings) if is_whole else [], told)
            if summary.unfinished:
                changes.look_through(_UNFINISHED)
            if summary.unread:
                changes.look_through(RETRY)


def _lead(leadership: Leadership, stopping: threading.Event) -> bool:
    """Wait for the turn of this process; whether it came before the end."""
    is_told = False
    while not stopping.is_set():
        try:
            if leadership.is_held():
                return True
            why = _OUTGROWN if leadership.store.is_outgrown() else _WAITS
        except StoreError as error:
            log.error("%s", error)  # noqa: TRY400 - the line says it all
        else:
            if not is_told:
                log.info(why)
            is_told = True
        stopping.wait(_TURN)
    return False


def _use_tables(settings: Settings, told: set[str]) -> set[str]:
    """Take up the publisher's own words if they changed; those that cannot be used leave the last ones in use."""
    try:
        settings.use_tables()
    except SettingsError as error:
        if str(error) not in told:
            log.error("%s", error)  # noqa: TRY400 - the line says it all
        return {str(error)}
    return set()


def _remarks(store: Store, settings: Settings) -> list[str]:
    with store.reading() as connection:
        hosts = settings.share_hosts or share_hosts(connection)
        said = [str(remark) for remark in remarks(connection, settings.articles, hosts)]
    return [*said, *settings.faults_of_files().values()]  # files that went away since the start


def _tell(summary: Summary, remarks: Sequence[str], told: set[str]) -> set[str]:
    """Log what an import did; each refusal and remark once."""
    for repair in summary.repaired:
        log.info("repaired: %s", repair)
    for path, reason in summary.conflicts:
        log.warning("conflict: %s: %s", path, reason)
    for held in summary.held:
        if held not in told:
            log.info("kept back: %s", held)
    refused = {str(refusal) for refusal in (*summary.refused, *summary.unread)}
    for refusal in sorted(refused - told):
        log.warning("refused: %s", refusal)
    for remark in remarks:
        if remark not in told:
            log.warning("%s", remark)
    if summary.published or any(summary.counts[outcome] for outcome in (Outcome.NEW, Outcome.CHANGED)):
        log.info("%s", summary_line(summary))
    return told | refused | set(summary.held) | set(remarks)
