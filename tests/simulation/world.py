"""The seeded generator: articles as files, changed in random order, and what must be true of each of them."""

from __future__ import annotations

import math
import os
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from tests.simulation import folder
from tests.simulation.articles import CREDITED, DATED, KINDS, TAGS, write
from tests.simulation.folder import FOLDERS, JUMP, Article
from tests.simulation.history import Life, Phase, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_TRIES = 12


@dataclass(slots=True)
class World:
    """A folder of articles."""

    root: Path
    random: Random
    most: int
    """Articles beyond which as many go as come."""
    articles: list[Article] = field(default_factory=list)
    count: int = 0
    """Articles that there ever were."""
    _releases: int = 0
    may_add: bool = True
    """Not while it is open which additions were committed: their order is."""
    may_dribble: bool = False
    """Files may be written in pieces."""
    written: dict[str, int] = field(default_factory=dict)
    """Which article was last written at a path."""

    def begin(self, count: int) -> None:
        """Write the first articles, which have every tag and source."""
        for _ in range(count):
            self.add()

    def add_old(self, count: int) -> None:
        """Write articles of long ago."""
        for _ in range(count):
            moment = datetime(2001, 1, 1, tzinfo=UTC) + timedelta(hours=self.random.randrange(10**5))
            self.add(moment.isoformat())

    def settle(self, moment: float, began: float, *, is_backfill: bool = False) -> None:
        """Take what the files say for committed: an import that began after the last step has ended.

        What was not due when it began is still to come.
        """
        self.may_add = True
        for article in self.articles:
            if is_backfill and article.life.certain[1] == math.inf:  # it is new
                article.life.was_backfilled = True
            if max(article.due, article.life.now.since) > began:
                continue
            article.life.settle(moment)
            article.was_changed = article.was_moved = False
            if article.template:
                article.template.copies -= 1
                article.template = None

    def retire(self, before: float) -> Iterator[int]:
        """Let go for ever of articles that were removed before a moment, of most of them; give their numbers."""
        removed = [a for a in self.articles if a.is_removed and a.is_at_rest and a.life.certain[-1] < before]
        gone = {article.number for article in removed if self.random.random() < 0.7}
        self.articles = [article for article in self.articles if article.number not in gone]
        yield from gone

    def to_withdraw(self, most: int) -> list[Article]:
        """Choose articles to take back."""
        return self._some(most, lambda a: a.is_at_rest and a.life.now.is_public)

    def to_restore(self, most: int) -> list[Article]:
        """Choose articles to bring back."""
        return self._some(most, lambda a: a.is_at_rest and a.is_withdrawn)

    def turn(self, articles: list[Article], *, is_withdrawn: bool) -> None:
        """Note that articles are about to be withdrawn or restored."""
        for article in articles:
            article.is_withdrawn = is_withdrawn
            article.life.turn(article.life.now._replace(since=time.monotonic(), is_public=not is_withdrawn))

    @property
    def must_prune(self) -> bool:
        """Tell whether the next import must find that files are gone."""
        return any(article.is_removed and not article.life.is_settled for article in self.articles)

    @property
    def is_any_spoilt(self) -> bool:
        """Tell whether an import will refuse a file."""
        return any(article.is_spoilt for article in self.articles)

    def touch_all(self) -> None:
        """Give every file another time, and some the same bytes once more."""
        for article in self._there():
            self.touch(article)

    def rename_folder(self) -> None:
        """Move a whole folder."""
        old, new = self.random.sample(FOLDERS[1:], 2)
        for article in self._there():
            if article.path.startswith(old) and article.is_at_rest and not article.is_spoilt:
                self.move(article, new)

    def replace_root(self) -> None:
        """Put a copy of the folder in its place, with times of its own."""
        self._releases += 1
        folder.deploy(self.root, self.root.with_name(f"release-{self._releases}"), self.random)

    def vanish(self) -> None:
        """Let the folder or one below it be away for a moment."""
        folder.vanish(self.root / self.random.choice(FOLDERS), self.root.with_name("aside"), self.random)

    def add(self, date: str = "", due: float = -math.inf, path: str = "") -> None:
        article = self.new(DATED if date else KINDS)
        article.date, article.path = date, path or article.path
        article.due = due + JUMP
        self.begin_as(article, max(time.monotonic(), due - JUMP))

    def new(self, kinds: Sequence[str] = KINDS) -> Article:
        self.count += 1
        path = self.new_path(self.count)
        return Article(self.count, self.random.choice(kinds), path, Life(self.count), was_changed=True)

    def begin_as(self, article: Article, since: float | None = None) -> None:
        article.life.turn(Phase(time.monotonic() if since is None else since, Text(1, 1), self.facets()))
        self.articles.append(article)
        self.write(article)

    def new_path(self, number: int) -> str:
        return f"{self.random.choice(FOLDERS)}{self.random.randrange(1000):03}-{number}.txt"

    def facets(self) -> frozenset[str]:
        tags = [tag for tag, often in TAGS.items() if self.random.random() < often]
        (source,) = self.random.choices(list(CREDITED), list(CREDITED.values()))
        return frozenset({source, *(tags if len(tags) != 1 else ())})  # one word is no list to the parser

    def write(self, article: Article) -> None:
        now = article.life.now
        self.written[article.path] = article.number
        text = write(article.kind, article.number, now.text, now.facets, article.date)
        folder.write_file(self.place(article), text, self.random, may_dribble=self.may_dribble)

    def touch(self, article: Article) -> None:
        place = self.place(article)
        if self.random.random() < 0.5:
            place.write_bytes(place.read_bytes())
        else:
            os.utime(place)

    def move(self, article: Article, below: str) -> None:
        old = self.place(article)
        article.path = f"{below}{self.random.randrange(1000):03}-{article.number}-moved.txt"
        article.was_moved = True
        self.written[article.path] = article.number
        old.rename(self.place(article))

    def place(self, article: Article) -> Path:
        place = self.root / article.path
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def _there(self) -> list[Article]:
        return [article for article in self.articles if not article.is_removed]

    def _some(self, most: int, fits: Callable[[Article], bool]) -> list[Article]:
        """Choose up to so many articles, newer ones more often than older."""
        found = [article for article in self.articles if fits(article)]
        chosen = {self._newer(found) for _ in range(most)} if found else set()
        return [found[index] for index in sorted(chosen)]

    def _newer(self, articles: Sequence[Article]) -> int:
        return -1 - int(len(articles) * self.random.random() ** 3)

    def one(self, fits: Callable[[Article], bool]) -> list[Article]:
        """Choose one article in the same way; an empty list where none fits."""
        for _ in range(_TRIES if self.articles else 0):  # to look at all of them takes long
            article = self.articles[self._newer(self.articles)]
            if fits(article):
                return [article]
        return self._some(1, fits)

    def count_public(self) -> int:
        """Count the articles that are public, or will be."""
        return sum(article.life.now.is_public for article in self.articles)
