"""Which files need not be opened again, and which are left alone for now."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from feeds import parsers
from feeds.ingest.folders import Rules, Target, look_into, once, targets_of
from feeds.ingest.tasks import Task, looks_of, may_be_written, stamp_of
from feeds.model import FileState, Stamp
from feeds.parsers import Defaults
from feeds.parsers.files import Found
from tests.ingest.articles import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.site import Site
    from feeds.store import Store

STAMP = Stamp(1_700_000_000, 7, 1_700_000_001)
DEFAULTS = Defaults()
KNOWN = FileState(
    100, STAMP.mtime, "cafe", parsers.VERSION, DEFAULTS.fingerprint, 1, None, None, STAMP.inode, STAMP.ctime
)
TASK = Task("articles", "a.txt", "a.txt", 100, STAMP, DEFAULTS, KNOWN)
MINUTE = 60 * 10**9


def test_a_file_that_looks_as_it_did_is_not_opened() -> None:
    assert TASK.looks_as_known and TASK.is_as_known("cafe") and not TASK.is_as_known("babe")


@pytest.mark.parametrize(
    "changes",
    [
        {"size": 99},
        {"size": 101},
        {"stamp": STAMP._replace(mtime=STAMP.mtime - 1)},
        {"stamp": STAMP._replace(mtime=STAMP.mtime + 1)},
        {"stamp": STAMP._replace(inode=8)},
        {"stamp": STAMP._replace(ctime=STAMP.ctime + 1)},
        {"is_named": True},
        {"defaults": Defaults(timezone="Asia/Tokyo")},
        {"known": None},
        {"known": KNOWN._replace(digest="")},
        {"known": KNOWN._replace(present=0)},
        {"known": KNOWN._replace(parser="older")},
    ],
)
def test_a_file_of_which_anything_changed_is_opened(changes: dict[str, Any]) -> None:
    assert not TASK._replace(**changes).looks_as_known


@pytest.mark.parametrize(("due", "is_known"), [(0, True), (4, False), (5, False), (6, True)])
def test_a_file_is_opened_again_when_its_moment_has_come(due: int, *, is_known: bool) -> None:
    assert TASK._replace(known=KNOWN._replace(due=due), now=5).looks_as_known == is_known


def test_an_article_among_others_in_a_file_is_shown_with_its_place_there() -> None:
    task = TASK._replace(path="/x/caf\udce9.jsonl", name="caf\\udce9.jsonl:3", holder="caf\\udce9.jsonl")
    assert task.shown == "/x/caf\\udce9.jsonl:3"
    assert TASK.shown == "a.txt"


def test_what_nobody_has_open_any_more_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.touch()
    looked = (str(path), path.stat().st_ctime_ns, path.stat().st_ctime_ns - 1)
    with path.open("a"):
        assert may_be_written(*looked)
    assert not may_be_written(*looked)
    monkeypatch.setattr(sys, "platform", "darwin")  # which does not tell
    assert may_be_written(*looked)


@pytest.mark.parametrize(
    ("since", "is_left"),
    [(MINUTE, False), (0, False), (-1, True), (1 - MINUTE, True), (-MINUTE, False), (-1 - MINUTE, False)],
)
def test_what_changed_within_a_minute_after_a_moment_is_left_alone(
    store: Store, site: Site, folder: Callable[..., Path], since: int, *, is_left: bool
) -> None:
    root = folder({"a.txt": text("One")})
    settled = (root / "a.txt").stat().st_ctime_ns + since
    with (root / "a.txt").open("a"), store.reading() as connection:
        look = look_into(connection, Target(root, settled=settled), site, {})
    assert (look.unfinished == ["a.txt"], look.tasks == []) == (is_left, is_left)
    assert look.gone == []


def test_a_file_that_went_away_since_it_was_listed_is_named(
    store: Store, site: Site, folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folder({"a.txt": text("One")})
    listing = parsers.Listing([Found(str(root / name), name) for name in ("gone.txt", "a.txt")])
    monkeypatch.setattr(parsers, "find_files", lambda *_, **__: listing)
    with store.reading() as connection:
        look = look_into(connection, Target(root), site, {})
    assert [(problem.file, problem.reason) for problem in look.problems] == [("gone.txt", "No such file or directory")]
    assert [task.name for task in look.tasks] == ["a.txt"]


def test_an_inode_of_more_bits_than_a_database_has_is_kept_in_part() -> None:
    status: Any = SimpleNamespace(st_mtime_ns=1, st_ino=2**64 - 1, st_ctime_ns=2)
    assert stamp_of(status) == Stamp(1, 2**63 - 1, 2)


def test_a_text_and_what_stands_beside_it_look_like_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: dict[str, Any] = {
        "a.txt": SimpleNamespace(st_size=300, st_mtime_ns=1, st_ino=2**64 - 1, st_ctime_ns=4),
        "a.json": SimpleNamespace(st_size=20, st_mtime_ns=3, st_ino=2**64 - 2, st_ctime_ns=2),
    }
    monkeypatch.setattr(os, "stat", looks.__getitem__)
    size, stamp = looks_of("a.txt", "a.json")
    assert (size, stamp.mtime, stamp.ctime) == (320, 3, 4) and 0 <= stamp.inode < 2**63
    assert looks_of("a.json", "a.txt")[1].inode != stamp.inode


def test_folders_beside_one_that_is_away_are_targets_all_the_same(tmp_path: Path, folder: Callable[..., Path]) -> None:
    away, here = tmp_path / "away", folder({"a.txt": text("One")})
    targets = targets_of([away, here], [away, here], may_be_missing=True)
    assert targets == [Target(away, may_be_missing=True), Target(here)]
    assert targets_of([here / "a.txt"]) == [Target(here, frozenset({"a.txt"}))]


def test_what_lies_in_two_known_folders_is_read_as_part_of_the_inner_one(tmp_path: Path) -> None:
    inner, outer = tmp_path / "a" / "b", tmp_path / "far" / "from" / "there"
    other = tmp_path / "other"
    inner.mkdir(parents=True)
    outer.parent.mkdir(parents=True)
    (inner / "x.txt").touch()
    outer.symlink_to(tmp_path / "a")
    other.symlink_to(inner)
    assert targets_of([other / "x.txt"], [outer, inner]) == [Target(inner, frozenset({"x.txt"}))]


@pytest.mark.parametrize("follows_out", [True, False])
def test_a_file_named_that_is_a_link_out_is_read_where_that_is_wanted(
    store: Store, site: Site, folder: Callable[..., Path], tmp_path: Path, *, follows_out: bool
) -> None:
    root = folder({"a.txt": text("One")})
    (tmp_path / "away.txt").write_text(text("Away"))
    (root / "b.txt").symlink_to(tmp_path / "away.txt")
    target = Target(root, frozenset({"a.txt", "b.txt"}))
    with store.reading() as connection:
        look = look_into(connection, target, site, {}, Rules(follows_out=follows_out))
    assert [task.name for task in look.tasks] == ["a.txt", "b.txt"][: 1 + follows_out]


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (None, None, None),
        (None, frozenset({"a"}), None),
        (frozenset({"a"}), None, None),
        (frozenset({"a"}), frozenset({"b"}), frozenset({"a", "b"})),
    ],
)
def test_a_folder_that_is_named_twice_is_read_for_both(
    tmp_path: Path, one: frozenset[str] | None, other: frozenset[str] | None, both: frozenset[str] | None
) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path)
    first = Target(tmp_path, one, unfinished=frozenset({"x"}), settled=5)
    second = Target(link, other, may_be_missing=True, unfinished=frozenset({"y"}))
    assert once([first, second]) == [Target(tmp_path, both, True, frozenset({"x", "y"}), 5)]  # noqa: FBT003 - as above


def test_a_file_that_is_being_written_keeps_no_other_from_being_read(
    store: Store, site: Site, folder: Callable[..., Path]
) -> None:
    root = folder({"a.txt": "One", "b.txt": text("Two"), "README.md": "Read me", "c.txt": text("Three")})
    with store.reading() as connection:
        look = look_into(connection, Target(root, unfinished=frozenset({"a.txt"})), site, {})
    assert ([task.name for task in look.tasks], look.unfinished) == (["b.txt", "c.txt"], ["a.txt"])
