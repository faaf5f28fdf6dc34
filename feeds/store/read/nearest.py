"""Which entries say nearly what an article says: found by its sketch, compared by its text."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from feeds.store.dialects.lists import is_among
from feeds.store.dialects.statements import Statement
from feeds.store.schema import band, entry
from feeds.words.shingles import AGREEING, agreement, likeness, read_sketch, read_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feeds.model import Article

ENOUGH = 0.8
"""Likeness from which on a text may be another one, edited."""

# Made once: to put a statement together takes longer than to ask it.
_BANDS = Statement(select(band.c.key, band.c.entry).where(is_among(band.c.key, "keys")))
_ENTRIES = Statement(
    select(entry.c.number, entry.c.sketch, entry.c.title, entry.c.paragraphs).where(is_among(entry.c.number, "numbers"))
)


def entries_like(
    connection: Connection, articles: Mapping[tuple[str, str], Article]
) -> dict[tuple[str, str], list[tuple[float, int]]]:
    """Find the entries that are nearly like each of some articles, by its place; the most alike first."""
    sketches = {place: read_sketch(article.sketch) for place, article in articles.items()}
    kept: dict[int, list[int]] = defaultdict(list)
    keys = sorted({key for sketch in sketches.values() for key in sketch})
    for key, number in _BANDS.all(connection, {"keys": keys}) if keys else ():
        kept[key].append(number)
    found = {}
    for place, sketch in sketches.items():
        near = sorted({number for key in sketch for number in kept[key]})
        text = read_text(articles[place].title, "\n".join(articles[place].paragraphs))
        rows = _ENTRIES.all(connection, {"numbers": near}) if near and not text.is_short else []
        alike = [
            (likeness(text, read_text(title, paragraphs)), number)
            for number, other, title, paragraphs in rows
            if agreement(sketch, read_sketch(other)) >= AGREEING
        ]
        found[place] = sorted((one for one in alike if one[0] >= ENOUGH), key=lambda one: (-one[0], one[1]))
    return found
