"""Metadata in a file beside a text is that of the article, and goes with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from feeds.ingest.importer import Summary, Target
from tests.conftest import START
from tests.ingest.articles import counts

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Press

    Folder = Callable[..., Path]
    Run = Callable[..., Summary]

TEXT = "The text of an article whose metadata stands in a file of its own, beside it."


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", json.dumps({"title": "Beside", "date": "2026-03-02", "tags": ["pier"]})),
        ("a.meta.json", json.dumps({"headline": "Beside", "publishedAt": "2026-03-02", "keywords": ["pier"]})),
        ("a.yaml", "title: Beside\ndate: 2026-03-02\ntags: [pier]\n"),
        ("a.txt.json", json.dumps({"title": "Beside", "date": "2026-03-02", "tags": ["pier"]})),
    ],
)
def test_what_stands_beside_a_text_is_its_metadata(
    name: str, data: str, run: Run, press: Press, folder: Folder
) -> None:
    summary = run(folder({"a.txt": TEXT, name: data, "c.yaml": "title: alone"}))
    assert counts(summary) == {"new": 1} and summary.passed_over == {".yaml": 1}
    (entry,) = press.entries()
    assert (entry.title, entry.paragraphs, entry.tags) == ("Beside", TEXT, "pier")


def test_a_change_of_either_is_a_change_of_the_article(run: Run, press: Press, folder: Folder) -> None:
    root = folder({"a.txt": TEXT, "a.json": json.dumps({"title": "Beside"})})
    run(root)
    assert counts(run(root)) == {"unchanged": 1}
    folder({"a.json": json.dumps({"title": "Beside it"})}, mtime=START + 5)
    assert counts(run(Target(root, frozenset({"a.json"})))) == {"changed": 1}
    assert press.titles() == ["Beside it"]


def test_what_the_text_states_itself_goes_first(run: Run, press: Press, folder: Folder) -> None:
    run(folder({"a.md": f"---\ntitle: Its own\n---\n{TEXT}", "a.yaml": "title: Beside\nlanguage: de\n"}))
    (entry,) = press.entries()
    assert (entry.title, entry.language) == ("Its own", "de")


def test_metadata_that_cannot_be_read_is_refused_by_its_own_name(run: Run, folder: Folder) -> None:
    summary = run(folder({"a.txt": TEXT, "a.json": '{"title": \n broken'}))
    assert [refusal.reason for refusal in summary.refused] == ["the metadata beside a text is no JSON: Expecting value"]
