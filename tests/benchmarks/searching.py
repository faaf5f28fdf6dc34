"""What a search costs beside a tag, and what its index costs the writing of articles: not run unless it is named."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from contextlib import ExitStack, closing
from statistics import median
from typing import TYPE_CHECKING

from sqlalchemy import text

from feeds.clock import SystemClock
from feeds.publish.publisher import Publisher
from feeds.selection import Selection
from feeds.site import Site
from feeds.store import Store, open_store
from feeds.store.wording import Wording
from feeds.store.write.indexing import complete
from tests.benchmarks.batches import HurriedClock, parsed_articles, store_articles
from tests.benchmarks.corpus import TAGS, Texts, fill_store, new_stores
from tests.benchmarks.rounds import Figure, at_least, at_most, interleave, ratios
from tests.postgres import MISSING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SIZE = 20_000
_TIMES = 20
_COUNT = 2000
_AT_ONCE = 100
_TAG = TAGS[0]


def run() -> Iterator[Figure | str]:
    """Fill a store on SQLite, and on PostgreSQL where there is one; compare searches of each with a feed of a tag."""
    with ExitStack() as stack:
        urls = new_stores(stack)
        if "PostgreSQL" not in urls:
            yield f"PostgreSQL skipped: {MISSING}"
        yield from _writing(stack.enter_context(tempfile.TemporaryDirectory()))
        for name, url in urls.items():
            store = stack.enter_context(closing(fill_store(url, _SIZE)))
            with store.noting() as connection:
                Wording(connection).begin_anew()
            began = time.process_time()
            complete(store, SystemClock(), lambda _done, _total: None)
            yield Figure(f"{name}: made anew", [_SIZE / (time.process_time() - began)], "articles a second")
            yield from _searching(name, store)


def _searching(name: str, store: Store) -> Iterator[Figure]:
    publisher = Publisher(store, Site(), window=50, hours=0, most=200)
    searches = {"a tag": Selection(tags=((_TAG,),)), **_searches()}
    rounds = interleave({what: _timed(publisher, selection) for what, selection in searches.items()})
    for what, times in rounds.items():
        goal = None if what == "a tag" else at_most(100)
        note = f"{median(times):.2f} ms"
        yield Figure(f"{name}: {what}", ratios(times, rounds["a tag"]), "× a tag", goal, note)


def _searches() -> dict[str, Selection]:
    """Give searches for words of the made-up texts, by how often they come."""
    counted = Counter(word for line in Texts().of_all() for word in set(line.strip(".").lower().split()))
    by_count = [word for word, _ in counted.most_common()]
    common, other, medium, rare = by_count[0], by_count[1], by_count[len(by_count) // 20], by_count[-1]
    asked = {
        "a common word": common,
        "a word now and then": medium,
        "a rare word": rare,
        "a word of one title": "1472",
        "no word": "nichts",
        "two common words": f"{common} {other}",
        "either of two": f"{medium} OR {rare}",
        "a phrase": f'"{common} {other}"',
        "a common word, not another": f"{common} -{other}",
        "a rare one in titles": "title:1472",
    }
    searches = {what: Selection(words=words) for what, words in asked.items()}
    searches["a common word with a tag"] = Selection(words=common, tags=((_TAG,),))
    searches["a rare word with a tag"] = Selection(words=rare, tags=((_TAG,),))
    searches["a common word with a rare tag"] = Selection(words=common, tags=((TAGS[500],),))
    return searches


def _timed(publisher: Publisher, selection: Selection) -> Callable[[], float]:
    def measure() -> float:
        began = time.perf_counter()
        for _ in range(_TIMES):
            publisher.select(selection)
        return (time.perf_counter() - began) / _TIMES * 1000

    return measure


def _writing(home: str) -> Iterator[Figure]:
    """Store articles with an index, and without: an index that another makes takes no part in it."""
    rounds = interleave(
        {"with": lambda: _written(home, is_kept=True), "without": lambda: _written(home, is_kept=False)}
    )
    yield Figure("SQLite: stored with their words", rounds["with"], "articles a second")
    yield Figure("SQLite: of what is stored without", ratios(rounds["with"], rounds["without"]), "×", at_least(0.45))


def _written(home: str, *, is_kept: bool) -> float:
    with (
        tempfile.TemporaryDirectory(dir=home) as folder,
        closing(open_store(f"sqlite:///{folder}/f.db", HurriedClock())) as store,
    ):
        clock = HurriedClock()
        store_articles(store, clock, parsed_articles(_AT_ONCE, seed=0), _AT_ONCE, "0")
        if not is_kept:
            with store.noting() as connection:
                connection.execute(text("UPDATE wording_state SET last = 1000000000"))
        articles = parsed_articles(_COUNT, seed=1)
        began = time.process_time()
        store_articles(store, clock, articles, _AT_ONCE, "1")
        return _COUNT / (time.process_time() - began)
