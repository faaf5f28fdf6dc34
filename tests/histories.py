"""What an editor does to a store at random: articles come, change, go, come back."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from feeds.model import Source, Tag
from feeds.store.schema import BLOCKED, WITHDRAWN
from feeds.store.write.erasing import erase
from tests.conftest import START

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.model import Article
    from tests.conftest import Press

    Make = Callable[..., Article]

TAGS = [Tag(slug, slug.upper()) for slug in "abcdef"]
SOURCES = [Source(slug, slug.upper()) for slug in ("xa", "xb")]
BEGIN = datetime.fromtimestamp(START, UTC) - timedelta(days=4)


class History:
    """What an editor does at random."""

    def __init__(self, press: Press, article: Make, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - examples, no secrets
        self.has_erased = False
        self._press = press
        self._make = article
        self._public: list[str] = []
        self._gone: list[str] = []

    def begin(self) -> None:
        self._press.write(dict(self._new() for _ in range(120)))

    def step(self) -> None:
        often = [self.arrive] * 6 + [self.edit] * 6 + [self.read_again, self.withdraw, self.restore]
        self.chance.choice([*often, self.edit_what_is_gone, self.backfill, self.erase, self.schedule, self.remove])()

    def arrive(self) -> None:
        self._press.write(dict(self._new() for _ in range(self.chance.choice([1, 1, 1, 4]))))

    def edit(self) -> None:
        self._press.write({path: self._article(path) for path in self._some(self._public)})

    def read_again(self) -> None:
        self._press.write({}, text="nothing")

    def withdraw(self) -> None:
        for path in self._some(self._public):
            self._press.withdraw(path, state=self.chance.choice([WITHDRAWN, BLOCKED]))
            self._public.remove(path)
            self._gone.append(path)

    def restore(self) -> None:
        for path in self._some(self._gone):
            self._press.restore(path)
            self._gone.remove(path)
            self._public.append(path)

    def edit_what_is_gone(self) -> None:
        self._press.write({path: self._article(path) for path in self._some(self._gone)})

    def backfill(self) -> None:
        self._press.write(dict(self._new() for _ in range(2)), backfill=True)

    def schedule(self) -> None:
        later = datetime.fromtimestamp(self._press.clock.now(), UTC) + timedelta(minutes=11)
        self._press.write(dict([self._new(published=later, tags=[TAGS[0], Tag("turkey", "Türkiye")])]))
        if self.chance.random() < 0.5:
            self._press.clock.sleep(700)
            self._press.write({})

    def remove(self) -> None:
        for path in self._some(self._public):
            self._press.remove(path)

    def erase(self) -> None:
        self.has_erased = self.has_erased or bool(self._gone)
        numbers = [self._press.entry(path).number for path in self._some(self._gone)]
        with self._press.store.writing(self._press.clock) as (connection, second):
            erase(connection, second, numbers)

    def _some(self, paths: list[str]) -> list[str]:
        """Choose one or two, most often of the newest, which feeds show."""
        newest = paths[-self.chance.choice([6, 6, 6, 1000]) :]
        return self.chance.sample(newest, min(len(newest), self.chance.choice([1, 1, 2])))

    def _new(self, **changes: Any) -> tuple[str, Article]:
        self._public.append(f"{len(self._public) + len(self._gone):04}")
        return self._public[-1], self._article(self._public[-1], **changes)

    def _article(self, path: str, **changes: Any) -> Article:
        """Write what a file says, each time something else but its title, by which it is known."""
        chance = self.chance
        said: dict[str, Any] = {
            "tags": tuple(tag for tag in TAGS if chance.random() < 0.25),
            "sources": tuple(source for source in SOURCES if chance.random() < 0.5),
            "language": chance.choice(["fr", "en", None]),
            "published": BEGIN + timedelta(minutes=chance.randrange(4 * 1440)) if chance.random() < 0.5 else None,
        }
        return self._make(f"Article {path}", **(said | changes))
