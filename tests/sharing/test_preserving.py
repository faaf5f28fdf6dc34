"""Codes are never reused, and outlive their store: tried on running servers."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests import forks
from tests.serving import Server
from tests.sharing.articles import HOST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.xdist_group("sharing")


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run a server for the tests here, of whose articles each changes others."""
    folder = tmp_path_factory.mktemp("first")
    server = Server(folder, FEEDS_SITE_URL="http://news.example", FEEDS_SITE_ID="preserved")
    for number in range(4):
        server.write(f"{number}.txt", f"Bridge {number}", f"BriDge{number}")
    try:
        yield server.start()
    finally:
        server.stop()


def refusal(server: Server, *arguments: str) -> str:
    """Run a command that is to be refused; give what it says."""
    done = forks.run(arguments, server.folder, server.environment)
    assert done.returncode == 1, done
    return done.stderr


def test_code_of_a_withdrawn_article_is_never_given_to_another(mine: Server) -> None:
    mine.run("alias", "https://short.example/BriDge3", "old-bridge")
    mine.run("withdraw", "https://short.example/BriDge3")
    assert refusal(mine, "alias", "https://short.example/BriDge1", "old-bridge")
    (mine.folder / "dump.txt").write_text("BriDge3|https://short.example/BriDge1\n", encoding="utf-8")
    assert "dump.txt:1" in refusal(mine, "shortlinks", "import", "dump.txt")
    mine.comes_to_show("/BriDge3", 410)
    assert mine.status("/old-bridge") == 410


@pytest.mark.parametrize("alias", ["feed", "API", "static", "s", "x" * 65, "", "🙂", "а-cyrillic"])
def test_what_can_be_no_code_is_refused(server: Server, alias: str) -> None:
    assert refusal(server, "alias", f"https://{HOST}/qYOea0", alias)


def test_store_that_is_built_anew_from_a_dump_answers_as_before(mine: Server, tmp_path: Path) -> None:
    mine.run("alias", "https://short.example/BriDge1", "the-bridge")
    mine.run("withdraw", "https://short.example/BriDge2")
    mine.comes_to_show("/BriDge2", 410)
    dump = mine.get("/shortlinks.csv")[2]
    (tmp_path / "second").mkdir()
    shutil.copytree(mine.articles, tmp_path / "second" / "seeds")
    again = Server(tmp_path / "second", FEEDS_SITE_URL="http://news.example", FEEDS_SITE_ID="preserved")
    try:
        again.start()
        (again.folder / "dump.csv").write_bytes(dump)
        again.run("shortlinks", "import", "dump.csv")
        again.comes_to_show("/BriDge2", 410)
        for code in ("BriDge0", "BriDge1", "the-bridge"):
            assert again.status(f"/{code}") == 301
            assert again.get(f"/{code}")[1]["location"] == mine.get(f"/{code}")[1]["location"]
        columns = [
            [line.split(b",")[:7] for line in text.splitlines()] for text in (dump, again.get("/shortlinks.csv")[2])
        ]
        assert columns[0] == columns[1]
    finally:
        again.stop()
