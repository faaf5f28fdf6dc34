"""`/healthz` is asked every few seconds, of stores of any size."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from feeds.config import Settings
from feeds.model import Tag
from feeds.web import create_app
from feeds.web.base.services import EXTENSION

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.model import Article
    from tests.conftest import FakeClock, Press

SMALL = "tick|fact|look|folder|json_each|entry_not_public|file_refused|file_held_back"
"""Tables, and indexes of what an owner has to look after."""


def test_entries_are_counted_by_what_became_of_them(
    press: Press, article: Callable[..., Article], store_url: str, clock: FakeClock
) -> None:
    press.write({f"{n}.txt": article(f"Article {n}", tags=(Tag("a", "A"),)) for n in range(7)} | {"refused.txt": None})
    press.withdraw("1.txt", "2.txt")
    press.remove("3.txt")
    app = create_app(Settings(database_url=store_url), clock)
    report = app.test_client().get("/healthz").get_json()
    assert report["entries"] == {"public": 5, "scheduled": 0, "withdrawn": 2}
    assert (report["files"]["refused_in_all"], report["files"]["kept_back"]) == (1, 0)
    app.extensions[EXTENSION].close()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)  # only SQLite says so in these words
def test_no_table_that_grows_is_looked_through(
    press: Press, article: Callable[..., Article], store_url: str, clock: FakeClock
) -> None:
    press.write({f"{n}.txt": article(f"Article {n}") for n in range(7)})
    app = create_app(Settings(database_url=store_url), clock)
    store, statements = app.extensions[EXTENSION].store, dict[str, Any]()
    event.listen(store.engine, "before_cursor_execute", lambda *call: statements.update({call[2]: call[3]}))
    assert app.test_client().get("/healthz").status_code == 200
    asked = {statement: values for statement, values in statements.items() if statement.startswith("SELECT")}
    assert any("count" in statement for statement in asked)
    with store.reading() as connection:
        for statement, values in asked.items():
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            looked = [row[3] for row in plan if row[3].startswith("SCAN") and not re.search(SMALL, row[3])]
            assert looked == [], statement
    app.extensions[EXTENSION].close()
