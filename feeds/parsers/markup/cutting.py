"""HTML cut into blocks: paragraphs, headings, items of lists, quoted paragraphs, tables, code, pictures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lxml import etree

from feeds.enrich.normalise import clean
from feeds.parsers.markup.blocks import Block
from feeds.parsers.markup.elements import DEEPEST, LINES, holds_blocks, is_block, is_dropped, line_of, lines_of, tag_of
from feeds.parsers.markup.hypertext import BREAK, write
from feeds.parsers.markup.plain import Plain
from feeds.parsers.markup.safety import flattened, safe, tags

if TYPE_CHECKING:
    from collections.abc import Iterator

_WHOLE = frozenset({"p", "pre", "table", "figure", "dl", "h1", "h2", "h3", "h4", "h5", "h6"})
_ONE = frozenset({"hr", "ul", "ol", "blockquote"})
_LISTS = frozenset({"ul", "ol"})
_LONGEST_START = 5
_AROUND = re.compile(
    rf"[\s{BREAK}]*(</?(?:p|li|ul|ol|dl|dt|dd|blockquote|table|caption|thead|tbody|tfoot|tr|th|td|figure|figcaption|h[1-6]|hr|br)\b[^>]*>)[\s{BREAK}]*"
)
_BREAKS = re.compile(rf"\s*{BREAK}[\s{BREAK}]*")
_ONLY_PARAGRAPH = re.compile(
    r"(<(?:li|dd|td|th)\b[^>]*>)<p>((?:(?!</?p>|</?(?:ul|ol|table|blockquote|pre)\b).)*)</p></"
)


def blocks_of_html(html: str, line: int = 1, base: str | None = None, *, is_numbered: bool = False) -> list[Block]:
    """Read HTML that begins on a line of its file; `base` is the address of the article, where it is known.

    `is_numbered` says that it was made of Markdown, and its elements tell on which lines that stands.
    """
    if not html.strip():
        return []
    root = _tree(clean(html))
    if root is None:
        return []
    _unnest(root)
    cutter = _Cutter(base, Plain(base, line, is_numbered=is_numbered))
    cutter.cut(root, "", 0)
    return cutter.blocks


def _tree(html: str) -> Any:
    """Parse HTML; what is nested so deeply that the parser would give up in the midst of it is flattened before."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    root = etree.fromstring(f"<html><body>{html}</body></html>".encode(), parser)
    is_cut = any("depth" in fault.message for fault in parser.error_log)
    return _tree(flattened(html)) if is_cut else root


def _unnest(root: Any) -> None:
    """Let what holds lines hold no blocks: each run of text between these is a paragraph of its own."""
    for element in list(root.iter(*LINES)):
        parts = list(_parts(element)) if holds_blocks(element) else []
        if parts:
            parts[-1].tail, element.tail = element.tail, None
            parent = element.getparent()
            at = parent.index(element)
            parent[at : at + 1] = parts


class _Cutter:
    """Collects the blocks of one text."""

    def __init__(self, base: str | None, plain: Plain) -> None:
        self.blocks: list[Block] = []
        self._base = base
        self._plain = plain

    def cut(self, element: Any, frame: str, group: int, depth: int = 0) -> None:
        """Add the blocks that an element holds; what stands between them is a paragraph of its own."""
        for part in _parts(element):
            tag = tag_of(part)
            if tag in _LISTS and not frame:
                self._cut_list(part, tag)
            elif tag == "blockquote" and not frame:
                self.cut(part, "<blockquote>", len(self.blocks), depth + 1)
            elif depth > DEEPEST or tag in _ONE or (tag in _WHOLE and not _is_layout(part, tag)):
                self._add(part, frame, group)
            else:
                self.cut(part, frame, group, depth + 1)

    def _cut_list(self, element: Any, tag: str) -> None:
        start = element.get("start", "")
        is_later = tag == "ol" and start.isdecimal() and start != "1" and len(start) <= _LONGEST_START
        frame = f'<ol start="{start}">' if is_later else f"<{tag}>"
        group = len(self.blocks)
        for item in element:
            if tag_of(item) == "li":
                self._add(item, frame, group)

    def _add(self, element: Any, frame: str, group: int) -> None:
        html = safe(_tidy(write(element, self._base)))
        lines = () if _is_picture(element, html) else self._plain.lines(element, len(self.blocks))
        if tag_of(element) == "hr" or lines or "<img" in html:
            self.blocks.append(Block(html, lines, frame, group, *(lines_of(element) or ())))


def _parts(element: Any) -> Iterator[Any]:
    """Give the blocks in an element, each run of text and words between them as a paragraph."""
    run = _new_run(element, element.text)
    for child in list(element):
        tag, tail = tag_of(child), child.tail
        if is_dropped(child, tag):
            _append(run, tail)
            continue
        if is_block(tag) or holds_blocks(child) or tag in tags("embedded"):
            if _says(run):
                yield run
            run = _new_run(child, tail)
            child.tail = None
            yield _alone(child) if tag in tags("embedded") else child
        elif tag == "br" and not (tail or "").strip() and _next_is_break(child):
            if _says(run):
                yield run
            run = _new_run(child, None)
        elif tag == "br" and not _says(run):
            run = _new_run(child, tail)
        else:
            run.append(child)
    if _says(run):
        yield run


def _new_run(beside: Any, text: str | None) -> Any:
    """Begin a paragraph within or after an element, on whose line it stands."""
    run = etree.Element("p")
    run.text = clean(text or "")
    run.sourceline = beside.sourceline
    for written in (beside, *beside.iterancestors()):
        if line_of(written):
            run.set("data-line", written.get("data-line", ""))
            run.set("data-end", written.get("data-end", ""))
            break
    return run


def _alone(element: Any) -> Any:
    """Put an element into a paragraph of its own."""
    run = _new_run(element, None)
    run.append(element)
    return run


def _append(run: Any, text: str | None) -> None:
    if len(run):
        run[-1].tail = clean((run[-1].tail or "") + (text or ""))
    else:
        run.text = clean((run.text or "") + (text or ""))


def _says(run: Any) -> bool:
    return bool(len(run)) or bool((run.text or "").strip())


def _next_is_break(element: Any) -> bool:
    following = element.getnext()
    return following is not None and tag_of(following) == "br"


def _is_picture(element: Any, html: str) -> bool:
    """Tell whether a block is a picture, with its caption if it has one: that is no line of the text."""
    return tag_of(element) == "figure" and "<img" in html


def _is_layout(element: Any, tag: str) -> bool:
    """Tell whether an element only places what it holds: a table of one column, or of tables."""
    if tag == "figure":
        return next(element.iterdescendants("img"), None) is None
    if tag != "table":
        return False
    rows = (sum(1 for cell in row if tag_of(cell) in {"td", "th"}) for row in element.iter("tr"))
    return max(rows, default=0) <= 1 or next(element.iterdescendants("table"), None) is not None


def _tidy(html: str) -> str:
    """Take off blanks and breaks around what begins or ends a line anyway, and the paragraph that is all of an item."""
    html = _BREAKS.sub("<br>", _AROUND.sub(r"\1", html).strip(BREAK))
    return _ONLY_PARAGRAPH.sub(r"\1\2</", html)
