"""Mirrors that follow `/changes.json`: at the end each has exactly what is published."""

from __future__ import annotations

import json
from contextlib import suppress
from http.client import HTTPException

from tests.serving import fetch

SELECTIONS = ("", "tag=chess", "not-tag=chess", "source=reuters&tag=theatre", "tag=chess&tag=harbour")


class Mirror:
    """Keeps ids and revisions of a selection."""

    def __init__(self, port: int, query: str) -> None:
        self.query = query
        self.held: dict[str, int] = {}
        self._port = port
        self._since = ""

    def poll(self) -> None:
        """Ask until there is nothing more, or nobody answers."""
        with suppress(OSError, HTTPException):
            while self._take(*fetch(self._port, self._path())):
                pass

    def _path(self) -> str:
        query = "&".join(sorted(filter(None, [*self.query.split("&"), self._since and f"since={self._since}"])))
        return f"/changes.json?{query}" if query else "/changes.json"

    def _take(self, status: int, _headers: object, body: bytes) -> bool:
        """Take an answer; tells whether there may be more."""
        if status == 410:  # the store is another one
            self.held, self._since = {}, ""
            return True
        if status != 200:
            return False
        told = json.loads(body)
        for change in told["changes"]:
            if change["change"] == "withdrawn":
                self.held.pop(change["id"], None)
            else:
                self.held[change["id"]] = change["revision"]
        is_more = bool(told["next"] != (self._since or "0"))
        self._since = told["next"]
        return is_more
