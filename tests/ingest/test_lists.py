"""Files that hold many articles: each is read once, found again, and gone when its line is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from feeds.ingest.importer import Summary
from tests.conftest import START
from tests.ingest.articles import contents, counts

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Press

    Folder = Callable[..., Path]
    Run = Callable[..., Summary]


def record(number: int, word: str = "bridge", **fields: object) -> str:
    text = f"The {word} number {number} of the town was opened to everybody on a sunny day, says the paper of {number}."
    return json.dumps({"title": f"Title {number}", "text": text, **fields})


def lines(*numbers: int) -> str:
    return "".join(record(number) + "\n" for number in numbers)


def test_each_line_is_an_article_and_is_read_once(run: Run, press: Press, folder: Folder) -> None:
    root = folder({"a.jsonl": lines(1, 2, 3)})
    assert counts(run(root)) == {"new": 3}
    before = contents(press.store)
    assert sorted(before.values()) == ["Title 1", "Title 2", "Title 3"]
    version = press.store.version()
    assert counts(run(root)) == {"unchanged": 3}
    assert press.store.version() == version


def test_a_changed_line_is_one_article_read_again(run: Run, press: Press, folder: Folder) -> None:
    root = folder({"a.jsonl": lines(1, 2, 3)})
    run(root)
    before = contents(press.store)
    changed = lines(1, 2, 3).replace("The bridge number 2", "The old bridge number 2")
    assert counts(run(folder({"a.jsonl": changed}, mtime=START + 5))) == {"changed": 1, "unchanged": 2}
    assert contents(press.store) == before


def test_lines_that_move_stay_the_articles_they_are(run: Run, press: Press, folder: Folder) -> None:
    run(folder({"a.jsonl": lines(*range(1, 40))}))
    before = contents(press.store)
    run(folder({"a.jsonl": lines(99, *range(1, 20), *range(21, 40))}, mtime=START + 5))
    after = contents(press.store)
    assert before.items() <= after.items() and len(after) == len(before) + 1


def test_articles_of_a_file_that_goes_away_are_pruned_with_it(run: Run, press: Press, folder: Folder) -> None:
    root = folder({"a.jsonl": lines(1, 2), "b.jsonl": lines(3, 4, 5, 6)})
    run(root)
    folder({"b.jsonl": lines(3, 4, 5)}, mtime=START + 5)
    (root / "a.jsonl").unlink()
    assert run(root, prune=True, force=True).withdrawn == 3
    assert sorted(contents(press.store).values()) == ["Title 3", "Title 4", "Title 5"]


def test_one_object_is_one_article_by_the_name_of_its_file(run: Run, press: Press, folder: Folder) -> None:
    root = folder({"a.json": record(1)})
    assert counts(run(root)) == {"new": 1}
    before = contents(press.store)
    assert counts(run(folder({"a.json": record(1, "old bridge")}, mtime=START + 5))) == {"changed": 1}
    assert contents(press.store) == before
    assert counts(run(folder({"a.json": f"[{record(1, 'old bridge')},{record(2)}]"}, mtime=START + 9))) == {
        "unchanged": 1,
        "new": 1,
    }


def test_a_record_is_the_article_that_a_text_with_the_same_address_is(run: Run, press: Press, folder: Folder) -> None:
    run(folder({"a.txt": "---\ntitle: Title 1\nurl: https://x.example/1\n---\nThe text of a bridge in the town."}))
    before = contents(press.store)
    run(folder({"b.jsonl": record(1, url="https://x.example/1")}))
    assert contents(press.store) == before


def test_bad_lines_are_refused_each_time_and_the_rest_is_published(run: Run, folder: Folder) -> None:
    root = folder({"a.jsonl": f"{record(1)}\nnonsense\n{record(2)}\n[]\n"})
    for expected in ({"new": 2, "refused": 2}, {"unchanged": 2, "refused": 2}):
        summary = run(root)
        assert counts(summary) == expected
        assert [Path(refusal.file).name for refusal in summary.refused] == ["a.jsonl:2", "a.jsonl:4"]


def test_a_list_that_breaks_off_publishes_what_came_before_and_says_where(
    run: Run, press: Press, folder: Folder
) -> None:
    root = folder({"a.json": f"[{record(1)},\n{record(2)},\n{record(3)[:40]}"})
    for _ in range(2):
        summary = run(root)
        assert [(Path(one.file).name, one.line) for one in summary.refused] == [("a.json", 3)]
    assert sorted(contents(press.store).values()) == ["Title 1", "Title 2"]


DRAFTS = ["draft: true", "published: false", "status: pending", "publish: no", "visibility: private"]


@pytest.mark.parametrize("said", DRAFTS)
def test_a_draft_is_kept_back_and_said_until_it_changes(said: str, run: Run, press: Press, folder: Folder) -> None:
    def draft(front: str) -> str:
        return f"---\ntitle: Not yet\n{front}\n---\nA text that nobody is to see before its time, says the editor."

    root = folder({"a.txt": draft(said)})
    for _ in range(2):
        summary = run(root)
        assert len(summary.held) == 1 and said in summary.held[0] and not summary.refused
    assert contents(press.store) == {}
    run(folder({"a.txt": draft("draft: false")}, mtime=START + 5))
    (known,) = contents(press.store).items()
    run(folder({"a.txt": draft(said)}, mtime=START + 9))
    assert contents(press.store) == {}
    run(folder({"a.txt": draft("draft: no")}, mtime=START + 13))
    assert contents(press.store) == dict([known])


def test_an_article_is_kept_back_from_the_day_that_it_states(run: Run, press: Press, folder: Folder) -> None:
    text = "---\ntitle: For a while\nexpiryDate: 2026-03-01T10:00:40Z\n---\nA text that is there for some seconds only."
    root = folder({"a.txt": text})
    run(root)
    clock = press.clock
    assert list(contents(press.store).values()) == ["For a while"]
    clock.sleep(100_000_000)
    assert len(run(root).held) == 1
    assert contents(press.store) == {}


def test_files_without_a_suffix_are_articles_if_they_are_text(run: Run, press: Press, folder: Folder) -> None:
    root = folder({"news": "A title\n\nThe text of a file without a suffix is read as any other.", "LICENSE": "MIT"})
    (root / "binary").write_bytes(bytes(range(256)) * 9)
    for _ in range(2):
        summary = run(root)
        assert summary.passed_over == {"without a suffix, no text": 1, "by name": 1} and not summary.refused
    assert list(contents(press.store).values()) == ["A title"]


def test_many_files_are_read_by_several_processes_in_their_order(run: Run, press: Press, folder: Folder) -> None:
    root = folder({f"{n:04}.json": record(n) for n in range(600)} | {"all.jsonl": lines(*range(600, 1200))})
    assert counts(run(root)) == {"new": 1200}
    assert press.titles() == [f"Title {n}" for n in range(1200)]


def test_a_folder_in_which_nothing_can_be_read_is_named(run: Run, folder: Folder) -> None:
    root = folder({"a.docx": "x", "b.parquet": "y"})
    assert run(root).fruitless == [f"{root}: 1 .docx, 1 .parquet"]
    assert run(folder({"c.txt": "A title\n\nAnd the text of an article below it."})).fruitless == []
