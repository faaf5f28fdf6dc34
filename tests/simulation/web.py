"""Requests as feed readers make them, and what must hold of every answer, whoever asks."""

from __future__ import annotations

import gzip
import http.client
import threading
import time
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from typing import NamedTuple

import brotli

from tests.simulation.history import GRACE

_PATIENCE = 20
_REMEMBERED = 400
_DECODE = {"gzip": gzip.decompress, "br": brotli.decompress}


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


@dataclass(slots=True)
class Web:
    """The way to the server, for any number of threads; notes what is wrong with validators."""

    port: int
    faults: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _bodies: dict[tuple[str, str], bytes] = field(default_factory=dict)
    _last: dict[str, list[_Known]] = field(default_factory=lambda: defaultdict(list))

    def ask(self, path: str, headers: dict[str, str], method: str = "GET") -> Answer:
        """Ask over a connection of its own, so any worker. Raises Unreachable."""
        began = time.monotonic()
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
        self._check(path, method, answer)
        return answer

    def _check(self, path: str, method: str, answer: Answer) -> None:
        if answer.status not in {200, 304}:
            self._say(f"{path} is answered with {answer.status}")
            return
        last_modified = parsedate_to_datetime(answer.headers["last-modified"]).timestamp()
        if last_modified > time.time():
            self._say(f"{path} was modified in the future: {answer.headers['last-modified']}")
        with self._lock:
            known = self._last[path]
            before = max((one.last_modified for one in known if one.ended <= answer.began - GRACE), default=0)
            if before > last_modified:
                self.faults.append(f"{path}: Last-Modified went back by {before - last_modified:.0f} s")
            if len(known) >= _REMEMBERED:
                del known[: _REMEMBERED // 2]
            known.append(_Known(answer.ended, max(before, last_modified)))
            if method == "GET" and answer.status == 200:
                tag = (
                    answer.headers["etag"].removesuffix('"').removesuffix(f"-{answer.headers.get('content-encoding')}")
                )
                digest = blake2b(answer.body, digest_size=16).digest()
                if self._bodies.setdefault((path, tag), digest) != digest:
                    self.faults.append(f"{path}: two documents have the entity tag {answer.headers['etag']}")

    def _say(self, fault: str) -> None:
        with self._lock:
            self.faults.append(fault)
