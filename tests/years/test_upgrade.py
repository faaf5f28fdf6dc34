"""A store that an earlier version began is taken up by this one: ids, places, aliases and withdrawals stay."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.shell import Shell
from tests.years.house import ARTICLE, PLACES

DUMPS = sorted(Path(__file__).with_name("data").glob("version_*.sql"))
"""Each of a site with the articles written below, one of them withdrawn and one with an alias."""
FRONT = "---\ndate: 2026-01-05\nauthor: Ann Lee\ntags: [quay]\n---\n"


@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.stem)
def test_store_of_an_earlier_version_is_taken_up(shell: Shell, dump: Path) -> None:
    (shell.folder / "articles").mkdir()
    (shell.folder / "instance").mkdir()
    for number, title in enumerate(PLACES):
        text = ARTICLE.format(title=title, number=number)
        (shell.folder / "articles" / f"{number:02}.md").write_text(FRONT + text if number == 3 else text)
    with closing(sqlite3.connect(shell.folder / "instance" / "feeds.db")) as store:
        store.executescript(dump.read_text(encoding="utf-8"))
        entries = store.execute("SELECT id, place, seen, published, updated, title FROM entry ORDER BY id").fetchall()
    done = shell.run("ingest", FEEDS_ARTICLES="articles")
    assert done.returncode == 0 and done.stdout.startswith("0 new, 0 changed, 6 unchanged")
    with closing(sqlite3.connect(shell.folder / "instance" / "feeds.db")) as store:
        query = "SELECT id, place, seen, published, updated, title FROM entry ORDER BY id"
        assert store.execute(query).fetchall() == entries
    assert "state      withdrawn: a mistake" in shell.run("explain", "articles/01.md").stdout
    assert "\tok\t" in shell.run("resolve", "http://127.0.0.1:8000/the-bridge").stdout
