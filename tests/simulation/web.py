"""Requests as feed readers make them, and what must hold of every answer, whoever asks."""

from __future__ import annotations

import gzip
import http.client
import re
import threading
import time
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from typing import NamedTuple

import brotli

from tests.clocks import Clock
from tests.simulation.history import GRACE

_PATIENCE = 20
_REMEMBERED = 400
_DECODE = {"gzip": gzip.decompress, "br": brotli.decompress}


_UPDATED = re.compile(rb'<lastBuildDate>([^<]+)|(?:<updated>|"updated":")([^<"]+)')


class Unreachable(Exception):  # noqa: N818 - the server is being restarted
    """Nobody answered, or not to the end."""


class Answer(NamedTuple):
    """What was answered to a request made between two moments."""

    began: float
    ended: float
    status: int
    headers: dict[str, str]
    body: bytes


class _Known(NamedTuple):
    ended: float
    last_modified: float
    updated: float
    """As the document says itself, so far."""


@dataclass(slots=True)
class Web:
    """The way to the server, for any number of threads; notes what is wrong with validators."""

    port: int
    clock: Clock
    """By which the server lives."""
    faults: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _bodies: dict[tuple[str, str], bytes] = field(default_factory=dict)
    _tags: dict[tuple[str, bytes], str] = field(default_factory=dict)
    _last: dict[str, list[_Known]] = field(default_factory=lambda: defaultdict(list))

    def ask(self, path: str, headers: dict[str, str], method: str = "GET") -> Answer:
        """Ask over a connection of its own, so any worker. Raises Unreachable."""
        began, before = time.monotonic(), self.clock.moved
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        try:
            with closing(connection):
                connection.request(method, path, headers=headers)
                response = connection.getresponse()
                body = response.read()
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable(str(error)) from error
        said = {name.lower(): value for name, value in response.getheaders()}
        if body and "content-encoding" in said:
            body = _DECODE[said["content-encoding"]](body)
        answer = Answer(began, time.monotonic(), response.status, said, body)
        now, moved = time.time(), (before, self.clock.moved)
        self._check(path, method, answer, now - (answer.ended - began) + min(moved), now + max(moved))
        return answer

    def _check(self, path: str, method: str, answer: Answer, earliest: float, latest: float) -> None:
        """Check an answer that was given between two moments of the clock of the server."""
        if answer.status not in {200, 304}:
            self._say(f"{path} is answered with {answer.status}")
            return
        last_modified = parsedate_to_datetime(answer.headers["last-modified"]).timestamp()
        if last_modified > latest:
            self._say(f"{path} was modified in the future: {answer.headers['last-modified']}")
        with self._lock:
            known = self._last[path]
            earlier = [one for one in known if one.ended <= answer.began - GRACE]
            before = max((one.last_modified for one in earlier), default=0)
            if before > last_modified < earliest - 2:  # by a clock that was set back it is just now
                self.faults.append(f"{path}: Last-Modified went back by {before - last_modified:.0f} s")
            said = max((one.updated for one in earlier), default=0)
            updated = _updated(answer.body) if answer.body else said
            if said > updated:
                self.faults.append(f"{path}: what it says of its last update went back by {said - updated:.0f} s")
            if len(known) >= _REMEMBERED:
                del known[: _REMEMBERED // 2]
            known.append(_Known(answer.ended, max(before, last_modified), max(said, updated)))
            if method == "GET" and answer.status == 200:
                tag = (
                    answer.headers["etag"].removesuffix('"').removesuffix(f"-{answer.headers.get('content-encoding')}")
                )
                digest = blake2b(answer.body, digest_size=16).digest()
                if self._bodies.setdefault((path, tag), digest) != digest:
                    self.faults.append(f"{path}: two documents have the entity tag {answer.headers['etag']}")
                if self._tags.setdefault((path, digest), tag) != tag:
                    self.faults.append(f"{path}: one document has two entity tags, {answer.headers['etag']} is one")

    def _say(self, fault: str) -> None:
        with self._lock:
            self.faults.append(fault)


def _updated(body: bytes) -> float:
    """Give the second at which a document says that it was updated; its head comes first."""
    found = _UPDATED.search(body)
    if found is None:
        raise ValueError("a document does not say when it was updated")
    rfc_822, iso = ((part or b"").decode() for part in found.groups())
    return (parsedate_to_datetime(rfc_822) if rfc_822 else datetime.fromisoformat(iso)).timestamp()
