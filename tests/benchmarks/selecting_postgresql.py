"""What a selection costs on PostgreSQL, filled anew: not run unless it is named, since filling takes minutes."""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, make_url, text

from feeds.clock import SystemClock
from feeds.store import open_store
from tests.benchmarks.corpus import MILLION, fill_store
from tests.benchmarks.selecting import SMALL, measure
from tests.benchmarks.starting import until_it_answers
from tests.postgres import MISSING, Server, find_binaries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.rounds import Figure


def run() -> Iterator[Figure | str]:
    """Fill two databases of a private server, and measure as on SQLite.

    The server is as PostgreSQL comes: its memory, and tables that were looked after since they were filled.
    """
    binaries = find_binaries()
    if binaries is None:
        yield f"skipped: {MISSING}"
        return
    with ExitStack() as stack:
        server = Server(binaries)
        stack.callback(server.close)
        began = time.monotonic()
        urls = {size: _new_database(server, f"of_{size}") for size in (SMALL, MILLION)}
        for size, url in urls.items():
            fill_store(url, size).close()
            _run(url, "VACUUM (ANALYZE)")
        server.stop()
        server.start(shared_buffers="128MB")
        yield f"filled in {time.monotonic() - began:.0f} s"
        stores = {size: open_store(url, SystemClock()) for size, url in urls.items()}
        for store in stores.values():
            stack.callback(store.close)
        yield until_it_answers(urls[MILLION])
        yield from measure(stores[MILLION], stores[SMALL])


def _new_database(server: Server, name: str) -> str:
    _run(server.url, f"CREATE DATABASE {name}")
    return make_url(server.url).set(database=name).render_as_string(hide_password=False)


def _run(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
