"""Elements of HTML as the plain lines that say the same, each with the line of the file it began on."""

from __future__ import annotations

from typing import Any

from feeds.enrich.lines import Line
from feeds.enrich.normalise import clean, one_line
from feeds.enrich.share import share_link
from feeds.parsers.markup.elements import (
    DEEPEST,
    box_of,
    embed_of,
    is_block,
    is_dropped,
    joined,
    line_of,
    lines_of,
    tag_of,
)
from feeds.parsers.markup.safety import tags

_CELL = " · "
_BLANKS = " \t\n\r\f"
_VERBATIM = frozenset({"pre", "table"})
_ROWS = frozenset({"table", "thead", "tbody", "tr"})
_LONGEST_START = 5


class Plain:
    """Says the elements of one text as lines, one after the other; `base` is the address of the article.

    In the file the text begins on `first_line`. `is_numbered` says that it was made of Markdown, and its elements tell
    on which lines that stands.
    """

    def __init__(self, base: str | None, first_line: int, *, is_numbered: bool) -> None:
        self._base = base
        self._first_line = first_line
        self._is_numbered = is_numbered
        self._last = first_line
        self._items: dict[Any, int] = {}
        """How many items of each numbered list were said."""

    def lines(self, element: Any, block: int) -> tuple[Line, ...]:
        """Say an element, which is the block of that place."""
        said = _Said(self.number(element))
        self._say(element, said, 0)
        said.end()
        is_verbatim = tag_of(element) in _VERBATIM
        if len(said.lines) == 1 and not is_verbatim:
            number, text = said.lines[0]
            said.lines[0] = (number, _with_share_address(element, text))
        return tuple(Line(number, text, block, is_verbatim) for number, text in said.lines)

    def number(self, element: Any) -> int:
        """Give the line that an element begins on, else that of what stands before it."""
        if not self._is_numbered:
            self._last = int(element.sourceline or 1) + self._first_line - 1
        elif span := lines_of(element):
            self._last = span[0]
        return self._last

    def _say(self, element: Any, said: _Said, depth: int) -> None:
        tag = tag_of(element)
        if is_dropped(element, tag):
            return
        if tag == "input" or tag in tags("embedded"):
            said.add(box_of(element) if tag == "input" else embed_of(element, self._base)[1])
            return
        is_cell = tag in {"td", "th"}
        begins_line = tag == "br" or (is_block(tag) and not is_cell)
        if begins_line:
            said.end()
        said.number = line_of(element) or said.number
        if tag == "li":
            said.prefix = self._number_of_item(element)
        elif is_cell and said.is_begun:
            said.add(_CELL)
        self._say_inner(element, said, depth, in_code=said.is_code or tag == "pre")
        if begins_line:
            said.end()

    def _number_of_item(self, item: Any) -> str:
        """Give the number that an item of a list is shown with."""
        parent = item.getparent()
        if parent is None or tag_of(parent) != "ol":
            return ""
        start = parent.get("start", "1")
        first = int(start) if start.isdecimal() and len(start) <= _LONGEST_START else 1
        at = self._items.get(parent, 0)
        self._items[parent] = at + 1
        return f"{first + at}. "

    def _say_inner(self, element: Any, said: _Said, depth: int, *, in_code: bool) -> None:
        if depth > DEEPEST:
            said.add("".join(element.itertext()))
            return
        was_code, said.is_code = said.is_code, in_code
        is_row = self._is_numbered and tag_of(element) in _ROWS  # between its cells stands nothing that was written
        said.add(None if is_row else element.text)
        for child in element:
            self._say(child, said, depth + 1)
            said.add(None if is_row else child.tail)
        if in_code and not was_code:
            said.end()
        said.is_code = was_code


class _Said:
    """Lines, and the one that is being said."""

    def __init__(self, number: int) -> None:
        self.lines: list[tuple[int, str]] = []
        self.number = number
        """The line of the file at which reading is."""
        self.is_code = False
        self.prefix = ""
        """What the next line begins with."""
        self._parts: list[str] = []
        self._began = number

    @property
    def is_begun(self) -> bool:
        """Tell whether the present line says anything yet."""
        return any(part.strip() for part in self._parts)

    def add(self, text: str | None) -> None:
        """Say more; in code, every line feed ends a line."""
        if not text:
            return
        first, *others = text.split("\n") if self.is_code else (text,)
        self._add(first)
        for other in others:
            self.end()
            self.number += 1
            self._add(other)

    def _add(self, text: str) -> None:
        if not self.is_begun:
            before = text[: len(text) - len(text.lstrip(_BLANKS))]
            self._began = self.number + before.count("\n")
        self._parts.append(text)
        self.number += text.count("\n")

    def end(self) -> None:
        """End the present line."""
        text = "".join(self._parts)
        self._parts = []
        text = clean(text.rstrip()) if self.is_code else one_line(clean(joined(text)))
        if text.strip(" ·"):
            self.lines.append((self._began, self.prefix + text))
            self.prefix = ""


def _with_share_address(element: Any, text: str) -> str:
    """Say the address of a share label that is itself the link, as pages do that print it."""
    links = list(element.iter("a")) if "://" not in text else []
    line = f"{text} {links[0].get('href', '').strip()}" if len(links) == 1 else text
    return line if share_link(line) else text
