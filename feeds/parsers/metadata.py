"""What metadata states of an article, by the names that the programs writing it use."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import yaml

from feeds.enrich.agencies import find_source
from feeds.enrich.normalise import clean, one_line
from feeds.enrich.stated_tags import stated_items
from feeds.enrich.tables import load_table
from feeds.parsers.mending import undo_entities, undo_mojibake, without_elements

_ABSENT = frozenset({"", "~", "null", "none", "nan"})
_MOST_ITEMS = 500
_LONGEST = 2_000
_NAMED = (
    *("rendered", "name", "title", "url", "@value", "#text", "$date", "$numberLong", "$oid", "main", "original"),
    *("_seconds", "seconds"),
)
"""Of an object that stands for a text, where that is."""
_PARTED = str.maketrans("", "", " _-")
_SCHEMA = re.compile(r"(?:[a-z]+:|dc(?:terms)?\.)+")
"""The vocabulary from which a name is, as pages have it: `og:title`, `DC.date.issued`."""
_LISTED = re.compile(r"[\[{]\s*(?:(['\"]).*\1)?\s*[\]}]|set\(\)", re.DOTALL)
"""A list as Python prints it into a table."""
_ADDRESSES = frozenset({"url", "canonicalurl", "canonicallink", "canonical", "originalurl"})
_DATES = frozenset({"published", "updated"})
_SWITCHES = frozenset({"true", "false", "yes", "no"})
_WIKI = re.compile(r"\[\[([^\[\]|]+)(?:\|([^\[\]|]+))?\]\]")
"""The name of a note, as note takers write it: `[[Jane Doe]]`."""
_UNMAPPED: Mapping[str, str] = {}
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})((?:[-_][A-Za-z0-9]{2,8}){0,3})")


@cache
def _names() -> dict[str, tuple[str, ...]]:
    text = Path(__file__).with_name("metadata.yaml").read_text("utf-8")
    rows = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - texts only
    return {field: tuple(dict.fromkeys(map(_spelled, names))) for field, names in rows.items()}


def _spelled(name: str) -> str:
    """Even out how a name is spelled: `published_at`, `publishedAt` and `Published at` are one."""
    return name.casefold().translate(_PARTED)


def _unbound(name: str) -> str:
    """Spell a name without the vocabulary that it is from."""
    return _spelled(_SCHEMA.sub("", name.casefold()))


@cache
def _fields() -> dict[str, str]:
    """Give the field that each name means; the field's own name goes before what others call so."""
    meant = {name: field for field, names in reversed(_names().items()) for name in reversed(names)}
    return {**meant, **{_spelled(field): field for field in _names()}}


def is_field(name: str) -> bool:
    """Tell whether some program calls a field so."""
    return field_meant(name) is not None


@cache
def _passed_over() -> frozenset[str]:
    rows = yaml.load(Path(__file__).with_name("unread.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    return frozenset(_spelled(name) for row in rows for name in row)


def is_unread(name: str) -> bool:
    """Tell whether nobody is known to call a field so: neither what is read nor what says nothing to a feed."""
    return not is_field(name) and _spelled(name) not in _passed_over()


def field_meant(name: str) -> str | None:
    """Give the field that a name means: `date` is `published`."""
    return _fields().get(_spelled(name)) or _fields().get(_unbound(name))


def _texts(value: Any) -> Iterator[str]:
    """Give the texts in a value: itself, those of a list, the name of an object."""
    if isinstance(value, list):
        for item in value[:_MOST_ITEMS]:
            if not isinstance(item, list):
                yield from _texts(item)
    elif isinstance(value, Mapping):
        yield from _texts(next((value[key] for key in _NAMED if isinstance(value.get(key), str | Mapping)), ""))
    elif isinstance(value, bool):
        yield str(value).lower()
    elif isinstance(value, str) and (listed := _listed(value)) is not None:
        yield from _texts(listed)
    elif isinstance(value, str):
        text = one_line(clean(undo_mojibake(undo_entities(without_elements(value)).text).text))[:_LONGEST]
        text = wiki[2] or wiki[1] if (wiki := _WIKI.fullmatch(text)) else text
        if text.lower() not in _ABSENT:
            yield text


def _listed(text: str) -> list[Any] | None:
    """Give what is in a list that was written as Python prints it, `['a', 'b']`, as tables have it."""
    if not _LISTED.fullmatch(text):
        return None
    try:
        return list(ast.literal_eval(f"[{text[1:-1]}]" if text[0] in "[{" else "[]"))
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None


@dataclass(frozen=True, slots=True)
class Stated:
    """A field of the metadata: its texts, and the name it was found under."""

    texts: tuple[str, ...]
    name: str

    @property
    def text(self) -> str:
        """The only, or first, text."""
        return self.texts[0]


class Held(NamedTuple):
    """A value of the metadata as it is, and the name it was found under."""

    value: Any
    name: str


class Metadata:
    """The fields of one article's metadata, found by any of their names."""

    def __init__(self, fields: Mapping[str, Any], mapped: Mapping[str, str] = _UNMAPPED) -> None:
        """Take fields by their names; `mapped` says where a folder has them: our field → a dotted path of theirs."""
        self._fields = {_spelled(key): (key, value) for key, value in fields.items()}
        for key, value in fields.items():
            if ":" in key or "." in key:
                self._fields.setdefault(_unbound(key), (key, value))
        self._mapped = {field: (path, value) for field, path in mapped.items() if (value := at_path(fields, path))}

    def find(self, field: str) -> Stated | None:
        """Give a field's texts under the first of its names that holds any."""
        for key, value in self._values(field):
            texts = tuple(text for text in _texts(value) if text)
            if not texts or (field in {"source", "url"} and is_address(texts[0]) != (field == "url")):
                continue
            if field == "authors" and texts[0].isdecimal():  # the number of somebody in a database
                continue
            if field not in _DATES or texts[0].lower() not in _SWITCHES:  # `published: false` is no date
                return Stated(texts, key)
        return None

    def every(self, field: str) -> Iterator[Stated]:
        """Give a field's texts under each of its names that holds any."""
        for key, value in self._values(field):
            if texts := tuple(_texts(value)):
                yield Stated(texts, key)

    def raw(self, field: str) -> Stated | None:
        """Give a field's text as it is written, line breaks and all."""
        for key, value in self._values(field):
            text = value.get("rendered") if isinstance(value, Mapping) else value
            if isinstance(text, list):
                text = "\n\n".join(item for item in text if isinstance(item, str))
            if isinstance(text, str) and text.strip() and text.strip().lower() not in _ABSENT:
                return Stated((text,), key)
        return None

    def held(self, field: str) -> Held | None:
        """Give what a field holds, which may be an object, or a list of them."""
        for key, value in self._values(field):
            if (isinstance(value, str) and value.strip().lower() not in _ABSENT) or (
                value and not isinstance(value, str | bool)
            ):
                return Held(value, key)
        return None

    def _values(self, field: str) -> Iterator[tuple[str, Any]]:
        """Give what stands where the folder says, then under each name of a field, with that name."""
        if field in self._mapped:
            yield self._mapped[field]
        for name in _names()[field] if self._fields else ():
            if (found := self._fields.get(name)) is not None:
                yield found

    def misstated_address(self) -> Stated | None:
        """Give what is called the address of the article and is no address of the web."""
        for key, value in self._values("url") if self.find("url") is None else ():
            if _spelled(key) in _ADDRESSES and (text := next(_texts(value), "")):
                return Stated((text,), key)
        return None

    def split(self, field: str) -> Stated | None:
        """Give a field that lists things, its comma or semicolon lists taken apart."""
        stated = self.find(field)
        if stated is None:
            return None
        items = stated_items(stated.texts)
        if field == "source":  # several agencies, or the name of one
            items = [part for item in items for part in _agencies(item)]
        return Stated(tuple(dict.fromkeys(items)), stated.name) if items else None

    def __bool__(self) -> bool:
        return bool(self._fields)


def at_path(fields: Any, path: str) -> Any:
    """Give what stands at a dotted path: `meta.when`, `images.0.url`; None where nothing does."""
    if isinstance(fields, Mapping) and path in fields:
        return fields[path]
    head, _, rest = path.partition(".")
    if isinstance(fields, Mapping):
        inner = fields.get(head)
    elif isinstance(fields, list) and head.isdecimal() and int(head) < len(fields):
        inner = fields[int(head)]
    else:
        return None
    return at_path(inner, rest) if rest else inner


def _agencies(name: str) -> list[str]:
    parts = re.split(r"\s?/\s?", name)
    return parts if all(map(find_source, parts)) else [name]


def is_address(text: str) -> bool:
    """Tell whether a text is an absolute http(s) address."""
    if not text.startswith(("http://", "https://", "HTTP://", "HTTPS://")) or " " in text or len(text) >= _LONGEST:
        return False
    try:
        parts = urlsplit(text)
        return bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


@cache
def _codes() -> dict[str, str]:
    codes: dict[str, str] = load_table("codes.json")["codes"]
    return codes


def language_tag(text: str) -> str | None:
    """Spell a language as BCP 47 does: `fr`, `pt-BR`, `zh-Hant`, `fra` as `fr`; None when it is no language tag."""
    found = _LANGUAGE.fullmatch(text.strip())
    if found is None:
        return None
    spelled = {2: str.upper, 4: str.title}
    subtags = re.split("[-_]", found[2])[1:]
    primary = found[1].lower()
    return "-".join(
        [_codes().get(primary, primary), *(spelled.get(len(subtag), str.lower)(subtag) for subtag in subtags)]
    )
