"""A store moves to another place and database whole, and goes on where it was stopped."""

from __future__ import annotations

import multiprocessing
import os
import signal
from functools import partial
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feeds.clock import SystemClock
from feeds.errors import StoreError
from feeds.model import ShareLink
from feeds.store import open_store
from feeds.store.schema import tick
from feeds.store.tables.clicks import Click, add
from feeds.store.write.moving import move_store
from tests.cli.rows import rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from feeds.model import Article
    from tests.cli.shell import Shell
    from tests.conftest import Press


@pytest.fixture
def other_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the URL of a place on the other kind of database."""
    if engine == "postgresql":
        return f"sqlite:///{tmp_path}/moved.db"
    new_schema: Callable[[], str] = request.getfixturevalue("new_schema")
    return new_schema()


@pytest.fixture
def written(press: Press, article: Callable[..., Article]) -> Press:
    """Give a store that has something in most tables."""
    link = ShareLink("short.example", "aaa111")
    press.write({f"{n:02}.txt": article(f"Titre n° {n} 𝔘", language="fr") for n in range(40)})
    press.write({"linked.txt": article("Linked", share_link=link), "refused.txt": None})
    press.write({"07.txt": article("Titre n° 7, changed", language="fr")})
    press.withdraw("03.txt")
    press.remove("04.txt")
    return press


def _quietly(_done: int, _total: int) -> None:
    pass


def _die(most: int, done: int, _total: int) -> None:
    if done > most:
        os.kill(os.getpid(), signal.SIGKILL)


def _move_until(most: int, source: str, url: str) -> None:
    move_store(open_store(source, SystemClock()), url, SystemClock(), partial(_die, most), at_once=7)


def _be_killed_after(most: int, source: str, url: str) -> None:
    """Move in a process that is killed after so many rows."""
    process = multiprocessing.get_context("forkserver").Process(target=_move_until, args=(most, source, url))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL


def test_store_that_moved_is_the_same_however_often_it_was_stopped(
    written: Press, article: Callable[..., Article], begun_url: str, other_url: str
) -> None:
    for most in (20, 90):
        _be_killed_after(most, begun_url, other_url)
        with pytest.raises(StoreError, match="half of a copy"):
            open_store(other_url, SystemClock())
    told: list[tuple[int, int]] = []
    counted = move_store(written.store, other_url, SystemClock(), lambda *now: told.append(now), at_once=7)
    assert told[0][0] > 90 and told[-1][0] == told[-1][1] < counted
    moved = open_store(other_url, SystemClock())
    assert rows(moved) == rows(written.store)
    with moved.reading() as there, written.store.reading() as here:
        assert there.scalar(select(tick.c.second)) == here.scalar(select(tick.c.second))
    written.store.close()
    written.store = moved
    written.write({"later.txt": article("Later")})
    assert written.titles()[-1] == "Later"
    moved.close()


def test_what_changed_after_it_was_stopped_moves_too(
    written: Press, article: Callable[..., Article], begun_url: str, other_url: str
) -> None:
    with written.store.noting() as connection:
        add(connection, {Click("", "zebra", 20000, bot=False): 1})
    _be_killed_after(200, begun_url, other_url)
    with written.store.noting() as connection:  # which no commit counts
        add(connection, {Click("", "aardvark", 20000, bot=False): 1, Click("", "zebra", 20000, bot=False): 1})
    _be_killed_after(210, begun_url, other_url)
    written.write({"08.txt": article("Titre n° 8, changed"), "new.txt": article("New")})
    move_store(written.store, other_url, SystemClock(), _quietly)
    moved = open_store(other_url, SystemClock())
    assert rows(moved) == rows(written.store)
    moved.close()


def test_store_that_is_written_to_while_it_moves_is_to_be_moved_again(
    written: Press, article: Callable[..., Article], other_url: str
) -> None:
    def write(done: int, total: int) -> None:
        if done == total:
            written.write({"new.txt": article(f"New at {written.clock.now()}")})

    with pytest.raises(StoreError, match="written to meanwhile"):
        move_store(written.store, other_url, SystemClock(), write)
    move_store(written.store, other_url, SystemClock(), _quietly)
    moved = open_store(other_url, SystemClock())
    assert rows(moved) == rows(written.store)
    moved.close()


def test_store_moves_by_a_command_and_over_nothing(filled: Shell) -> None:
    before = filled.run("explain", "short.example/aaa111").stdout
    assert filled.run("move", "instance/../instance/feeds.db").returncode == 2
    for force in ((), ("--force",)):
        assert "in use already" in filled.run("move", *force, "instance/../instance/feeds.db").stderr
    for place in ("new/moved.db", "sqlite:///new/moved.db"):
        done = filled.run("move", place)
        assert (done.returncode, done.stdout) == (2, "") and "there is no folder new: make it first" in done.stderr
    assert not (filled.folder / "new").exists()
    (filled.folder / "new").mkdir()
    done = filled.run("move", "new/moved.db")
    assert (done.returncode, done.stdout.split("\t")[0]) == (0, "sqlite:///new/moved.db")
    moved = {"FEEDS_DATABASE_URL": "sqlite:///new/moved.db"}
    assert filled.run("explain", "short.example/aaa111", **moved).stdout == before
    assert filled.run("ingest", **moved).stdout.startswith("0 new, 0 changed")
    assert (
        "has 2 articles: nothing was moved (it is a copy of this store already"
        in filled.run("move", "new/moved.db").stderr
    )
    filled.run("withdraw", "short.example/aaa111")
    again = filled.run("move", "new/moved.db")
    assert again.returncode == 2 and "an earlier copy of this store, which was written to since" in again.stderr
    assert filled.run("move", "--force", "new/moved.db").stdout.endswith(
        "\t1 article, 1 taken back, 2 share links, 0 clicks\n"
    )
    filled.run("restore", "short.example/aaa111", **moved)
    assert "and was written to since, this one was not" in filled.run("move", "new/moved.db").stderr
    other = {"FEEDS_DATABASE_URL": "sqlite:///new/other.db"}
    filled.run("ingest", **other)
    assert "(--force writes over them)" in filled.run("move", "new/other.db").stderr
    assert filled.run("move", "postgresql://127.0.0.1:1/nowhere").returncode == 2
