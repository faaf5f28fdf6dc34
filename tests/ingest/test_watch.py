"""What is to be read again: complete files, whatever the folder is, wherever links lead."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from feeds.clock import SystemClock
from feeds.ingest import inotify, watch
from feeds.ingest.folders import Target
from feeds.ingest.importer import Options, ingest
from feeds.store import open_store
from tests.serving import eventually

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from feeds.site import Site
    from feeds.store import Store
    from tests.conftest import FakeClock, Press
    from tests.ingest.conftest import Run

TEXT = "A title\n\nA paragraph that is long enough to be one, written for those who look.\n"


class Watch:
    """What is told of folders, as it comes."""

    def __init__(self, *roots: Path, store: str) -> None:
        self.told: list[list[Target]] = []
        self._stopping = threading.Event()
        self._store = open_store(store, SystemClock())
        self.changes = watch.Changes(roots, self._store, self._stopping)
        self._thread = threading.Thread(target=self._collect)
        self._thread.start()
        eventually(lambda: self.told)  # the look with which it begins

    def _collect(self) -> None:
        for targets in self.changes:
            self.told.append(targets)

    @property
    def named(self) -> list[str]:
        """List the paths that were to be read."""
        return [name for targets in self.told for target in targets for name in sorted(target.only or ())]

    @property
    def looks(self) -> int:
        """Count the looks at everything."""
        return sum(any(target.only is None for target in targets) for targets in self.told)

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()
        self._store.close()


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Callable[..., Watch]]:
    begun: list[Watch] = []

    def begin(*roots: Path) -> Watch:
        begun.append(Watch(*roots, store=f"sqlite:///{tmp_path}/x.db"))
        return begun[-1]

    yield begin
    for each in begun:
        each.stop()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    return tmp_path / "articles"


def test_file_that_is_written_in_pieces_waits_until_it_is_closed(watching: Callable[..., Watch], root: Path) -> None:
    seen = watching(root)
    with (root / "slow.txt").open("w") as file:
        for piece in TEXT.split(" ")[:3]:
            file.write(piece)
            file.flush()
            time.sleep(0.7)
        (root / "quick.txt").write_text(TEXT)
        eventually(lambda: "quick.txt" in seen.named)
        before = seen.looks
        seen.changes.look_through()
        eventually(lambda: seen.looks > before)
        assert "slow.txt" not in seen.named
        assert "slow.txt" in seen.told[-1][0].unfinished
    eventually(lambda: "slow.txt" in seen.named)


def test_file_that_stays_open_is_read_once_nobody_writes_it_any_more(
    watching: Callable[..., Watch], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "_LONGEST_WRITING", 1.0)
    seen = watching(root)
    with (root / "log.txt").open("w") as file:
        file.write(TEXT)
        file.flush()
        eventually(lambda: "log.txt" in seen.named)


def test_file_that_is_rewritten_before_it_is_imported_is_not_shown_half(
    run: Run, press: Press, store: Store, root: Path
) -> None:
    stopping = threading.Event()
    changes = watch.Changes([root], store, stopping)
    story, told, looks = root / "a.txt", Target(root, frozenset({"a.txt"})), iter(changes)
    next(looks)  # the folder is watched from here on
    story.write_text(TEXT)
    with story.open("w") as file:
        file.write(TEXT[:4])
        file.flush()
        assert run(told, is_written=changes.is_written).unfinished == [str(story)]
        file.write(TEXT[4:])
    assert press.titles() == []
    assert run(told, is_written=changes.is_written).unfinished == []
    assert press.titles() == ["A title"]
    stopping.set()
    assert list(looks) == []


def test_file_that_was_begun_before_anybody_looked_waits_until_it_is_closed(
    watching: Callable[..., Watch], root: Path
) -> None:
    with (root / "slow.txt").open("w") as file:
        file.write(TEXT)
        file.flush()
        seen = watching(root)
        assert seen.told == [[Target(root, settled=seen.told[0][0].settled)]]
        assert (root / "slow.txt").stat().st_ctime_ns > (seen.told[0][0].settled or 0)
    eventually(lambda: "slow.txt" in seen.named)


@pytest.mark.parametrize("name", ["new.txt", "n\udcffew.txt"])
def test_file_that_is_renamed_into_place_or_taken_away_is_told(
    watching: Callable[..., Watch], root: Path, tmp_path: Path, name: str
) -> None:
    seen = watching(root)
    (tmp_path / "aside").write_text(TEXT)
    (tmp_path / "aside").rename(root / name)
    eventually(lambda: seen.named.count(name) == 1)
    (root / name).unlink()
    eventually(lambda: seen.named.count(name) == 2)


def test_folder_that_a_link_leads_to_is_another_when_the_link_is_swapped(
    watching: Callable[..., Watch], tmp_path: Path
) -> None:
    for release in ("41", "42"):
        (tmp_path / release).mkdir()
    current = tmp_path / "current"
    current.symlink_to(tmp_path / "41")
    seen = watching(current)
    (tmp_path / "next").symlink_to(tmp_path / "42")
    before = seen.looks
    (tmp_path / "next").replace(current)
    eventually(lambda: seen.looks > before)
    (tmp_path / "42" / "new.txt").write_text(TEXT)
    eventually(lambda: "new.txt" in seen.named)
    assert {target.root for targets in seen.told for target in targets} == {current}


def test_folder_that_is_away_for_a_while_is_watched_again(watching: Callable[..., Watch], root: Path) -> None:
    seen = watching(root)
    before = seen.looks
    root.rename(root.with_name("away"))
    eventually(lambda: seen.looks > before)
    root.with_name("away").rename(root)
    time.sleep(1.2)
    eventually(lambda: (root / "new.txt").write_text(TEXT) and "new.txt" in seen.named)


def test_what_links_lead_to_is_watched(watching: Callable[..., Watch], root: Path, tmp_path: Path) -> None:
    (tmp_path / "other" / "sub").mkdir(parents=True)
    (tmp_path / "other" / "one.txt").write_text(TEXT)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "two.txt").write_text(TEXT)
    (root / "folder").symlink_to(tmp_path / "other")
    (root / "file.txt").symlink_to(tmp_path / "elsewhere" / "two.txt")
    (root / "again").symlink_to(root)
    seen = watching(root)
    (tmp_path / "other" / "sub" / "three.txt").write_text(TEXT)
    eventually(lambda: "folder/sub/three.txt" in seen.named)
    before = seen.looks
    (tmp_path / "elsewhere" / "two.txt").write_text(TEXT * 2)
    eventually(lambda: seen.looks > before)


@pytest.mark.parametrize("make", ["folder", "link", "hard link", "defaults"])
def test_new_folders_links_and_defaults_have_everything_looked_at(
    watching: Callable[..., Watch], root: Path, tmp_path: Path, make: str
) -> None:
    (tmp_path / "aside.txt").write_text(TEXT)
    seen = watching(root)
    before = seen.looks
    if make == "folder":
        (root / "sub").mkdir()
    elif make == "link":
        (root / "a.txt").symlink_to(tmp_path / "aside.txt")
    elif make == "hard link":
        os.link(tmp_path / "aside.txt", root / "a.txt")
    else:
        (root / "_defaults.yaml").write_text("language: fr\n")
    eventually(lambda: seen.looks > before)
    if make == "folder":
        eventually(lambda: (root / "sub" / "new.txt").write_text(TEXT) and "sub/new.txt" in seen.named)


@pytest.fixture
def unwatched(root: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[watch.Changes]:
    def refuse(*_: object) -> None:
        raise OSError("the limit of watches is reached")

    monkeypatch.setattr(inotify, "INotify", refuse)
    monkeypatch.setattr(watch, "RETRY", 0.01)
    stopping = threading.Event()
    changes = watch.Changes([root], store, stopping)
    yield changes
    stopping.set()
    assert list(changes) == []


def test_folders_that_cannot_be_watched_are_looked_through(unwatched: watch.Changes) -> None:
    looks = iter(unwatched)
    assert next(looks)[0].settled is not None is not next(looks)[0].settled


def test_file_that_changes_before_it_is_imported_waits_where_nobody_says_that_it_was_closed(
    press: Press, site: Site, clock: FakeClock, root: Path, unwatched: watch.Changes, monkeypatch: pytest.MonkeyPatch
) -> None:
    story, options = root / "a.txt", Options(is_written=unwatched.is_written)
    (root / "b.txt").write_text(TEXT)
    ingest(press.store, [Target(root)], site, clock, options)
    story.write_text(TEXT.replace("A", "Another"))
    with closing(story.open("r+")) as file:

        def meanwhile(seconds: float) -> None:
            monkeypatch.undo()
            clock.sleep(seconds)
            file.write("Half of yet another title")
            file.flush()

        monkeypatch.setattr(clock, "sleep", meanwhile)  # the last commit has this second: the import waits for the next
        assert ingest(press.store, [Target(root)], site, clock, options).unfinished == [str(story)]
    assert press.titles() == ["A title"]


@pytest.mark.parametrize("knows_leases", [True, False])
def test_file_that_was_just_written_is_read_at_once_where_it_is_sure_that_it_is_whole(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch, *, knows_leases: bool
) -> None:
    if not knows_leases:
        monkeypatch.setattr(fcntl, "F_SETLEASE", -1)
    whole, half = root / "a.txt", root / "b.txt"
    whole.write_text(TEXT)
    with half.open("w") as file:
        file.write(TEXT)
        file.flush()
        settled = time.time_ns() - 10**10
        left = {str(half)} if knows_leases else {str(whole), str(half)}
        assert set(run(Target(root, settled=settled)).unfinished) == left
