"""Purges: tell caches in front of the site to let go of what each commit touched, by its surrogate keys.

    commits since the last purge → the keys they touched, from the journal → a request or several → told, or later again

Nothing is queued: the store knows up to which commit a cache was told, and the journal what was touched since. What the
journal does not know any more is everything. A thread a cache, so that one that hangs holds up nobody.
"""

from __future__ import annotations

import json
import logging
import math
import re
import threading
from typing import TYPE_CHECKING, NamedTuple

from feeds.publish.surrogates import keys_to_purge
from feeds.push.connections import Answer, Channel, Unreachable
from feeds.push.looking import keep_looking
from feeds.push.rounds import asked_to_wait, pause_after, said
from feeds.store.tables import purges

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.clock import Clock
    from feeds.store import Store

_LOOK = 0.25
_SETTLE = 0.5
"""Seconds after a commit within which a worker may still answer what it held before: a cache would take that again."""
_AT_ONCE = 30
"""Keys in one request: Cloudflare takes no more."""

log = logging.getLogger(__name__)


class Request(NamedTuple):
    """How a cache is told to let go of keys."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes = b""


def request_of(target: str, keys: Sequence[str], token: str) -> Request:
    """Write the request that a kind of cache understands.

    https://www.fastly.com/documentation/reference/api/purging/ and
    https://developers.cloudflare.com/api/resources/cache/methods/purge/
    """
    kind, _, where = target.partition("://" if "+" not in target else "+")
    if kind == "xkey":
        return Request("PURGE", where, {"xkey-purge": " ".join(keys)})
    if kind == "ban":
        return Request("BAN", where, {"X-Ban-Tags": f"(^|,)({'|'.join(map(re.escape, keys))})(,|$)"})
    if kind == "purge":
        return Request("PURGE", where, {"Surrogate-Key": " ".join(keys)})
    if kind == "fastly":
        url = f"https://api.fastly.com/service/{where}/purge"
        return Request("POST", url, {"Fastly-Key": token, "Surrogate-Key": " ".join(keys)})
    url = f"https://api.cloudflare.com/client/v4/zones/{where}/purge_cache"
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    return Request("POST", url, headers, json.dumps({"tags": list(keys)}).encode())


def start(
    store: Store, targets: Sequence[str], token: str, site_url: str, clock: Clock, stopping: threading.Event
) -> None:
    """Begin to tell caches of every commit, until told to stop."""
    for target in targets:
        purger = Purger(store, target, token, site_url, clock)
        threading.Thread(target=purger.run, args=(stopping,), daemon=True).start()


class Purger:
    """Tells one cache. For one thread."""

    def __init__(self, store: Store, target: str, token: str, site_url: str, clock: Clock) -> None:
        self._store = store
        self._target = target
        self._token = token
        self._site_url = site_url
        self._clock = clock

    def run(self, stopping: threading.Event) -> None:
        """Tell the cache of every commit until told to stop."""
        keep_looking(self.look, stopping, _LOOK, f"cache {self._target}")

    def look(self) -> bool:
        """Tell the cache of the commits since it was last told; tells whether there were any, and it took them."""
        now = self._clock.now()
        told = purges.told(self._store, self._target)
        if told.due > now or not purges.is_any_since(self._store, told):
            return False
        self._clock.sleep(_SETTLE)
        last, touched = purges.touched_since(self._store, told)
        keys = keys_to_purge(touched)
        for start_at in range(0, len(keys), _AT_ONCE):
            answer = self._ask(keys[start_at : start_at + _AT_ONCE])
            if isinstance(answer, Unreachable) or not 200 <= answer.status < 300:  # noqa: PLR2004 - success
                self._fail(told, answer)
                return False
        purges.settle(self._store, told, second=last, failures=0, due=0)
        return True

    def _ask(self, keys: Sequence[str]) -> Answer | Unreachable:
        request = request_of(self._target, keys, self._token)
        channel = Channel(request.url, self._site_url)
        try:
            return channel.send(request.body, request.headers, request.method)
        except Unreachable as error:
            return error
        finally:
            channel.close()

    def _fail(self, told: purges.Told, answer: Answer | Unreachable) -> None:
        now = math.ceil(self._clock.now())
        if not told.failures:
            log.warning("cache %s cannot be told: %s", self._target, said(answer))
        asked = asked_to_wait(answer.retry_after, now) if isinstance(answer, Answer) else 0
        due = now + max(pause_after(told.failures), asked)
        purges.settle(self._store, told, second=told.second, failures=told.failures + 1, due=due)
