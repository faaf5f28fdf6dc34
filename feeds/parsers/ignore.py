"""What is no article by its name: glob patterns, those that are built in in `ignore.yaml`."""

from __future__ import annotations

import re
from fnmatch import translate
from functools import lru_cache
from importlib import resources

import yaml

BUILT_IN: tuple[str, ...] = tuple(yaml.safe_load((resources.files(__package__) / "ignore.yaml").read_text("utf-8")))
"""Patterns of names that are no articles anywhere."""


def is_ignored(name: str, patterns: tuple[str, ...]) -> bool:
    """Tell whether a file, by its path below the folder, is left out. Case does not count.

    A pattern with a slash is held against the path, any other against the last part of it.
    """
    of_names, of_paths = _compiled(patterns)
    return bool(of_names.fullmatch(name.rpartition("/")[2]) or of_paths.fullmatch(name))


@lru_cache(maxsize=256)
def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    paths = [pattern for pattern in patterns if "/" in pattern]
    names = [pattern for pattern in patterns if "/" not in pattern]
    return _any_of(names), _any_of(paths)


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(translate, patterns)) or r"(?!)", re.IGNORECASE)
