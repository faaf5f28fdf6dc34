"""The only connections made outwards: to addresses that the owner configured, and to nowhere they redirect to."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from contextlib import suppress
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

TIMEOUT = 10.0
"""Seconds that any step of an exchange may take."""

_STEPS = 3
"""Times as long as a step may take the whole exchange."""
_LARGEST_ANSWER = 1 << 16
_LONGEST_REASON = 200
_BROKEN = (OSError, http.client.HTTPException, UnicodeError)


class Unreachable(Exception):  # noqa: N818 - whoever asks decides what it means
    """Nobody answered: no such host, refused, too slow, a certificate that does not hold, no HTTP."""


class Answer(NamedTuple):
    """What a server said."""

    status: int
    retry_after: str | None
    reason: str
    """For people: the first line of the answer, or of its status."""


class Channel:
    """A connection to one address, kept open between requests. For one thread."""

    def __init__(self, url: str, site_url: str, timeout: float = TIMEOUT, *, is_public: bool = False) -> None:
        """Where it `is_public` no address of a private network is connected to, whatever a name means just then."""
        parts = urlsplit(url)
        self._path = (parts.path or "/") + (parts.query and f"?{parts.query}")
        self._headers = {
            "Accept": "*/*",
            "User-Agent": f"feeds/{version('feeds')} (+{site_url}/)",
        }
        self._timeout = timeout
        host, port = parts.hostname or "", parts.port
        if parts.scheme == "https":
            context = ssl.create_default_context()
            self._connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                host, port, timeout=timeout, context=context
            )
        else:
            self._connection = http.client.HTTPConnection(host, port, timeout=timeout)
        if is_public:
            self._connection._create_connection = _connected_in_public  # type: ignore[attr-defined] # noqa: SLF001 - there is no other way to choose the address

    def post(self, form: Mapping[str, str]) -> Answer:
        """Send a form. Raises Unreachable."""
        return self.send(urlencode(form).encode(), {"Content-Type": "application/x-www-form-urlencoded"})

    def send(self, body: bytes, headers: Mapping[str, str], method: str = "POST") -> Answer:
        """Send a body. Raises Unreachable."""
        was_open = self._connection.sock is not None
        try:
            return self._exchange(method, body, headers)
        except _BROKEN as error:
            self.close()
            if not was_open or isinstance(error, TimeoutError):
                raise Unreachable(_said(error)) from error
        try:  # the server had closed what was kept open
            return self._exchange(method, body, headers)
        except _BROKEN as error:
            self.close()
            raise Unreachable(_said(error)) from error

    def close(self) -> None:
        """Close the connection; the next request opens it again."""
        self._connection.close()

    def _exchange(self, method: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send and read, the whole within a limit: each step has one of its own, but a hub may drip for ever."""
        limit = threading.Timer(_STEPS * self._timeout, self._cut)
        limit.daemon = True
        limit.start()
        try:
            return self._exchanged(method, body, headers)
        finally:
            limit.cancel()

    def _cut(self) -> None:
        if sock := self._connection.sock:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def _exchanged(self, method: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        self._connection.request(method, self._path, body, {**self._headers, **headers})
        answer = self._connection.getresponse()
        text = answer.read(_LARGEST_ANSWER)
        if not answer.isclosed():  # there is more than anybody wants to read
            self.close()
        lines = text.decode("utf-8", "replace").strip().splitlines()
        return Answer(answer.status, answer.headers.get("Retry-After"), _plain(lines[0] if lines else answer.reason))


def addresses_in_public(host: str, port: int) -> list[str]:
    """Give the addresses that a host name means. Raises OSError where it means none, or one of a private network."""
    found = [str(address[4][0]) for address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for address in found:
        read = ipaddress.ip_address(address.partition("%")[0])
        if not (getattr(read, "ipv4_mapped", None) or read).is_global or read.is_multicast:
            raise OSError(f"{host} is {address}, of a private network")
    return found


def _connected_in_public(address: tuple[str, int], *rest: Any, **named: Any) -> socket.socket:
    """Connect to what was looked at: a name may mean another address the next time."""
    host, port = address
    return socket.create_connection((addresses_in_public(host, port)[0], port), *rest, **named)


def _said(error: Exception) -> str:
    return _plain(str(error)) or type(error).__name__


def _plain(text: str) -> str:
    return "".join(char for char in text if char.isprintable())[:_LONGEST_REASON]
