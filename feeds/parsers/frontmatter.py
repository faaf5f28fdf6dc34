"""Front matter before the text: YAML between `---`, TOML between `+++`, JSON between lines of one brace each.

Pelican, MultiMarkdown and Jina Reader begin with lines of `Field: value` between nothing.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import yaml

from feeds.model import Warned
from feeds.parsers.metadata import is_field, is_unread

# Text only: `title: 1984`, `title: No` and `date: 2016-05-10` stay as they are written, and nothing can be built.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_LONGEST = 32_000
_MOST_LINES = 400
# libyaml's parser recurses in C: a long run of brackets ends the process, not the parse.
_MOST_BRACKETS = 400
# JSON writes what lies beyond U+FFFF as two escapes, YAML as one.
_PAIR = re.compile(r"\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)
_DEEP = re.compile(r"(?:[-?:]\s+){40}")
_KEY = re.compile(r"[\"']?(?P<name>[^\W\d][\w .-]{0,40})[\"']?\s*(?::(?:\s|$)|=)")
_FIELD = re.compile(r"(?P<key>(?:- )?[^\W\d][\w .-]{0,40}:)\s+(?P<mark>[\"']?)(?P<value>.*\S)(?P=mark)\s*")
_ITEM = "- "
_MOST_MENDED = 20
_BARE = re.compile(
    r"\s*title:[ \t]*\S[^\n]*\n(?:[^\W\d][\w -]{1,30}:[ \t][^\n]*\n){1,20}(?:---)?[ \t]*\n", re.IGNORECASE
)
_HEAD = re.compile(r"\s*Title: [^\n]*\n(?:[A-Z][\w ]{2,30}:[^\n]*\n|[ \t]*\n){0,20}?Markdown Content:[ \t]*\n")
# An escape as YAML or TOML has it; any other backslash in a text between quotation marks begins none.
_HEX = "x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}"
_OF_YAML = re.compile(rf"\\(?:[0abtnvfre \"/\\N_LP\t]|{_HEX})?")
_ESCAPES = {
    "---": _OF_YAML,
    "{": _OF_YAML,
    "+++": re.compile(rf"\\(?:[btnfr\"\\]|{_HEX[len('x[0-9a-fA-F]{2}|') :]})?"),
}
_CLOSING = {"---": ("---", "..."), "+++": ("+++",), "{": ("}",)}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands before the text: the fields, the line each begins on, and where the text begins."""

    fields: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    text: str = ""
    first_line: int = 1
    warnings: tuple[Warned, ...] = ()
    is_markdown: bool = False
    """It says that the text is Markdown."""


class BadMarkup(ValueError):  # noqa: N818 - a fact about a text
    """Metadata that cannot be read: the line within it, and why."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def read_yaml(text: str) -> Any:
    """Read YAML with every scalar as text; raise BadMarkup with the line (1 is the first) where it cannot be."""
    if len(text) > _LONGEST:
        raise BadMarkup(1, f"longer than {_LONGEST:,} characters")
    if text.count("[") + text.count("{") > _MOST_BRACKETS or _DEEP.search(text):
        raise BadMarkup(1, "nested too deeply")
    try:
        if "*" in text and "&" in text:
            _refuse_aliases(text)
        return yaml.load(_PAIR.sub(_one_escape, text), Loader=_LOADER)  # noqa: S506 - it builds nothing but text
    except BadMarkup:
        raise
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadMarkup(line, str(error.problem)) from error
    except (yaml.YAMLError, RecursionError, ValueError, TypeError) as error:
        raise BadMarkup(1, "not YAML") from error


def _refuse_aliases(text: str) -> None:
    """Refuse what stands for something else: nine lines of it can stand for gigabytes."""
    for token in yaml.scan(_PAIR.sub(_one_escape, text), Loader=_LOADER):
        if isinstance(token, yaml.AliasToken):
            raise BadMarkup(token.start_mark.line + 1, "an alias (*) that stands for another part is not read")


def _one_escape(pair: re.Match[str]) -> str:
    return f"\\U{0x10000 + (int(pair[1], 16) - 0xD800) * 0x400 + int(pair[2], 16) - 0xDC00:08x}"


def _plain(value: Any) -> Any:
    """Spell a TOML value as text."""
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value if isinstance(value, dict) else str(value)


def read_toml(text: str) -> Any:
    """Read TOML with every value as text; raise BadMarkup where it cannot be."""
    if len(text) > _LONGEST or text.count("[") + text.count("{") > _MOST_BRACKETS:
        raise BadMarkup(1, "too long or nested too deeply")
    try:
        return {key: _plain(value) for key, value in tomllib.loads(text).items()}
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        found = re.search(r"at line (\d+)", str(error))
        raise BadMarkup(int(found[1]) if found else 1, str(error).split(" (at")[0]) from error


def split_front_matter(text: str) -> FrontMatter:
    """Take the front matter off a text. What cannot be read is reported with its line, and the text below it kept."""
    if head := _HEAD.match(text):
        return _read_head(text, head.end(), is_markdown=True)
    bare = _BARE.match(text)
    if bare and not any(is_unread(line.partition(":")[0]) for line in bare[0].strip("- \n").split("\n")):
        return _read_head(text, bare.end(), is_markdown=False)
    body = text.lstrip()
    fence = body[:4].split("\n", 1)[0].rstrip()
    if fence not in _CLOSING or body[len(fence) :].split("\n", 1)[0].strip():
        return FrontMatter(text=text)
    lines = body.split("\n")
    if not _states_field(lines, fence):
        return FrontMatter(text=text)
    above = text.count("\n", 0, len(text) - len(body))
    closing = next((at for at, line in enumerate(lines[1:_MOST_LINES], 1) if line.rstrip() in _CLOSING[fence]), None)
    warnings = []
    if closing is None:
        closing = next((at for at, line in enumerate(lines[1:_MOST_LINES], 1) if not line.strip()), len(lines))
        warnings.append(Warned(1, f"front matter is not closed by {fence}; it is taken to end at the first blank line"))
    fields, faults = _read_block(lines[1:closing], fence)
    starts: dict[str, int] = {}
    for number, line in enumerate(lines[1:closing], 2 + above):
        key = re.split(r"\s*[:=]", line.removeprefix(_ITEM), maxsplit=1)[0].strip("\"' \t")
        starts.setdefault(key, number)
    below = "\n".join(lines[closing + 1 :])
    moved = tuple(Warned((warned.line or 0) + above, warned.reason) for warned in (*warnings, *faults))
    return FrontMatter(fields, starts, below, closing + 2 + above, moved)


def _read_head(text: str, end: int, *, is_markdown: bool) -> FrontMatter:
    """Read lines of `Field: value`, as Jina Reader writes them before the Markdown of a page, down to a last label."""
    lines = text[:end].rstrip("-\n").split("\n")
    fields = {key: value.strip() for key, colon, value in (line.partition(":") for line in lines) if value.strip()}
    starts = {line.partition(":")[0]: number for number, line in enumerate(lines, 1)}
    return FrontMatter(fields, starts, text[end:], text.count("\n", 0, end) + 1, is_markdown=is_markdown)


def _states_field(lines: list[str], fence: str) -> bool:
    """Tell whether what follows the fence is metadata; a list or JSON only if it begins with a field that is known."""
    written = next((line for line in lines[1:] if line.strip() and not line.lstrip().startswith("#")), "")
    if written.strip() in _CLOSING[fence]:
        return fence != "{"
    key = _KEY.match(written.lstrip() if fence == "{" else written.removeprefix(_ITEM))
    is_sure = fence != "{" and not written.startswith(_ITEM)
    return key is not None and (is_sure or is_field(key["name"]))


def _read_block(block: list[str], fence: str) -> tuple[dict[str, Any], list[Warned]]:
    """Read the fields. A list of fields is one of them all; of a line that is no YAML the value is taken as written."""
    warnings: list[Warned] = []
    lines = list(block)
    while True:
        try:
            read = _read(fence, "\n".join(lines))
            break
        except BadMarkup as error:
            written = lines[error.line - 1] if error.line <= len(lines) else ""
            said = f"front matter cannot be read ({error.reason})"
            escaped = _ESCAPES[fence].sub(lambda found: found[0] if len(found[0]) > 1 else "\\\\", written)
            if escaped != written and len(warnings) < _MOST_MENDED:
                lines[error.line - 1] = escaped
                warnings.append(Warned(error.line + 1, f"{said}; the escape is taken as it is written"))
                continue
            mended = _quoted(written) if fence == "---" and len(warnings) < _MOST_MENDED else written
            if mended == written:
                return {}, [Warned(error.line + 1, f"{said}; the text below it is published")]
            lines[error.line - 1] = mended
            warnings.append(Warned(error.line + 1, f"{said}; the line is taken as it is written"))
    if isinstance(read, list) and all(isinstance(item, dict) for item in read):
        read = {key: value for item in read for key, value in item.items()}
    if isinstance(read, dict):
        return {str(key).strip(): value for key, value in read.items() if isinstance(key, str)}, warnings
    if any(line.strip() for line in block):
        return {}, [Warned(2, "front matter holds no fields; the text below it is published")]
    return {}, []


def _read(fence: str, block: str) -> Any:
    if fence == "+++":
        return read_toml(block)
    return read_yaml(f"{{{block}}}" if fence == "{" else block)  # JSON is YAML


def _quoted(line: str) -> str:
    """Put the value on a line in quotes, where it is not: `title: Ankara: an agreement`."""
    found = _FIELD.fullmatch(line)
    if found is None:
        return line
    return f"{found['key']} {json.dumps(found['value'], ensure_ascii=False)}"
