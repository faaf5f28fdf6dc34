"""Our HTML as Markdown, block by block: what would not be read back as the very same HTML stays HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lxml import etree

from feeds.parsers.markup.markdown import body_of_markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>")
_VOID = frozenset({"br", "hr", "img"})
_MARKS = re.compile(r"[\\`*_\[\]<>&|~=%#^$]")
_BEGINNING = re.compile(r"^(\d{1,9})([.)])|^([-+])")
_AROUND = {"strong": "**", "em": "*", "s": "~~"}
_LEVELS = ("h1", "h2", "h3", "h4", "h5", "h6")


def markdown_of(html: str) -> str:
    """Write HTML that was made here as Markdown; every address in it is whole."""
    written: list[str] = []
    before = ""
    for block in _blocks(html):
        if block[:3] == before[:3] and block[:3] in {"<ul", "<ol"}:
            written.append("<!-- -->")  # else Markdown takes two lists for one
        written.append(_written(block))
        before = block
    return "\n\n".join(written)


def _blocks(html: str) -> Iterator[str]:
    """Part HTML at the ends of its outermost elements."""
    depth = begun = 0
    for tag in _TAG.finditer(html):
        if tag[2] not in _VOID:
            depth += -1 if tag[1] else 1
        if depth == 0:
            yield html[begun : tag.end()]
            begun = tag.end()


def _written(block: str) -> str:
    try:
        written = _block(etree.fromstring(block, etree.HTMLParser())[0][0])
    except _NoMarkdown:
        written = ""
    body = body_of_markdown(written)
    blocks = body.html(body.lines) or "".join(one.html for one in body.blocks)
    return written if written and blocks == block else block.replace("\n", "&#10;")


class _NoMarkdown(Exception):  # noqa: N818 - no fault: it stays HTML
    """Markdown has nothing for this."""


def _block(element: Any) -> str:
    write = _WRITERS.get(element.tag)
    if write is None or (element.attrib and element.tag != "ol"):
        raise _NoMarkdown
    return write(element)


def _paragraph(element: Any) -> str:
    """Write a paragraph that is not taken for an item or a rule for how it begins."""
    return _BEGINNING.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", _inline(element))


def _code(element: Any) -> str:
    if len(element) != 1 or element[0].tag != "code" or len(element[0]):
        raise _NoMarkdown
    return f"```\n{element[0].text or ''}```"


def _quotation(element: Any) -> str:
    return "\n>\n".join("> " + _block(child).replace("\n", "\n> ") for child in element)


def _list(element: Any) -> str:
    first = int(element.get("start", "1"))
    marks = (f"{first + at}. " if element.tag == "ol" else "- " for at in range(len(element)))
    return "\n".join(map(_item, element, marks))


def _item(item: Any, mark: str) -> str:
    lists = [child for child in item if child.tag in {"ul", "ol"}]
    text = mark + _inline(item, without=lists)
    inner = "".join("\n" + _block(one) for one in lists)
    return text + inner.replace("\n", "\n" + " " * len(mark))


def _table(table: Any) -> str:
    rows = [[_inline(cell) for cell in row if not cell.attrib] for row in table.iter("tr")]
    if len(rows) < 2 or table[0].tag != "thead":  # noqa: PLR2004 - a head and a row below it
        raise _NoMarkdown
    ruled = [rows[0], ["---"] * len(rows[0]), *rows[1:]]
    return "\n".join(f"| {' | '.join(row)} |" for row in ruled)


def _inline(element: Any, without: list[Any] | None = None) -> str:
    parts = [_escaped(element.text)]
    for child in element:
        if child not in (without or ()):
            parts.append(_word(child))
        parts.append(_escaped(child.tail))
    return "".join(parts).strip()


def _word(element: Any) -> str:
    tag = element.tag
    if tag in _AROUND:
        return f"{_AROUND[tag]}{_inline(element)}{_AROUND[tag]}"
    if tag == "a":
        return f"[{_inline(element)}](<{element.get('href')}>)"
    if tag == "img" and not element.get("width") and not element.get("height"):
        return f"![{_escaped(element.get('alt'))}](<{element.get('src')}>)"
    if tag == "code" and not len(element) and "`" not in (element.text or "`"):
        return f"`{element.text}`"
    if tag == "br":
        return "\\\n"
    if element.attrib or tag == "img":
        raise _NoMarkdown
    return f"<{tag}>{_inline(element)}</{tag}>"


def _escaped(text: str | None) -> str:
    return _MARKS.sub(r"\\\g<0>", text or "")


_WRITERS: dict[str, Callable[[Any], str]] = {
    "p": _paragraph,
    "hr": lambda _: "---",
    "pre": _code,
    "blockquote": _quotation,
    "ul": _list,
    "ol": _list,
    "table": _table,
    **{level: lambda element: f"{'#' * int(element.tag[1])} {_inline(element)}" for level in _LEVELS},
}
