"""What happens in the folders is seen soon, whatever becomes of them or of the store."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest
from reader import make_reader

from tests.serving import Server, eventually


def test_reader_sees_each_change_once(own_server: Server, tmp_path: Path) -> None:
    with contextlib.closing(make_reader(str(tmp_path / "reader.sqlite"))) as reader:
        urls = [f"{own_server.url}/{name}" for name in ("feed.xml", "atom.xml", "feed.json")]
        for url in urls:
            reader.add_feed(url)

        def update() -> list[tuple[int, int]]:
            updated = [reader.update_feed(url) for url in urls]
            return [(one.new, one.modified) if one else (0, 0) for one in updated]

        assert update() == [(1, 0)] * 3
        assert update() == [(0, 0)] * 3
        own_server.write("two.txt", "Le marché couvert ferme", "bbb222")
        eventually(lambda: own_server.shows("/feed.json", 200, "ferme"))
        assert update() == [(1, 0)] * 3
        own_server.write("two.txt", "Le marché couvert rouvre", "bbb222")
        eventually(lambda: own_server.shows("/feed.json", 200, "Le marché couvert rouvre"))
        assert update() == [(0, 1)] * 3
        assert update() == [(0, 0)] * 3
        assert {entry.title for entry in reader.get_entries()} == {
            "La passerelle du port rouvre",
            "Le marché couvert rouvre",
        }


def test_new_file_is_in_every_worker_soon_and_one_that_is_refused_in_the_log(own_server: Server) -> None:
    (own_server.articles / "empty.txt").write_bytes(b"")
    own_server.write("two.txt", "Le marché couvert ferme", "bbb222")
    eventually(lambda: own_server.shows("/feed.json", 200, "ferme"))
    (own_server.articles / "two.txt").rename(own_server.articles / "three.txt")
    own_server.write("four.txt", "La bibliothèque ouvre", "ccc333")
    eventually(lambda: own_server.shows("/feed.json", 200, "La bibliothèque ouvre"))
    assert len(own_server.titles()) == 3
    eventually(lambda: "empty.txt" in (own_server.folder / "log").read_text())
    assert "detected" not in (own_server.folder / "log").read_text()  # watching says nothing by itself


def test_folder_put_in_the_place_of_another_is_watched(own_server: Server) -> None:
    shutil.copytree(own_server.articles, own_server.folder / "next")
    own_server.articles.rename(own_server.folder / "last")
    (own_server.folder / "next").rename(own_server.articles)
    for number in (2, 3):
        own_server.write(f"{number}.txt", f"Le marché numéro {number} ferme", f"bbb22{number}")
        eventually(lambda number=number: len(own_server.titles()) == number)  # type: ignore[misc]


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
