"""Feeds in front of Flask: one that is asked for by its one address costs what it takes to make it.

Everything else is handed on: other spellings, the page that a browser is shown, what is unknown, and whatever goes
wrong. Flask answers a feed with the same reply, so that nothing can be answered here that it would not answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import request

from feeds.errors import StoreError
from feeds.formats import FORMATS, Format
from feeds.formats.links import link_header, push_links
from feeds.publish.concerns import of_selection
from feeds.selection import EVERYTHING, HEAD, spell
from feeds.web.base.addresses import asked_of, read_address
from feeds.web.base.answers import OPEN, SECURED, validating_headers
from feeds.web.base.conditional import CONCERN, MARK, Validators, choose_coding, is_unchanged
from feeds.web.base.counters import ANSWERED, Answered
from feeds.web.front.browsers import is_person, vary_of
from feeds.web.front.hotpath import Sent
from feeds.web.front.state import AWAY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from feeds.publish.documents import Edition, Selected
    from feeds.web.base.services import Services

_WITHOUT = ("operations.", "assets.")
"""What needs no store, or says itself what is wrong with it: endpoints that begin so."""
_BY_FILENAME = {form.filename: form for form in FORMATS}
_ADDRESS = re.compile(rf"/(?:(sources|tags)/([a-z0-9-]+)/)?({'|'.join(map(re.escape, _BY_FILENAME))})")


class Documents:
    """Answers feeds; hands on the rest."""

    def __init__(self, application: WSGIApplication, use: Services) -> None:
        self.application = application
        self._use = use

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        method = environ["REQUEST_METHOD"]
        is_plain = method in {"GET", "HEAD"} and not is_person(environ, self._use.site)
        address = _ADDRESS.fullmatch(environ["PATH_INFO"]) if is_plain and AWAY not in environ else None
        sent = self._sent(environ, *address.groups("")) if address else None
        if sent is None:
            return self.application(environ, start_response)
        environ[ANSWERED] = Answered("feeds.feed", "documents", sent.status[:3])
        start_response(sent.status, sent.headers)
        return [sent.body] if method == "GET" else []

    def _sent(self, environ: WSGIEnvironment, directory: str, slug: str, filename: str) -> Sent | None:
        publisher, query, form = self._use.publisher, environ.get("QUERY_STRING", ""), _BY_FILENAME[filename]
        try:
            if not self._use.readiness():
                return None
            selection, presentation = read_address(directory, slug, query)
            if presentation.key is not None:
                return None  # what is private is neither held nor shared, which Flask sees to
            path, written = asked_of(environ)
            if (
                self._use.site.address(path) + (written and f"?{written}")
                != publisher.addresses(selection, presentation)[form.name]
            ):
                return None
            selected = publisher.select(selection, presentation)
            return None if selected.was_open else feed_reply(form, selected, environ, self._use)
        except StoreError as error:  # Flask says it in its words, without waiting for the same once more
            environ[AWAY] = error
            return None
        except Exception:  # noqa: BLE001 - Flask meets the same, and says it in its words
            return None


def check_store() -> None:
    """Raise the StoreError that was met before Flask was asked, if one was, where the store is needed."""
    error = request.environ.get(AWAY)
    if error and not (request.endpoint or "").startswith(_WITHOUT):
        raise error


def feed_reply(form: Format, selected: Selected, environ: WSGIEnvironment, use: Services) -> Sent:
    """Answer a feed to a client, or that it has it already; marked as one to hold."""
    coding, body, now = choose_coding(environ.get("HTTP_ACCEPT_ENCODING")), None, use.clock.now()
    edition = use.publisher.edition(form, selected)
    if not _has_already(environ, edition, now):
        edition, document = use.publisher.document(edition)
        # Asked again, since it may be another document that was made, or the last good one.
        if not _has_already(environ, edition, now):
            body = document.in_coding(coding)
    selected = edition.selected
    environ[MARK] = Validators(edition.signature, edition.last_modified)
    environ[CONCERN] = of_selection(selected.selection, use.site.timezone)
    headers = [*OPEN]
    if hubs := edition.feed.hubs:
        headers.append(("Link", link_header(push_links(edition.address, hubs))))
        _note_topic(selected, use)
    *validating, last_modified = validating_headers(
        edition.signature,
        edition.last_modified,
        coding=coding,
        minutes=selected.ttl,
        vary=vary_of(environ, use.site),
        now=now,
    )
    if body is None:
        return Sent("304 NOT MODIFIED", [*headers, *validating, last_modified], b"")
    content = [("Content-Type", f"{form.media_type}; charset=utf-8"), ("Content-Length", str(len(body)))]
    if coding != "identity":
        content.append(("Content-Encoding", coding))
    return Sent("200 OK", [*content, *headers, *validating, *SECURED, last_modified], body)


def _has_already(environ: WSGIEnvironment, edition: Edition, now: float) -> bool:
    tags, since = environ.get("HTTP_IF_NONE_MATCH"), environ.get("HTTP_IF_MODIFIED_SINCE")
    return is_unchanged(edition.signature, edition.last_modified, tags, since, now)


def _note_topic(selected: Selected, use: Services) -> None:
    """Note that hubs may know this feed, unless they are told of it anyway."""
    selection = selected.selection
    is_plain = selected.presentation == HEAD and (selection == EVERYTHING or selection.single)
    if use.topics and not is_plain:
        use.topics.note(spell(selection, selected.presentation, below_its_place=False))
