"""From folders of files to the store: what is read, what is refused, and what survives a crash."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feeds import parsers
from feeds.errors import ArticleRefused, FolderMissing, PruneRefused, StoreError
from feeds.ingest.importer import Options, Summary, Target, ingest, targets_of
from feeds.ingest.progress import reporting, summary_line
from feeds.store import Store, open_store
from feeds.store.schema import PUBLIC, entry, file
from feeds.store.write import publication
from feeds.store.write.writer import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.site import Site
    from tests.conftest import FakeClock, Press

    Folder = Callable[..., Path]
    Run = Callable[..., Summary]

START = 1_700_000_000


def text(title: str, code: str | None = None, body: str | None = None) -> str:
    share = f"\n\nPartager cet article? https://short.example/{code}\n" if code else "\n"
    return f"{title}\n\n{body or f'The first paragraph of {title} tells what happened there on that day.'}{share}"


def numbered(count: int, start: int = 0) -> dict[str, str]:
    return {f"{n:05}.txt": text(f"Title {n}", f"c{n}") for n in range(start, start + count)}


@pytest.fixture
def run(store: Store, site: Site, clock: FakeClock) -> Run:
    """Import folders, ten seconds after the last time."""

    def import_folders(*roots: Path | Target, **options: bool | int) -> Summary:
        clock.sleep(10)
        targets = [root if isinstance(root, Target) else Target(root) for root in roots]
        return ingest(store, targets, site, clock, Options(**options))  # type: ignore[arg-type]

    return import_folders


def counts(summary: Summary) -> dict[str, int]:
    return {outcome.value: number for outcome, number in summary.counts.items() if number}


def reasons(summary: Summary) -> list[str]:
    return sorted(f"{Path(refusal.file).name}: {refusal.reason}" for refusal in summary.refused)


def contents(store: Store) -> dict[str, str]:
    """Give the ids and titles of what is public."""
    with store.reading() as connection:
        query = select(entry.c.id, entry.c.title).where(entry.c.state == PUBLIC)
        return {row.id: row.title for row in connection.execute(query)}


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


def test_a_subfolder_that_cannot_be_read_takes_nothing_away(
    run: Run, press: Press, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folder({**numbered(20), "sub/a.txt": text("Sub")})
    run(root)
    found = [each for each in parsers.find_files(root) if not each.name.startswith("sub/")]

    def half_blind(_root: Path, problems: list[parsers.Problem]) -> list[parsers.Found]:
        problems.append(parsers.Problem("sub", None, "the folder cannot be read: Input/output error"))
        return found

    monkeypatch.setattr(parsers, "find_files", half_blind)
    summary = run(root, prune=True)
    assert reasons(summary) == ["sub: the folder cannot be read: Input/output error"]
    assert (summary.withdrawn, len(press.titles())) == (0, 21)


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

ingest._BATCH = 200
store = open_store(sys.argv[1], Clock())
print("begun", flush=True)
ingest.ingest(store, [ingest.Target(Path(sys.argv[2]))], Site(), Clock())
store.close()
"""


def test_an_import_killed_at_any_moment_loses_and_doubles_nothing(
    folder: Folder, new_store_url: Callable[[], str], clock: FakeClock, site: Site
) -> None:
    root = folder(numbered(3000))
    urls = [new_store_url(), new_store_url()]
    chance = random.Random(7)  # noqa: S311 - it has to be the same every time
    command = [sys.executable, "-c", IMPORT, urls[0], str(root), str(time.time())]
    for url in urls:
        open_store(url, clock, site_id="cafe").close()
    for _ in range(5):
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0.05, 1.2))
            process.kill()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=60)
    stores = [open_store(url, clock) for url in urls]
    ingest(stores[1], [Target(root)], site, clock)
    killed, undisturbed = map(contents, stores)
    assert len(killed) == 3000 and killed == undisturbed
    for store in stores:
        store.close()


def test_two_imports_at_once_double_nothing(folder: Folder, store_url: str, clock: FakeClock) -> None:
    root, url = folder(numbered(600)), store_url
    command = [sys.executable, "-c", IMPORT, url, str(root), str(time.time())]
    for process in [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(2)]:
        assert process.wait(timeout=60) == 0
    store = open_store(url, clock)
    assert sorted(contents(store).values()) == sorted(f"Title {n}" for n in range(600))
    store.close()


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
