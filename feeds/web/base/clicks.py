"""Which answers count as clicks, and as whose: people's or programs'. Nothing is kept of who it was.

What is counted is noted in memory and written later: (code, day, person or program), and how many.
"""

from __future__ import annotations

import re
from collections import Counter
from importlib import resources
from typing import TYPE_CHECKING

from crawleruseragents import is_crawler

from feeds.store.tables import clicks
from feeds.store.tables.clicks import Click
from feeds.web.base.buffer import Buffer
from feeds.web.base.memory import Held

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from feeds.clock import Clock
    from feeds.store import Store

_A_DAY = 86400
_LONGEST = 512
"""Characters of a user agent that are looked at."""
_JUDGED: Held[bool] = Held(4096)
"""What was found out about so many, since the list is long."""
_EARLY = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")
"""Headers by which browsers say that nobody has clicked yet."""
_NOT_YET = ("prefetch", "prerender", "preview")
_MORE = re.compile(
    "|".join(
        line
        for line in resources.files(__package__).joinpath("bots.txt").read_text("utf-8").splitlines()
        if line[:1] not in {"", "#"}
    )
)


class Clicks:
    """Counts the share links that are followed."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._clock = clock
        self._store = store
        self._buffer = Buffer(self._write)

    def note(self, environ: WSGIEnvironment, host: str, code: str) -> None:
        """Count that a request was led on, unless it is none of a person or program that wants to read."""
        user_agent = environ.get("HTTP_USER_AGENT")
        if environ["REQUEST_METHOD"] != "GET" or not user_agent or _is_early(environ):
            return
        day = int(self._clock.now()) // _A_DAY
        self._buffer.note(Click(host, code, day, is_bot(user_agent[:_LONGEST])))

    def flush(self) -> None:
        """Write what was counted so far."""
        self._buffer.flush()

    def close(self) -> None:
        """Write it, and count no more."""
        self._buffer.close()

    def _write(self, counted: Counter[Click]) -> None:
        with self._store.noting() as connection:
            clicks.add(connection, counted)


def is_bot(user_agent: str) -> bool:
    """Tell a program by the name it gives itself, by a maintained list and by what that lacks."""
    # Not by the name itself: nobody's is kept, not even in memory.
    key = hash(user_agent)
    known = _JUDGED.get(key)
    if known is None:
        known = _MORE.search(user_agent) is not None or is_crawler(user_agent)
        _JUDGED.put(key, known, 1)
    return known


def _is_early(environ: WSGIEnvironment) -> bool:
    return any(environ[name].lower().startswith(_NOT_YET) for name in _EARLY if name in environ)
