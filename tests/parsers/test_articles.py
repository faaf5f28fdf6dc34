"""Each `data/NAME.txt` (or `.md`) is read as `data/NAME.json` says: a new case is two files and no code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from feeds.errors import ArticleRefused
from feeds.parsers import Defaults, parse
from feeds.parsers.report import as_row

DATA = Path(__file__).parent / "data"
CASES = sorted(path for path in DATA.iterdir() if path.suffix in {".txt", ".md"})
DEFAULTS = Defaults(timezone="Europe/Paris")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_article_is_read_as_expected(path: Path) -> None:
    try:
        row = as_row(path.name, parse(path.read_bytes(), path.name, DEFAULTS))
    except ArticleRefused as refused:
        row = as_row(path.name, refused)
    assert row == json.loads(path.with_suffix(".json").read_text("utf-8"))
