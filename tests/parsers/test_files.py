"""Finding article files: each once, in a steady order, whatever the folder holds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from feeds.errors import FolderMissing
from feeds.parsers import IGNORED, find_files, is_ignored
from tests.programs import do_without


def write(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("A title\n\nA text.", "utf-8")
    return path


def names(root: Path) -> list[str]:
    return [found.name for found in find_files(root).files]


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
    listing = find_files(root)
    assert [found.name for found in listing.files] == ["a/one.txt", "out/two.txt"]
    assert {"dead.txt", "out", "out2"} <= set(listing.outside)
    told = {problem.file: problem.reason for problem in listing.problems}
    assert set(told) == {"a/itself.txt", "a/loop", "a/nowhere.txt", "dead.txt", "out/back"}
    assert told["a/loop"] == "the link leads back up: it is not followed"
    assert told["dead.txt"] == told["a/itself.txt"] == "the link leads nowhere"


def test_names_that_are_no_unicode_are_spelled_out(tmp_path: Path) -> None:
    try:
        write(Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")))
    except OSError:
        do_without("a file system that takes names which are no Unicode")
    [found] = find_files(tmp_path).files
    assert found.name == "caf\\udce9.txt"
    assert Path(found.path).read_text("utf-8")


def test_links_that_lead_out_are_named_and_not_followed_where_that_is_not_wanted(tmp_path: Path) -> None:
    write(tmp_path / "root" / "one.txt")
    secret = write(tmp_path / "elsewhere" / "two.txt")
    (tmp_path / "root" / "out").symlink_to(secret.parent)
    (tmp_path / "root" / "three.txt").symlink_to(secret)
    (tmp_path / "root" / "four.txt").symlink_to(tmp_path / "root" / "one.txt")
    listing = find_files(tmp_path / "root", follows_out=False)
    assert [found.name for found in listing.files] == ["one.txt"]
    assert listing.outside == ["out", "three.txt"]
    assert {problem.file for problem in listing.problems} == {"out", "three.txt"}


def test_what_no_parser_reads_is_counted_by_suffix(tmp_path: Path) -> None:
    for name in ("a.txt", "b.docx", "c/d.DOCX", "e.parquet", "f.so.1", ".hidden", "_defaults.yaml"):
        write(tmp_path / name)
    assert find_files(tmp_path).passed_over == {".docx": 2, ".parquet": 1, ".1": 1}


@pytest.mark.parametrize(
    "name",
    ["README.md", "docs/Readme.txt", "LICENSE.txt", "robots.txt", "requirements-dev.txt", "x/node_modules/a.md"],
)
def test_names_that_stand_beside_articles_are_no_articles(name: str) -> None:
    assert is_ignored(name, IGNORED)


@pytest.mark.parametrize("name", ["a.txt", "license-to-fish.md", "readme-first-or-not.txt", "robots-take-over.txt"])
def test_names_of_articles_are_not_ignored(name: str) -> None:
    assert not is_ignored(name, IGNORED)


def test_patterns_with_a_slash_are_held_against_the_path() -> None:
    assert is_ignored("drafts/a.txt", ("drafts/*",)) and not is_ignored("a/drafts.txt", ("drafts/*",))
    assert is_ignored("x/Brouillon 1.txt", ("brouillon*",)) and not is_ignored("a.txt", ())


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
    listing = find_files(tmp_path)
    assert [found.name for found in listing.files] == ["a.txt"]
    assert [(problem.file, problem.reason) for problem in listing.problems] == [
        ("shut", "the folder cannot be read: Permission denied")
    ]
    with pytest.raises(FolderMissing, match=r"shut cannot be read: Permission denied\Z"):
        find_files(tmp_path / "shut")


def test_links_to_what_is_no_article_keep_none_from_being_followed(tmp_path: Path) -> None:
    elsewhere = write(tmp_path / "elsewhere" / "x.txt")
    for name in ("a.png", "b.txt"):
        (tmp_path / "articles").mkdir(exist_ok=True)
        (tmp_path / "articles" / name).symlink_to(elsewhere)
    assert names(tmp_path / "articles") == ["b.txt"]
