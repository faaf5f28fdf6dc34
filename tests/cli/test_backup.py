"""A store is kept in a file while it is used, and comes back whole: ids, places, aliases, withdrawals."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine, event

from feeds.clock import SystemClock
from feeds.config import Settings
from feeds.selection import EVERYTHING, HEAD
from feeds.store import open_store
from feeds.store.write.copies import copy_store, restore_store
from tests.cli.rows import rows
from tests.conftest import Press

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.model import Article
    from tests.cli.shell import Shell


OLD = Path(__file__).parents[1] / "store" / "data" / "version_0007.sql"


def test_store_that_was_lost_comes_back_as_it_was(filled: Shell) -> None:
    filled.run("alias", "short.example/aaa111", "the-bridge")
    filled.run("withdraw", "short.example/bbb222", "--reason", "a mistake")
    before = filled.run("explain", "short.example/aaa111", "short.example/bbb222").stdout
    assert filled.run("backup", "kept.db").stdout == "kept.db\t1 article, 1 taken back, 3 share links, 0 clicks\n"
    assert filled.run("backup", "kept.db").returncode == 2, "written over"
    slip = filled.run("backup", "bakcups/of/kept.db")
    assert slip.returncode == 2 and "there is no folder bakcups/of: make it first, or is another meant?" in slip.stderr
    assert not (filled.folder / "bakcups").exists()
    for file in (filled.folder / "instance").iterdir():
        file.unlink()
    done = filled.run("restore-from", "kept.db")
    assert done.returncode == 0 and "what was withdrawn after the backup is not known" in done.stderr
    assert filled.run("explain", "short.example/aaa111", "short.example/bbb222").stdout == before
    assert filled.run("ingest").stdout.startswith("0 new")
    assert sorted(file.name for file in filled.folder.glob("kept*")) == ["kept.db"]


def test_store_with_articles_is_written_over_only_by_force_and_withdrawals_stay(filled: Shell) -> None:
    filled.run("backup", "kept.db")
    filled.run("withdraw", "short.example/bbb222", "--legal")
    refused = filled.run("restore-from", "kept.db")
    assert refused.returncode == 2 and "--force" in refused.stderr
    assert filled.run("restore-from", "kept.db", "--force").stdout.endswith(
        "\t1 article, 1 taken back, 2 share links, 0 clicks\t1 article withdrawn again, 0 erased again\n"
    )
    assert "state      blocked by law" in filled.run("explain", "short.example/bbb222").stdout
    assert filled.run("restore-from", "nowhere.db").returncode == 2


def test_backup_of_an_earlier_version_is_restored_and_stays_as_it_was(shell: Shell) -> None:
    kept = shell.folder / "kept.db"
    with closing(sqlite3.connect(kept)) as store:
        store.executescript(OLD.read_text(encoding="utf-8"))
    before = kept.read_bytes()
    done = shell.run("restore-from", "kept.db")
    assert done.returncode == 0 and "\t8 articles, 3 taken back, 12 share links, 2 clicks\t" in done.stdout
    assert kept.read_bytes() == before
    assert sorted(path.name for path in shell.folder.glob("kept*")) == ["kept.db"]
    assert [path.name for path in (shell.folder / "instance").iterdir() if "restoring" in path.name] == []
    (shell.folder / "text.db").write_text("This is no database, and never was one.")
    refused = shell.run("restore-from", "text.db", "--force")
    assert refused.returncode == 2 and refused.stderr == "feeds: text.db is no database\n"


def test_copy_is_one_moment_of_a_store_that_is_written_to(
    press: Press, article: Callable[..., Article], new_store_url: Callable[[], str], tmp_path: object
) -> None:
    press.write({f"{n}.txt": article(f"Title {n}") for n in range(200)})
    kept = open_store(f"sqlite:///{tmp_path}/kept.db", SystemClock())
    writing = threading.Thread(target=lambda: [press.write({f"late{n}.txt": article(f"Late {n}")}) for n in range(5)])
    writing.start()
    copy_store(press.store, kept)
    writing.join()
    back = open_store(new_store_url(), SystemClock())
    copy_store(kept, back)
    assert rows(back) == rows(kept)
    version = back.version()
    copy_store(kept, back)
    assert back.version() > version
    kept.close()
    back.close()


def _copy_until(statements: int, source: str, target: str) -> None:
    """Copy in a process that is killed at a statement."""
    stores = open_store(source, SystemClock()), open_store(target, SystemClock())
    left = iter(range(statements))

    def count(*_: object) -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", count)
    copy_store(*stores)


@pytest.mark.parametrize("statements", [25, 45, 60])
def test_store_into_which_a_copy_was_killed_is_as_it_was(
    press: Press, article: Callable[..., Article], begun_url: str, new_store_url: Callable[[], str], statements: int
) -> None:
    url = new_store_url()
    other = open_store(url, SystemClock(), site_id="other")
    Press(other, press.clock).write({"other.txt": article("Another site's")})
    before = rows(other)
    press.write({f"{n}.txt": article(f"Title {n}") for n in range(20)})
    told = (statements, begun_url, url)
    process = multiprocessing.get_context("forkserver").Process(target=_copy_until, args=told)
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert rows(other) == before
    other.close()
    again = open_store(url, SystemClock())
    copy_store(press.store, again)
    assert rows(again) == rows(press.store)
    again.close()


def test_what_was_withdrawn_since_is_back_at_no_moment(
    press: Press, article: Callable[..., Article], tmp_path: Path
) -> None:
    press.write({"a.txt": article("Withdrawn since"), "b.txt": article("Two")})
    kept = open_store(f"sqlite:///{tmp_path}/kept.db", press.clock)
    copy_store(press.store, kept)
    press.withdraw("a.txt")
    commits: list[object] = []
    event.listen(press.store.writer, "commit", commits.append)
    assert restore_store(kept, press.store, press.clock) == (1, 0)
    assert (len(commits), press.titles()) == (1, ["Two"])
    kept.close()


def test_who_asks_by_date_is_told_of_a_store_that_was_brought_back(
    press: Press, article: Callable[..., Article], tmp_path: Path
) -> None:
    publisher = Settings().publisher(press.store)
    press.write({"a.txt": article("One")})
    kept = open_store(f"sqlite:///{tmp_path}/kept.db", press.clock)
    copy_store(press.store, kept)
    press.write({"a.txt": article("One, edited since")})
    edited = publisher.select(EVERYTHING, HEAD).last_modified
    restore_store(kept, press.store, press.clock)
    kept.close()
    assert press.titles() == ["One"]
    assert publisher.select(EVERYTHING, HEAD).last_modified > edited


def test_store_goes_on_after_it_was_copied(
    press: Press, article: Callable[..., Article], new_store_url: Callable[[], str]
) -> None:
    press.write({"a.txt": article("One", language="fr")})
    url = new_store_url()
    for _ in range(2):
        back = open_store(url, SystemClock())
        copy_store(press.store, back)
        back.close()  # it is another one now, of the site that was copied
    press.store.close()
    press.store = open_store(url, SystemClock())
    press.write({"b.txt": article("Two", language="de")})
    assert press.titles() == ["One", "Two"]
    press.store.close()
