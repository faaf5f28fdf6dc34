"""What an export takes down of itself, and what the next one makes of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from feeds.errors import FeedsError
from feeds.export.record import NAME, Kept, Record, opened
from feeds.export.target import Folder
from feeds.publish.concerns import LISTS, NOTHING, Concern, of_entry

if TYPE_CHECKING:
    from pathlib import Path

PAGE = Kept("entries/foot-1/index.html", b"digest", of_entry("00000001"))
MIXED = Concern((("tag:a", "tag:b"), ("lang:fr",)), ("tag:a itself",), frozenset({"source:afp"}), 5, None)


def export(folder: Path, made_by: str = "settings", *, is_ended: bool = True) -> None:
    with closing(Record(folder / NAME, made_by)) as record:
        record.put("/entries/foot-1", PAGE)
        if is_ended:
            record.end("history", (7, 1000))


@pytest.mark.parametrize("concern", [None, NOTHING, LISTS, MIXED, PAGE.concern])
def test_file_is_known_again_with_what_it_shows(tmp_path: Path, concern: Concern | None) -> None:
    with closing(Record(tmp_path / NAME, "settings")) as record:
        record.put("/a", Kept("a", b"1", concern))
        assert record.get("/a") == Kept("a", b"1", concern)
        assert ("/a" in record, "/b" in record, len(record)) == (True, False, 1)


KEYS = [(None, "any"), (LISTS, "listed"), (MIXED, "tag:b"), (MIXED, "tag:a itself"), (PAGE.concern, "entry:00000001")]


@pytest.mark.parametrize(("concern", "key"), KEYS)
def test_file_is_found_by_each_key_of_what_it_shows(tmp_path: Path, concern: Concern | None, key: str) -> None:
    with closing(Record(tmp_path / NAME, "settings")) as record:
        record.put("/a", Kept("a", b"1", concern))
        record.put("/b", Kept("b", b"1", of_entry("0000000b")))
    with closing(Record(tmp_path / NAME, "another version")) as record:
        assert list(record.concerned([key, "other"], lambda shown: shown == concern)) == ["/a"]
        assert list(record.concerned([key], lambda shown: shown != concern)) == []
        assert list(record.concerned(["other"], lambda _: True)) == ([] if concern else ["/a"])


def test_keys_of_files_are_known_that_an_earlier_version_wrote_without_them(tmp_path: Path) -> None:
    export(tmp_path)
    with closing(sqlite3.connect(tmp_path / NAME)) as database:
        database.execute("DROP TABLE shown")
    with closing(Record(tmp_path / NAME, "another version")) as record:
        assert list(record.concerned(["entry:00000001"], lambda _: True)) == ["/entries/foot-1"]


def test_export_that_did_not_end_is_known_by_its_files_but_not_by_the_state_of_the_store(tmp_path: Path) -> None:
    export(tmp_path, is_ended=False)
    with closing(Record(tmp_path / NAME, "settings")) as record:
        assert (record.history, record.state, record.get("/entries/foot-1")) == ("", (-1, 0), PAGE)


def test_other_settings_are_remembered_before_anything_is_written_by_them(tmp_path: Path) -> None:
    export(tmp_path)
    export(tmp_path, "other settings", is_ended=False)
    with closing(Record(tmp_path / NAME, "settings")) as record:
        assert (record.history, record.state, len(record)) == ("", (-1, 0), 1)


def test_export_that_ended_is_known_by_both(tmp_path: Path) -> None:
    export(tmp_path)
    with closing(Record(tmp_path / NAME, "settings")) as record:
        assert (record.history, record.state) == ("history", (7, 1000))


def test_path_is_met_once_in_an_export_and_what_was_not_met_is_listed(tmp_path: Path) -> None:
    export(tmp_path)
    with closing(Record(tmp_path / NAME, "settings")) as record:
        assert list(record.unseen()) == ["/entries/foot-1"]
        assert [record.see("/entries/foot-1"), record.see("/entries/foot-1")] == [True, False]
        assert list(record.unseen()) == []


def test_what_is_no_record_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"somebody's own, of no use here" * 100)
    with opened(Folder(tmp_path), "settings") as record:
        assert (len(record), record.state) == (0, (-1, 0))


def test_second_export_to_the_same_place_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feeds.export.record._PATIENCE", 0.01)
    with (
        opened(Folder(tmp_path), "settings"),
        pytest.raises(FeedsError, match="another export writes there"),
        opened(Folder(tmp_path), "settings"),
    ):
        pass
