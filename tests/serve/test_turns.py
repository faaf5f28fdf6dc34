"""Of servers on one PostgreSQL one reads the articles; another does when that is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.postgres import Server as Database
from tests.postgres import private_server
from tests.serving import Server, eventually

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.fault


@pytest.fixture
def database() -> Iterator[Database]:
    with private_server() as running:
        yield running


def test_another_reads_when_the_one_that_read_is_gone(database: Database, tmp_path: Path) -> None:
    settings = {"FEEDS_DATABASE_URL": database.url, "FEEDS_ARTICLES": str(tmp_path / "seeds"), "FEEDS_WORKERS": "1"}
    (tmp_path / "other").mkdir()
    first = Server(tmp_path, **settings)
    first.write("one.txt", "La passerelle du port rouvre", "aaa111")
    first.start()
    second = Server(tmp_path / "other", **settings)
    try:
        second.start()
        waits = "another process reads these folders"
        eventually(lambda: waits in (tmp_path / "other" / "log").read_text())
        assert waits not in (tmp_path / "log").read_text()
        first.write("two.txt", "Le marché couvert ferme", "bbb222")
        eventually(lambda: len(second.titles()) == 2)
        assert second.status("/healthz") == 200

        first.process.kill()
        first.process.wait(60)
        first.write("three.txt", "Le tramway revient", "ccc333")
        eventually(lambda: "Le tramway revient" in second.titles())

        database.stop()  # the turn is lost with the connection, and taken anew
        database.start()
        first.write("four.txt", "Le musée rouvre", "ddd444")
        eventually(lambda: second.status("/feed.json") == 200 and "Le musée rouvre" in second.titles())
        with psycopg.connect(database.url.replace("+psycopg", "")) as connection:
            held = connection.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'").fetchone()
        assert held == (1,)
    finally:
        first.process.kill()
        first.stop()
        second.stop()
