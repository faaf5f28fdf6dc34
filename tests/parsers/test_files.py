"""Finding article files: each once, in a steady order, whatever the folder holds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from feeds.errors import FolderMissing
from feeds.parsers import Problem, find_files
from tests.programs import do_without


def write(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("A title\n\nA text.", "utf-8")
    return path


def names(root: Path) -> list[str]:
    return [found.name for found in find_files(root)]


def test_files_come_by_name_from_every_level(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/b/c.TXT", "a-b.txt", "notes.pdf", ".hidden.txt", ".git/x.txt", "_defaults.yaml"):
        write(tmp_path / name)
    assert names(tmp_path) == ["a-b.txt", "a/b/c.TXT", "a/z.md", "b.txt"]


def test_one_file_is_found_by_its_own_name(tmp_path: Path) -> None:
    assert names(write(tmp_path / "x" / "a.txt")) == ["a.txt"]


def test_links_are_followed_once_and_loops_end(tmp_path: Path) -> None:
    root = tmp_path / "root"
    write(root / "a" / "one.txt")
    elsewhere = write(tmp_path / "elsewhere" / "two.txt")
    (root / "a" / "loop").symlink_to(root)
    (root / "a" / "nowhere.txt").symlink_to(root / "gone.txt")
    (root / "a" / "itself.txt").symlink_to(root / "a" / "itself.txt")
    (root / "again").symlink_to(root / "a")
    (root / "out").symlink_to(elsewhere.parent)
    (root / "out2").symlink_to(elsewhere.parent)
    (root / "same.txt").symlink_to(root / "a" / "one.txt")
    (root / "dead.txt").symlink_to(tmp_path / "nowhere.txt")
    (elsewhere.parent / "back").symlink_to(tmp_path)
    problems: list[Problem] = []
    assert [found.name for found in find_files(root, problems)] == ["a/one.txt", "out/two.txt"]
    told = {problem.file: problem.reason for problem in problems}
    assert set(told) == {"a/itself.txt", "a/loop", "a/nowhere.txt", "dead.txt", "out/back"}
    assert told["a/loop"] == "the link leads back up: it is not followed"
    assert told["dead.txt"] == told["a/itself.txt"] == "the link leads nowhere"


def test_names_that_are_no_unicode_are_spelled_out(tmp_path: Path) -> None:
    try:
        write(Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")))
    except OSError:
        do_without("a file system that takes names which are no Unicode")
    [found] = find_files(tmp_path)
    assert found.name == "caf\\udce9.txt"
    assert found.path.read_text("utf-8")


def test_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FolderMissing, match=r"gone is not there"):
        find_files(tmp_path / "gone")
    with pytest.raises(FolderMissing, match="no path"):
        find_files(Path("a\x00b"))


def test_unreadable_subfolder_is_reported_and_the_rest_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "shut" / "b.txt")
    scandir = os.scandir

    def refuse(path: str) -> object:  # root, as which tests may run, is refused nothing
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    problems: list[Problem] = []
    assert [found.name for found in find_files(tmp_path, problems)] == ["a.txt"]
    assert [problem.file for problem in problems] == ["shut"]
