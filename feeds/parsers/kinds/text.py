"""Plain text, with or without front matter.

The shape: a title on the first line, perhaps a comment count, paragraphs, credits, a share line, left-over furniture.
A title without any text below it is published with a warning: the headline is news, and its page says the rest is
missing. Only what holds neither a title nor a paragraph is refused.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from feeds.enrich.lines import Line, split_lines
from feeds.model import Reading
from feeds.parsers.article import build_reading
from feeds.parsers.decoding import decode
from feeds.parsers.defaults import Defaults
from feeds.parsers.draft import Draft
from feeds.parsers.frontmatter import split_front_matter
from feeds.parsers.mending import entity_warning, undo_entities
from feeds.parsers.metadata import Metadata

_IMAGE = re.compile(r"\[?!\[[^\]]*\]\([^()]*\)(?:\]\([^()]*\))?")
_HEADING = re.compile(r"#{1,6} +")


def parse(data: bytes, name: str, defaults: Defaults) -> Reading:
    """Read one article; raise ArticleRefused when there is nothing to publish. The same bytes give the same reading."""
    text, repaired = decode(data, name)
    front = split_front_matter(text)
    body = undo_entities(front.text)
    lines = split_lines(body.text, front.first_line)
    if PurePosixPath(name).suffix.lower() == ".md":
        lines = [
            Line(line.number, _HEADING.sub("", line.text, count=1), line.block)
            for line in lines
            if not _IMAGE.fullmatch(line.text)
        ]
    warnings = [*repaired, *front.warnings]
    if body.line:
        warnings.append(entity_warning(body.line + front.first_line - 1))
    return build_reading(Draft(name, defaults, Metadata(front.fields), front.lines, warnings=warnings), lines)
