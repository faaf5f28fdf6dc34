"""What `feeds parse` prints of a file: one row of data, or every field with its line and the rule that gave it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from feeds.errors import ArticleRefused, one_line
from feeds.model import Reading
from feeds.parsers.files import printable

_KEYS = (
    "title",
    "comments",
    "paragraphs",
    "summary",
    "sources",
    "authors",
    "share_link",
    "tags",
    "published",
    "updated",
    "date_source",
    "language",
    "url",
    "image",
    "attachments",
    "html",
)
_ORDER = {field: place for place, field in enumerate((*_KEYS, "id", "dropped"))}
_WIDTH = 100


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _warning(line: int | None, reason: str) -> str:
    return f"line {line}: {reason}" if line else reason


def as_row(file: str, read: Reading | ArticleRefused) -> dict[str, Any]:
    """Give the fields of an article as JSON values; a refused file has none, and its reason among the warnings."""
    if isinstance(read, ArticleRefused):
        return {"file": printable(file), **dict.fromkeys(_KEYS), "warnings": [_warning(read.line, read.reason)]}
    article = read.article
    link = article.share_link
    return {
        "file": printable(file),
        "title": article.title,
        "comments": article.comments,
        "paragraphs": list(article.paragraphs),
        "summary": article.summary,
        "sources": [source.slug for source in article.sources],
        "authors": list(article.authors),
        "share_link": f"{link.host}/{link.code}" if link else None,
        "tags": [tag.slug for tag in article.tags],
        "published": _iso(article.published),
        "updated": _iso(article.updated),
        "date_source": article.date_source,
        "language": article.language,
        "url": article.url,
        "image": article.image,
        "attachments": [attachment._asdict() for attachment in article.attachments],
        "html": article.html,
        "warnings": [_warning(warned.line, warned.reason) for warned in read.warnings],
    }


def _shortened(text: str) -> str:
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"


def as_text(file: str, read: Reading | ArticleRefused) -> str:
    """Give the same for people: each field, the line it came from and the rule."""
    if isinstance(read, ArticleRefused):
        return f"{one_line(file)}\n  refused      {_warning(read.line, read.reason)}\n"
    rows = [one_line(file)]
    rows += [f"  warning      {_warning(warned.line, warned.reason)}" for warned in read.warnings]
    for evidence in sorted(read.evidence, key=lambda evidence: _ORDER.get(evidence.field, len(_ORDER))):
        where = f"line {evidence.line}" if evidence.line else "-"
        rows.append(f"  {evidence.field:<12} {where:<9} {_shortened(evidence.value)}  [{evidence.rule}]")
    return "\n".join(rows) + "\n"
