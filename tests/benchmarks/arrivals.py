"""Feeds that are polled while articles arrive: how many answers come from memory, on SQLite and on PostgreSQL."""

from __future__ import annotations

import http.client
import random
import re
import tempfile
import time
from contextlib import ExitStack, contextmanager
from itertools import count, islice
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, NamedTuple

from feeds.formats import FORMATS
from tests.benchmarks.contenders import Contender, serving_feeds
from tests.benchmarks.corpus import TAGS, Texts, fill_store, new_stores
from tests.benchmarks.rounds import Figure, at_least, at_most
from tests.postgres import MISSING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ENTRIES = 20_000
_SECONDS = 10
_TAGS_OF_AN_ARTICLE = 3
_GZIP = {"Accept-Encoding": "gzip"}
_COUNT = re.compile(r'feeds_answer_seconds_count\{place="(\w+)"\} (\S+)')


class _Case(NamedTuple):
    """So many feeds, asked for one after the other at a rate, while articles arrive at another."""

    feeds: int
    asked_a_second: int
    articles_a_second: int
    share: float
    """That is to come from memory."""


class _Polled(NamedTuple):
    """What came of it."""

    share: float
    p99: float


_CASES = (_Case(300, 300, 1, 0.95), _Case(10_000, 500, 10, 0.9))


def run() -> Iterator[Figure | str]:
    """Poll by entity tag in silence and while articles arrive."""
    with ExitStack() as stack:
        urls = new_stores(stack)
        if "PostgreSQL" not in urls:
            yield f"PostgreSQL skipped: {MISSING}"
        for engine, url in urls.items():
            fill_store(url, _ENTRIES).close()
            for case in _CASES:
                yield from _figures(engine, url, case)


def _figures(engine: str, url: str, case: _Case) -> Iterator[Figure | str]:
    with tempfile.TemporaryDirectory() as home, serving_feeds(Path(home), url) as server:
        polling = _Polling(server, case)
        polling.poll(case.feeds, 1 << 20)  # each once, so that it is held
        asked = max(_SECONDS * case.asked_a_second, case.feeds)
        silent = polling.poll(asked, case.asked_a_second)
        with arriving(Path(home) / "articles", case.articles_a_second, TAGS[: case.feeds]):
            time.sleep(1.5)
            busy = polling.poll(asked, case.asked_a_second)
    what = f"{case.feeds:,} feeds, {case.articles_a_second} a second, {engine}"
    yield Figure(
        f"from memory: {what}", [100 * busy.share], "%", at_least(100 * case.share), f"in silence {silent.share:.0%}"
    )
    yield Figure("p99", [busy.p99 / silent.p99], "× silence", at_most(2), f"{busy.p99:.2f} ms")


class _Polling:
    """One client that polls feeds in turn, as fast as it is told."""

    def __init__(self, server: Contender, case: _Case) -> None:
        self._server = server
        asked = (f"/tags/{tag}/{form.filename}" for tag in TAGS for form in FORMATS)
        answered = ((path, server.ask(path, "Accept-Encoding: gzip").headers["ETag"]) for path in asked)
        self._tags = dict(islice((both for both in answered if both[1]), case.feeds))
        self._paths = list(self._tags)
        self._turn = count()
        self._connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)

    def poll(self, asked: int, a_second: int) -> _Polled:
        """Ask so many times; what was new is asked for by its new tag from then on."""
        before, began, took = answers_by_place(self._server), time.perf_counter(), []
        for number in range(asked):
            time.sleep(max(0.0, began + number / a_second - time.perf_counter()))
            took.append(self._ask(self._paths[next(self._turn) % len(self._paths)]))
        time.sleep(0.5)  # until the workers have written what they counted
        after = answers_by_place(self._server)
        memory = after.get("memory", 0) - before.get("memory", 0)
        every = sum(after.values()) - sum(before.values())
        return _Polled(memory / every, sorted(took)[len(took) * 99 // 100])

    def _ask(self, path: str) -> float:
        began = time.perf_counter()
        self._connection.request("GET", path, headers=_GZIP | {"If-None-Match": self._tags[path]})
        answer = self._connection.getresponse()
        answer.read()
        took = (time.perf_counter() - began) * 1000
        self._tags[path] = answer.headers["ETag"]
        return took


def answers_by_place(server: Contender) -> dict[str, float]:
    """Count the answers of a server so far, by where they came from."""
    return {place: float(value) for place, value in _COUNT.findall(server.ask("/metrics").body.decode())}


@contextmanager
def arriving(folder: Path, a_second: int, tags: Sequence[str]) -> Iterator[None]:
    """Let articles arrive as files while the block runs, each with a text of its own and some of the tags polled."""
    ended = Event()
    writer = Thread(target=_write_files, args=(folder, a_second, tags, Texts(), ended))
    writer.start()
    try:
        yield
    finally:
        ended.set()
        writer.join()


def _write_files(folder: Path, a_second: int, tags: Sequence[str], texts: Texts, ended: Event) -> None:
    began, chance = time.time(), random.Random()  # noqa: S311 - not a secret; what a store has of an earlier run is other
    for number in count():
        if ended.wait(max(0.0, began + number / a_second - time.time())):
            return
        chosen = ", ".join(chance.sample(tags, _TAGS_OF_AN_ARTICLE))
        head = f"---\ntags: [{chosen}]\nlanguage: en\n---\nA boat arrives, {began:.0f}, {number}"
        part = folder / f"{began:.0f}-{number}.part"
        part.write_text("\n\n".join((head, *texts.of(chance))))
        part.rename(part.with_suffix(".txt"))
