"""Articles as a parser leaves them, and the writing of them in batches, each committed for itself."""

from __future__ import annotations

import random
from hashlib import blake2b
from typing import TYPE_CHECKING

from feeds.model import Article, ShareLink, Source, Tag
from feeds.store.write import publication
from feeds.store.write.documents import Document, Moment
from feeds.store.write.timestamps import free_before
from feeds.store.write.writer import write_batch
from tests.benchmarks.corpus import LANGUAGES, SHARE_HOST, SOURCES, TAG_WEIGHTS, TAGS, Texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feeds.store import Store

_START = 1_750_000_000


class HurriedClock:
    """A clock that moves on when somebody waits: a second of its own for every commit takes no time."""

    def __init__(self) -> None:
        self._time = float(_START)

    def now(self) -> float:
        """Give the seconds since 1970."""
        return self._time

    def sleep(self, seconds: float) -> None:
        """Move on."""
        self._time += seconds


def parsed_articles(count: int, seed: int) -> list[Article]:
    """Make articles, other ones for each seed."""
    chance = random.Random(seed)  # noqa: S311 - not a secret
    texts = Texts()
    return [_article(f"{seed}-{number}", tuple(texts.of(chance)), chance) for number in range(count)]


def store_articles(store: Store, clock: HurriedClock, articles: Sequence[Article], at_once: int, name: str) -> None:
    """Write new articles in commits of so many, as an import does; `name` is of the import."""
    clock.sleep(len(articles))  # each takes a second of its own
    now = int(clock.now())
    with store.reading() as connection:
        seconds = free_before(connection, now, len(articles))
    documents = list(_documents(articles, seconds, name))
    for start in range(0, len(articles), at_once):
        with store.writing(clock) as (connection, second):
            by_date = not publication.has_places(connection)
            moment = Moment(second, now, int(clock.now()), by_date)
            write_batch(connection, documents[start : start + at_once], moment)
            if start + at_once >= len(articles):
                publication.end_import(connection, second)


def _documents(articles: Sequence[Article], seconds: Sequence[int], name: str) -> Iterator[Document]:
    for number, (article, seen) in enumerate(zip(articles, seconds, strict=True)):
        digest = blake2b(article.title.encode(), digest_size=16).hexdigest()
        yield Document("articles", f"{name}-{number:06d}.txt", 3000, seen, digest, "1", "", seen, article)


def _article(name: str, paragraphs: tuple[str, ...], chance: random.Random) -> Article:
    tags = dict.fromkeys(chance.choices(TAGS, cum_weights=TAG_WEIGHTS, k=4))
    return Article(
        title=f"Ferry {name} leaves for the other shore",
        paragraphs=paragraphs,
        summary=paragraphs[0],
        comments=0,
        sources=tuple(Source(slug, slug.title()) for slug in chance.sample(SOURCES, 2)),
        share_link=ShareLink(SHARE_HOST, f"b{name}"),
        tags=tuple(Tag(slug, slug.title()) for slug in tags),
        language=chance.choice(LANGUAGES),
    )
