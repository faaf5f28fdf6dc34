"""A few articles in several languages, and what is found of them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from feeds.model import Article, Tag
from feeds.publish.publisher import Publisher
from feeds.selection import Presentation, read_query
from feeds.site import Site

if TYPE_CHECKING:
    from feeds.publish.documents import Selected
    from feeds.store import Store


def story(title: str, body: str = "", language: str | None = None, *tags: str) -> Article:
    return Article(
        title=title,
        paragraphs=tuple((body or title).split("|")),
        summary=title,
        language=language,
        tags=tuple(Tag(slug, slug) for slug in tags),
    )


STORIES = {
    "a.txt": story("L’économie de l’Égypte", "Le président a parlé.|La paix, hier.", "fr", "egypt"),
    "b.txt": story("Elections in Turkey", "Peace talks went on.|Peace now.", "en", "turkey"),
    "c.txt": story("中国人民", "北京の天気", "zh"),
    "d.txt": story("Nothing new", "An election day in Paris. PEACE!", "en", "turkey", "france"),
    "e.txt": story("İstanbul’un seçimleri", "Ankara’da bugün", "tr", "turkey"),
}


def select(store: Store, query: str, page: str | None = None) -> Selected:
    selection, presentation = read_query(parse_qsl(query), lambda _kind, slug: slug)
    publisher = Publisher(store, Site(), window=50, hours=0, most=200)
    return publisher.select(selection, presentation if page is None else Presentation(page=page))


def found(store: Store, query: str) -> list[int]:
    return [row.number for row in select(store, query).window.rows]
