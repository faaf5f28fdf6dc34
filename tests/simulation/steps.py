"""The steps of the seeded generator: what happens to one article, each as often as its weight says."""

from __future__ import annotations

import math
import shutil
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.simulation.folder import FOLDERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.simulation.folder import Article
    from tests.simulation.history import Text
    from tests.simulation.world import World

_COUNTED = 10
"""Steps between two counts of what is public."""


class Steps:
    """Changes a world, one article at a time."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._copied: list[Article] = []
        """Articles whose files have the bytes of others as yet."""
        self.done = 0
        """Steps taken."""
        self._is_full = False
        self._count_at = 0

    def step(self) -> None:
        """Change something."""
        weights = self._weights()
        while True:
            (take,) = self._world.random.choices(list(weights), weights=list(weights.values()))
            if take():
                self.done += 1
                return

    def _weights(self) -> dict[Callable[[], bool], float]:
        if self.done >= self._count_at:
            self._is_full = self._world.count_public() >= self._world.most
            self._count_at = self.done + _COUNTED
        is_full = self._is_full
        return {
            self._step_add: (6 if is_full else 30) * self._world.may_add,
            self._step_remove: 40 if is_full else 2,  # much of what is withdrawn comes back
            self._step_return: 3,
            self._step_edit: 22,
            self._step_retitle: 14,
            self._step_retag: 9,
            self._step_move: 9,
            self._step_touch: 9,
            self._step_spoil: 2,
            self._step_schedule: self._world.may_add,
            self._step_overwrite: 3 * self._world.may_add,
            self._step_reuse: 3 * self._world.may_add,
            self._step_copy: 2,
            self._step_fill: 4 * self._world.may_add,
        }

    def _step_add(self) -> bool:
        self._world.add()
        return True

    def _step_edit(self) -> bool:
        return self._rewrite(lambda text: text._replace(body=text.body + 1))

    def _step_retitle(self) -> bool:
        return self._rewrite(lambda text: text._replace(title=text.title + 1))

    def _step_retag(self) -> bool:
        return self._rewrite(lambda text: text._replace(body=text.body + 1), facets=self._world.facets())

    def _rewrite(self, change: Callable[[Text], Text], facets: frozenset[str] | None = None) -> bool:
        moment = time.monotonic()
        for article in self._world.one(lambda a: not (a.is_removed or a.was_moved or a.copies) and a.due <= moment):
            now = article.life.now
            article.life.turn(now._replace(since=time.monotonic(), text=change(now.text), facets=facets or now.facets))
            article.was_changed, article.is_spoilt = True, False
            self._world.write(article)
            return True
        return False

    def _step_move(self) -> bool:
        for article in self._world.one(lambda a: not a.is_removed and a.is_at_rest and not a.is_spoilt):
            self._world.move(article, self._world.random.choice(FOLDERS))
            return True
        return False

    def _step_touch(self) -> bool:
        for article in self._world.one(lambda a: not a.is_removed):
            self._world.touch(article)
            return True
        return False

    def _step_spoil(self) -> bool:
        """Empty a file: what was published of it stays."""
        for article in self._world.one(lambda a: not a.is_removed and a.is_at_rest and not a.is_spoilt):
            article.is_spoilt = True
            self._world.place(article).write_bytes(b"")
            return True
        return False

    def _step_remove(self) -> bool:
        for article in self._world.one(lambda a: a.is_at_rest and a.life.now.is_public and not a.is_spoilt):
            article.life.turn(article.life.now._replace(since=time.monotonic(), is_public=False))
            article.is_removed = True
            self._world.place(article).unlink()
            return True
        return False

    def _step_return(self) -> bool:
        for article in self._world.one(lambda a: a.is_removed and a.is_at_rest):
            article.life.turn(article.life.now._replace(since=time.monotonic(), is_public=True))
            article.is_removed = False
            article.was_changed = True
            if self._world.written[article.path] != article.number:  # only its text tells what it is now
                article.path, article.was_moved = self._world.new_path(article.number), True
            self._world.write(article)
            return True
        return False

    def _step_schedule(self) -> bool:
        """Write an article that is to come in a quarter of an hour: what is as good as due would be public at once."""
        due = datetime.fromtimestamp(math.ceil(time.time()) + self._world.random.randint(820, 1300), UTC)
        self._world.add(due.isoformat(), due=time.monotonic() + due.timestamp() - time.time())
        return True

    def _step_overwrite(self) -> bool:
        """Write another article over a file, in whose place nothing is left of the one before."""
        for article in self._world.one(lambda a: a.is_at_rest and a.life.now.is_public and not a.is_spoilt):
            article.life.turn(article.life.now._replace(since=time.monotonic(), is_public=False))
            article.is_removed = True
            self._world.add(path=article.path)
            return True
        return False

    def _step_reuse(self) -> bool:
        """Give the name of a file that is gone to another article."""
        for article in self._world.one(lambda a: a.is_removed and a.is_at_rest and not self._world.place(a).exists()):
            self._world.add(path=article.path)
            return True
        return False

    def _step_copy(self) -> bool:
        """Copy a file, to write others in the copies later."""
        for article in self._world.one(lambda a: a.is_at_rest and a.life.now.is_public and not a.is_spoilt):
            for _ in range(self._world.random.randint(1, 3)):
                copy = self._world.new()
                copy.template, article.copies = article, article.copies + 1
                shutil.copyfile(self._world.place(article), self._world.place(copy))
                self._copied.append(copy)
            return True
        return False

    def _step_fill(self) -> bool:
        """Write an article of its own in a copy."""
        if not self._copied:
            return False
        self._world.begin_as(self._copied.pop(self._world.random.randrange(len(self._copied))))
        return True
