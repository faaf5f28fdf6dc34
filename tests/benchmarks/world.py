"""Ten thousand feeds polled as the world polls, through Varnish that is told what changed; not run unless it is named.

Which feeds, and what arrives: tags are as popular as words are, ten articles a second have three each. How: seven of
ten pollers say what they have, nine of ten take gzip. When: evenly, and five times as often in the first tenth of each
hour, which lasts twenty seconds here. Everything was polled before.
"""

from __future__ import annotations

import http.client
import random
import re
import shutil
import subprocess
import tempfile
import time
from bisect import bisect
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from feeds.formats import FORMATS
from tests.benchmarks.arrivals import answers_by_place, arriving
from tests.benchmarks.contenders import Contender, free_port, running, serving_feeds
from tests.benchmarks.corpus import TAG_WEIGHTS, TAGS, fill_store, new_stores
from tests.benchmarks.rounds import Figure
from tests.caches.proxies import shown
from tests.postgres import MISSING
from tests.programs import PLACES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ENTRIES = 20_000
_SECONDS = 60
_HOUR = 20
"""Seconds."""
_BURST = 5
"""Times as many polls in the first tenth of it."""
_POLLS_A_SECOND = 300
"""On average."""
_CLIENTS = 64
_ARTICLES_A_SECOND = 10
_CONDITIONAL, _GZIP = 0.7, 0.9
_COUNTED = re.compile(r"^MAIN\.cache_(hit|miss)\s+(\d+)", re.MULTILINE)


class _Polled(NamedTuple):
    """One answer."""

    late: float
    """Milliseconds from when it was to be asked for until it was there."""
    status: int
    size: int


def run() -> Iterator[Figure | str]:
    """Poll each engine with one worker and with two, and count where the answers come from."""
    if not shutil.which("varnishd", path=PLACES):
        yield "skipped: Varnish is missing (Debian: apt-get install varnish)"
        return
    with ExitStack() as stack:
        urls = new_stores(stack)
        if "PostgreSQL" not in urls:
            yield f"PostgreSQL skipped: {MISSING}"
        for engine, url in urls.items():
            fill_store(url, _ENTRIES).close()
            for workers in (1, 2):
                yield from _figures(f"{engine}, {workers} worker{'s' * (workers > 1)}", url, workers)


def _figures(what: str, url: str, workers: int) -> Iterator[Figure | str]:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        home, port = Path(name), free_port()
        told = {"FEEDS_SURROGATE_KEYS": "on", "FEEDS_PURGE": f"ban+http://127.0.0.1:{port}"}
        origin = stack.enter_context(serving_feeds(home, url, FEEDS_WORKERS=str(workers), **told))
        cache = stack.enter_context(_varnish(home, origin, port))
        chance = random.Random(7)  # noqa: S311 - not a secret
        feeds = [f"/tags/{tag}/{form.filename}" for tag in TAGS for form in FORMATS]
        weights = list(_each_form(TAG_WEIGHTS))
        plan = [(at, chance.choices(feeds, cum_weights=weights)[0]) for at in _moments()]
        polling = _Polling(cache, chance)
        polling.poll([(0.0, path) for path in dict.fromkeys(path for _, path in plan)])
        before, memory, spent = _hits(home), answers_by_place(origin), origin.cpu_seconds()
        with arriving(home / "articles", _ARTICLES_A_SECOND, chance.choices(TAGS, cum_weights=TAG_WEIGHTS, k=5000)):
            polled = polling.poll(plan)
        time.sleep(0.5)  # until the workers have written what they counted
        after, asked = _hits(home), answers_by_place(origin)
        spent = origin.cpu_seconds() - spent
    hits, misses = (after[name] - before[name] for name in ("hit", "miss"))
    from_memory = asked.get("memory", 0) - memory.get("memory", 0)
    of_origin = sum(asked.values()) - sum(memory.values())
    late = sorted(one.late for one in polled)
    statuses = [one.status for one in polled]
    yield f"{what}: {statuses.count(200):,} × 200, {statuses.count(304):,} × 304, {_others(statuses):,} × other"
    yield Figure("answered by Varnish", [100 * hits / (hits + misses)], "%")
    yield Figure("of what it asks, from memory", [100 * from_memory / max(1, of_origin)], "%")
    yield Figure("bytes of a poll, headers left out", [sum(one.size for one in polled) / len(polled) / 1000], "kB")
    yield Figure("processor time of the server a poll", [spent / len(polled) * 1e6], "µs")
    yield Figure("late by, median", [late[len(late) // 2]], "ms")
    yield Figure("late by, p99", [late[len(late) * 99 // 100]], "ms")


def _each_form(weights: Sequence[float]) -> Iterator[float]:
    """Share the weight of each tag, which those before it are in, among its formats."""
    for before, upto in pairwise((0.0, *weights)):
        yield from (before + (upto - before) * number / len(FORMATS) for number in range(1, len(FORMATS) + 1))


def _others(statuses: Sequence[int]) -> int:
    return sum(status not in {200, 304, 404} for status in statuses)


def _moments() -> list[float]:
    """List when there is a poll, in seconds from the beginning: a tenth of each hour has its five times as many."""
    shares = [_BURST if tenth == 0 else 1 for tenth in range(10)]
    bounds = [sum(shares[: number + 1]) / sum(shares) for number in range(10)]
    moments = []
    for hour in range(_SECONDS // _HOUR):
        for number in range(_HOUR * _POLLS_A_SECOND):
            share = number / (_HOUR * _POLLS_A_SECOND)
            tenth = bisect(bounds, share)
            begin = bounds[tenth - 1] if tenth else 0.0
            within = (share - begin) / (bounds[tenth] - begin)
            moments.append(_HOUR * (hour + (tenth + within) / 10))
    return moments


class _Polling:
    """Clients that poll when they are to; each address has the tag that was given last."""

    def __init__(self, cache: Contender, chance: random.Random) -> None:
        self._cache = cache
        self._chance = chance
        self._tags: dict[tuple[str, bool], str] = {}

    def poll(self, plan: Sequence[tuple[float, str]]) -> list[_Polled]:
        """Ask for each path at its moment, from several connections in turn."""
        began = time.perf_counter() - plan[0][0]
        with ThreadPoolExecutor(_CLIENTS) as clients:
            parts = clients.map(lambda client: self._of(began, plan[client::_CLIENTS]), range(_CLIENTS))
            return [one for part in parts for one in part]

    def _of(self, began: float, plan: Sequence[tuple[float, str]]) -> list[_Polled]:
        connection = http.client.HTTPConnection("127.0.0.1", self._cache.port, timeout=60)
        polled = []
        for at, path in plan:
            time.sleep(max(0.0, began + at - time.perf_counter()))
            takes_gzip = self._chance.random() < _GZIP
            headers = {"Accept-Encoding": "gzip" if takes_gzip else "identity"}
            if self._chance.random() < _CONDITIONAL and (tag := self._tags.get((path, takes_gzip))):
                headers["If-None-Match"] = tag
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
            self._tags[path, takes_gzip] = answer.headers["ETag"] or ""
            polled.append(_Polled((time.perf_counter() - began - at) * 1000, answer.status, len(body)))
        connection.close()
        return polled


@contextmanager
def _varnish(home: Path, origin: Contender, port: int) -> Iterator[Contender]:
    """Run Varnish as docs/caching.md sets it up, in front of a server."""
    (home / "varnish").mkdir()
    vcl = home / "default.vcl"
    vcl.write_text((shown("vcl") + shown("varnish")).replace('"8000"', f'"{origin.port}"'))
    command = ["varnishd", "-F", "-j", "none", "-n", str(home / "varnish"), "-s", "malloc,256m"]
    with running(
        [*command, "-a", f"127.0.0.1:{port}", "-f", str(vcl)], home, port, "/healthz", {"PATH": PLACES}
    ) as cache:
        yield cache


def _hits(home: Path) -> dict[str, int]:
    command = ["varnishstat", "-1", "-n", str(home / "varnish")]
    said = subprocess.run(command, check=True, capture_output=True, text=True, env={"PATH": PLACES}).stdout
    return {name: int(number) for name, number in _COUNTED.findall(said)}
