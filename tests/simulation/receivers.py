"""Receivers of webhooks that fail, hang up and come back: each is told everything, in order, under names that hold."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.simulation.documents import Entry, entry_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.simulation.history import Selection

MOODS = ("well", "well", "well", "slow", "fails", "hangs up", "does not say that it took it")

_AGE = 10
"""Seconds before its arrival in which a message may have been made."""


class Told(NamedTuple):
    """Entries that a message showed, which was made between two moments."""

    began: float
    ended: float
    entries: Sequence[Entry]


class Receiver:
    """Keeps ids and revisions of a selection by what it is told, and drops what comes under a name that it knows."""

    def __init__(self, query: str, selection: Selection) -> None:
        self.query = query
        self.selection = selection
        self.mood = "well"
        self.secret = ""
        self.held: dict[str, int] = {}
        self.told: list[Told] = []
        self.faults: list[str] = []
        self._changes: dict[str, Any] = {}
        """What each message told, by its name."""
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Give its address."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    @property
    def messages(self) -> int:
        """Count the messages that it took."""
        return len(self._changes)

    def close(self) -> None:
        """Listen no more."""
        self._server.shutdown()
        self._server.server_close()

    def take(self, headers: Mapping[str, str], body: bytes) -> int | None:
        """Take a message or not; gives the status to answer with, None where it hangs up."""
        came, mood = time.monotonic(), self.mood
        if mood in {"fails", "hangs up"}:
            return 500 if mood == "fails" else None
        if mood == "slow":
            time.sleep(1)
        with self._lock:
            self.faults += [f"hook of {self.query!r}: {fault}" for fault in self._keep(headers, body, came)]
        return 204 if mood in {"well", "slow"} else None

    def _keep(self, headers: Mapping[str, str], body: bytes, came: float) -> list[str]:
        name, document = headers["webhook-id"], json.loads(body)
        changes = document["_changes"]
        if headers["webhook-signature"] != _signed(self.secret, f"{name}.{headers['webhook-timestamp']}.", body):
            return [f"{name} is not signed as it should be"]
        if name in self._changes:
            return [] if self._changes[name] == changes else [f"{name} names two messages"]
        self._changes[name] = changes
        times = [change["time"] for change in changes]
        faults = [] if times == sorted(times) else [f"{name} is out of order: {times}"]
        for change in changes:
            if change["revision"] < self.held.get(change["id"], 0):
                faults.append(f"{change} was told after revision {self.held[change['id']]}")
            if change["change"] == "withdrawn":
                self.held.pop(change["id"], None)
            else:
                self.held[change["id"]] = change["revision"]
        shown = [entry_of(item["id"], json.dumps(item)) for item in document["items"]]
        self.told.append(Told(came - _AGE, came, shown))
        return faults


def _signed(secret: str, prefix: str, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    made = hmac.new(key, prefix.encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(made).decode()}"


def _handler_of(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = receiver.take({name.lower(): value for name, value in self.headers.items()}, body)
            self.close_connection = True
            if status is not None:
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    return Handler
