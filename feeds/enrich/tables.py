"""The tables behind the rules: data files that lie beside them, and what a publisher's own files say over these."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import yaml

P = ParamSpec("P")
R = TypeVar("R")

_HERE = Path(__file__).parent
# Every scalar stays text: YAML 1.1 would read the words `on` and `no` as truth values.
_TEXT = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class OwnSubject:
    """What a publisher says of a subject: of a new one, or over what is known of it."""

    name: str
    """As the file has it."""
    label: dict[str, str] = field(default_factory=dict)
    """By language."""
    match: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Words that show it in a text, by language; `any` for every one."""
    also: tuple[str, ...] = ()
    """Other names of the same tag, which no text is searched for."""
    within: tuple[str, ...] = ()
    """Slugs of the wider subjects that hold it."""
    is_off: bool = False
    """No article is given this tag."""


@dataclass(frozen=True, slots=True)
class OwnAgency:
    """What a publisher says of an agency or outlet."""

    name: str = ""
    names: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    """Abbreviations, which a text has exactly so."""
    home: str = ""
    """The slug of the country it writes from."""


@dataclass(frozen=True, slots=True)
class Own:
    """A publisher's own tables, by slug."""

    subjects: dict[str, OwnSubject] = field(default_factory=dict)
    agencies: dict[str, OwnAgency] = field(default_factory=dict)


_kept: list[Callable[[], None]] = []
_own = [Own()]


def of_tables(function: Callable[P, R]) -> Callable[P, R]:
    """Keep what a function makes of the tables, until other tables are used; one that keeps it already forgets it."""
    kept: Any = function if hasattr(function, "cache_clear") else cache(function)
    _kept.append(kept.cache_clear)
    made: Callable[P, R] = kept
    return made


def use(own: Own) -> None:
    """Let the rules of this process use a publisher's own tables, whatever they used before."""
    if own != _own[0]:
        _own[0] = own
        for clear in _kept:
            clear()


def own() -> Own:
    """Give the publisher's own tables that are used."""
    return _own[0]


@cache
def load_table(name: str) -> Any:
    """Read one of this package's own `.json` or `.yaml` files."""
    text = (_HERE / name).read_text("utf-8")
    return json.loads(text) if name.endswith(".json") else yaml.load(text, Loader=_TEXT)  # noqa: S506 - it builds nothing but text


def list_tables(folder: str) -> list[str]:
    """Give the names of the tables in a folder of this package, in order."""
    return sorted(f"{folder}/{file.name}" for file in (_HERE / folder).iterdir() if file.suffix in {".json", ".yaml"})
