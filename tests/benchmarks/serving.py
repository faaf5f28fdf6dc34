"""The running server against a bare Flask view that returns the same bytes, both on Granian with one worker.

Flask is run as Granian runs any application; and once more with Granian told what `feeds serve` tells it, which is
half of what is gained.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.contenders import OUR_WAY, Contender, serving_feeds, serving_wsgi
from tests.benchmarks.corpus import MILLION, fill_store, kept_store, share_code
from tests.benchmarks.load import CONNECTIONS, Asked, Load, loaded, missing_wrk
from tests.benchmarks.rounds import Figure, at_least, interleave, ratios

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ENTRIES = 20_000
_CODES = 10_000
_BARE = """
import flask, pathlib
app = flask.Flask(__name__)
body = pathlib.Path("body").read_bytes()
headers = {"Content-Encoding": "gzip", "Content-Type": "application/rss+xml", "ETag": '"x"',
           "Cache-Control": "max-age=900", "Vary": "Accept-Encoding"}

@app.get("/feed.xml")
def feed():
    if flask.request.headers.get("If-None-Match") == '"x"':
        return "", 304, headers
    return body, 200, headers

@app.get("/<code>")
def short(code):
    return flask.redirect("http://127.0.0.1/entries/somewhere-00000000", 301)
"""
_GZIP = "Accept-Encoding: gzip"
_TOLD = ", Granian told the same"
_GOALS: dict[str, float] = {
    "cached 200, gzip": 3.5,
    "304": 5,
    f"redirect, {_CODES:,} codes": 3,
    f"redirect, {_CODES:,} codes of {MILLION:,}": 3,
    "redirect, each code for the first time": 1,
}


def run() -> Iterator[Figure | str]:
    """Compare a cached 200 in gzip, a 304 and share redirects."""
    if missing := missing_wrk():
        yield missing
        return
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        fill_store(f"sqlite:///{home}/feeds.db", _ENTRIES).close()
        ours = stack.enter_context(serving_feeds(home, f"sqlite:///{home}/feeds.db"))
        large = stack.enter_context(serving_feeds(home, kept_store()))
        # One of its own: what is asked for once only takes the room of what the others ask again.
        fresh = stack.enter_context(serving_feeds(home, kept_store()))
        (home / "body").write_bytes(ours.ask("/feed.xml", _GZIP).body)
        (home / "bare.py").write_text(_BARE)
        bare = stack.enter_context(serving_wsgi(home, "bare:app", "/feed.xml"))
        told = stack.enter_context(serving_wsgi(home, "bare:app", "/feed.xml", None, *OUR_WAY))
        cells = dict(_cells(ours, large, fresh, bare, told, (home / "body").read_bytes()))
        rounds: dict[str, Callable[[], Load]] = {}
        for what, pair in cells.items():
            rounds[f"ours {what}"] = loaded(pair[0], home)
            rounds[f"bare {what}"] = loaded(pair[1], home)
        loads = interleave(rounds)
    yield f"{CONNECTIONS} connections; requests a second and processor time a request against bare Flask"
    for what in cells:
        mine, theirs = loads[f"ours {what}"], loads[f"bare {what}"]
        rates = ratios([load.rate for load in mine], [load.rate for load in theirs])
        costs = ratios([load.cpu for load in mine], [load.cpu for load in theirs])
        best = f"{max(load.rate for load in mine):,.0f} against {max(load.rate for load in theirs):,.0f} a second"
        bound = _GOALS.get(what)
        goal = at_least(bound) if bound else None
        yield Figure(what, rates, "× the requests", goal, best)
        yield Figure("", costs, "× the processor time", note=f"{min(load.cpu for load in mine):.0f} µs")


def _cells(
    ours: Contender, large: Contender, fresh: Contender, bare: Contender, told: Contender, body: bytes
) -> Iterator[tuple[str, tuple[Asked, Asked]]]:
    etag = ours.ask("/feed.xml", _GZIP).headers["ETag"]
    feed, known, redirects, many, first = _GOALS
    for peer, note in ((bare, ""), (told, _TOLD)):
        yield (
            feed + note,
            (Asked(ours, ["/feed.xml"], (_GZIP,)).verify(body), Asked(peer, ["/feed.xml"], (_GZIP,)).verify(body)),
        )
        unchanged = Asked(ours, ["/feed.xml"], (_GZIP, f"If-None-Match: {etag}"), 304)
        theirs = Asked(peer, ["/feed.xml"], (_GZIP, 'If-None-Match: "x"'), 304)
        yield known + note, (unchanged.verify(b""), theirs.verify(b""))
    for what, store, entries, names in (
        (redirects, ours, _ENTRIES, range(_CODES)),
        (many, large, MILLION, range(_CODES)),
        (first, fresh, MILLION, range(_CODES, MILLION // 2)),
    ):
        codes = [f"/{share_code(1 + name * 7919 % entries)}" for name in names]
        if len(codes) == _CODES:
            for code in codes:
                store.ask(code)  # what is measured is asking again
        yield what, (Asked(store, codes, (), 301).verify(), Asked(bare, codes, (), 301).verify())
