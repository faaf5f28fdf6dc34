"""Blocks of a text: each as safe HTML and as the plain lines that say the same; and what is left of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html import escape
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from feeds.enrich.lines import Line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

_RICH = re.compile(r"<(?!/?(?:p|br)>|hr>)")
_HEADINGS = re.compile(r"(</?h)([1-6])>")
_LOWEST = 6


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, an item of a list, a table, a picture and the like."""

    html: str
    lines: tuple[Line, ...]
    """Their `block` is the place of this block in its text. A picture and a rule have none."""
    frame: str = ""
    """The tag that opens what this stands in, a list or a quotation; what stands in one follows one another."""
    group: int = 0
    """The place of the first block in the same frame."""
    first: int = 1
    """The line of the file it begins on."""
    end: int = 1
    """The line after it, where that is known."""

    @property
    def is_rich(self) -> bool:
        """Tell whether this says more than plain paragraphs do."""
        return bool(self.frame) or _RICH.search(self.html) is not None

    @property
    def is_rule(self) -> bool:
        """Tell whether this only parts what stands around it."""
        return self.html == "<hr>"


@dataclass(frozen=True, slots=True)
class Body:
    """A text with markup, before its lines are sorted."""

    blocks: Sequence[Block]
    markdown: str = ""
    """What it was written in, where that was Markdown that may be given out as it is."""
    first_line: int = 1
    """The line of the file that Markdown begins on."""
    is_markdown: bool = False
    lines: list[Line] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", [line for block in self.blocks for line in block.lines])

    def standing_on(self, line: int) -> Body:
        """Give the same with all lines on one of the file: that of a record of which it is a part."""
        moved = [replace(block, lines=tuple(one._replace(number=line) for one in block.lines)) for block in self.blocks]
        return Body(moved, self.markdown, self.first_line, self.is_markdown)

    def html(self, kept: Iterable[Line]) -> str | None:
        """Give the HTML of the lines that are kept, None where plain paragraphs of them say the same."""
        left = list(self._left(frozenset(kept)))
        while left and left[-1].is_rule:
            left.pop()
        while left and left[0].is_rule:
            left.pop(0)
        if not any(block.is_rich for block in left):
            return None
        return _lowered(
            "".join(_framed(frame, list(run)) for (frame, _), run in groupby(left, attrgetter("frame", "group")))
        )

    def source(self, kept: Iterable[Line]) -> str | None:
        """Give the Markdown without the lines of what is not kept."""
        if not self.markdown:
            return None
        said = frozenset(kept)
        left = frozenset(id(block) for block in self._left(said))
        gone = {
            number
            for block in self.blocks
            if id(block) not in left and said.isdisjoint(block.lines)
            for number in range(block.first, block.end)
        }
        lines = self.markdown.split("\n")
        written = (line for number, line in enumerate(lines, self.first_line) if number not in gone)
        return re.sub(r"\n{3,}", "\n\n", "\n".join(written)).strip("\n")

    def _left(self, kept: Collection[Line]) -> Iterator[Block]:
        """Give what is left of the blocks; what has no lines goes with those around it."""
        waiting: list[Block] = []
        is_open = True
        for block in self.blocks:
            if not block.lines:
                if is_open:
                    yield block
                else:
                    waiting.append(block)
                continue
            lines = [line for line in block.lines if line in kept]
            is_open = bool(lines)
            if lines:
                yield from waiting
                waiting.clear()
                yield block if len(lines) == len(block.lines) else _plain(block, lines)


def _plain(block: Block, lines: Sequence[Line]) -> Block:
    """Write those lines of a block that are left."""
    texts = [escape(line.text, quote=False) for line in lines]
    is_item = block.html.startswith("<li>")
    html = f"<li>{'<br>'.join(texts)}</li>" if is_item else "".join(f"<p>{text}</p>" for text in texts)
    return Block(html, tuple(lines), block.frame, block.group, block.first, block.end)


def _framed(frame: str, blocks: Sequence[Block]) -> str:
    inner = "".join(block.html for block in blocks)
    return f"{frame}{inner}</{frame[1:-1].split(' ', maxsplit=1)[0]}>" if frame else inner


def _lowered(html: str) -> str:
    """Put headings below that of the article, which is its title."""
    if "<h1>" not in html:
        return html
    return _HEADINGS.sub(lambda found: f"{found[1]}{min(int(found[2]) + 1, _LOWEST)}>", html)
