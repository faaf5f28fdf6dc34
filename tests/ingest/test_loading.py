"""Files that are loaded on one machine and read on another, which does not see them."""

from __future__ import annotations

import pickle
import shutil
from typing import TYPE_CHECKING

import pytest

from feeds.ingest.reads import Loaded, Read, load, read, read_loaded
from feeds.ingest.tasks import Task, looks_of
from feeds.parsers import Defaults

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "text.txt": "The bridge\n\nIt opened on Monday.\n\nAFP\n",
    "one.json": '{"title": "The bridge", "text": "It opened on Monday."}',
    "broken.json": '{"title": "The bridge", ',
    "empty.txt": "",
    "many.jsonl": '{"title": "A", "text": "One."}\n{"title": "B", "text": "Two."}\n',
    "no-suffix": "\0\1\2",
}


def task_of(folder: Path, name: str, text: str, sidecar: str = "") -> Task:
    folder.mkdir()
    path = folder / name
    path.write_text(text)
    if sidecar:
        (folder / "beside.json").write_text(sidecar)
    beside = str(folder / "beside.json") if sidecar else ""
    return Task("articles", name, str(path), *looks_of(str(path), beside), Defaults(), None, sidecar=beside)


def read_elsewhere(task: Task) -> Read:
    found = pickle.loads(pickle.dumps(load(task)))  # noqa: S301 - its own
    shutil.rmtree(task.path.rpartition("/")[0])
    return read_loaded(found) if isinstance(found, Loaded) else found


@pytest.mark.parametrize("name", FILES)
def test_what_is_read_elsewhere_is_what_is_read_here(tmp_path: Path, name: str) -> None:
    task = task_of(tmp_path / "articles", name, FILES[name])
    here = read(task)
    assert read_elsewhere(task) == here
    assert here != Read()


def test_what_stands_beside_a_file_goes_with_it(tmp_path: Path) -> None:
    task = task_of(tmp_path / "articles", "text.txt", FILES["text.txt"], '{"title": "Another", "author": "Zoë"}')
    here = read(task)
    assert here.reading is not None
    assert here.reading.article.authors == ("Zoë",)
    assert read_elsewhere(task) == here


def test_file_that_grows_while_it_is_loaded_is_left_for_later(tmp_path: Path) -> None:
    task = task_of(tmp_path / "articles", "text.txt", FILES["text.txt"])
    assert load(task._replace(size=3)) == Read(is_unfinished=True)
