"""Texts with markup: headings, lists, quotes, links, code, tables, pictures.

In: Markdown or HTML, the line of the file it begins on, and the article's own address, by which relative ones are
made whole. Out: a `Body` of blocks, each with safe HTML and with its plain lines, which are sorted like those of any
text; what is left of the blocks then is the HTML of the article, or nothing where plain paragraphs say all.

Markdown becomes HTML (`dialects`, `markdown`), which is cut into blocks (`cutting`), each of them written anew
(`hypertext`) with whole addresses (`links`), and as lines (`plain`); no HTML leaves without having passed `safety`.
`unmarking` goes the other way.
"""

from __future__ import annotations

from feeds.parsers.markup.blocks import Block, Body
from feeds.parsers.markup.cutting import blocks_of_html
from feeds.parsers.markup.links import whole_address
from feeds.parsers.markup.markdown import body_of_markdown, has_marks
from feeds.parsers.markup.unmarking import markdown_of

__all__ = [
    "Block",
    "Body",
    "blocks_of_html",
    "body_of_html",
    "body_of_markdown",
    "has_marks",
    "markdown_of",
    "whole_address",
]


def body_of_html(html: str, line: int = 1, base: str | None = None) -> Body:
    """Read HTML that begins on a line of its file; `base` is the address of the article, where it is known."""
    return Body(blocks_of_html(html, line, base))
