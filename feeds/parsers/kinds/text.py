"""Plain text and Markdown, with or without front matter.

The shape: a title on the first line, perhaps a comment count, paragraphs, credits, a share line, left-over furniture.
A title without any text below it is published with a warning: the headline is news, and its page says the rest is
missing. Only what holds neither a title nor a paragraph is refused.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

from feeds.enrich.lines import split_lines
from feeds.errors import ArticleRefused, NoArticle
from feeds.model import Reading, Warned
from feeds.parsers.article import build_reading
from feeds.parsers.decoding import decode
from feeds.parsers.defaults import Defaults
from feeds.parsers.draft import Draft
from feeds.parsers.frontmatter import FrontMatter, split_front_matter
from feeds.parsers.markup import Body, body_of_html, body_of_markdown, has_marks
from feeds.parsers.mending import entity_warning, undo_entities
from feeds.parsers.metadata import Metadata, is_unread

_LAYOUT = "layout"
_POSTS = "_posts"
_POST = re.compile(r"(?:^|/)((?:19|20)\d\d-\d\d-\d\d)-[^/]+\Z")
"""How Jekyll names a post: its day goes first."""
_OF_NAME = "date_of_post"
"""The field that the name of a post states."""
_PARTS = ("params", "extra", "taxonomies")
"""Where Hugo and Zola have what they do not know themselves, and Zola tags and categories."""
_TAGGED = re.compile(
    r"<(?:/?(?:p|div|h[1-6]|ul|ol|li|blockquote|section|article|figure|table|tr|td)\b[^<>]*|br ?/?|img\b[^<>]*)>.*"
)
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
    stated = Metadata(_stated(front, name, defaults), dict(defaults.fields))
    mapped = set(dict(defaults.fields).values())
    warnings += [
        Warned(front.lines.get(key), f"field {key!r} is not known: it is passed over")
        for key in front.fields
        if is_unread(key) and not any(path.split(".")[0] == key for path in mapped)
    ]
    draft = Draft(name, defaults, stated, front.lines, warnings=warnings)
    is_markdown = front.is_markdown or PurePosixPath(name).suffix.lower() in _MARKDOWN
    if is_markdown and has_marks(front.text):
        return _marked(draft, body_of_markdown(front.text, front.first_line, _address(draft)))
    if "</" in front.text and _is_html(front.text):
        return _marked(draft, body_of_html(front.text, front.first_line, _address(draft)))
    body = undo_entities(front.text)
    if body.line:
        warnings.append(entity_warning(body.line + front.first_line - 1))
    return build_reading(draft, split_lines(body.text, front.first_line))


def _stated(front: FrontMatter, name: str, defaults: Defaults) -> dict[str, Any]:
    """Collect what is stated of a text, by itself and beside it; the day of a post by its name."""
    parts = [part for name in _PARTS if isinstance(part := front.fields.get(name), dict)]
    stated = {**defaults.beside, **{key: value for part in parts for key, value in part.items()}, **front.fields}
    post = _POST.search(name) if _LAYOUT in stated or f"{_POSTS}/" in name else None
    return {_OF_NAME: post[1], **stated} if post else stated


def _is_html(text: str) -> bool:
    """Tell whether a text is the source of a page: most of its lines begin and end with tags."""
    lines = [stripped for line in text.split("\n") if (stripped := line.strip())]
    return 2 * sum(_TAGGED.match(line) is not None for line in lines) > len(lines)


def _address(draft: Draft) -> str | None:
    stated = draft.stated.find("url")
    return stated.text if stated else None


def _marked(draft: Draft, body: Body) -> Reading:
    """Read what has markup; Markdown where it was written otherwise than plain text is."""
    return build_reading(draft, body.lines, body)
