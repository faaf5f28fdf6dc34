"""What only PostgreSQL knows: its settings, its one writer at a time, COPY, its errors.

docs/postgresql.md says what the settings mean to those who run it.
https://www.postgresql.org/docs/current/runtime-config-client.html
"""

from __future__ import annotations

import re
import select
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, exc, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import URL

WRITING = {"begins_writing": True, "isolation_level": "READ COMMITTED"}
"""Execution options of the connections that write: each statement sees what others committed before it."""

FEW = 40
"""Rows up to which a statement a row is as quick as one for all."""

SIZES = text("SELECT pg_total_relation_size(name::regclass) FROM unnest(CAST(:names AS text[])) AS name")
"""The bytes of tables of these names, with their indexes."""

_CONNECTION: dict[str, str | int | None] = {
    "application_name": "feeds",
    "connect_timeout": 5,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
"""What the client asks of a connection, unless the URL says otherwise."""

_SESSION = {
    "statement_timeout": "15s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "2min",
    # A writer whose machine vanished holds up the others until the server notices.
    "tcp_keepalives_idle": "15",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    # What is read is read row by row along an index, whatever the values: to plan that anew takes as long as to do it.
    "plan_cache_mode": "force_generic_plan",
    "jit": "off",
}
"""What is asked of the server, unless `options` in the URL say otherwise."""

_POOL = {"pool_size": 5, "max_overflow": 5, "pool_timeout": 10, "pool_recycle": 1800, "pool_use_lifo": True}

_TO_WRITE = {"lock_timeout": "60s", "plan_cache_mode": "force_custom_plan"}
"""What is asked for to write, unless the URL says otherwise. Who reads is answering somebody, and waits for no lock;
who writes waits for its turn, and names thousands of rows at once."""
_PATIENT = text(
    "SELECT set_config('statement_timeout', '0', true), "
    + ", ".join(
        f"set_config('{name}', CASE current_setting('{name}') WHEN '{_SESSION[name]}' THEN '{value}'"
        f" ELSE current_setting('{name}') END, true)"
        for name, value in _TO_WRITE.items()
    )
)
# An advisory lock, so that it also keeps two programs from making the tables at once; one for each schema.
_ALONE = text("SELECT pg_advisory_xact_lock(hashtext('feeds'), hashtext(current_schema()))")

_LOST = "was cut off: it is being restarted, or the network failed. What was committed is kept; run it again"
_STARTING = "is starting or stopping: try again in a moment"
_CROWDED = "has no connection left: raise max_connections, or run fewer workers"
_REFUSED = "refuses this user: are name and password right, and does pg_hba.conf let them in from here?"
_STATES = {
    "08": _LOST,
    "25006": "is a read-only replica: articles are written to the primary",
    "25P03": "ended a transaction that nothing was done in for too long: run it again",
    "28": _REFUSED,
    "3D000": "is no database there: make it with createdb",
    "3F000": "has no schema to make tables in: look at search_path, and make the schema",
    "40": "was changed by another program at the same moment: run it again",
    "42501": "is not yours to use: grant its user the right to create and use tables in its schema",
    "53100": "cannot grow: the disk is full. What was committed is kept; make room and run it again",
    "53300": _CROWDED,
    "53": "has run out of memory or room",
    "55P03": "is locked by another program, and stayed so: run it again when that is done",
    "57014": "took too long to answer (statement_timeout)",
    "57P": _STARTING,
    "57P01": _LOST,
    "58": "cannot be read or written: the disk fails or is full",
    "XX001": "is damaged: restore it from a backup",
    "XX002": "has a damaged index: REINDEX it",
}
"""By SQLSTATE, or the beginning of one. https://www.postgresql.org/docs/current/errcodes-appendix.html"""

_CONNECTING = (
    ("password authentication failed|no password supplied|no pg_hba.conf entry|role .* does not exist", _REFUSED),
    ("database .* does not exist", _STATES["3D000"]),
    ("too many clients|too many connections|remaining connection slots", _CROWDED),
    ("system is (starting|shutting|in recovery|not yet)", _STARTING),
    ("resolve host|translate host", "is on a host whose name nobody knows"),
    ("Connection refused|No such file", "is not there: does the server run, and listen at this address?"),
    ("timeout expired|timed out", "does not answer: is the address right, and may it be reached from here?"),
    ("server closed|connection is lost|connection is closed|SSL|terminating connection|consuming input", _LOST),
)
"""While a connection is made there is no SQLSTATE, only what the server says."""


def create(address: URL) -> Engine:
    """Make an engine whose connections ask for these settings and notice when the server went away."""
    if address.drivername not in {"postgres", "postgresql", "postgresql+psycopg"}:
        raise exc.ArgumentError("psycopg is the driver")
    given = {name: value for name, value in address.query.items() if isinstance(value, str)}
    options = [*(f"-c {name}={value}" for name, value in _SESSION.items()), given.get("options", "")]
    arguments = {name: value for name, value in _CONNECTION.items() if name not in given}
    engine = create_engine(
        address.set(drivername="postgresql+psycopg"),
        connect_args={**arguments, "options": " ".join(options).strip()},
        isolation_level="REPEATABLE READ",
        **_POOL,
    )
    event.listen(engine, "checkout", _check)
    event.listen(engine, "begin", _begin)
    return engine


def explain(error: BaseException | None, url: str) -> str | None:
    """Say in one line what a database error means to the person at the keyboard."""
    state: str | None = getattr(error, "sqlstate", None)
    for length in (5, 3, 2):
        if state and state[:length] in _STATES:
            return f"the store {url} {_STATES[state[:length]]}"
    said = next((words for pattern, words in _CONNECTING if re.search(pattern, str(error))), None)
    return said and f"the store {url} {said}"


def insert_rows(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Add new rows to a table by COPY."""
    quote = connection.dialect.identifier_preparer
    columns = ", ".join(quote.quote(name) for name in names)
    statement = f"COPY {quote.format_table(table)} ({columns}) FROM STDIN"
    try:
        driver: Any = connection.connection
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except connection.dialect.loaded_dbapi.Error as error:
        raise exc.DBAPIError(statement, None, error) from error


def update_rows(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write the columns given of rows that are there, known by their primary key."""
    quote = connection.dialect.identifier_preparer
    keys = table.primary_key.columns.keys()
    target = quote.format_table(table)
    written = ", ".join(f"{quote.quote(name)} = given.{quote.quote(name)}" for name in names if name not in keys)
    found = " AND ".join(f"{target}.{quote.quote(key)} = given.{quote.quote(key)}" for key in keys)
    statement = f"UPDATE {target} SET {written} FROM {_given(connection, table, names)} WHERE {found}"  # noqa: S608
    connection.exec_driver_sql(statement, _by_column(rows))


def put_rows(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write rows over those that have their primary key, and add the others."""
    quote = connection.dialect.identifier_preparer
    keys = table.primary_key.columns.keys()
    columns = ", ".join(quote.quote(name) for name in names)
    written = ", ".join(f"{quote.quote(name)} = excluded.{quote.quote(name)}" for name in names if name not in keys)
    adding = f"INSERT INTO {quote.format_table(table)} ({columns}) SELECT * FROM {_given(connection, table, names)}"  # noqa: S608
    over = f"ON CONFLICT ({', '.join(quote.quote(key) for key in keys)}) DO UPDATE SET {written}"
    connection.exec_driver_sql(f"{adding} {over}", _by_column(rows))


def _given(connection: Connection, table: Table, names: Sequence[str]) -> str:
    """Name the rows that are given as an array a column: a temporary table would take longer to make than to fill."""
    quote = connection.dialect.identifier_preparer
    arrays = ", ".join(f"%s::{table.c[name].type.compile(connection.dialect)}[]" for name in names)
    return f"unnest({arrays}) AS given ({', '.join(quote.quote(name) for name in names)})"


def _by_column(rows: Sequence[tuple[Any, ...]]) -> tuple[list[Any], ...]:
    return tuple(list(values) for values in zip(*rows, strict=True))


def scrub(connection: Any) -> None:
    """Take rows that were deleted or written over out of the tables."""
    connection.autocommit = True
    connection.execute("SET statement_timeout = 0")
    connection.execute("SET lock_timeout = '60s'")
    connection.execute("VACUUM entry, mention, facet, band, wording")
    connection.execute("REINDEX INDEX CONCURRENTLY wording_by_word")  # the keys of an inverted index stay otherwise


def _check(connection: Any, _record: Any, _proxy: Any) -> None:
    # A server that goes away says so to whoever listens: a round trip to ask (pool_pre_ping) is not needed.
    if connection.closed:
        raise exc.InvalidatePoolError
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if waiting.poll(0):
        raise exc.InvalidatePoolError


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("begins_writing"):
        connection.execute(_PATIENT)
        connection.execute(_ALONE)
