"""What a folder says of its articles, in `_defaults.yaml`.

Language, source, tags, time zone, how their fields are called, what is no article, and which lines are no part of one.
The nearest one wins; patterns of what is no article, and such lines, add up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from feeds.enrich.stated_tags import stated_items
from feeds.errors import shortened
from feeds.parsers.frontmatter import BadMarkup, read_yaml
from feeds.parsers.ignore import BUILT_IN
from feeds.parsers.metadata import field_meant, language_tag

NAME = "_defaults.yaml"
_KEYS = ("language", "source", "tags", "timezone", "ignore", "drop", "fields", "folders")
_LEVELS = frozenset({"source", "tags", "language", "-"})


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for an article that does not say otherwise."""

    language: str | None = None
    """What the folder states; None leaves it to the text."""
    timezone: str = "UTC"
    """IANA name, for dates without a zone."""
    source: str | None = None
    """Name of an agency or outlet; it stands after what the article credits."""
    tags: tuple[str, ...] = ()
    """Names of tags, for every article of the folder."""
    site_language: str = "en"
    """The last word, when neither the folder nor the text tells."""
    site_timezone: str | None = None
    """IANA name of the zone whose days the site shows; None: that of the dates."""
    ignore: tuple[str, ...] = field(default=BUILT_IN, repr=False)
    """Glob patterns of what is no article; they decide nothing about those that are."""

    drop: tuple[str, ...] = ()
    """Lines that are no part of any article, `*` standing for anything."""
    fields: tuple[tuple[str, str], ...] = ()
    """Where metadata has our fields: each with the dotted path of theirs, before the names that are known anyway."""

    levels: tuple[str, ...] = ()
    """What the names of the folders below say, level by level: `source`, `tags`, `language`, or nothing (`-`)."""
    beside: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """What a file beside the article states of it."""
    fingerprint: str = field(init=False, compare=False, repr=False)
    """A short hash of all of it: other defaults, other hash."""

    def __post_init__(self) -> None:
        named = hashlib.sha256(repr(self).encode("utf-8", "backslashreplace")).hexdigest()[:12]
        object.__setattr__(self, "fingerprint", named)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something on the way to the articles that cannot be used: which file or folder, which line, why."""

    file: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}" if self.line else f"{self.file}: {self.reason}"


def known_timezone(name: str) -> bool:
    """Tell whether a name is an IANA time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _line_of(text: str, key: str) -> int | None:
    return next((number for number, line in enumerate(text.split("\n"), 1) if line.startswith(key)), None)


def _below(above: Defaults, name: str) -> Defaults:
    """Give the defaults of a folder in another one, before its own file is read: its name may say something."""
    if not above.levels:
        return above
    level, below = above.levels[0], replace(above, levels=above.levels[1:])
    words = name.replace("_", " ")
    if level == "source":
        return replace(below, source=words)
    if level == "tags":
        return replace(below, tags=(*below.tags, words))
    return replace(below, language=language_tag(name) or below.language) if level == "language" else below


def _read(key: str, value: Any, above: Defaults) -> dict[str, Any] | None:
    """Read what a folder says of a key; None where it cannot be that."""
    items = [value] if isinstance(value, str) else value
    texts = [item for item in items if isinstance(item, str)] if isinstance(items, list) else []
    if key == "tags" and isinstance(items, list):
        return {"tags": tuple(stated_items(texts))}
    if key == "folders":
        return {"levels": tuple(texts)} if texts and _LEVELS.issuperset(texts) else None
    if key in {"ignore", "drop"}:
        return {key: (*getattr(above, key), *texts)} if texts else None
    return _read_text(key, value) if isinstance(value, str) else None


def _read_text(key: str, value: str) -> dict[str, Any] | None:
    if key == "language":
        return {"language": spelled} if (spelled := language_tag(value)) else None
    if key == "timezone":
        return {"timezone": value} if known_timezone(value) else None
    return {"source": value.strip()} if key == "source" else None


class DefaultsTree:
    """The defaults of a folder and its subfolders, each `_defaults.yaml` read once, when its first article is met."""

    def __init__(self, root: Path, base: Defaults) -> None:
        self._root = root if root.is_dir() else root.parent
        self._known: dict[str, Defaults] = {}
        self._base = base
        self.problems: list[Problem] = []
        """What could not be used, as found so far."""

    def for_file(self, name: str) -> Defaults:
        """Give the defaults of a file by its path relative to the root."""
        return self._for_folder(name.rpartition("/")[0])

    def _for_folder(self, folder: str) -> Defaults:
        known = self._known.get(folder)
        if known is None:
            upper, _, name = folder.rpartition("/")
            above = _below(self._for_folder(upper), name) if folder else self._base
            known = self._known[folder] = self._merged(folder, above)
        return known

    def _merged(self, folder: str, above: Defaults) -> Defaults:
        path = self._root / folder / NAME
        file = f"{folder}/{NAME}" if folder else NAME
        try:
            text = path.read_text("utf-8-sig")
        except FileNotFoundError:
            return above
        except (OSError, UnicodeDecodeError, ValueError) as error:
            self.problems.append(Problem(file, None, f"cannot be read: {getattr(error, 'strerror', None) or error}"))
            return above
        try:
            stated = read_yaml(text)
        except BadMarkup as error:
            self.problems.append(Problem(file, error.line, f"cannot be read ({error.reason}); it is left out"))
            return above
        if stated is None or stated == "":
            return above
        if not isinstance(stated, dict):
            self.problems.append(Problem(file, 1, f"must hold fields ({', '.join(_KEYS)}); it is left out"))
            return above
        for key in stated:
            if key not in _KEYS:
                self.problems.append(
                    Problem(file, _line_of(text, str(key)), f"{shortened(str(key))} is not one of {', '.join(_KEYS)}")
                )
        return self._with(above, stated, file, text)

    def _with(self, above: Defaults, stated: dict[Any, Any], file: str, text: str) -> Defaults:
        merged = above
        for key in _KEYS:
            value = stated.get(key)
            if value in (None, "", []):
                continue
            if key == "fields" and isinstance(value, dict):
                merged = replace(merged, fields=self._fields(above, value, file, text))
            elif (changes := _read(key, value, merged)) is not None:
                merged = replace(merged, **changes)
            else:
                self.problems.append(Problem(file, _line_of(text, key), f"{key} cannot be {shortened(repr(value))}"))
        return merged

    def _fields(self, above: Defaults, stated: dict[Any, Any], file: str, text: str) -> tuple[tuple[str, str], ...]:
        """Read where our fields stand; one that nobody knows, or that leads nowhere, is reported."""
        merged = dict(above.fields)
        for name, path in stated.items():
            field = field_meant(name) if isinstance(name, str) else None
            if field and isinstance(path, str) and path:
                merged[field] = path
            else:
                reason = f"fields: {shortened(str(name))} is no field of an article, or has no name to be found by"
                self.problems.append(Problem(file, _line_of(text, f"  {name}"), reason))
        return tuple(merged.items())


def load_defaults(
    root: Path, site_language: str, site_timezone: str, ignore: tuple[str, ...] = BUILT_IN
) -> DefaultsTree:
    """Give the defaults of the articles under a folder (or of one file: those of its own folder)."""
    defaults = Defaults(timezone=site_timezone, site_language=site_language, site_timezone=site_timezone, ignore=ignore)
    return DefaultsTree(root, defaults)
