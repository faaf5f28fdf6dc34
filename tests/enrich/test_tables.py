"""Tables of words: read alike by the YAML parser in C and by the one in Python."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

FEEDS = Path(__file__).parents[2] / "feeds"


@pytest.mark.parametrize("table", sorted(FEEDS.rglob("*.yaml")), ids=lambda path: path.name)
def test_a_table_is_the_same_for_either_parser(table: Path) -> None:
    text = table.read_text("utf-8")
    in_python, in_c = (yaml.load(text, Loader=loader) for loader in (yaml.BaseLoader, yaml.CBaseLoader))  # noqa: S506
    assert in_python == in_c
