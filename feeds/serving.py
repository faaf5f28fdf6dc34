"""`feeds serve`: a process that reads and watches the articles, and the workers of a production server.

The server answers from its first moment; `/healthz` says 503 until the first import has ended.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click
import watchfiles
from granian import Granian
from granian.constants import Interfaces

from feeds.clock import SystemClock
from feeds.config import Settings, load_settings
from feeds.errors import FeedsError, FolderMissing, SettingsError
from feeds.formats import FORMATS
from feeds.ingest import Target, ingest
from feeds.progress import reporting, summary_line
from feeds.publish import keep_stamp
from feeds.store import Store, open_store
from feeds.store.publication import next_due
from feeds.store.writer import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feeds.ingest import Summary

_LOOK_AGAIN = 300.0
"""Seconds after which the folders are looked through, whether or not the system told of a change."""
_SETTLE = 250
"""Milliseconds without a further change before the changed files are read."""
_LONGEST_SETTLE = 500
_RETRY = 5.0
_STOP_SECONDS = 10

log = logging.getLogger("feeds")


def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT. Raises SettingsError and StoreError before anything is served."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    for folder in settings.articles:
        if not folder.is_dir():
            raise FolderMissing(f"{folder}: no such folder (FEEDS_ARTICLES says where the articles are)")
    _claim(settings.host, settings.port)
    site = settings.site
    clock = SystemClock()
    store = open_store(settings.database_url, clock, site_id=settings.site_id or None)
    keep_stamp(store, clock, site)
    store.close()
    reading = multiprocessing.get_context("spawn").Process(target=_read_and_watch, args=(os.getpid(),), daemon=True)
    reading.start()
    click.echo(f"Serving {', '.join(map(str, settings.articles))} at {site.url}/")
    for form in FORMATS:
        click.echo(f"  {form.label:<14} {site.feed('/', form.filename)}")
    sys.stdout.flush()
    server = Granian(
        "feeds.web:create_app",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=1,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=_STOP_SECONDS,
        log_enabled=True,
        log_level="warning",
    )
    try:
        server.serve()
    finally:
        reading.terminate()
        reading.join(_STOP_SECONDS)


def _claim(host: str, port: int) -> None:
    """Say at once when the port is taken, instead of from every worker."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SettingsError(f"{host}:{port} cannot be served: {error.strerror}") from error


def _read_and_watch(parent: int) -> None:
    """Run in a process of its own: read the articles, then what changes, until the parent is gone."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    stopping = threading.Event()
    threading.Thread(target=_stop_with, args=(parent, stopping), daemon=True).start()
    settings = load_settings()
    store = open_store(settings.database_url, SystemClock())
    roots = [folder.resolve() for folder in settings.articles]
    refused: set[str] = set()
    for targets in _changes(roots, store, stopping):
        while not stopping.is_set():
            try:
                with reporting() as progress:
                    summary = ingest(store, targets, settings.site, SystemClock(), progress=progress)
            except FeedsError as error:
                log.error("%s", error)
                stopping.wait(_RETRY)
                targets = [Target(root) for root in roots if root.is_dir()]
                continue
            refused = _tell(summary, refused)
            break


def _stop_with(parent: int, stopping: threading.Event) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    stopping.set()
    time.sleep(_STOP_SECONDS)
    os._exit(1)


def _changes(roots: Sequence[Path], store: Store, stopping: threading.Event) -> Iterator[list[Target]]:
    """Yield what to read: everything at first and now and then, in between what changed."""
    everything = [Target(root) for root in roots]
    yield everything
    looked = float("-inf")  # what changed between the first import and the watch is found by the next look
    watch = watchfiles.watch(
        *roots,
        watch_filter=None,
        debounce=_LONGEST_SETTLE,
        step=_SETTLE,
        stop_event=stopping,
        rust_timeout=1000,
        yield_on_timeout=True,
        raise_interrupt=False,
    )
    for changes in watch:
        now = time.monotonic()
        if now - looked > _LOOK_AGAIN:
            looked = now
            yield everything
            continue
        changed = {Path(path) for _, path in changes}
        with store.reading() as connection:
            due = next_due(connection)
        if any(path.is_dir() or not path.suffix or path.name.startswith("_") for path in changed):
            yield everything  # a folder came or went, or the defaults of one changed
        elif changed:
            yield [Target(root, _within(root, changed)) for root in roots if _within(root, changed)]
        elif due is not None and due <= time.time():
            yield []


def _within(root: Path, paths: set[Path]) -> frozenset[str]:
    return frozenset(path.relative_to(root).as_posix() for path in paths if root in path.parents)


def _tell(summary: Summary, told: set[str]) -> set[str]:
    """Log what an import did, each refusal once as long as it stands."""
    for path, reason in summary.conflicts:
        log.warning("conflict: %s: %s", path, reason)
    refused = {str(refusal) for refusal in summary.refused}
    for refusal in sorted(refused - told):
        log.warning("refused: %s", refusal)
    if summary.published or any(summary.counts[outcome] for outcome in (Outcome.NEW, Outcome.CHANGED)):
        log.info("%s", summary_line(summary))
    return told | refused
