"""Texts with markup: headings, lists, quotes, links, code, tables, pictures.

In: Markdown or HTML, the line of the file it begins on, and the article's own address, by which relative ones are
made whole. Out: a `Body` of blocks, each with safe HTML and with its plain lines, which are sorted like those of any
text; what is left of the blocks then is the HTML of the article, or nothing where plain paragraphs say all.

Markdown becomes HTML (`markdown`), which is cut into blocks (`cutting`), each of them written anew (`hypertext`) with
whole addresses (`links`), and as lines (`plain`); no HTML leaves without having passed `safety`.
"""

from __future__ import annotations

from feeds.parsers.markup.blocks import Block, Body
from feeds.parsers.markup.cutting import blocks_of_html
from feeds.parsers.markup.links import whole_address
from feeds.parsers.markup.markdown import blocks_of_markdown, has_marks, is_safe_source

__all__ = ["Block", "Body", "blocks_of_html", "blocks_of_markdown", "has_marks", "is_safe_source", "whole_address"]
