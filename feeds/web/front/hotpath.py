"""The hot path: a WSGI layer in front of Flask that answers again what Flask answered before.

A view marks an answer as one to hold, with its validators. It is held word for word for as long as the
store's version does not move; the version is one number in memory, looked up again at most four times a
second. Whatever is not held is handed on, so that nothing can be answered here that Flask would not have
answered, header for header.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from feeds.sharing.addresses import asked_host
from feeds.web.base.conditional import MARK, Validators, choose_coding, is_unchanged
from feeds.web.base.counters import ANSWERED, FAULT, Answered
from feeds.web.base.memory import Held

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from feeds.web.front.state import Known

_BYTES = 24 << 20
_SMALL = 2048
"""Bytes that an answer costs beside its body, at most."""
_LONGEST = 1024
"""Characters of an address to which an answer is held."""


class Sent(NamedTuple):
    """An answer as Flask gave it."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes
    answered: Answered = FAULT
    """As which it is counted when it is given again."""


@dataclass(frozen=True, slots=True)
class Variants:
    """What is answered at one address in one coding, at one version of the store."""

    version: int
    validators: Validators
    full: Sent | None = None
    """To a client that has nothing."""
    unchanged: Sent | None = None
    """To a client that has it already: 304."""

    def answer(self, environ: WSGIEnvironment) -> Sent | None:
        """Give the answer to a request, None where Flask has not given it yet."""
        signature, last_modified = self.validators
        if signature is None:
            return self.full
        since = environ.get("HTTP_IF_MODIFIED_SINCE") if last_modified is not None else None
        if is_unchanged(signature, last_modified or 0, environ.get("HTTP_IF_NONE_MATCH"), since):
            return self.unchanged
        return self.full


class HotPath:
    """Answers what it holds; hands on the rest and learns from the answers."""

    def __init__(self, application: WSGIApplication, present: Callable[[], Known]) -> None:
        self.application = application
        self.held: Held[Variants] = Held(_BYTES)
        self._present = present

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        method = environ["REQUEST_METHOD"]
        if method not in {"GET", "HEAD"}:
            return self.application(environ, start_response)
        known = self._present()
        key = (
            environ["PATH_INFO"],
            environ.get("QUERY_STRING"),
            choose_coding(environ.get("HTTP_ACCEPT_ENCODING")),
            environ.get("HTTP_SEC_FETCH_DEST") == "document",
            asked_host(environ.get("HTTP_HOST", ""), known.share_hosts),
            environ.get("SCRIPT_NAME"),
        )
        held = self.held.get(key)
        if held is not None and held.version == known.version:
            sent = held.answer(environ)
            if sent is not None:
                environ[ANSWERED] = sent.answered
                start_response(sent.status, [*sent.headers])
                return [sent.body] if method == "GET" else []
        return self._ask(environ, start_response, key, known.version)

    def _ask(self, environ: WSGIEnvironment, start_response: StartResponse, key: Any, version: int) -> Iterable[bytes]:
        """Hand a request on to Flask, and hold the answer if a view marked it."""
        said: list[tuple[str, list[tuple[str, str]]]] = []

        def listen(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
            said.append((status, [*headers]))  # a server may add to them
            return start_response(status, headers, exc_info)

        answer = self.application(environ, listen)
        validators: Validators | None = environ.get(MARK)
        is_long = len(key[0]) + len(key[1] or "") > _LONGEST
        if validators is None or is_long or environ["REQUEST_METHOD"] == "HEAD":
            return answer
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        status, headers = said[-1]
        answered = environ.get(ANSWERED, FAULT)._replace(place="memory")
        self._hold(key, version, validators, Sent(status, headers, body, answered))
        return [body]

    def _hold(self, key: Any, version: int, validators: Validators, sent: Sent) -> None:
        held = self.held.get(key)
        if held is None or held.version != version or held.validators != validators:
            held = Variants(version, validators)
        has_it = sent.status.startswith("304")
        held = replace(held, unchanged=sent) if has_it else replace(held, full=sent)
        self.held.put(key, held, _size(held))


def _size(held: Variants) -> int:
    return sum(_SMALL + len(sent.body) for sent in (held.full, held.unchanged) if sent)
