"""`feeds serve`: a process that reads and watches the articles, and the workers of a production server.

The server answers from its first moment; `/healthz` says 503 until the first import has ended.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LOGGING_CONFIG, LogLevels

from feeds.clock import SystemClock
from feeds.config import Settings, load_settings
from feeds.errors import FeedsError, FolderMissing, SettingsError
from feeds.formats import FORMATS
from feeds.ingest.importer import Options, ingest
from feeds.ingest.progress import reporting, summary_line
from feeds.ingest.watch import RETRY, Changes
from feeds.push import delivery
from feeds.serve import metrics_folder
from feeds.serve.patience import patiently
from feeds.serve.readings import Readings
from feeds.store import open_store
from feeds.store.tables import pings
from feeds.store.write.writer import Outcome
from feeds.web import create_app, reserved_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from granian.server.common import AbstractServer

    from feeds.ingest.importer import Summary

_LOOK_AFTER = 0.1
"""Seconds after which it is seen that the process that reads has ended."""
_STOP_SECONDS = 5
_GARBAGE = 20_000
"""Objects made and not yet gone, after which a worker looks for those that only hold each other."""
_HANDLERS: Any = LOGGING_CONFIG["handlers"]

log = logging.getLogger("feeds")


def serve(settings: Settings) -> None:
    """Serve until SIGTERM, SIGINT or SIGHUP. Raises SettingsError and StoreError before anything is served."""
    _log_to_standard_error()
    survives_its_terminal = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN  # as `nohup` wants it
    for folder in settings.articles:
        if not folder.is_dir():
            raise FolderMissing(f"{folder}: no such folder; FEEDS_ARTICLES says where the articles are")
    _claim(settings.host, settings.port)
    clock = SystemClock()
    store = open_store(settings.database_url, clock, site_id=settings.site_id or None)
    settings.publisher(store).keep_stamp(clock)
    pings.enlist(store, settings.hubs)
    store.close()
    click.echo("\n".join(opening(settings)))
    sys.stdout.flush()
    server = _server(settings)
    # Granian would begin its workers anew, and hold the port when nobody sees it any more.
    hang_up = (lambda *_: None) if survives_its_terminal else server.signal_handler_interrupt
    server.signal_handler_reload = hang_up  # type: ignore[method-assign]
    stopping = threading.Event()
    reading = threading.Thread(target=_keep_reading, args=(stopping,), daemon=True)
    with metrics_folder.made():
        reading.start()
        try:
            server.serve()
        finally:
            stopping.set()
            reading.join(_STOP_SECONDS)


def _server(settings: Settings) -> AbstractServer[Any]:
    return Granian(
        "feeds.serve.server:application",
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
        log_level=LogLevels.warning,
        log_dictconfig={
            "handlers": {name: handler | {"stream": "ext://sys.stderr"} for name, handler in _HANDLERS.items()}
        },
    )


def opening(settings: Settings) -> list[str]:
    """Say what is served, and the addresses to open."""
    site = settings.site
    served = f"Serving {', '.join(map(str, settings.articles))} at {site.url}/"
    return [served, *(f"  {form.label:<14} {site.feed('/', form.filename)}" for form in FORMATS)]


def _claim(host: str, port: int) -> None:
    """Say at once when the port is taken, instead of from every worker."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or "it is no host name"
            raise SettingsError(f"{host}:{port} cannot be served: {reason}") from error


def _keep_reading(stopping: threading.Event) -> None:
    """Have a process that reads and watches for as long as the server runs, whatever ends it in between."""
    while not stopping.is_set():
        reading = multiprocessing.get_context("spawn").Process(target=_read_and_watch, args=(os.getpid(),), daemon=True)
        reading.start()
        while reading.is_alive():
            if stopping.wait(_LOOK_AFTER):
                reading.terminate()
                reading.join(_STOP_SECONDS)
                return
        log.error("what reads the articles has ended (%s) and is started again", reading.exitcode)
        stopping.wait(RETRY)


def _read_and_watch(parent: int) -> None:
    """Run in a process of its own: read the articles, then what changes, until the parent is gone."""
    _log_to_standard_error()
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # the parent decides
    stopping = threading.Event()
    threading.Thread(target=_end_with, args=(parent, stopping.set), daemon=True).start()
    metrics_folder.join()
    readings = Readings()
    settings = patiently(load_settings, RETRY)
    store = patiently(lambda: open_store(settings.database_url, SystemClock()), RETRY)
    delivery.start(settings.publisher(store), SystemClock(), stopping)
    options = Options(reserved=reserved_words())
    refused: set[str] = set()
    changes = Changes([folder.resolve() for folder in settings.articles], store, stopping)
    for targets in changes:
        try:
            with reporting() as progress:
                summary = ingest(store, targets, settings.site, SystemClock(), options, progress)
        except Exception as error:
            # Whatever it was, what is published stays published, and the next look may go well.
            log.error("%s", error, exc_info=None if isinstance(error, FeedsError) else error)  # noqa: TRY400
            stopping.wait(RETRY)
            changes.look_through()
        else:
            readings.count(targets, summary, time.time())
            refused = _tell(summary, refused)


def application() -> Flask:
    """Make the application of a worker, which ends when the server is gone, however it went."""
    stop = partial(os.kill, os.getpid(), signal.SIGTERM)
    threading.Thread(target=_end_with, args=(os.getppid(), stop), daemon=True).start()
    metrics_folder.join()
    # A worker that ended as soon as it begins would take the server with it.
    app = patiently(create_app, RETRY)
    gc.collect()
    # Modules and routes stay, and what a document takes goes away by itself: to look through them again and again
    # for garbage cost a fifth of every document.
    gc.freeze()
    gc.set_threshold(_GARBAGE)
    return app


def _end_with(parent: int, stop: Callable[[], object]) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    metrics_folder.remove()
    stop()
    time.sleep(_STOP_SECONDS)
    os._exit(1)


def _log_to_standard_error() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    for talkative in ("alembic", "watchfiles"):
        logging.getLogger(talkative).setLevel(logging.WARNING)


def _tell(summary: Summary, told: set[str]) -> set[str]:
    """Log what an import did, each refusal once as long as it stands."""
    for repair in summary.repaired:
        log.info("repaired: %s", repair)
    for path, reason in summary.conflicts:
        log.warning("conflict: %s: %s", path, reason)
    refused = {str(refusal) for refusal in summary.refused}
    for refusal in sorted(refused - told):
        log.warning("refused: %s", refusal)
    if summary.published or any(summary.counts[outcome] for outcome in (Outcome.NEW, Outcome.CHANGED)):
        log.info("%s", summary_line(summary))
    return told | refused
