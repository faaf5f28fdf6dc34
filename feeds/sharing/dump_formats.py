"""Dumps of share links, whatever wrote them: known by what their columns hold, not by names of programs.

A dump is a table: CSV with any delimiter, `code|address`, BEACON, JSON, JSON lines, or the INSERTs of an SQL dump. One
of its columns holds the addresses of articles; others short addresses, or codes. What is known of visitors is not read.
"""

from __future__ import annotations

import csv
import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from feeds.errors import UnknownDump
from feeds.sharing.dumps import KINDS, STATES
from feeds.sharing.pasted import CODE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

_SHORT = re.compile(
    r"(?:(?:https?://)?(?=[^/]+\.)|s/)(?:www\.)?(?P<host>[^/\s?#|]+)/(?P<code>[A-Za-z0-9_-]{1,64})/?\+?", re.IGNORECASE
)
_LONGEST = 100_000
"""Characters of a field of a table."""
_ADDRESS = re.compile(r"(?:https?://|urn:)\S+", re.IGNORECASE)
_BARE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}/\S+", re.IGNORECASE)
"""An address whose scheme is left out."""
_HEADS = re.compile(r"\A(?:(?:#.*|sep=.)?\r?\n)+")
"""What may stand above a table: comments, as BEACON and Apache have them, and what tells Excel the delimiter."""
_PREFIX = re.compile(r"^#PREFIX:\s*(\S+)", re.MULTILINE)
"""What BEACON has before each code."""
_HOST = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]*[A-Za-z][A-Za-z0-9-]*)+")
_INSERT = re.compile(
    r"INSERT (?:IGNORE )?(?:INTO )?(?:[`\"\[]?\w{1,64}[`\"\]]?\.)?[`\"\[]?(?P<table>\w{1,64})[`\"\]]?\s{0,9}"
    r"(?:\((?P<names>[^()]{0,999})\))?\s{0,9}VALUES\s*",
    re.IGNORECASE,
)
"""Bounded, so that a beginning which is repeated and never ended is not read to the end of the text each time."""
_COPY = re.compile(r"^COPY [^\s(]{1,130} \((?P<names>[^()\n]{0,999})\) FROM stdin;\n", re.MULTILINE)
"""What PostgreSQL writes before rows, one a line down to `\\.`, their values between tabs."""
_PATH = re.compile(rf"/?{CODE.pattern}/?")
_RULED = re.compile(r"[ |:-]+")
"""What parts the heading of a table in Markdown from its rows."""
_ENDED = re.compile(r"(?m);[ \t]*$")
_BETWEEN = re.compile(r"\)?\s*,?\s*")
_VALUE = re.compile(r"\s*(?:N?'((?:[^'\\]|\\.|'')*)'|([^,()'\s]+))\s*", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)|''", re.DOTALL)
_CALLED = {
    "code": re.compile(r"code|keyword|slug|alias|half|hash|short|^key$|^path$"),
    "short address": re.compile(r"short|link"),
    "target": re.compile(r"long|target|dest|orig|canonical|^url$"),
}
"""Where several columns hold the like, the one that is called so is meant."""
_SAMPLE = 500

Table = tuple[list[str], list[tuple[int, list[str]]]]
"""Names of columns, and rows with their lines."""


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


class Dump(NamedTuple):
    """The share codes of a dump, and what each of its columns was taken for; empty what was passed over."""

    records: list[Record]
    columns: dict[str, str]


def read_dump(text: str, hosts: Collection[str] = ()) -> Dump:
    """Read a dump of whatever kind; `hosts` are those whose short addresses are known. Raises UnknownDump."""
    is_json = text.lstrip()[:1] in {"{", "["}
    is_sql = _INSERT.search(text) or _COPY.search(text)
    tables = [_from_json(text)] if is_json else _from_sql(text) if is_sql else [_from_lines(text)]
    for names, rows in tables:
        if roles := _roles(names, [row for _, row in rows[:_SAMPLE]], frozenset(hosts)):
            records = [record for line, row in rows for record in _records(line, row, roles)]
            return Dump(records, {name: roles.get(at, "") for at, name in enumerate(names)})
    raise UnknownDump("it has no column of addresses beside one of short addresses or codes")


def _from_lines(text: str) -> Table:
    below = _HEADS.sub("", text)
    heads = text[: len(text) - len(below)]
    above, prefix = heads.count("\n"), _PREFIX.search(heads)
    first = below.partition("\n")[0]
    if first.count(";") == 1 and first.rstrip().endswith(";"):  # of nginx, between blanks
        below, first = _ENDED.sub("", below), first.replace(";", "")
    delimiter = max(",;\t|", key=first.count)
    delimiter = delimiter if delimiter in first else " "
    lines = csv.reader(below.splitlines(keepends=True), delimiter=delimiter, skipinitialspace=delimiter != "\t")
    try:
        rows = [(above + lines.line_num, row) for row in lines if not _RULED.fullmatch("|".join(row) or "|")]
    except csv.Error as error:
        raise UnknownDump(f"line {above + lines.line_num}: {error}") from error
    if prefix:
        rows = [(line, [prefix[1] + row[0], *row[1:]]) for line, row in rows]
    # What csv allows is one limit for the whole program, which others may have moved.
    if long := next((number for number, row in rows if max(map(len, row)) > _LONGEST), None):
        raise UnknownDump(f"line {long}: a field is longer than any code or address")
    if rows and not any(map(_is_address, rows[0][1])):
        return rows[0][1], rows[1:]
    return _numbered(max((len(row) for _, row in rows), default=0)), rows


def _is_address(text: str) -> object:
    return _ADDRESS.fullmatch(text) or _BARE.fullmatch(text)


def _numbered(width: int) -> list[str]:
    return [f"column {at}" for at in range(1, width + 1)]


def _from_sql(text: str) -> list[Table]:
    """Read the INSERTs, those into one table together."""
    tables: dict[str, Table] = {}
    for copy in _COPY.finditer(text):
        below = text[copy.end() :].partition("\n\\.")[0].split("\n")
        split = (["" if each == "\\N" else each for each in row.split("\t")] for row in below)
        begun = text.count("\n", 0, copy.end()) + 1
        tables[copy[0]] = (copy["names"].replace('"', "").split(", "), list(enumerate(split, begun)))
    at = line = 0
    while insert := _INSERT.search(text, at):
        names, rows = tables.setdefault(insert["table"], ([], []))
        named = [name.strip(' `"[]\n') for name in (insert["names"] or "").split(",")]
        names[:] = named if insert["names"] else names
        line, at = line + text.count("\n", at, insert.end()), insert.end()
        while at < len(text) and text[at] == "(":
            begins, values = at, []
            while at < len(text) and text[at] in "(,":
                value = _VALUE.match(text, at + 1)
                if value is None:
                    raise UnknownDump(f"line {line + 1}: it is no list of values")
                values.append(value[2] if value[1] is None else _ESCAPED.sub(_unescaped, value[1]))
                at = value.end()
            rows.append((line + 1, ["" if each == "NULL" else each for each in values]))
            between = _BETWEEN.match(text, at)
            at = between.end() if between else at
            line += text.count("\n", begins, at)
    return [(names or _numbered(max(len(row) for _, row in rows)), rows) for names, rows in tables.values() if rows]


def _from_json(text: str) -> Table:
    """Read a list of objects, however deep it lies, or an object a line."""
    try:
        waiting = [json.loads(text)]
    except (ValueError, RecursionError):
        try:
            waiting = [[json.loads(line) for line in text.splitlines() if line.strip()]]
        except (ValueError, RecursionError) as error:
            raise UnknownDump(f"it is no JSON: {error}") from error
    items: list[dict[str, str]] = []
    for value in waiting:
        listed = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
        if listed and all(map(_is_item if listed is not value else _is_row, listed)):
            keys = value if isinstance(value, dict) else [""] * len(listed)
            items = [
                {**dict(_flat(item, "")), **({"key": key} if key else {})}
                for key, item in zip(keys, listed, strict=True)
            ]
            break
        if isinstance(value, dict) and value and all(_ADDRESS.fullmatch(str(each)) for each in value.values()):
            items = [{"code": code, "target": each} for code, each in value.items()]
            break
        waiting += listed
    if not items and _is_item(waiting[0]):
        items = [dict(_flat(waiting[0], ""))]
    names = list(dict.fromkeys(name for item in items for name in item))
    at, line, rows = 0, 1, []
    for item in items:
        codes = [found["code"] for value in item.values() if (found := _SHORT.fullmatch(value))]
        place = max((text.find(code, at) for code in codes), default=at)
        place = max(place, at)
        line, at = line + text.count("\n", at, place), place + 1
        rows.append((line, [item.get(name, "") for name in names]))
    return names, rows


def _is_row(value: Any) -> bool:
    return isinstance(value, dict) or _is_item(value)


def _is_item(value: Any) -> bool:
    """Tell whether a value has an address, and not in parts of its own."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(isinstance(part, str) and _is_address(part) for part in parts)


def _flat(item: dict[str, Any] | list[Any], above: str) -> Iterator[tuple[str, str]]:
    named = item.items() if isinstance(item, dict) else zip(_numbered(len(item)), item, strict=True)
    for name, value in named:
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        elif isinstance(value, (str, int, float)):
            yield f"{above}{name}", str(value)


def _roles(names: list[str], rows: list[list[str]], hosts: frozenset[str]) -> dict[int, str]:
    """Tell by what the columns hold what they are; nothing where they hold no share links."""
    columns = {at: [row[at].strip() for row in rows if at < len(row) and row[at].strip()] for at in range(len(names))}

    def mostly(at: int, holds: Callable[[str], object]) -> bool:
        return sum(map(bool, map(holds, columns[at]))) * 2 > len(columns[at])

    def among(role: str, holds: Callable[[str], object], *, but: Collection[int] = ()) -> list[int]:
        """List the columns that mostly hold something, the ones that are called so first."""
        called = _CALLED.get(role)
        found = [at for at in columns if at not in but and mostly(at, holds)]
        is_plain = [all(map(str.isdigit, columns[at])) for at in columns]
        return sorted(found, key=lambda at: (called is not None and not called.search(names[at].lower()), is_plain[at]))

    addresses = among("target", _ADDRESS.fullmatch) or among("target", _BARE.fullmatch)
    shorts = among("short address", lambda value: (found := _SHORT.fullmatch(value)) and found["host"].lower() in hosts)
    apart = [at for at in addresses if at not in shorts]
    long = [at for at in apart if _CALLED["target"].search(names[at].lower()) or not mostly(at, _SHORT.fullmatch)]
    target = next(iter((*long, *apart, *addresses)), None)
    if target is None:
        return {}
    shorts = [at for at in shorts if at != target] or among("short address", _SHORT.fullmatch, but=[target])[:1]
    roles = {target: "target", **dict.fromkeys(shorts, "short address")}
    codes = [at for at in among("code", _PATH.fullmatch, but=roles) if len(set(columns[at])) * 2 > len(columns[at])]
    if codes and (not shorts or _CALLED["code"].search(names[codes[0]].lower())):
        roles[codes[0]] = "code"
    elif not shorts:
        return {}
    for role, holds in _REST.items():
        roles |= dict.fromkeys(among(role, holds, but=roles)[:1], role)
    if "host" not in roles.values() and "host" in names:
        roles[names.index("host")] = "host"
    return roles


def _records(line: int, row: list[str], roles: dict[int, str]) -> Iterator[Record]:
    """Give a record for each short address of a row, else for its code; what is broken is a target without one."""
    cells = {role: row[at].strip() for at, role in roles.items() if at < len(row) and role != "short address"}
    shorts = [row[at].strip() for at, role in roles.items() if role == "short address" and at < len(row)]
    if "target" not in cells:
        cells = {"target": "".join(row)}
    if _BARE.fullmatch(cells["target"]):
        cells["target"] = f"https://{cells['target']}"
    host = cells.get("host", "").lower().removeprefix("www.") if "host" in cells else None
    rest = cells.get("entry", ""), cells.get("state", ""), cells.get("kind", ""), _seconds(cells.get("created", ""))
    given = {found.groups() if (found := _SHORT.fullmatch(short)) else short: short for short in filter(None, shorts)}
    for short in given.values() or [cells.get("code", "").strip("/")]:
        found = _SHORT.fullmatch(short)
        if found and not host and "entry" not in cells:  # which we write beside an empty host: the site's own
            host = found["host"].lower()
        yield Record(line, host, found["code"] if found else short, cells["target"], *rest)


def _seconds(text: str) -> int | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


_REST: dict[str, Callable[[str], object]] = {
    "created": lambda value: _seconds(value) is not None,
    "entry": re.compile("urn:uuid:.+").fullmatch,
    "state": frozenset(STATES.values()).__contains__,
    "kind": frozenset(KINDS.values()).__contains__,
    "host": _HOST.fullmatch,
}


def _unescaped(found: re.Match[str]) -> str:
    return {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}.get(found[1], found[1]) if found[1] else "'"
