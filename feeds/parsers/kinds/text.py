"""Plain text and Markdown, with or without front matter.

The shape: a title on the first line, perhaps a comment count, paragraphs, credits, a share line, left-over furniture.
A title without any text below it is published with a warning: the headline is news, and its page says the rest is
missing. Only what holds neither a title nor a paragraph is refused.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from feeds.enrich.lines import split_lines
from feeds.errors import ArticleRefused, NoArticle
from feeds.model import Reading
from feeds.parsers.article import build_reading
from feeds.parsers.decoding import decode
from feeds.parsers.defaults import Defaults
from feeds.parsers.draft import Draft
from feeds.parsers.frontmatter import split_front_matter
from feeds.parsers.markup import body_of_markdown, has_marks
from feeds.parsers.mending import entity_warning, undo_entities
from feeds.parsers.metadata import Metadata

_MARKDOWN = frozenset({".md", ".markdown", ".mkd"})


def parse(data: bytes, name: str, defaults: Defaults) -> Reading:
    """Read one article; raise ArticleRefused when there is nothing to publish. The same bytes give the same reading."""
    try:
        text, repaired = decode(data, name)
    except ArticleRefused as error:
        if PurePosixPath(name).suffix:
            raise
        raise NoArticle(name, None, "without a suffix, no text") from error
    front = split_front_matter(text)
    warnings = [*repaired, *front.warnings]
    draft = Draft(
        name,
        defaults,
        Metadata({**defaults.beside, **front.fields}, dict(defaults.fields)),
        front.lines,
        warnings=warnings,
    )
    if PurePosixPath(name).suffix.lower() in _MARKDOWN and has_marks(front.text):
        return _marked(draft, front.text, front.first_line)
    body = undo_entities(front.text)
    if body.line:
        warnings.append(entity_warning(body.line + front.first_line - 1))
    return build_reading(draft, split_lines(body.text, front.first_line))


def _marked(draft: Draft, text: str, first_line: int) -> Reading:
    """Read Markdown; where it was written otherwise than plain text is."""
    address = draft.stated.find("url")
    body = body_of_markdown(text, first_line, address.text if address else None)
    return build_reading(draft, body.lines, body)
