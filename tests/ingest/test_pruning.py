"""What is gone from a folder stays published, until its owner prunes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from feeds import parsers
from feeds.errors import FolderMissing, PruneRefused
from feeds.ingest.importer import Options, Summary, Target, ingest, targets_of
from tests.ingest.articles import contents, numbered, reasons, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.site import Site
    from tests.conftest import FakeClock, Press

    Folder = Callable[..., Path]
    Run = Callable[..., Summary]


def test_a_file_that_came_back_while_pruning_had_to_wait_stays_published(
    run: Run, press: Press, folder: Folder, site: Site, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folder({"one.txt": text("One"), "two.txt": text("Two")})
    run(root)
    folder({"two.txt": None})
    run(root)

    def meanwhile(seconds: float) -> None:
        monkeypatch.undo()
        clock.sleep(seconds)
        folder({"two.txt": text("Two")})
        ingest(press.store, [Target(root)], site, clock)

    monkeypatch.setattr(clock, "sleep", meanwhile)  # the last commit has this second, so pruning waits for the next
    assert ingest(press.store, [Target(root)], site, clock, Options(prune=True, force=True)).withdrawn == 0
    assert sorted(contents(press.store).values()) == ["One", "Two"]


def test_a_file_that_is_gone_stays_published(run: Run, press: Press, folder: Folder) -> None:
    root = folder(numbered(3))
    run(root)
    folder({"00001.txt": None})
    run(root)
    assert len(press.titles()) == 3


def test_prune_withdraws_what_is_gone_and_restores_what_returns(run: Run, press: Press, folder: Folder) -> None:
    root = folder(numbered(20))
    run(root)
    before = contents(press.store)
    folder({"00007.txt": None})
    assert run(root, prune=True).withdrawn == 1
    assert len(press.titles()) == 19
    folder(numbered(1, start=7))
    run(root)
    assert contents(press.store) == before
    assert press.titles() == [f"Title {n}" for n in range(20)]


def test_prune_withdraws_what_was_last_read_from_a_copy_that_is_gone_too(run: Run, folder: Folder) -> None:
    root, copy = folder(numbered(20)), folder({}, name="copy")
    run(root, copy)
    folder({"00007.txt": None})
    folder({"00007.txt": numbered(20)["00007.txt"]}, name="copy")
    run(root, copy)
    folder(numbered(20))
    run(root, copy)
    folder({"00007.txt": None}, name="copy")
    run(root, copy)
    folder({"00007.txt": None})
    assert run(root, prune=True).withdrawn == 1


def test_prune_refuses_to_withdraw_more_than_a_tenth(run: Run, press: Press, folder: Folder) -> None:
    root = folder(numbered(20))
    run(root)
    folder({f"{n:05}.txt": None for n in range(3)})
    with pytest.raises(PruneRefused, match="3 of 20 entries would be withdrawn, more than a tenth"):
        run(root, prune=True)
    assert len(press.titles()) == 20
    assert run(root, prune=True, force=True).withdrawn == 3


def test_prune_refuses_a_folder_that_is_empty_or_missing(run: Run, press: Press, folder: Folder) -> None:
    root = folder({"a.txt": text("One")}, name="small")
    run(folder(numbered(20)), root)
    folder({"a.txt": None}, name="small")
    with pytest.raises(PruneRefused, match="small holds no article any more"):
        run(root, prune=True)
    root.rmdir()
    with pytest.raises(FolderMissing):
        run(root, prune=True)
    with pytest.raises(FolderMissing):
        targets_of([root], [root])
    assert len(press.titles()) == 21
    [target] = targets_of([root], [root], may_be_missing=True)
    assert run(target, prune=True, force=True).withdrawn == 1
    assert len(press.titles()) == 20


def test_a_subfolder_that_cannot_be_read_takes_nothing_away(
    run: Run, press: Press, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folder({**numbered(20), "sub/a.txt": text("Sub")})
    run(root)
    found = [each for each in parsers.find_files(root).files if not each.name.startswith("sub/")]

    def half_blind(_root: Path, **_: object) -> parsers.Listing:
        return parsers.Listing(found, [parsers.Problem("sub", None, "the folder cannot be read: Input/output error")])

    (root / "sub").rename(root.with_name("unseen"))  # nothing below it can be looked at either
    with monkeypatch.context() as patched:
        patched.setattr(parsers, "find_files", half_blind)
        summary = run(root, prune=True)
        assert reasons(summary) == ["sub: the folder cannot be read: Input/output error"]
        assert (summary.withdrawn, len(press.titles())) == (0, 21)
    assert run(root, prune=True).withdrawn == 1
