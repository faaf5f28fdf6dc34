"""Who reads: how often each feed was fetched, by which family of programs, and for how many subscribers.

What is noted of a request stays in memory for seconds: what was asked for and the name of the program. What it means
is found out when it is written: the feed, the day and the family. Nothing is kept of who it was, and nothing of feeds
that are one reader's alone: those that want a key.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlsplit

from feeds.store.tables import readership
from feeds.store.tables.readership import Fetched
from feeds.web.base.buffer import Buffer
from feeds.web.base.memory import Held
from feeds.web.base.programs import OTHER, Program, read_user_agent

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from feeds.clock import Clock
    from feeds.site import Site
    from feeds.store import Store
    from feeds.web.base.counters import Answered

_ROUTES = frozenset({"feeds.feed", "digests.digest"})
_STATUSES = frozenset({"200", "304"})
_EVERY = 10.0
"""Seconds between two writings: feeds are asked for all the time."""
_LONGEST = 512
"""Characters of a user agent, and of a query: what is longer is nobody's who reads."""
_A_DAY = 86400
_MADE_UP = 100
"""Names of programs that are not listed and are told apart by a worker."""
_READ: Held[Program] = Held(4096)
"""What was found out about so many user agents."""


Asked = tuple[str, str, str, str]
"""What is noted of a request: where the site is mounted as it says, path, query and user agent."""


class Readership:
    """Counts the feeds that are fetched."""

    def __init__(self, store: Store, site: Site, clock: Clock) -> None:
        self._store = store
        self._mount = unquote_to_bytes(urlsplit(site.url).path).decode("latin-1")
        self._clock = clock
        self._made_up: set[str] = set()
        self._buffer = Buffer(self._write, _EVERY)

    def note(self, environ: WSGIEnvironment, answered: Answered) -> None:
        """Count a request that was answered, if it was for a feed."""
        if answered.route in _ROUTES and answered.status in _STATUSES and environ["REQUEST_METHOD"] == "GET":
            query, user_agent = environ.get("QUERY_STRING", ""), environ.get("HTTP_USER_AGENT", "")
            if len(query) < _LONGEST and len(user_agent) < _LONGEST:
                self._buffer.note((environ.get("SCRIPT_NAME", ""), environ["PATH_INFO"], query, user_agent))

    def flush(self) -> None:
        """Write what was counted so far."""
        self._buffer.flush()

    def close(self) -> None:
        """Write it, and count no more."""
        self._buffer.close()

    def _write(self, noted: Counter[Asked]) -> None:
        fetches: Counter[tuple[str, str]] = Counter()
        subscribers: dict[tuple[str, str], int] = {}
        for (script, path, query, user_agent), number in noted.items():
            if feed := _feed((script + path).removeprefix(self._mount), query):
                program = _program(user_agent)
                key = feed, self._family(program)
                fetches[key] += number
                subscribers[key] = max(subscribers.get(key, 0), program.subscribers)
        day = int(self._clock.now()) // _A_DAY
        with self._store.noting() as connection:
            readership.add(connection, day, [Fetched(*key, fetches[key], subscribers[key]) for key in sorted(fetches)])

    def _family(self, program: Program) -> str:
        """Give the family of a program: anybody can make up names, of which no more than so many are told apart."""
        if program.is_listed or program.family in self._made_up:
            return program.family
        if len(self._made_up) >= _MADE_UP:
            return OTHER
        self._made_up.add(program.family)
        return program.family


def _feed(path: str, query: str) -> str | None:
    """Spell the feed that was asked for, of an archive page its head; None of what is one reader's own."""
    names = {name for name, _ in parse_qsl(query)}
    if not names.isdisjoint(("key", "raw")):
        return None
    kept = "&".join(part for part in query.split("&") if not part.startswith("page="))
    return quote(path.encode("latin-1")) + (kept and f"?{kept}")


def _program(user_agent: str) -> Program:
    # Not by the name itself: nobody's is kept, not even in memory.
    key = hash(user_agent)
    known = _READ.get(key)
    if known is None:
        known = read_user_agent(user_agent)
        _READ.put(key, known, 1)
    return known
