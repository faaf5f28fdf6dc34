"""Tables with a heading, CSV and its kin: a row is an article, the heading names the fields."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import BinaryIO

from feeds.errors import ArticleRefused, shortened
from feeds.parsers.decoding import LARGEST, decode
from feeds.parsers.defaults import Defaults
from feeds.parsers.metadata import field_meant
from feeds.parsers.parts import Part, part_name

_SEPARATORS = ",;\t|"
_NEEDED = frozenset({"title", "text"})


def split(stream: BinaryIO, name: str, defaults: Defaults) -> Iterator[Part]:
    """Give the rows of a table as objects of its fields. Raises ArticleRefused."""
    csv.field_size_limit(LARGEST)
    # One character a byte: which encoding it is, is told row by row, when quotes and separators are out of the way.
    text = io.TextIOWrapper(stream, "latin-1", newline="")
    try:
        yield from _rows(text, name, defaults)
    finally:
        text.detach()


def _rows(text: io.TextIOWrapper, name: str, defaults: Defaults) -> Iterator[Part]:
    first = next((line for line in text if line.strip()), "")
    separator = max(_SEPARATORS, key=lambda sign: len(next(csv.reader([first], delimiter=sign), [])))
    heading = [_decoded(cell, name).strip() for cell in next(csv.reader([first], delimiter=separator), [])]
    _check(heading, name, defaults)
    reader, above = csv.reader(text, delimiter=separator), 1
    while True:
        at = above + reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ArticleRefused(name, at, f"from here on it is no table: {error}") from error
        if not any(cell.strip() for cell in row):
            continue
        faults = f"{len(row)} fields where the heading names {len(heading)}" if len(row) > len(heading) else ""
        cells = {key: _decoded(cell, name) for key, cell in zip(heading, row, strict=False) if key}
        yield Part(at, part_name(name, at), json.dumps(cells).encode(), faults)


def _check(heading: list[str], name: str, defaults: Defaults) -> None:
    """Refuse a table without a heading that is understood."""
    mapped = {field for field, path in defaults.fields if path in heading}
    if _NEEDED & (mapped | {field_meant(key) for key in heading}):
        return
    named = ", ".join(map(shortened, heading[:8])) or "nothing"
    reason = f"its heading names neither a title nor a text ({named}): `fields` in _defaults.yaml can name them"
    raise ArticleRefused(name, 1, reason)


def _decoded(cell: str, name: str) -> str:
    """Read a cell in the encoding that it is in."""
    if cell.isascii():
        return cell
    raw = cell.encode("latin-1")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return decode(raw, name)[0]
