"""JSON and JSON Lines: an object is an article, a list or a line each is one of many.

What a file holds is told by its first bytes, not by its suffix: lists are written into `.jsonl` and lines into `.json`.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain, repeat
from typing import BinaryIO

from feeds.errors import ArticleRefused
from feeds.parsers.decoding import LARGEST, too_large
from feeds.parsers.defaults import Defaults
from feeds.parsers.kinds.records import inner_list
from feeds.parsers.parts import Part, part_name

_CHUNK = 1 << 20
_LARGEST_OBJECT = 50_000_000
"""Bytes of an object that holds its articles in a list: it is read as a whole."""
_BLANK = re.compile(r"[\s,\x1e]*")
_DECODER = json.JSONDecoder()


def split(stream: BinaryIO, name: str, defaults: Defaults) -> Iterator[Part]:  # noqa: ARG001 - the form of all kinds
    """Give the articles of a file, one object alone under the name of the file. Raises ArticleRefused."""
    first = _line(stream)
    if first.strip() and first.lstrip()[:1] != b"[" and _is_whole(first):
        blank, rest = 0, _line(stream)
        while rest and not rest.strip():
            blank, rest = blank + 1, _line(stream)
        if rest:
            begun = chain([first], repeat(b"\n", blank), [rest])
            yield from _lines(chain(begun, iter(partial(_line, stream), b"")), stream, name)
            return
        yield from _of_one(first.decode("utf-8", "surrogateescape"), 1, name)
        return
    yield from _values(first, stream, name)


def _line(stream: BinaryIO) -> bytes:
    return stream.readline(LARGEST + 1)


def _is_whole(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _lines(lines: Iterable[bytes], stream: BinaryIO, name: str) -> Iterator[Part]:
    """Give a record a line; one that is broken costs itself alone."""
    for number, line in enumerate(lines, 1):
        whole = line
        while not whole.endswith(b"\n") and len(whole) > LARGEST:  # the rest of what is too long
            whole = _line(stream)
        if len(line) > LARGEST:
            yield Part(number, part_name(name, number), b"", too_large(len(line)))
        elif record := line.strip():
            yield Part(number, part_name(name, number), record)


def _values(first: bytes, stream: BinaryIO, name: str) -> Iterator[Part]:
    """Give the elements of a list, or values that follow each other; one alone may hold a list itself."""
    reader = _Reader(first, stream, name)
    if reader.skip("["):
        yield from _parts(reader.values(), name)
        return
    values = reader.values()
    one = next(values, None)
    if one is None:
        raise ArticleRefused(name, None, "the file is empty")
    another = next(values, None)
    if another is None:
        yield from _of_one(one[1], one[0], name)
        return
    yield from _parts(chain((one, another), values), name)


def _parts(values: Iterable[tuple[int, str]], name: str) -> Iterator[Part]:
    """Name values by their lines; where several begin on one line, by the next number that is free."""
    at = 0
    for line, text in values:
        at = max(line, at + 1)
        yield Part(at, part_name(name, at), text.encode("utf-8", "surrogateescape"))


def _of_one(text: str, line: int, name: str) -> Iterator[Part]:
    """Give the one object of a file, or the articles in a list that it holds."""
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        fields = None  # whoever reads it says what is wrong
    listed = inner_list(fields) if isinstance(fields, dict) else None
    if listed is None:
        data = text.encode("utf-8", "surrogateescape")
        yield Part(line, name, data, too_large(len(data)) if len(data) > LARGEST else "")
        return
    places = _lines_of(text, listed.name, line)
    at = 0
    for item in listed.items:
        at = max(next(places, 0), at + 1)
        record = {**listed.shared, **item} if isinstance(item, dict) else item
        yield Part(at, part_name(name, at), _as_bytes(record))


def _as_bytes(record: object) -> bytes:
    """Write a record as it was, in whatever code page; lone halves of a character stay escaped."""
    try:
        return json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return json.dumps(record).encode()


def _lines_of(text: str, key: str, line: int) -> Iterator[int]:
    """Give the line of each element of a list under a key, as far as they are found."""
    start = re.search(rf'"{re.escape(key)}"\s*:\s*\[', text)
    at = begin = start.end() if start else len(text)
    line += text.count("\n", 0, at)
    while at < len(text):
        begin = _after_blanks(text, at)
        line += text.count("\n", at, begin)
        try:
            _, at = _DECODER.raw_decode(text, begin)
        except ValueError:
            return
        yield line
        line += text.count("\n", begin, at)


def _after_blanks(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


class _Reader:
    """Reads JSON values from a stream one by one."""

    def __init__(self, first: bytes, stream: BinaryIO, name: str) -> None:
        self._stream = stream
        self._name = name
        self._decode = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode
        self._text = self._decode(first)
        self._at = 0
        self._line = 1
        self._is_ended = False

    def skip(self, sign: str) -> bool:
        """Step over a sign if it comes next."""
        self._skip_blanks()
        is_next = self._text.startswith(sign, self._at)
        self._at += is_next
        return is_next

    def values(self) -> Iterator[tuple[int, str]]:
        """Give each value with the line it begins on, down to the end of the file or of the list."""
        while True:
            self._skip_blanks()
            if self._at == len(self._text) or self._text.startswith("]", self._at):
                return
            end = self._end()
            place = self._line
            text = self._text[self._at : end]
            self._advance(end)
            yield place, text

    def _end(self) -> int:
        """Find where the value that begins here ends. Raises ArticleRefused."""
        while True:
            try:
                return self._ending()
            except (ValueError, RecursionError) as error:
                if self._is_ended:
                    reason = f"from here on it is no JSON: {_why(error)}"
                    raise ArticleRefused(self._name, self._line, reason) from error
                if len(self._text) - self._at > _LARGEST_OBJECT:
                    reason = "what begins here is no JSON, or too large: one object holds more than 50 MB"
                    raise ArticleRefused(self._name, self._line, reason) from error
            self._read()

    def _ending(self) -> int:
        _, end = _DECODER.raw_decode(self._text, self._at)
        if end == len(self._text) and not self._is_ended:
            raise ValueError("a number may go on")
        return end

    def _skip_blanks(self) -> None:
        while True:
            self._advance(_after_blanks(self._text, self._at))
            if self._at < len(self._text) or self._is_ended:
                return
            self._read()

    def _advance(self, to: int) -> None:
        self._line += self._text.count("\n", self._at, to)
        self._at = to

    def _read(self) -> None:
        """Read on, forgetting what was passed. Each time twice as much, so that a long value is tried a few times."""
        self._text = self._text[self._at :]
        self._at = 0
        raw = self._stream.read(max(_CHUNK, len(self._text)))
        self._is_ended = not raw
        self._text += self._decode(raw, final=self._is_ended)


def _why(error: Exception) -> str:
    return f"{error.msg} at column {error.colno}" if isinstance(error, json.JSONDecodeError) else "nested too deeply"
