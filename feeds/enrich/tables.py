"""Open the data files that lie beside the rules."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).parent
# Every scalar stays text: YAML 1.1 would read the words `on` and `no` as truth values.
_TEXT = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@cache
def load_table(name: str) -> Any:
    """Read one of this package's own `.json` or `.yaml` files."""
    text = (_HERE / name).read_text("utf-8")
    return json.loads(text) if name.endswith(".json") else yaml.load(text, Loader=_TEXT)  # noqa: S506 - it builds nothing but text
