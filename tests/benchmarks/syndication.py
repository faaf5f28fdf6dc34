"""A cold document against Django's syndication framework: the same articles in SQLite, both on Granian, one client."""

from __future__ import annotations

import importlib.util
import tempfile
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import feedparser  # type: ignore[import-untyped]

from tests.benchmarks.contenders import Contender, serving_feeds, serving_wsgi
from tests.benchmarks.corpus import TAGS, fill_store
from tests.benchmarks.load import asked_in_turn
from tests.benchmarks.rounds import ROUNDS, Figure, at_most, interleave, ratios

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ENTRIES = 10_000
_COLD = 40
_FIRST = 10
"""Feeds a round that nobody asked for before: those of the tags after the largest."""
_GZIP = "Accept-Encoding: gzip"
_ROOT = Path(__file__).parents[2]


def run() -> Iterator[Figure | str]:
    """Compare a document whose entries were shown before, and one with fifty new ones; ours in gzip, theirs not."""
    if not importlib.util.find_spec("django"):
        yield "skipped: Django is missing (pip install -c constraints.txt -e '.[bench]')"
        return
    from tests.benchmarks.django_site.filling import fill_site

    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        store = fill_store(f"sqlite:///{home}/feeds.db", _ENTRIES)
        environment = fill_site(home / "django.db", store) | {"PYTHONPATH": str(_ROOT)}
        store.close()
        ours = stack.enter_context(serving_feeds(home, f"sqlite:///{home}/feeds.db"))
        application = "tests.benchmarks.django_site.wsgi:application"
        theirs = stack.enter_context(serving_wsgi(home, application, _feed(TAGS[0]), environment))
        size = _verify(ours, theirs, _feed(TAGS[0]))
        times = interleave(
            {
                "Django": lambda: median(asked_in_turn(theirs, [_feed(TAGS[0])] * _COLD)),
                "cold": _asking(ours, [f"/feed.xml?not-tag={tag}&tag={TAGS[0]}" for tag in TAGS[500:1000]], _COLD),
                "first": _asking(ours, [_feed(tag) for tag in TAGS[1:]], _FIRST),
                "Django, others": _asking(theirs, [_feed(tag) for tag in TAGS[1:]], _FIRST),
            }
        )
    yield f"the largest of {len(TAGS):,} tags, {_ENTRIES:,} articles, {size:,} bytes of RSS; medians at one connection"
    yield Figure("Django, without gzip", times["Django"], "ms")
    for what, name, other, bound in (
        ("cold document, gzip", "cold", "Django", 0.05),
        ("first ever, gzip", "first", "Django, others", 0.4),
    ):
        note = f"{median(times[name]):.2f} ms"
        yield Figure(what, ratios(times[name], times[other]), "× the time of Django", at_most(bound), note)


def _feed(tag: str) -> str:
    return f"/tags/{tag}/feed.xml"


def _asking(contender: Contender, paths: list[str], times: int) -> Callable[[], float]:
    """Ask for so many a round, each once only."""
    turns = count()
    if len(paths) < times * ROUNDS:
        raise ValueError("not enough paths")

    def measure() -> float:
        start = next(turns) * times
        return median(asked_in_turn(contender, paths[start : start + times], _GZIP))

    return measure


def _verify(ours: Contender, theirs: Contender, path: str) -> int:
    """See that both say the same of the same entries; gives the size of ours."""
    bodies = [contender.ask(path).body for contender in (ours, theirs)]
    told = [
        [(item.title, item.content[0].value, len(item.tags)) for item in feedparser.parse(body).entries]
        for body in bodies
    ]
    if told[0] != told[1] or len(told[0]) != 50:
        raise RuntimeError("the two feeds differ")
    return len(bodies[0])
