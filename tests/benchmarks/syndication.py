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

from feeds.site import Site
from tests.benchmarks.contenders import Contender, serving_feeds, serving_wsgi
from tests.benchmarks.corpus import TAGS, fill_store
from tests.benchmarks.load import asked_in_turn
from tests.benchmarks.rounds import ROUNDS, Figure, at_most, interleave, ratios

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_ENTRIES = 20_000
"""So many that 150 tags have fifty."""
_FIRST = 10
"""Feeds a round whose entries nobody was shown before…"""
_COLD = 20
"""…and that nobody asked for, but all of whose entries were shown in another."""
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
        ours = stack.enter_context(serving_feeds(home, f"sqlite:///{home}/feeds.db", FEEDS_SITE_URL=Site().url))
        application = "tests.benchmarks.django_site.wsgi:application"
        theirs = stack.enter_context(serving_wsgi(home, application, _feed(TAGS[0]), environment))
        size = _verify(ours, theirs, _feed(TAGS[0]))
        first, cold = TAGS[1 : 1 + _FIRST * ROUNDS], TAGS[51 : 51 + _COLD * ROUNDS]
        shown = [f"/feed.xml?since=2000-01-01&tag={tag}" for tag in cold]
        combined = [f"/feed.xml?not-tag={tag}&tag={TAGS[0]}" for tag in TAGS[500:600]]
        times = interleave(
            {
                "first": _asking(ours, list(map(_feed, first))),
                "Django, first": _asking(theirs, list(map(_feed, first))),
                "cold": _asking(ours, list(map(_feed, cold)), shown),
                "Django, cold": _asking(theirs, list(map(_feed, cold))),
                "combination": _asking(ours, combined),
            }
        )
    yield f"{_ENTRIES:,} articles, {len(TAGS):,} tags, {size:,} bytes of RSS; medians at one connection"
    yield Figure("Django, without gzip", times["Django, cold"], "ms")
    for what, name, other, bound in (
        ("cold document, gzip", "cold", "Django, cold", at_most(0.05)),
        ("first ever, gzip", "first", "Django, first", at_most(0.4)),
        ("cold document of two tags", "combination", "Django, cold", None),
    ):
        note = f"{median(times[name]):.2f} ms"
        yield Figure(what, ratios(times[name], times[other]), "× the time of Django", bound, note)


def _feed(tag: str) -> str:
    return f"/tags/{tag}/feed.xml"


def _asking(contender: Contender, paths: Sequence[str], before: Sequence[str] = ()) -> Callable[[], float]:
    """Ask for a fifth of these a round, each once only, and before that for a fifth of others, which do not count."""
    turns = count()

    def measure() -> float:
        turn = next(turns)
        others, mine = (listed[len(listed) // ROUNDS * turn :][: len(listed) // ROUNDS] for listed in (before, paths))
        asked_in_turn(contender, others, _GZIP)
        return median(asked_in_turn(contender, mine, _GZIP))

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
