"""An aggregator polls ten thousand feeds of a store of a million entries while ten articles a second arrive."""

from __future__ import annotations

import http.client
import random
import shutil
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from email.utils import formatdate
from itertools import count
from pathlib import Path
from statistics import median
from threading import Event, Thread, local
from typing import TYPE_CHECKING

from feeds.formats import FORMATS
from feeds.selection import spell
from tests.benchmarks.contenders import Contender, serving_feeds
from tests.benchmarks.corpus import MILLION, TAG_WEIGHTS, TAGS, kept_store
from tests.benchmarks.rounds import ROUNDS, Figure, at_most, interleave, ratios
from tests.benchmarks.selections import drawn_selections

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FEEDS = 10_000
_SELECTIONS = 1000
"""Of the feeds: the others are of tags, in every format."""
_UNCONDITIONAL = 5
"""Every so many-th asks for the whole feed; the others for what is new."""
_COLD = 60
_ARTICLES_A_SECOND = 10
_CLIENTS = 2
"""Each asks again as soon as it has its answer."""
_SEED = 5


def run() -> Iterator[Figure | str]:
    """Compare the slowest hundredth with the time of a document never asked for, on an idle server."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        shutil.copyfile(kept_store().removeprefix("sqlite:///"), home / "feeds.db")  # articles are going to arrive
        server = stack.enter_context(serving_feeds(home, f"sqlite:///{home}/feeds.db"))
        polled, cold = _feeds()
        since = formatdate(time.time(), usegmt=True)
        share = _FEEDS // ROUNDS
        turns = {"cold": count(), "mixed": count()}
        statuses: list[int] = []

        def ask_cold() -> float:
            start = next(turns["cold"]) * _COLD
            with ThreadPoolExecutor(1) as client:  # with a connection of its own: the server ends those left idle
                answers = list(client.map(lambda path: _ask(server, path, {}), cold[start : start + _COLD]))
            return median(took for took, _ in answers)

        def ask_mixed() -> float:
            start = next(turns["mixed"]) * share
            with _arriving(home / "articles"):
                answers = _polled(server, polled[start : start + share], since)
            statuses.extend(status for _, status in answers)
            return sorted(took for took, _ in answers)[int(len(answers) * 0.99)]

        rounds = interleave({"cold": ask_cold, "mixed": ask_mixed})
    whole, known = statuses.count(200), statuses.count(304)
    yield (
        f"{MILLION:,} entries, {_FEEDS:,} feeds polled by {_CLIENTS} clients, {_ARTICLES_A_SECOND} articles a second:"
        f" {whole:,} × 200, {known:,} × 304, {len(statuses) - whole - known} × other"
    )
    yield Figure("cold document, idle server: median", rounds["cold"], "ms")
    note = f"{median(rounds['mixed']):.1f} ms"
    yield Figure("p99 of the mixed load", ratios(rounds["mixed"], rounds["cold"]), "× cold", at_most(3), note)


def _feeds() -> tuple[list[str], list[str]]:
    """List the addresses of the feeds to poll, in an order like any other, and of others that are asked for cold."""
    chance = random.Random(_SEED)  # noqa: S311 - not a secret
    many = [f"/tags/{tag}/{form.filename}" for tag in TAGS for form in FORMATS]
    chance.shuffle(many)
    tags = _FEEDS - _SELECTIONS
    chosen = [s for s in drawn_selections(2 * _SELECTIONS) if s.single is None and spell(s)][:_SELECTIONS]
    polled = many[:tags] + [f"/{chance.choice(FORMATS).filename}?{spell(selection)}" for selection in chosen]
    chance.shuffle(polled)
    return polled, many[tags : tags + _COLD * ROUNDS]


def _polled(server: Contender, paths: Sequence[str], since: str) -> list[tuple[float, int]]:
    """Ask for each in turn, from several clients: milliseconds, and statuses."""

    def ask(number: int) -> tuple[float, int]:
        return _ask(server, paths[number], {} if number % _UNCONDITIONAL == 0 else {"If-Modified-Since": since})

    with ThreadPoolExecutor(_CLIENTS) as clients:
        return list(clients.map(ask, range(len(paths))))


_CONNECTIONS = local()


def _ask(server: Contender, path: str, headers: dict[str, str]) -> tuple[float, int]:
    if not hasattr(_CONNECTIONS, "connection"):
        _CONNECTIONS.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    began = time.perf_counter()
    _CONNECTIONS.connection.request("GET", path, headers={"Accept-Encoding": "gzip", **headers})
    answer = _CONNECTIONS.connection.getresponse()
    answer.read()
    return (time.perf_counter() - began) * 1000, answer.status


@contextmanager
def _arriving(folder: Path) -> Iterator[None]:
    """Let articles arrive as files while the block runs, their tags drawn by popularity."""
    ended = Event()
    arriving = Thread(target=_write_files, args=(folder, ended))
    arriving.start()
    try:
        yield
    finally:
        ended.set()
        arriving.join()


def _write_files(folder: Path, ended: Event) -> None:
    began = time.time()
    chance = random.Random(_SEED)  # noqa: S311 - not a secret
    for number in count():
        if ended.wait(max(0.0, began + number / _ARTICLES_A_SECOND - time.time())):
            return
        tags = ", ".join(dict.fromkeys(chance.choices(TAGS, cum_weights=TAG_WEIGHTS, k=4)))
        text = f"---\ntags: [{tags}]\nlanguage: en\n---\nA boat arrives, {began:.0f}, {number}\n\n"
        arriving = folder / f"{began:.0f}-{number}.part"
        arriving.write_text(text + "It has been at sea for days, and nobody knows what it carries. " * 30)
        arriving.rename(arriving.with_suffix(".txt"))
