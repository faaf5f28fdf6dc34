"""A publisher's own words: `vocabulary.yaml` and `agencies.yaml`, beside the articles or wherever a setting says.

What they say stands over the tables of `feeds/enrich`. A file that cannot be used is refused as a whole, with the line:
half of a vocabulary would tag articles otherwise than its owner meant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from feeds.enrich.tables import Own, OwnAgency, OwnSubject
from feeds.errors import SettingsError, shortened
from feeds.parsers.frontmatter import BadMarkup, read_yaml
from feeds.parsers.metadata import language_tag
from feeds.site import facet_slug

_OFF = "off"
_ANY = "any"


class _Row(NamedTuple):
    """What a file says of one slug, and where."""

    where: str
    slug: str
    name: str
    stated: Any


def read_own(vocabulary: Path | None, agencies: Path | None) -> Own:
    """Read both files as far as they are named. Raises SettingsError, which names file, line and reason."""
    rows = _rows(vocabulary)
    subjects = {row.slug: _subject(row) for row in rows}
    for row in rows:
        if row.slug in _above(row.slug, subjects):
            raise SettingsError(f"{row.where}: {row.name} would stand within itself")
    return Own(subjects, {row.slug: _agency(row) for row in _rows(agencies)})


def _rows(path: Path | None) -> list[_Row]:
    if path is None:
        return []
    try:
        text = path.read_text("utf-8-sig")
        stated = read_yaml(text)
    except FileNotFoundError as error:
        raise SettingsError(f"{path}: no such file") from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    except BadMarkup as error:
        raise SettingsError(f"{path}:{error.line}: {error.reason}") from error
    if stated in (None, ""):
        return []
    if not isinstance(stated, dict):
        raise SettingsError(f"{path}:1: it takes a name, a colon, and below it what is said of it")
    rows: dict[str, _Row] = {}
    for name, said in stated.items():
        where = f"{path}:{_line_of(text, str(name))}"
        slug = facet_slug(str(name))
        if not slug:
            raise SettingsError(f"{where}: {shortened(str(name))!r} has no letter or digit to make an address of")
        if slug in rows:
            raise SettingsError(f"{where}: {name} is {rows[slug].name} once more")
        rows[slug] = _Row(where, slug, str(name), said)
    return list(rows.values())


def _line_of(text: str, key: str) -> int:
    lines = enumerate(text.split("\n"), 1)
    return next((number for number, line in lines if line.lstrip("\"'").startswith(key)), 1)


def _subject(row: _Row) -> OwnSubject:
    if row.stated == _OFF:
        return OwnSubject(row.name, is_off=True)
    said = _fields(row, {"label": _by_language, "match": _words, "also": _listed, "within": _listed})
    label: dict[str, str] = said.get("label", {})
    within = tuple(facet_slug(name) for name in said.get("within", ()))
    return OwnSubject(row.name, label, said.get("match", {}), said.get("also", ()), within)


def _agency(row: _Row) -> OwnAgency:
    said = _fields(row, {"name": _text, "names": _listed, "short": _listed, "home": _text})
    home = facet_slug(said.get("home", ""))
    return OwnAgency(said.get("name", ""), said.get("names", ()), said.get("short", ()), home)


def _fields(row: _Row, known: Mapping[str, Callable[[Any], Any]]) -> dict[str, Any]:
    """Read what is said of one name; nothing said is a name alone."""
    stated = row.stated or {}
    if not isinstance(stated, dict):
        off = f", or {_OFF}" if "match" in known else ""
        raise SettingsError(f"{row.where}: {row.name} takes {', '.join(known)}{off}, not {shortened(repr(stated))}")
    for field in stated:
        if field not in known:
            raise SettingsError(f"{row.where}: {row.name}: {shortened(str(field))} is not one of {', '.join(known)}")
    read = {}
    for field, value in stated.items():
        try:
            read[field] = known[field](value)
        except (ValueError, TypeError) as error:
            raise SettingsError(
                f"{row.where}: {row.name}: {field} cannot be {shortened(repr(value))}{error and f': {error}'}"
            ) from error
    return read


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("it takes a text")
    return " ".join(value.split())


def _listed(value: Any) -> tuple[str, ...]:
    return tuple(_text(item) for item in (value if isinstance(value, list) else [value]))


def _by_language(value: Any) -> dict[str, str]:
    stated = value if isinstance(value, dict) else {_ANY: value}
    return {_language(code): _text(name) for code, name in stated.items()}


def _words(value: Any) -> dict[str, tuple[str, ...]]:
    stated = value if isinstance(value, dict) else {_ANY: value}
    return {_language(code): _listed(words) for code, words in stated.items()}


def _language(code: str) -> str:
    if code == _ANY:
        return code
    spelled = language_tag(code)
    if not spelled:
        raise ValueError(f"{code} is no language")
    return spelled.partition("-")[0]


def _above(slug: str, subjects: Mapping[str, OwnSubject]) -> set[str]:
    """Give the slugs of everything that holds a subject, as far as the file says."""
    found: set[str] = set()
    waiting = [slug]
    while waiting:
        row = subjects.get(waiting.pop())
        for above in row.within if row else ():
            if above not in found:
                found.add(above)
                waiting.append(above)
    return found
