"""The hot path: a WSGI layer in front of Flask that answers again what Flask answered before.

A view marks an answer as one to hold, with its validators and with what it shows. It is held word for word until a
commit touches that: `news` knows, which looks at the store at most four times a second. Whatever is not held is handed
on, so that nothing can be answered here that Flask would not have answered, header for header. While the store cannot
be looked at, what is held is given for as long as it said that it may be kept; then it is handed on too, and refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from feeds.errors import StoreError
from feeds.sharing.addresses import asked_host
from feeds.web.base.answers import SECURED
from feeds.web.base.conditional import (
    CONCERN,
    MARK,
    Validators,
    choose_coding,
    http_date,
    is_unchanged,
    last_modified_header,
)
from feeds.web.base.counters import ANSWERED, FAULT, Answered
from feeds.web.base.memory import Held
from feeds.web.front.browsers import signs_of
from feeds.web.front.state import AWAY
from feeds.web.languages.choice import Languages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from feeds.clock import Clock
    from feeds.publish.concerns import Concern
    from feeds.web.front.browsers import Signs
    from feeds.web.front.state import Known

_BYTES = 16 << 20
_UNCHANGED_BYTES = 24 << 20
"""Twelve thousand answers."""
_SMALL = 2048
"""Bytes that an answer costs beside its body, at most."""
_LONGEST = 1024
"""Characters of an address to which an answer is held."""
_LONGEST_LIFE = 4 * 3600
"""Seconds for which anything is given while the store is away."""
_MAX_AGE = re.compile(r"(?:^|[, ])max-age=(\d{1,9})")
_DATA = (".xml", ".json", ".opml", ".md", ".txt", ".csv", ".css", ".js", ".svg", ".png", ".ico")
_SPOKEN = Languages("en", is_fixed=True)
_OF_CONTENT = frozenset(("Content-Type", "Content-Length", "Content-Encoding", "Content-Disposition", *dict(SECURED)))


class Key(NamedTuple):
    """What of a request decides its answer, but for what the client has already."""

    path: str
    query: str
    coding: str
    signs: Signs
    host: str | None
    mount: str
    language: str


_as_key = partial(tuple.__new__, Key)
"""Makes one of a tuple, quicker than its class does."""


class Sent(NamedTuple):
    """An answer as Flask gave it."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes
    answered: Answered = FAULT
    """As which it is counted when it is given again."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that is held."""

    version: int
    """The last state of the store at which it was right."""
    concern: Concern | None
    """What it shows; None: what may be another after any commit."""
    validators: Validators
    sent: Sent
    life: int
    """Seconds for which it may be kept, as it says itself."""
    is_ahead: bool = False
    """Whether it was made before anybody asked for it."""

    def is_had(self, environ: WSGIEnvironment, now: float) -> bool:
        """Tell whether the client that asks has it already."""
        signature, last_modified = self.validators
        if signature is None:
            return False
        since = environ.get("HTTP_IF_MODIFIED_SINCE") if last_modified is not None else None
        return is_unchanged(signature, last_modified or 0, environ.get("HTTP_IF_NONE_MATCH"), since, now)


class HotPath:
    """Answers what it holds; hands on the rest and learns from the answers."""

    def __init__(
        self,
        application: WSGIApplication,
        present: Callable[[], Known],
        clock: Clock,
        languages: Languages = _SPOKEN,
    ) -> None:
        self.application = application
        self.held: Held[Kept] = Held(_BYTES)
        """To clients that have nothing."""
        self.unchanged: Held[Kept] = Held(_UNCHANGED_BYTES)
        """To clients that have it already: small, and apart from the others, which would push them out."""
        self.present = present
        self._clock = clock
        self._languages = languages

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        method = environ["REQUEST_METHOD"]
        known, now = self.present(), self._clock.now()
        if known.hangs:  # what is not held is refused at once
            environ[AWAY] = StoreError("the store does not answer")
        if method not in {"GET", "HEAD"}:
            return self.application(environ, start_response)
        key = _as_key(
            (
                environ["PATH_INFO"],
                environ.get("QUERY_STRING", ""),
                choose_coding(environ.get("HTTP_ACCEPT_ENCODING")),
                signs_of(environ),
                asked_host(environ.get("HTTP_HOST", ""), known.share_hosts),
                environ.get("SCRIPT_NAME", ""),
                self._language(environ),
            )
        )
        if kept := self._found(key, environ, known, now):
            environ[ANSWERED], environ[MARK], environ[CONCERN] = kept.sent.answered, kept.validators, kept.concern
            start_response(kept.sent.status, _dated(kept.sent.headers, kept.validators, now))
            return [kept.sent.body] if method == "GET" else []
        return self._ask(self.application, environ, start_response, key, known.version)

    def _found(self, key: Key, environ: WSGIEnvironment, known: Known, now: float) -> Kept | None:
        """Find the answer to a request, None where it is not held."""
        may_have = "HTTP_IF_NONE_MATCH" in environ or "HTTP_IF_MODIFIED_SINCE" in environ
        if may_have and (kept := self._right(self.unchanged, key, known)) and kept.is_had(environ, now):
            return kept
        kept = self._right(self.held, key, known)
        if kept and may_have and kept.is_had(environ, now):
            kept = replace(kept, sent=without_content(kept.sent))
            self.unchanged.put(key, kept, _SMALL)
        return kept

    def _right(self, held: Held[Kept], key: Key, known: Known) -> Kept | None:
        """Give what is held if it is right now; then no commit so far is looked at again for it."""
        kept = held.get(key)
        if kept is None or known.away > kept.life:
            return None
        if kept.version == known.version and not kept.is_ahead:
            return kept
        if known.news is None or known.news.is_touched(kept.concern, kept.version):
            return None
        kept = replace(kept, version=max(kept.version, known.version), is_ahead=False)
        held.put(key, kept, _SMALL + len(kept.sent.body))
        return kept

    def make_ahead(self, application: WSGIApplication, environ: WSGIEnvironment, key: Key, version: int) -> None:
        """Hold what an application answers now, before anybody asks for it."""
        self._ask(application, environ, lambda *_: list, key, version, is_ahead=True)

    def _ask(
        self,
        application: WSGIApplication,
        environ: WSGIEnvironment,
        start_response: StartResponse,
        key: Key,
        version: int,
        *,
        is_ahead: bool = False,
    ) -> Iterable[bytes]:
        """Hand a request on, and hold the answer if a view marked it."""
        said: list[tuple[str, list[tuple[str, str]]]] = []

        def listen(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
            said.append((status, [*headers]))  # a server may add to them
            return start_response(status, headers, exc_info)

        answer = application(environ, listen)
        validators: Validators | None = environ.get(MARK)
        is_long = len(key.path) + len(key.query) > _LONGEST
        if validators is None or is_long or environ["REQUEST_METHOD"] == "HEAD":
            return answer
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        status, headers = said[-1]
        if not key.language and any(name == "Vary" and "Accept-Language" in value for name, value in headers):
            return [body]  # a page where none is looked for
        if validators.last_modified and ("Last-Modified", http_date(validators.last_modified)) not in headers:
            return [body]  # it says less than it should, since the clock did
        answered = environ.get(ANSWERED, FAULT)._replace(place="memory")
        sent = Sent(status, headers, body, answered)
        self._hold(key, Kept(version, environ.get(CONCERN), validators, sent, _life(sent), is_ahead))
        return [body]

    def _language(self, environ: WSGIEnvironment) -> str:
        """Tell in which language a page would be answered; what ends as data does is the same in all of them."""
        if environ["PATH_INFO"].endswith(_DATA) or not self._languages.vary:
            return ""
        return self._languages.of(environ.get("HTTP_ACCEPT_LANGUAGE"))

    def _hold(self, key: Key, kept: Kept) -> None:
        if kept.sent.status.startswith("304"):
            self.unchanged.put(key, kept, _SMALL)
            return
        self.held.put(key, kept, _SMALL + len(kept.sent.body))
        if (known := self.unchanged.get(key)) and known.validators != kept.validators:
            self.unchanged.drop(key)


def _life(sent: Sent) -> int:
    """Give the seconds for which an answer says that it may be kept."""
    found = next((_MAX_AGE.search(value) for name, value in sent.headers if name == "Cache-Control"), None)
    return min(int(found[1]), _LONGEST_LIFE) if found else 0


def without_content(full: Sent) -> Sent:
    """Make of an answer the one to a client that has it already, header for header as Flask would give it."""
    headers = [header for header in full.headers if header[0] not in _OF_CONTENT]
    headers.sort(key=lambda header: header[0] == "Last-Modified")  # the last, as `Answer` has it
    return Sent("304 NOT MODIFIED", headers, b"", full.answered._replace(status="304"))


def _dated(headers: list[tuple[str, str]], validators: Validators, now: float) -> list[tuple[str, str]]:
    """Copy headers for a server, which may add to them; no date is later than now, to which a clock was set back."""
    last_modified = validators.last_modified
    if last_modified is None or last_modified <= now:
        return [*headers]
    date = last_modified_header(last_modified, now)
    return [(name, date if name == "Last-Modified" else value) for name, value in headers]
