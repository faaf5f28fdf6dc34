"""Feeds are made anew when a commit touches them, before anybody asks: who polls while news arrives waits for nothing.

Only what was given since it was last made so: what nobody asks for is made once more at most.
"""

from __future__ import annotations

import time
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from feeds.web.front.hotpath import HotPath, Key
    from feeds.web.front.state import Known


class Ahead:
    """Has what the hot path holds made anew by an application, in a thread beside those that answer."""

    def __init__(self, hot: HotPath, application: WSGIApplication) -> None:
        self._hot = hot
        self._application = application
        self._working = Lock()

    def __call__(self, known: Known, until: float) -> None:
        """Make what the last commits touched, what was asked for last first, up to a moment of the monotonic clock."""
        if not self._working.acquire(blocking=False):
            return  # a store that hangs still holds up the last time
        try:
            for key in self._touched(known):
                if time.monotonic() >= until:
                    return
                self._hot.make_ahead(self._application, _request(key), key, known.version)
        finally:
            self._working.release()

    def _touched(self, known: Known) -> Iterator[Key]:
        news, met = known.news, set()
        if news is None or not news.touched:
            return
        for key, kept in (*self._hot.held.newest(), *self._hot.unchanged.newest()):
            if kept.concern is None or key in met or not kept.concern.may_be_of(news.touched):
                continue
            met.add(key)
            is_of_a_person = any(key.signs[1:])
            if not kept.is_ahead and not is_of_a_person and news.is_touched(kept.concern, kept.version):
                yield key


def _request(key: Key) -> WSGIEnvironment:
    """Make the request that asks for what is held under a key."""
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": key.mount,
        "PATH_INFO": key.path,
        "QUERY_STRING": key.query,
        "HTTP_ACCEPT_ENCODING": key.coding,
        "HTTP_SEC_FETCH_DEST": key.signs[0],
    }


def nothing(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer what is not made ahead."""
    start_response("404 NOT FOUND", [])
    return []
