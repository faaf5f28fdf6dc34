"""An import that was killed, cut short or had to wait loses nothing and doubles nothing."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from feeds.errors import StoreError
from feeds.ingest.importer import Summary, Target, ingest
from feeds.store import open_store
from feeds.store.write import publication
from tests.conftest import START
from tests.ingest.articles import contents, counts, numbered, reasons, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.site import Site
    from tests.conftest import FakeClock, Press

    Folder = Callable[..., Path]
    Run = Callable[..., Summary]

pytestmark = pytest.mark.fault


def test_an_import_that_had_to_wait_writes_files_as_they_are_by_then(
    run: Run, press: Press, folder: Folder, site: Site, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folder({"edited.txt": text("One"), "moved.txt": text("Two"), "same.txt": text("Three")})
    run(root)
    before = contents(press.store)
    folder(
        {"edited.txt": text("One, again"), "moved.txt": text("Two, again"), "mended.txt": "", "gone.txt": text("Four")}
    )

    def meanwhile(seconds: float) -> None:
        monkeypatch.undo()
        clock.sleep(seconds)
        texts = {"edited.txt": text("One, mended"), "mended.txt": text("Five"), "gone.txt": None}
        folder(texts, mtime=START - 900)
        ingest(press.store, [Target(root)], site, clock)
        (root / "moved.txt").rename(root / "new.txt")
        clock.sleep(1)
        ingest(press.store, [Target(root)], site, clock)

    monkeypatch.setattr(clock, "sleep", meanwhile)  # the last commit has this second, so the import waits for the next
    summary = ingest(press.store, [Target(root)], site, clock)
    after = contents(press.store)
    assert sorted(after.values()) == ["Five", "One, mended", "Three", "Two, again"]
    assert after.keys() > before.keys()
    assert reasons(summary) == []
    version = press.store.version()
    assert counts(run(root)) == {"unchanged": 4}
    assert press.store.version() == version


def test_a_first_import_that_was_cut_short_goes_on_and_keeps_the_order(
    run: Run, press: Press, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folder(numbered(30))
    monkeypatch.setattr("feeds.ingest.importer._BATCH", 7)

    def cut_short(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(publication, "end_import", cut_short)
        with pytest.raises(KeyboardInterrupt):
            run(root)
    assert len(press.entries()) == 28 and press.titles() == []
    run(root)
    assert press.titles() == [f"Title {n}" for n in range(30)]
    assert len({record.id for record in press.entries()}) == 30


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)  # SQLite can be told how large it may grow
def test_a_full_disk_stops_the_import_and_the_next_one_goes_on(run: Run, press: Press, folder: Folder) -> None:
    root = folder(numbered(400))
    with press.store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 30}")
    with pytest.raises(StoreError, match="the disk is full"):
        run(root)
    assert press.entries() == []
    with press.store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert counts(run(root)) == {"new": 400}


IMPORT = """
import sys, time
from pathlib import Path
from feeds.ingest import importer as ingest
from feeds.site import Site
from feeds.store import open_store

class Clock:  # a second is a twentieth of one, so that commits need not wait long
    def now(self):
        return 1_700_000_000 + (time.time() - float(sys.argv[3])) * 20

    def sleep(self, seconds):
        time.sleep(seconds / 20)

ingest._BATCH = 100
store = open_store(sys.argv[1], Clock())
print("begun", flush=True)
ingest.ingest(store, [ingest.Target(Path(sys.argv[2]))], Site(), Clock())
store.close()
"""


def test_an_import_killed_at_any_moment_loses_and_doubles_nothing(
    folder: Folder, new_store_url: Callable[[], str], clock: FakeClock, site: Site
) -> None:
    root = folder(numbered(1500))
    urls = [new_store_url(), new_store_url()]
    chance = random.Random(7)  # noqa: S311 - it has to be the same every time
    command = [sys.executable, "-c", IMPORT, urls[0], str(root), str(time.time())]
    for url in urls:
        open_store(url, clock, site_id="cafe").close()
    for _ in range(5):
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0.05, 0.8))
            process.kill()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=180)
    stores = [open_store(url, clock) for url in urls]
    ingest(stores[1], [Target(root)], site, clock)
    killed, undisturbed = map(contents, stores)
    assert len(killed) == 1500 and killed == undisturbed
    for store in stores:
        store.close()


def test_two_imports_at_once_double_nothing(folder: Folder, store_url: str, clock: FakeClock) -> None:
    root, url = folder(numbered(600)), store_url
    command = [sys.executable, "-c", IMPORT, url, str(root), str(time.time())]
    for process in [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(2)]:
        assert process.wait(timeout=180) == 0
    store = open_store(url, clock)
    assert sorted(contents(store).values()) == sorted(f"Title {n}" for n in range(600))
    store.close()
