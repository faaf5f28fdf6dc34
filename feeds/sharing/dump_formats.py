"""Dumps of share links as they are read: our own CSV, `code|address`, and what YOURLS and Shlink write.

YOURLS keeps `keyword, url, title, timestamp, ip, clicks`, as CSV or in the INSERT of an SQL dump; Shlink writes CSV
with a heading, or the JSON of its API. What they know of visitors is not read. https://yourls.org https://shlink.io
"""

from __future__ import annotations

import csv
import json
import re
from bisect import bisect_left
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from feeds.errors import UnknownDump

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_YOURLS = ("keyword", "url", "title", "timestamp", "ip", "clicks")
_NAMES = {
    "code": ("code", "keyword", "shortcode"),
    "target": ("canonicalurl", "longurl", "url"),
    "host": ("host", "domain"),
    "short": ("shorturl",),
    "entry": ("entry",),
    "state": ("state",),
    "kind": ("kind",),
    "created": ("created", "timestamp", "createdat", "datecreated"),
}
"""What columns are called, in small letters without what stands between words."""
_PIPE = re.compile(r"(?:s/(?P<host>[^/|\s]+)/)?(?P<code>[^|]*)\|(?P<target>\S+)\s*")
_INSERT = re.compile(
    r"INSERT (?:IGNORE )?INTO [`\"]?\w{0,64}?url[`\"]?\s{0,9}(?:\((?P<names>[^()]{0,999})\))?\s{0,9}VALUES\s*",
    re.IGNORECASE,
)
"""Bounded, so that a beginning which is repeated and never ended is not read to the end of the text each time."""
_BETWEEN = re.compile(r"\)?\s*,?\s*")
_VALUE = re.compile(r"\s*(?:'((?:[^'\\]|\\.|'')*)'|([^,()'\s]+))\s*", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)|''", re.DOTALL)
_SHORT_CODE = re.compile(r'"shortCode"\s*:')


class Record(NamedTuple):
    """A share code of a dump."""

    line: int
    host: str | None
    """Empty for codes of the site itself; None where the dump does not say."""
    code: str
    target: str
    """An address."""
    entry: str = ""
    state: str = ""
    kind: str = ""
    created: int | None = None
    """Seconds since 1970."""


def read_dump(text: str) -> Iterator[Record]:
    """Read a dump of whatever kind. Raises UnknownDump."""
    start = text.lstrip()[:1]
    if start in {"{", "["}:
        return _from_json(text)
    if _INSERT.search(text):
        return _from_sql(text)
    first = text.partition("\n")[0]
    if _PIPE.fullmatch(first) and "://" in first:
        return _from_pipes(text)
    return _from_csv(text, first)


def _from_pipes(text: str) -> Iterator[Record]:
    for number, line in enumerate(text.splitlines(), 1):
        if found := _PIPE.fullmatch(line):
            yield Record(number, found["host"], found["code"], found["target"])
        elif line.strip():
            yield Record(number, None, "", line)


def _from_csv(text: str, first: str) -> Iterator[Record]:
    delimiter = max(",;\t", key=first.count)
    rows = _rows(text, delimiter)
    line, heading = next(rows, (1, []))
    names = [_plain(name) for name in heading]
    if not (set(names) & set(_NAMES["code"]) and set(names) & set(_NAMES["target"])):
        if len(heading) < 2 or "://" not in heading[1]:  # noqa: PLR2004 - a code and an address
            raise UnknownDump("it is neither CSV with a heading nor `code|address`, SQL of YOURLS or JSON of Shlink")
        names = list(_YOURLS)
        yield _record(line, dict(zip(names, heading, strict=False)))
    for line, row in rows:
        if row:
            yield _record(line, dict(zip(names, row, strict=False)))


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    rows = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    try:
        for row in rows:
            yield rows.line_num, row
    except csv.Error as error:  # a field is longer than any code or address
        raise UnknownDump(f"line {rows.line_num}: {error}") from error


def _from_sql(text: str) -> Iterator[Record]:
    line_at, at = _line_numbers(text), 0
    while insert := _INSERT.search(text, at):
        names = [_plain(name) for name in insert["names"].split(",")] if insert["names"] else list(_YOURLS)
        at = insert.end()
        if not set(names) & set(_NAMES["code"]):
            continue
        while at < len(text) and text[at] == "(":
            begins, values = at, []
            while at < len(text) and text[at] in "(,":
                value = _VALUE.match(text, at + 1)
                if value is None:
                    raise UnknownDump(f"line {line_at(at)}: it is no list of values")
                values.append(value[2] if value[1] is None else _ESCAPED.sub(_unescaped, value[1]))
                at = value.end()
            yield _record(line_at(begins), dict(zip(names, values, strict=False)))
            between = _BETWEEN.match(text, at)
            at = between.end() if between else at


def _from_json(text: str) -> Iterator[Record]:
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnknownDump(f"it is no JSON: {error}") from error
    line_at = _line_numbers(text)
    lines = [line_at(found.start()) for found in _SHORT_CODE.finditer(text)]
    for number, item in enumerate(_items(given)):
        plain = {_plain(name): value for name, value in item.items() if isinstance(value, str)}
        yield _record(lines[number] if number < len(lines) else 1, plain)


def _items(given: Any) -> list[dict[str, Any]]:
    """Find the list in what the API answers: `{"shortUrls": {"data": […]}}`."""
    for name in ("shortUrls", "data"):
        given = given.get(name, given) if isinstance(given, dict) else given
    if not isinstance(given, list) or not all(isinstance(item, dict) and "shortCode" in item for item in given):
        raise UnknownDump("it is JSON, but no list of objects with a shortCode")
    return given


def _record(line: int, row: Mapping[str, str]) -> Record:
    """Take from a row, by the names of its columns, what concerns share links."""
    fields = {field: next((row[name] for name in names if row.get(name)), "") for field, names in _NAMES.items()}
    host = fields["host"].lower().removeprefix("www.") or _host(fields["short"])
    if "host" in row and not row["host"]:
        host = ""
    return Record(
        line,
        host,
        fields["code"],
        fields["target"],
        fields["entry"],
        fields["state"],
        fields["kind"],
        _seconds(fields["created"]),
    )


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).netloc.lower() or None
    except ValueError:
        return None


def _seconds(text: str) -> int | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def _plain(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())


def _unescaped(found: re.Match[str]) -> str:
    return {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}.get(found[1], found[1]) if found[1] else "'"


def _line_numbers(text: str) -> Callable[[int], int]:
    """Look through a text once for what tells the line of any place in it."""
    ends = [end.start() for end in re.finditer("\n", text)]
    return lambda place: bisect_left(ends, place) + 1
