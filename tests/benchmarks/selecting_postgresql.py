"""What a selection costs on PostgreSQL, filled anew: not run unless it is named, since filling takes minutes."""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, make_url, text

from tests.benchmarks.corpus import MILLION, fill_store
from tests.benchmarks.selecting import SMALL, measure
from tests.postgres import MISSING, Server, find_binaries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.rounds import Figure


def run() -> Iterator[Figure | str]:
    """Fill two databases of a private server, and measure as on SQLite."""
    binaries = find_binaries()
    if binaries is None:
        yield f"skipped: {MISSING}"
        return
    with ExitStack() as stack:
        server = Server(binaries)
        stack.callback(server.close)
        began = time.monotonic()
        stores = {}
        for size in (SMALL, MILLION):
            stores[size] = fill_store(_new_database(server, f"of_{size}"), size)
            stack.callback(stores[size].close)
        yield f"filled in {time.monotonic() - began:.0f} s"
        yield from measure(stores[MILLION], stores[SMALL])


def _new_database(server: Server, name: str) -> str:
    engine = create_engine(server.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return make_url(server.url).set(database=name).render_as_string(hide_password=False)
