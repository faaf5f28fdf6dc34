"""From folders of files to the store: what is read, what is left alone, and what is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from feeds import parsers
from feeds.ingest.importer import Summary
from feeds.ingest.progress import reporting, summary_line
from feeds.store.schema import file
from feeds.store.write.documents import Outcome
from tests.conftest import START
from tests.ingest.articles import counts, numbered, text

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from tests.conftest import FakeClock, Press

    Folder = Callable[..., Path]
    Run = Callable[..., Summary]


def test_a_second_run_commits_nothing(run: Run, press: Press, folder: Folder) -> None:
    root = folder(numbered(5))
    assert counts(run(root)) == {"new": 5}
    version, before = press.store.version(), press.entries()
    assert counts(run(root)) == {"unchanged": 5}
    assert (press.store.version(), press.entries()) == (version, before)


def test_files_that_were_touched_or_just_written_are_read_again_and_commit_nothing(
    run: Run, press: Press, folder: Folder
) -> None:
    root = folder(numbered(3), mtime=START + 10)
    run(root)
    version = press.store.version()
    assert counts(run(root)) == {"unchanged": 3}
    folder(numbered(3), mtime=START)
    assert counts(run(root)) == {"unchanged": 3}
    assert press.store.version() == version
    with press.store.reading() as connection:
        assert set(connection.scalars(select(file.c.mtime))) == {START * 10**9}


def test_a_file_edited_within_the_tick_of_its_clock_is_read_again(run: Run, press: Press, folder: Folder) -> None:
    root = folder({"a.txt": text("Old")}, mtime=START + 9)
    run(root)
    folder({"a.txt": text("New")}, mtime=START + 9)
    run(root)
    assert press.titles() == ["New"]


def test_an_edit_is_read_and_the_rest_left_alone(run: Run, press: Press, folder: Folder) -> None:
    root = folder(numbered(4))
    run(root)
    folder({"00002.txt": text("Edited", "c2")}, mtime=START)
    assert counts(run(root)) == {"changed": 1, "unchanged": 3}
    assert press.entry("00002.txt").title == "Edited"


def test_another_parser_reads_everything_again_and_moves_no_date(
    run: Run, press: Press, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folder({"a.txt": text("One"), "b.txt": text("Two")})
    run(root)
    before = [(record.id, record.updated) for record in press.entries()]
    original = parsers.parse

    def better(data: bytes, name: str, defaults: parsers.Defaults) -> object:
        reading = original(data, name, defaults)
        return replace(reading, article=replace(reading.article, title=f"{reading.article.title}!"))

    monkeypatch.setattr(parsers, "parse", better)
    monkeypatch.setattr(parsers, "VERSION", "better", raising=False)
    assert counts(run(root)) == {"changed": 2}
    assert press.titles() == ["One!", "Two!"]
    assert [(record.id, record.updated) for record in press.entries()] == before


def test_other_defaults_of_a_folder_read_its_files_again(run: Run, press: Press, folder: Folder) -> None:
    root = folder({"a/one.txt": text("One"), "b/two.txt": text("Two")})
    run(root)
    folder({"a/_defaults.yaml": "language: tr\n"})
    assert counts(run(root)) == {"changed": 1, "unchanged": 1}
    assert press.entry("a/one.txt").language == "tr"
    assert press.entry("a/one.txt").updated == press.entry("a/one.txt").published


def test_seen_at_fixes_the_first_seen_seconds(run: Run, press: Press, folder: Folder) -> None:
    run(folder({"a.txt": text("One"), "b.txt": text("Two")}), seen_at=1_600_000_000)
    assert [record.seen for record in press.entries()] == [1_599_999_999, 1_600_000_000]
    assert press.titles() == ["One", "Two"]


def test_seen_at_in_the_past_does_not_hold_back_what_is_past_by_now(run: Run, press: Press, folder: Folder) -> None:
    run(folder({"a.txt": f"---\ntitle: One\ndate: 2023-05-01\n---\n{text('One')}"}), seen_at=1_600_000_000)
    assert press.titles() == ["One"]


def test_a_scheduled_article_is_published_by_a_run_when_due(
    run: Run, press: Press, clock: FakeClock, folder: Folder
) -> None:
    root = folder({"a.txt": f"---\ntitle: Later\ndate: 2023-11-15T12:00:00Z\n---\n{text('Later')}"})
    run(root)
    assert press.titles() == []
    clock.time = 1_700_049_600
    assert run(root).published == 1
    assert press.titles() == ["Later"]


def test_an_import_is_summed_up_in_a_line(run: Run, folder: Folder) -> None:
    root = folder({"a.txt": text("One", "x"), "b.txt": text("Two", "x"), "c.txt": ""})
    summary = run(root)
    assert summary_line(summary) == "2 new, 0 changed, 0 unchanged, 1 in conflict, 1 refused"
    assert [(path.rpartition("/")[2], reason) for path, reason in summary.conflicts] == [
        ("b.txt", "https://short.example/x is the address of another article too")
    ]
    assert summary.counts[Outcome.NEW] == 2


def test_progress_is_told_in_lines_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feeds.ingest.progress._EVERY", 0.0)
    with reporting() as progress:
        progress(0, 10)
        progress(5, 1000)
    assert capsys.readouterr().err.startswith("5 of 1,000 files read, ")


def test_what_is_finished_between_two_looks_at_it_is_read_again(run: Run, press: Press, folder: Folder) -> None:
    root = folder({"a.txt": "Half\n\nMore is to"})

    def finish(path: str) -> bool:
        Path(path).write_text(text("Whole"))
        return False

    assert run(root, is_written=finish).unfinished == [str(root / "a.txt")]
    assert press.titles() == []
    run(root)
    assert press.titles() == ["Whole"]
