"""The store that lies at its place is the one that is served: restored, deleted or put there by somebody else."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from pathlib import Path

import pytest

from tests.serving import Server, eventually

pytestmark = pytest.mark.fault


def health(server: Server) -> tuple[int, str]:
    status, headers, body = server.get("/healthz")
    assert status == 200 or "retry-after" in headers
    return status, json.loads(body)["status"]


def backed_up(server: Server) -> tuple[Path, Path]:
    """Give the file of the store, and a backup of it."""
    database = server.folder / "instance" / "feeds.db"
    backup = server.folder / "backup.db"
    with contextlib.closing(sqlite3.connect(database)) as here, contextlib.closing(sqlite3.connect(backup)) as there:
        here.backup(there)
    return database, backup


def put_in_place_of(database: Path, backup: Path) -> None:
    """Put a backup where the store is. Its log goes too: SQLite would write what is in it over the backup."""
    for name in ("", "-wal", "-shm"):
        database.with_name(database.name + name).unlink()
    backup.replace(database)


def is_at_rest(database: Path) -> bool:
    """Tell whether nothing was committed for longer than a server takes to write down what it learned at its start."""
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as store:
        before = store.execute("SELECT version FROM tick").fetchone()
        time.sleep(2)
        return bool(store.execute("SELECT version FROM tick").fetchone() == before)


def test_restored_backup_is_what_is_served(own_server: Server) -> None:
    database, backup = backed_up(own_server)
    own_server.run("withdraw", "La passerelle du port rouvre")
    own_server.comes_to_show("/aaa111", 410)
    eventually(own_server.lists)
    put_in_place_of(database, backup)
    own_server.comes_to_show("/aaa111", 301)
    eventually(lambda: own_server.lists("La passerelle du port rouvre"))
    own_server.run("withdraw", "La passerelle du port rouvre")
    own_server.comes_to_show("/aaa111", 410)
    eventually(own_server.lists)
    own_server.write("two.txt", "Le marché couvert ferme", "bbb222")
    eventually(lambda: own_server.lists("Le marché couvert ferme"))
    with contextlib.closing(sqlite3.connect(database)) as store:
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_store_that_has_the_same_numbers_is_another_all_the_same(own_server: Server) -> None:
    eventually(lambda: own_server.lists("La passerelle du port rouvre"))
    eventually(lambda: is_at_rest(own_server.folder / "instance" / "feeds.db"))
    database, other = backed_up(own_server)
    with contextlib.closing(sqlite3.connect(other, isolation_level=None)) as store:
        store.execute("DELETE FROM member")  # as a commit would that has the number and the second of the last one
    assert own_server.shows("/feed.json", 200, "La passerelle du port rouvre")  # each worker holds an answer
    put_in_place_of(database, other)
    eventually(own_server.lists)


def test_deleted_store_is_said_and_not_made_again_by_itself(own_server: Server) -> None:
    database, _ = backed_up(own_server)
    aside = own_server.folder / "aside"
    aside.mkdir()
    files = list(database.parent.glob("feeds.db*"))
    for file in files:
        file.rename(aside / file.name)
    eventually(lambda: health(own_server) == (503, "the store is gone"))
    own_server.write("two.txt", "Le marché couvert ferme", "bbb222")
    eventually(lambda: "is gone" in (own_server.folder / "log").read_text())
    own_server.comes_to_show("/tags/", 503)
    assert all("retry-after" in headers for _, headers, _ in own_server.each("/tags/"))
    assert not database.exists()
    for file in files:
        (aside / file.name).rename(file)
    eventually(lambda: len(own_server.titles()) == 2)
    own_server.comes_to_show("/healthz", 200)


def test_store_of_another_site_is_not_served_in_its_place(own_server: Server) -> None:
    before = own_server.get("/feed.json")[2]
    database, backup = backed_up(own_server)
    for file in database.parent.glob("feeds.db*"):
        file.unlink()
    own_server.run("ingest", "seeds")
    eventually(lambda: health(own_server) == (503, "the store is another one"))
    own_server.comes_to_show("/tags/", 503)
    backup.replace(database)
    own_server.comes_to_show("/healthz", 200)
    eventually(lambda: all(body == before for _, _, body in own_server.each("/feed.json")))
