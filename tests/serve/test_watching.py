"""What happens in the folders is seen soon, whatever becomes of them or of the store."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from reader import make_reader

from tests.serving import Server, eventually

if TYPE_CHECKING:
    from collections.abc import Iterator


pytestmark = pytest.mark.xdist_group("watching")


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give a server to whose folder every test adds files of its own."""
    running = Server(tmp_path_factory.mktemp("watched"))
    running.write("one.txt", "La passerelle du port rouvre", "aaa111")
    yield running.start()
    running.stop()


def test_reader_sees_each_change_once(watched: Server, tmp_path: Path) -> None:
    with contextlib.closing(make_reader(str(tmp_path / "reader.sqlite"))) as reader:
        urls = [f"{watched.url}/{name}" for name in ("feed.xml", "atom.xml", "feed.json")]
        for url in urls:
            reader.add_feed(url)

        def update() -> list[tuple[int, int]]:
            updated = [reader.update_feed(url) for url in urls]
            return [(one.new, one.modified) if one else (0, 0) for one in updated]

        before = watched.titles()
        assert update() == [(len(before), 0)] * 3
        assert update() == [(0, 0)] * 3
        watched.write("read.txt", "Le marché couvert ferme", "bbb222")
        watched.comes_to_show("/feed.json", 200, "Le marché couvert ferme")
        assert update() == [(1, 0)] * 3
        watched.write("read.txt", "Le marché couvert rouvre", "bbb222")
        watched.comes_to_show("/feed.json", 200, "Le marché couvert rouvre")
        assert update() == [(0, 1)] * 3
        assert update() == [(0, 0)] * 3
        assert {entry.title for entry in reader.get_entries()} == {*before, "Le marché couvert rouvre"}


def test_new_file_is_in_every_worker_soon_and_one_that_is_refused_in_the_log(watched: Server) -> None:
    before = len(watched.titles())
    (watched.articles / "empty.txt").write_bytes(b"")
    watched.write("new.txt", "La gare ferme", "ccc111")
    watched.comes_to_show("/feed.json", 200, "La gare ferme")
    (watched.articles / "new.txt").rename(watched.articles / "renamed.txt")
    watched.write("last.txt", "La bibliothèque ouvre", "ccc333")
    watched.comes_to_show("/feed.json", 200, "La bibliothèque ouvre")
    assert len(watched.titles()) == before + 2
    eventually(lambda: "empty.txt" in (watched.folder / "log").read_text())
    assert "detected" not in (watched.folder / "log").read_text()  # watching says nothing by itself


def test_folder_put_in_the_place_of_another_is_watched(watched: Server) -> None:
    before = len(watched.titles())
    shutil.copytree(watched.articles, watched.folder / "next")
    watched.articles.rename(watched.folder / "last")
    (watched.folder / "next").rename(watched.articles)
    for number in (1, 2):
        watched.write(f"{number}.txt", f"Le pont numéro {number} ferme", f"ddd22{number}")
        watched.comes_to_show("/feed.json", 200, f"Le pont numéro {number}")
        assert len(watched.titles()) == before + number


@pytest.mark.fault
def test_watch_outlives_a_store_that_fails(own_server: Server) -> None:
    with sqlite3.connect(own_server.folder / "instance" / "feeds.db") as connection:
        connection.execute("ALTER TABLE file RENAME TO fled")
        connection.execute("ALTER TABLE entry RENAME TO entered")
    own_server.write("two.txt", "Le marché couvert ferme", "bbb222")
    eventually(lambda: "no such table" in (own_server.folder / "log").read_text())
    with connection:
        connection.execute("ALTER TABLE fled RENAME TO file")
        connection.execute("ALTER TABLE entered RENAME TO entry")
    connection.close()
    eventually(lambda: own_server.status("/feed.json") == 200 and len(own_server.titles()) == 2)
    assert "Traceback" not in (own_server.folder / "log").read_text()
