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
from typing import TYPE_CHECKING, Any

import click
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LOGGING_CONFIG, LogLevels

from feeds.clock import SystemClock
from feeds.config import NO_FOLDER, Settings
from feeds.errors import FolderMissing, SettingsError
from feeds.formats import FORMATS
from feeds.ingest.watch import RETRY
from feeds.parsers.files import printable
from feeds.serve import metrics_folder
from feeds.serve.capacity import connections_each
from feeds.serve.lifetime import STOP_SECONDS, log_to_standard_error
from feeds.serve.watcher import read_and_watch
from feeds.store import open_store
from feeds.store.tables import looks, pings
from feeds.store.write.declaring import declare
from feeds.web.base.own import own_of

if TYPE_CHECKING:
    from granian.server.common import AbstractServer


_LOOK_AFTER = 0.1
"""Seconds after which it is seen that the process that reads has ended."""
_BACKLOG = 4096
"""Connections that wait until a worker accepts them; the system may allow fewer (`net.core.somaxconn`)."""
_HANDLERS: Any = LOGGING_CONFIG["handlers"]

log = logging.getLogger("feeds")


def serve(settings: Settings) -> None:
    """Serve until SIGTERM, SIGINT or SIGHUP. Raises SettingsError and StoreError before anything is served."""
    log_to_standard_error()
    survives_its_terminal = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN  # as `nohup` wants it
    if not settings.articles:
        raise SettingsError(NO_FOLDER.format("feeds serve"))
    for folder in settings.articles:
        if not folder.is_dir():
            raise FolderMissing(f"{folder}: no such folder; FEEDS_ARTICLES says where the articles are")
    own_of(settings)
    _claim(settings.host, settings.port)
    clock = SystemClock()
    store = open_store(settings.database_url, clock, site_id=settings.site_id or None)
    settings.publisher(store).keep_stamp(clock)
    declare(store, clock, settings.private)
    pings.enlist(store, settings.hubs)
    with store.noting() as connection:
        looks.keep_only(connection, [printable(str(folder.absolute())) for folder in settings.articles])
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
            reading.join(STOP_SECONDS)


def _server(settings: Settings) -> AbstractServer[Any]:
    return Granian(
        "feeds.serve.worker:application",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=1,
        websockets=False,
        # To wait and see which version a client speaks has no limit of time.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=settings.idle_seconds * 1000),
        backlog=_BACKLOG,
        backpressure=connections_each(settings),
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
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
        # No daemon: where there is much to read it has processes of its own, which a daemon may not have.
        reading = multiprocessing.get_context("spawn").Process(target=read_and_watch, args=(os.getpid(),))
        reading.start()
        while reading.is_alive():
            if stopping.wait(_LOOK_AFTER):
                reading.terminate()
                reading.join(STOP_SECONDS)
                reading.kill()
                return
        log.error("what reads the articles has ended (%s) and is started again", reading.exitcode)
        stopping.wait(RETRY)
