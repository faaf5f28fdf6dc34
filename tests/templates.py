"""New stores for the tests: each is a copy of one that went through every migration once."""

from __future__ import annotations

import shutil
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


class Templates:
    """Stores as `open_store` makes them, made once for each engine: migrating takes longer than most tests."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "feeds.db"
        self._tables: _Tables | None = None

    def lay(self, url: str, new_store_url: Callable[[], str]) -> None:
        """Put an empty store at a URL where there is none yet."""
        address = make_url(url)
        if address.get_backend_name() == "postgresql":
            self._tables = self._tables or _record(new_store_url())
            _replay(url, self._tables)
            return
        if not self._file.exists():
            open_store(f"sqlite:///{self._file}", _Clock(), site_id=SITE_ID).close()
        place = Path(address.database or "")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(self._file, place)


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
    return _Tables(";\n".join(statements), str(make_url(url).query["options"]).removeprefix("-csearch_path="))


def _replay(url: str, tables: _Tables) -> None:
    names = (*metadata.tables, "wording_state", "alembic_version")
    rows = [f"INSERT INTO {name} SELECT * FROM {tables.schema}.{name}" for name in names]  # noqa: S608 - our own
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection:
        connection.execute(";\n".join([tables.statements, *rows]).encode())
