"""The seeded generator: articles as files, changed in random order, and what must be true of each of them."""

from __future__ import annotations

import math
import os
import shutil
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from tests.simulation import folder
from tests.simulation.articles import CREDITED, DATED, KINDS, TAGS, write
from tests.simulation.folder import Article
from tests.simulation.history import Life, Phase, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_FOLDERS = ("", "north/", "south/deep/")


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
    _releases: int = 0
    may_add: bool = True
    """Not while it is open which additions were committed: their order is."""
    may_dribble: bool = False
    """Files may be written in pieces: not while somebody begins to read, who knows nothing of who writes."""
    _written: dict[str, int] = field(default_factory=dict)
    """Which article was last written at a path."""
    copied: list[Article] = field(default_factory=list)
    """Articles whose files have the bytes of others as yet."""

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

    def add_old(self, count: int) -> None:
        """Write articles of long ago."""
        for _ in range(count):
            moment = datetime(2001, 1, 1, tzinfo=UTC) + timedelta(hours=self.random.randrange(10**5))
            self._add(moment.isoformat())

    def settle(self, moment: float, began: float, *, is_backfill: bool = False) -> None:
        """Take what the files say for committed: an import that began after the last step has ended.

        What was not due when it began is still to come.
        """
        self.may_add = True
        for article in self.articles:
            if is_backfill and article.life.certain[1] == math.inf:  # it is new
                article.life.was_backfilled = True
            if article.life.now.since > began:
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
            self._touch(article)

    def rename_folder(self) -> None:
        """Move a whole folder."""
        old, new = self.random.sample(_FOLDERS[1:], 2)
        for article in self._there():
            if article.path.startswith(old) and article.is_at_rest and not article.is_spoilt:
                self._move(article, new)

    def replace_root(self) -> None:
        """Put a copy of the folder in its place, with times of its own."""
        self._releases += 1
        folder.deploy(self.root, self.root.with_name(f"release-{self._releases}"), self.random)

    def vanish(self) -> None:
        """Let the folder or one below it be away for a moment."""
        folder.vanish(self.root / self.random.choice(_FOLDERS), self.root.with_name("aside"), self.random)

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
            self._step_schedule: self.may_add,
            self._step_overwrite: 3 * self.may_add,
            self._step_reuse: 3 * self.may_add,
            self._step_copy: 2,
            self._step_fill: 4 * self.may_add,
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
        moment = time.monotonic()
        for article in self._one(
            lambda a: not (a.is_removed or a.was_moved or a.copies) and a.life.now.since <= moment
        ):
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
            if self._written[article.path] != article.number:  # another was there: its text alone tells what it is
                article.path, article.was_moved = self._new_path(article.number), True
            self._write(article)
            return True
        return False

    def _step_schedule(self) -> bool:
        """Write an article that is to come in a quarter of an hour: what is as good as due would be public at once."""
        due = datetime.fromtimestamp(math.ceil(time.time()) + self.random.randint(720, 1200), UTC)
        self._add(due.isoformat(), since=time.monotonic() + due.timestamp() - time.time())
        return True

    def _step_overwrite(self) -> bool:
        """Write another article over a file, in whose place nothing is left of the one before."""
        for article in self._one(lambda a: a.is_at_rest and a.life.now.is_public and not a.is_spoilt):
            article.life.turn(article.life.now._replace(since=time.monotonic(), is_public=False))
            article.is_removed = True
            self._add(path=article.path)
            return True
        return False

    def _step_reuse(self) -> bool:
        """Give the name of a file that is gone to another article."""
        for article in self._one(lambda a: a.is_removed and a.is_at_rest and not self._place(a).exists()):
            self._add(path=article.path)
            return True
        return False

    def _step_copy(self) -> bool:
        """Copy a file, to write others in the copies later."""
        for article in self._one(lambda a: a.is_at_rest and a.life.now.is_public and not a.is_spoilt):
            for _ in range(self.random.randint(1, 3)):
                copy = self._new()
                copy.template, article.copies = article, article.copies + 1
                shutil.copyfile(self._place(article), self._place(copy))
                self.copied.append(copy)
            return True
        return False

    def _step_fill(self) -> bool:
        """Write an article of its own in a copy."""
        if not self.copied:
            return False
        self._begin(self.copied.pop(self.random.randrange(len(self.copied))))
        return True

    def _add(self, date: str = "", since: float | None = None, path: str = "") -> None:
        article = self._new(DATED if date else KINDS)
        article.date, article.path = date, path or article.path
        self._begin(article, since)

    def _new(self, kinds: Sequence[str] = KINDS) -> Article:
        self.count += 1
        path = self._new_path(self.count)
        return Article(self.count, self.random.choice(kinds), path, Life(self.count), was_changed=True)

    def _begin(self, article: Article, since: float | None = None) -> None:
        since = time.monotonic() if since is None else since
        article.life.turn(Phase(since, Text(1, 1), self._facets()))
        self.articles.append(article)
        self._write(article)

    def _new_path(self, number: int) -> str:
        return f"{self.random.choice(_FOLDERS)}{self.random.randrange(1000):03}-{number}.txt"

    def _facets(self) -> frozenset[str]:
        tags = [tag for tag, often in TAGS.items() if self.random.random() < often]
        (source,) = self.random.choices(list(CREDITED), list(CREDITED.values()))
        return frozenset({source, *(tags if len(tags) != 1 else ())})  # one word is no list to the parser

    def _write(self, article: Article) -> None:
        now = article.life.now
        self._written[article.path] = article.number
        text = write(article.kind, article.number, now.text, now.facets, article.date)
        folder.write_file(self._place(article), text, self.random, may_dribble=self.may_dribble)

    def _touch(self, article: Article) -> None:
        place = self._place(article)
        if self.random.random() < 0.5:
            place.write_bytes(place.read_bytes())
        else:
            os.utime(place)

    def _move(self, article: Article, below: str) -> None:
        old = self._place(article)
        article.path = f"{below}{self.random.randrange(1000):03}-{article.number}-moved.txt"
        article.was_moved = True
        self._written[article.path] = article.number
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
