"""New stores for the tests: each is a copy of one that went through every migration once."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from sqlalchemy import Engine, event, make_url

from feeds.store import open_store
from feeds.store.schema import metadata

if TYPE_CHECKING:
    from collections.abc import Callable

BEGUN = 1_700_000_000
"""The second before which the template was begun: as early as the clock of any test."""
SITE_ID = "cafe"


_SHAPE = """
SELECT md5(string_agg(concat_ws(' ', c.relname, c.relkind, c.reloptions, c.relacl, c.relhastriggers, c.relrowsecurity,
  a.attname, a.attnum, a.atttypid, a.attnotnull, a.atthasdef), '|' ORDER BY c.relname, a.attnum))
FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relnamespace = to_regnamespace({})
"""
_EMPTYING = f"""
SET lock_timeout = '2s';
DO $$
DECLARE
  here CONSTANT oid := to_regnamespace(current_schema());
  written text;
BEGIN
  IF ({_SHAPE.format("current_schema()")}) IS DISTINCT FROM ({_SHAPE.format("'TEMPLATE'")})
    OR EXISTS (SELECT FROM pg_statistic s JOIN pg_class c ON c.oid = s.starelid WHERE c.relnamespace = here)
  THEN
    RAISE 'it has another shape, or was analysed';
  END IF;
  SELECT string_agg(quote_ident(relname), ', ') INTO written
    FROM pg_class WHERE relnamespace = here AND relkind = 'r' AND pg_relation_size(oid) > 0;
  EXECUTE 'TRUNCATE ' || written;
  PERFORM setval(oid::regclass, 1, false) FROM pg_class WHERE relnamespace = here AND relkind = 'S';
END $$
"""  # noqa: S608 - our own
"""TRUNCATE gives a table new files, so that nothing of the rows before is left in it."""


class _Clock:
    def now(self) -> float:
        return float(BEGUN)

    def sleep(self, seconds: float) -> None:
        raise AssertionError(f"a new store waits for nothing: {seconds}")


@dataclass(frozen=True, slots=True)
class _Tables:
    """What makes the tables of a store on PostgreSQL, and the schema that has the rows of a new one."""

    statements: str
    schema: str
    filled: tuple[str, ...]
    """The names of the tables that have rows."""


class Templates:
    """Stores as `open_store` makes them, made once for each engine: migrating takes longer than most tests."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "feeds.db"
        self._tables: _Tables | None = None
        self._laid = set[str]()
        self._spare: list[str] = []

    def spare(self) -> str | None:
        """Give the URL of a store on PostgreSQL that was laid for another test, and is as new."""
        return self._spare.pop() if self._spare else None

    def lay(self, url: str, new_store_url: Callable[[], str]) -> None:
        """Put an empty store at a URL where there is none yet."""
        address = make_url(url)
        if address.get_backend_name() == "postgresql":
            self._tables = self._tables or _record(new_store_url())
            if url not in self._laid:
                _replay(url, self._tables)
                self._laid.add(url)
            return
        if not self._file.exists():
            open_store(f"sqlite:///{self._file}", _Clock(), site_id=SITE_ID).close()
        place = Path(address.database or "")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(self._file, place)

    def take_back(self, url: str) -> None:
        """Make a store on PostgreSQL that a test is done with as new, for another: to lay one takes five times as long.

        One whose tables the test changed, or holds on to, is left as it is.
        """
        if self._tables is None or make_url(url).get_backend_name() != "postgresql":
            return
        emptying = f"{_EMPTYING}; {_copying(self._tables)}".replace("TEMPLATE", self._tables.schema)
        with suppress(psycopg.Error), psycopg.connect(_plain(url)) as connection:
            connection.execute(emptying.encode())
            self._spare.append(url)


def _record(url: str) -> _Tables:
    """Make a store on PostgreSQL, and write down how."""
    statements: list[str] = []

    def note(*given: Any) -> None:
        statement: str = given[2].strip()
        if statement.startswith(("CREATE", "ALTER", "DROP")):
            statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        store = open_store(url, _Clock(), site_id=SITE_ID)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    store.close()
    names = (*metadata.tables, "wording_state", "alembic_version")
    with psycopg.connect(_plain(url)) as connection:
        filled = [name for name in names if connection.execute(f"SELECT FROM {name} LIMIT 1".encode()).rowcount]
    schema = str(make_url(url).query["options"]).removeprefix("-csearch_path=")
    return _Tables(";\n".join(statements), schema, tuple(filled))


def _replay(url: str, tables: _Tables) -> None:
    with psycopg.connect(_plain(url)) as connection:
        connection.execute(f"{tables.statements};\n{_copying(tables)}".encode())


def _copying(tables: _Tables) -> str:
    """Give the statements that copy the rows of a new store."""
    return ";\n".join(f"INSERT INTO {name} SELECT * FROM {tables.schema}.{name}" for name in tables.filled)  # noqa: S608 - our own


def _plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
