"""What readers make of an article that was withdrawn and stays in its place (`FEEDS_TOMBSTONES=on`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.readers.lemon24 import Lemon24
from tests.readers.newsboat import Newsboat
from tests.readers.rss2email import Rss2email
from tests.readers.sfeed import Sfeed
from tests.readers.test_readers import subscribe
from tests.serving import Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.readers.records import Reader

TITLE, GONE = "La passerelle 2 rouvre", "Withdrawn"
HELD: dict[type[Reader], list[str]] = {
    Newsboat: [GONE],
    Lemon24: [GONE],
    Sfeed: [TITLE, GONE],  # to which another title is another entry
    Rss2email: [TITLE],  # a mail that was sent stays
}
"""The titles under which each holds the article afterwards."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "seeds").mkdir()
    for n in range(4):
        text = f"La passerelle {n} rouvre\n\nElle a rouvert lundi {n}.\n\nAFP\n"
        (tmp_path / "seeds" / f"{n}.txt").write_text(text, encoding="utf-8")
    running = Server(tmp_path, FEEDS_TOMBSTONES="on")
    running.start()
    yield running
    running.stop()


def test_readers_that_take_edits_let_go_of_the_text(server: Server, tmp_path: Path) -> None:
    subscribed = {}
    for reader in HELD:
        (tmp_path / reader.__name__).mkdir()
        subscribed[reader] = subscribe(reader, tmp_path / reader.__name__, f"{server.url}/feed.xml")
        for _ in range(3):  # newsboat remembers what it was told from the third time on
            records = subscribed[reader].poll()
        (gone,) = {record.id for record in records if record.title == TITLE}
    server.run("withdraw", "seeds/2.txt")
    server.comes_to_show("/feed.xml", 200, GONE)
    for reader, titles in HELD.items():
        assert [record.title for record in subscribed[reader].poll() if record.id == gone] == titles, reader
