"""A record with named fields, whoever wrote it: JSON of an extractor or a crawler, a row of a table, an item of a feed.

Names are told by `metadata.yaml`, and for everything else by `fields` in `_defaults.yaml`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from feeds.enrich.lines import split_lines
from feeds.errors import ArticleRefused, shortened
from feeds.model import Reading, Warned
from feeds.parsers.article import build_reading
from feeds.parsers.decoding import as_text, decode
from feeds.parsers.defaults import Defaults
from feeds.parsers.draft import Draft
from feeds.parsers.markup import body_of_html, body_of_markdown
from feeds.parsers.mending import entity_warning, undo_entities
from feeds.parsers.metadata import Metadata, Stated
from feeds.parsers.parts import file_of, line_of

_MOST_NAMED = 8
_BODY = "text"
_TAG = re.compile(
    r"</(?:p|div|h[1-6]|li|ul|ol|blockquote|table|a|strong|b|em|i|span|figure|section|article)>|<br ?/?>|<img "
)
"""What shows that a text is HTML: it closes an element, or breaks a line."""
_MARK = re.compile(r"^#{1,6} \S|\[[^\]\n]+\]\(https?://|\*\*[^*\n]+\*\*", re.MULTILINE)
"""What shows that a text is Markdown, whatever its field is called."""


class Listed(NamedTuple):
    """Articles that an object holds in a list."""

    name: str
    """Of the list."""
    items: list[Any]
    shared: dict[str, Any]
    """Fields that hold for each of them which does not say otherwise."""


def parse(data: bytes, name: str, defaults: Defaults) -> Reading:
    """Read one article from a JSON object; raise ArticleRefused where there is nothing to publish."""
    text, repaired = as_text(data, name)
    try:
        value = loads(text)
    except ValueError as error:
        raise ArticleRefused(name, None, str(error)) from error
    if not isinstance(value, dict):
        raise ArticleRefused(name, None, f"it is no object with fields: {shortened(repr(value))}")
    return read_record(value, name, defaults, repaired)


def read_record(record: Mapping[str, Any], name: str, defaults: Defaults, repaired: Iterable[Warned] = ()) -> Reading:
    """Read one article from its fields; raise ArticleRefused where there is nothing to publish.

    `repaired` is what had to be done to read them.
    """
    fields = _with_own_id(_flat(record), name)
    stated = Metadata(fields, dict(defaults.fields))
    body = stated.raw(_BODY)
    if body is None and stated.find("title") is None:
        names = ", ".join(map(shortened, list(fields)[:_MOST_NAMED])) or "none"
        reason = f"neither a title nor a text among its fields ({names}): `fields` in _defaults.yaml can name them"
        raise ArticleRefused(name, None, reason)
    at = line_of(name)
    warnings = [Warned(at or None, warned.reason) for warned in repaired]
    draft = Draft(name, defaults, stated, dict.fromkeys(fields, at) if at else {}, warnings=warnings)
    return _read(draft, body, at)


def _read(draft: Draft, body: Stated | None, at: int) -> Reading:
    """Read the body of a record: text, Markdown or HTML. All its lines stand where the record stands."""
    if body is None:
        return build_reading(draft, [])
    text, repaired = decode(body.text.encode("utf-8", "surrogatepass"), draft.name)
    for warned in repaired:
        draft.warn(at or None, warned.reason)
    stated = draft.stated.find("url")
    address = stated.text if stated else None
    if _TAG.search(text):
        marked = body_of_html(text, 1, address)
    elif "markdown" in body.name.lower() or _MARK.search(text):
        marked = body_of_markdown(text, 1, address)
    else:
        whole = undo_entities(text)
        if whole.line:
            draft.warn(at or None, entity_warning(whole.line).reason)
        return build_reading(draft, [line._replace(number=at) for line in split_lines(whole.text)])
    marked = marked.standing_on(at)
    return build_reading(draft, marked.lines, marked)


def _flat(value: Mapping[str, Any]) -> dict[str, Any]:
    """Bring fields up that stand in a part of the record."""
    fields = dict(value)
    for part in _table()["inside"]:
        inner = value.get(part)
        if isinstance(inner, Mapping):
            fields |= {key: held for key, held in inner.items() if _is_nothing(fields.get(key))}
    return fields


def _is_nothing(value: Any) -> bool:
    """Tell whether a field says nothing by itself: it is empty, or the number of something in a database."""
    return value in (None, "", []) or str(value).isdecimal()


def _with_own_id(fields: dict[str, Any], name: str) -> dict[str, Any]:
    """Let an id that is a mere number, which every database has, be that of this file; without an address only."""
    stated = Metadata(fields)
    found = stated.find("id")
    if found is None or not found.text.isdecimal():
        return fields
    own = None if stated.find("url") else f"{file_of(name)}#{found.text}"
    return {**fields, found.name: own}


def inner_list(fields: Mapping[str, Any]) -> Listed | None:
    """Find the articles that an object holds in a list, unless it is one itself."""
    for name in _table()["lists"]:
        held = fields.get(name)
        if isinstance(held, Mapping) and (inner := inner_list(held)):
            return inner
        if isinstance(held, list) and held and all(isinstance(item, Mapping) for item in held):
            if Metadata(fields).raw(_BODY):
                return None
            return Listed(name, held, _shared(fields))
    return None


def _shared(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a feed says of all its items: language and authors, and its title, which is their outlet."""
    if not any(mark in str(fields.get("version")) for mark in _table()["feeds"]):
        return {}
    shared = {"outlet": fields.get("title"), "language": fields.get("language"), "authors": fields.get("authors")}
    return {key: value for key, value in shared.items() if value}


@cache
def _table() -> dict[str, list[str]]:
    table: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("records.yaml").read_text("utf-8"))
    return table


def loads(text: str) -> Any:
    """Read a JSON value, numbers as they are written; raise ValueError with a reason for people."""
    try:
        return json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno} column {error.colno} of it" if error.lineno > 1 else f"column {error.colno}"
        raise ValueError(f"it is no JSON: {error.msg}, {where}") from error
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
