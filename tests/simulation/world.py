"""The seeded generator: articles as files, changed in random order, and what must be true of each of them."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from tests.simulation.articles import CREDITED, KINDS, TAGS, write
from tests.simulation.history import Life, Phase, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FOLDERS = ("", "north/", "south/deep/")


@dataclass(slots=True)
class Article:
    """A file, and what was done to it since the last import that is known to have ended."""

    number: int
    kind: str
    path: str
    life: Life
    is_withdrawn: bool = False
    is_removed: bool = False
    is_spoilt: bool = False
    was_changed: bool = False
    was_moved: bool = False

    @property
    def is_at_rest(self) -> bool:
        """Tell whether the store has it as it is."""
        return self.life.is_settled and not self.was_changed and not self.was_moved


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
    done: int = 0
    """Steps taken."""
    may_add: bool = True
    """Not while it is open which additions were committed: their order is."""

    def begin(self, count: int) -> None:
        """Write the first articles, which have every tag and source."""
        for _ in range(count):
            self._add()

    def step(self) -> None:
        """Change something."""
        weights = self._weights()
        while True:
            (take,) = self.random.choices(list(weights), weights=list(weights.values()))
            if take():
                self.done += 1
                return

    def settle(self, moment: float) -> None:
        """Take what the files say for committed: an import that began after the last step has ended."""
        self.may_add = True
        for article in self.articles:
            article.life.settle(moment)
            article.was_changed = article.was_moved = False

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
            self._touch(article)

    def rename_folder(self) -> None:
        """Move a whole folder."""
        old, new = self.random.sample(_FOLDERS[1:], 2)
        for article in self._there():
            if article.path.startswith(old) and article.is_at_rest and not article.is_spoilt:
                self._move(article, new)

    def replace_root(self) -> None:
        """Put a copy of the folder in its place, with times of its own."""
        copy, last = self.root.with_name("next"), self.root.with_name("last")
        shutil.copytree(self.root, copy, copy_function=shutil.copy)
        self.root.rename(last)
        copy.rename(self.root)
        shutil.rmtree(last)

    def _weights(self) -> dict[Callable[[], bool], float]:
        is_full = sum(article.life.now.is_public for article in self.articles) >= self.most
        return {
            self._step_add: (6 if is_full else 30) * self.may_add,
            self._step_remove: 14 if is_full else 2,  # much of what is withdrawn comes back
            self._step_return: 3,
            self._step_edit: 22,
            self._step_retitle: 14,
            self._step_retag: 9,
            self._step_move: 9,
            self._step_touch: 9,
            self._step_spoil: 2,
        }

    def _step_add(self) -> bool:
        self._add()
        return True

    def _step_edit(self) -> bool:
        return self._rewrite(lambda text: text._replace(body=text.body + 1))

    def _step_retitle(self) -> bool:
        return self._rewrite(lambda text: text._replace(title=text.title + 1))

    def _step_retag(self) -> bool:
        return self._rewrite(lambda text: text._replace(body=text.body + 1), facets=self._facets())

    def _rewrite(self, change: Callable[[Text], Text], facets: frozenset[str] | None = None) -> bool:
        for article in self._one(lambda a: not a.is_removed and not a.was_moved):
            now = article.life.now
            article.life.turn(now._replace(since=time.monotonic(), text=change(now.text), facets=facets or now.facets))
            article.was_changed, article.is_spoilt = True, False
            self._write(article)
            return True
        return False

    def _step_move(self) -> bool:
        for article in self._one(lambda a: not a.is_removed and a.is_at_rest and not a.is_spoilt):
            self._move(article, self.random.choice(_FOLDERS))
            return True
        return False

    def _step_touch(self) -> bool:
        for article in self._one(lambda a: not a.is_removed):
            self._touch(article)
            return True
        return False

    def _step_spoil(self) -> bool:
        """Empty a file: what was published of it stays."""
        for article in self._one(lambda a: not a.is_removed and a.is_at_rest and not a.is_spoilt):
            article.is_spoilt = True
            self._place(article).write_bytes(b"")
            return True
        return False

    def _step_remove(self) -> bool:
        for article in self._one(lambda a: a.is_at_rest and a.life.now.is_public and not a.is_spoilt):
            article.life.turn(article.life.now._replace(since=time.monotonic(), is_public=False))
            article.is_removed = True
            self._place(article).unlink()
            return True
        return False

    def _step_return(self) -> bool:
        for article in self._one(lambda a: a.is_removed and a.is_at_rest):
            article.life.turn(article.life.now._replace(since=time.monotonic(), is_public=True))
            article.is_removed = False
            article.was_changed = True
            self._write(article)
            return True
        return False

    def _add(self) -> None:
        self.count += 1
        number = self.count
        path = f"{self.random.choice(_FOLDERS)}{self.random.randrange(1000):03}-{number}.txt"
        article = Article(number, self.random.choice(KINDS), path, Life(number), was_changed=True)
        article.life.turn(Phase(time.monotonic(), Text(1, 1), self._facets()))
        self.articles.append(article)
        self._write(article)

    def _facets(self) -> frozenset[str]:
        tags = [tag for tag, often in TAGS.items() if self.random.random() < often]
        (source,) = self.random.choices(list(CREDITED), list(CREDITED.values()))
        return frozenset({source, *(tags if len(tags) != 1 else ())})  # one word is no list to the parser

    def _write(self, article: Article) -> None:
        """Write a file as editors do, in one of two ways: in place, or beside it and then over it."""
        now = article.life.now
        text = write(article.kind, article.number, now.text, now.facets)
        place = self._place(article)
        if self.random.random() < 0.3:
            place.write_text(text, encoding="utf-8")
            return
        beside = place.with_suffix(".part")
        beside.write_text(text, encoding="utf-8")
        beside.replace(place)

    def _touch(self, article: Article) -> None:
        place = self._place(article)
        if self.random.random() < 0.5:
            place.write_bytes(place.read_bytes())
        else:
            os.utime(place)

    def _move(self, article: Article, folder: str) -> None:
        old = self._place(article)
        article.path = f"{folder}{self.random.randrange(1000):03}-{article.number}-moved.txt"
        article.was_moved = True
        old.rename(self._place(article))

    def _place(self, article: Article) -> Path:
        place = self.root / article.path
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def _there(self) -> list[Article]:
        return [article for article in self.articles if not article.is_removed]

    def _some(self, most: int, fits: Callable[[Article], bool]) -> list[Article]:
        """Choose up to so many articles, newer ones more often than older."""
        found = [article for article in self.articles if fits(article)]
        chosen = {-1 - int(len(found) * self.random.random() ** 3) for _ in range(most)} if found else set()
        return [found[index] for index in sorted(chosen)]

    def _one(self, fits: Callable[[Article], bool]) -> list[Article]:
        """Choose one article in the same way; an empty list where none fits."""
        return self._some(1, fits)
