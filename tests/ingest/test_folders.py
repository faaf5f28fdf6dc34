"""Which files of which folders are read, and what those are that cannot be."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from feeds import parsers
from feeds.errors import ArticleRefused, FolderMissing
from feeds.ingest.importer import Summary, Target, targets_of
from tests.conftest import START
from tests.ingest.articles import counts, numbered, reasons, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Press

    Folder = Callable[..., Path]
    Run = Callable[..., Summary]


def test_a_folder_named_twice_or_by_a_link_is_read_once(run: Run, press: Press, folder: Folder, tmp_path: Path) -> None:
    root = folder(numbered(3))
    (tmp_path / "link").symlink_to(root)
    assert counts(run(root, root, tmp_path / "link")) == {"new": 3}
    assert counts(run(tmp_path / "link")) == {"unchanged": 3}
    assert len(press.entries()) == 3


def test_two_folders_of_one_name_are_told_apart(run: Run, press: Press, folder: Folder) -> None:
    roots = [folder({"a.txt": text(name)}, name=f"{name}/articles") for name in ("north", "south")]
    run(*roots)
    assert press.titles() == ["north", "south"]
    assert (press.entry("a.txt").title, press.entry("a.txt", folder="articles-2").title) == ("north", "south")
    assert counts(run(*reversed(roots))) == {"unchanged": 2}


def test_a_folder_that_moved_keeps_its_ids(run: Run, press: Press, folder: Folder, tmp_path: Path) -> None:
    root = folder({"a.txt": text("One")})
    run(root)
    before = press.entries()
    (tmp_path / "new").mkdir()
    root.rename(tmp_path / "new" / "articles")
    run(tmp_path / "new" / "articles")
    assert press.entries() == before


def test_one_file_of_a_known_folder_is_read_as_part_of_it(run: Run, press: Press, folder: Folder) -> None:
    root = folder({"a/one.txt": text("One"), "two.txt": text("Two")})
    run(root)
    folder({"a/one.txt": text("One, edited")}, mtime=START)
    assert counts(run(*targets_of([root / "a" / "one.txt"], [root]))) == {"changed": 1}
    folder({"a/one.txt": text("One, again")}, mtime=START + 1)
    assert counts(run(*targets_of([root / "a"], [root]))) == {"changed": 1}
    assert sorted(press.titles()) == ["One, again", "Two"]


def test_a_path_that_is_not_there_is_said_to_be_missing(run: Run, tmp_path: Path) -> None:
    with pytest.raises(FolderMissing, match="nowhere"):
        targets_of([tmp_path / "nowhere"])
    with pytest.raises(FolderMissing, match="nowhere"):
        run(tmp_path / "nowhere")


def test_refused_files_are_named_at_every_run_until_mended_or_gone(run: Run, press: Press, folder: Folder) -> None:
    bad = {"empty.txt": "", "zero.txt": b"\x00\x01\x02\x03" * 300, "large.txt": b"a" * 50_000_000}
    root = folder({**bad, "good.txt": text("Good")})
    first = run(root)
    assert counts(first) == {"new": 1, "refused": 3}
    assert [reason.partition(":")[0] for reason in reasons(first)] == sorted(bad)
    version = press.store.version()
    second = run(root)
    assert counts(second) == {"unchanged": 1, "refused": 3}
    assert (reasons(second), press.store.version()) == (reasons(first), version)
    folder({"empty.txt": text("Mended"), "zero.txt": None, "large.txt": None}, mtime=START)
    assert run(root).refused == []
    assert sorted(press.titles()) == ["Good", "Mended"]


def test_a_file_that_could_not_be_opened_is_tried_again(
    run: Run, press: Press, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folder({"a.txt": text("One")})

    def locked(_path: Path, name: str) -> bytes:
        raise ArticleRefused(name, None, "the file cannot be read: Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(parsers, "load", locked)
        assert reasons(run(root)) == ["a.txt: the file cannot be read: Permission denied"]
        version = press.store.version()
        assert counts(run(root)) == {"refused": 1}
        assert press.store.version() == version
    assert counts(run(root)) == {"new": 1}


def test_what_is_no_file_neither_blocks_nor_breaks(run: Run, press: Press, folder: Folder, tmp_path: Path) -> None:
    root = folder({"good.txt": text("Good"), "folder.txt/inner.txt": text("Inner")})
    os.mkfifo(root / "pipe.txt")
    (root / "dangling.txt").symlink_to(tmp_path / "nowhere")
    (root / "loop").symlink_to(root)
    (root / "itself.txt").symlink_to(root / "itself.txt")
    assert reasons(run(root)) == [
        "dangling.txt: the link leads nowhere",
        "itself.txt: the link leads nowhere",
        "loop: the link leads back up: it is not followed",
    ]
    assert press.titles() == ["Inner", "Good"]
    assert counts(run(Target(root, frozenset({"pipe.txt", "dangling.txt", "itself.txt"})))) == {}


def test_names_that_are_no_unicode_are_read(run: Run, press: Press, folder: Folder, tmp_path: Path) -> None:
    root = folder({"a.txt": text("One")}, name="plain")
    odd = tmp_path / os.fsdecode(b"caf\xe9")
    root.rename(odd)
    shutil.copy(odd / "a.txt", odd / os.fsdecode(b"b\xff.txt"))
    (odd / os.fsdecode(b"b\xff.txt")).write_text(text("Two"))
    assert counts(run(odd)) == {"new": 2}
    assert counts(run(Target(odd, frozenset({os.fsdecode(b"b\xff.txt")})))) == {"unchanged": 1}
    assert press.titles() == ["One", "Two"]
    version = press.store.version()
    run(odd)
    assert press.store.version() == version


def test_a_folder_is_what_it_is_called_wherever_a_link_leads(
    run: Run, press: Press, folder: Folder, tmp_path: Path
) -> None:
    body = "The bridge was opened again on Monday after two years of works, the province said in the morning."
    for release, day in (("41", "Monday"), ("42", "Tuesday"), ("43", "Wednesday")):
        folder({"a.txt": text("One", body=body.replace("Monday", day))}, name=f"releases/{release}")
    current = tmp_path / "current"
    for release in ("41", "42", "43"):
        current.unlink(missing_ok=True)
        current.symlink_to(tmp_path / "releases" / release)
        run(current)
        assert len(press.entries()) == 1
    shutil.rmtree(tmp_path / "releases" / "41")
    assert counts(run(*targets_of([tmp_path / "releases" / "43"], [current]))) == {"unchanged": 1}


def test_a_file_that_has_the_size_and_time_of_what_it_replaced_is_read(run: Run, press: Press, folder: Folder) -> None:
    root = folder({"a.txt": text("One"), "b.txt": text("Two")})
    run(root)
    folder({"a.txt": text("Ten")})
    assert counts(run(root)) == {"changed": 1, "unchanged": 1}
    (root / "new").write_text(text("Six").replace("Six tells", "Ten tells"))
    os.utime(root / "new", (START - 1000, START - 1000))
    (root / "new").replace(root / "a.txt")
    assert counts(run(root)) == {"changed": 1, "unchanged": 1}
    assert sorted(press.titles()) == ["Six", "Two"]


def test_what_is_no_article_is_counted_and_not_published(run: Run, press: Press, folder: Folder) -> None:
    texts = {"README.md": text("Read me"), "robots.txt": "User-agent: *", "a.txt": text("One"), "b.docx": b"PK"}
    texts |= {"drafts/c.txt": text("Draft"), "_defaults.yaml": "ignore: drafts/*\n"}
    summary = run(folder(texts))
    assert summary.passed_over == {"by name": 3, ".docx": 1}
    assert press.titles() == ["One"]


def test_a_folder_that_is_away_does_not_keep_the_others_from_being_read(
    run: Run, press: Press, folder: Folder, tmp_path: Path
) -> None:
    summary = run(tmp_path / "away", folder({"a.txt": text("One")}))
    assert press.titles() == ["One"] and summary.unread == [f"{tmp_path / 'away'} is not there"]
    with pytest.raises(FolderMissing):
        run(tmp_path / "away")


def test_a_file_that_is_being_written_is_left_for_the_next_time(
    run: Run, press: Press, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, load = folder({"a.txt": "One", "b.txt": text("Two")}), parsers.load

    def load_and_write(path: Path, name: str) -> bytes:
        data = load(path, name)
        if path.name == "a.txt":
            path.write_text(text("One"))
        return data

    with monkeypatch.context() as patched:
        patched.setattr(parsers, "load", load_and_write)
        assert run(root).unfinished == [str(root / "a.txt")]
    assert press.titles() == ["Two"]
    run(root)
    assert sorted(press.titles()) == ["One", "Two"]
