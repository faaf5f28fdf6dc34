"""Feeds in front of Flask: one that is asked for by its one address costs what it takes to make it.

Everything else is handed on: other spellings, the page that a browser is shown, what is unknown, and whatever goes
wrong. Flask answers a feed with the same reply, so that nothing can be answered here that it would not answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feeds.formats import FORMATS, Format
from feeds.formats.links import link_header, push_links
from feeds.selection import EVERYTHING, HEAD, spell
from feeds.web.base.addresses import read_address
from feeds.web.base.answers import OPEN, SECURED, validating_headers
from feeds.web.base.conditional import MARK, Validators, choose_coding, is_unchanged
from feeds.web.base.counters import ANSWERED, Answered
from feeds.web.front.hotpath import Sent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from feeds.publish.documents import Selected
    from feeds.web.base.services import Services

VARY = "Sec-Fetch-Dest, Accept-Encoding"

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
        is_plain = method in {"GET", "HEAD"} and environ.get("HTTP_SEC_FETCH_DEST") != "document"
        address = _ADDRESS.fullmatch(environ["PATH_INFO"]) if is_plain else None
        sent = self._sent(environ, *address.groups("")) if address else None
        if sent is None:
            return self.application(environ, start_response)
        environ[ANSWERED] = Answered("feeds.feed", "documents", sent.status[:3])
        start_response(sent.status, sent.headers)
        return [sent.body] if method == "GET" else []

    def _sent(self, environ: WSGIEnvironment, directory: str, slug: str, filename: str) -> Sent | None:
        publisher, query, form = self._use.publisher, environ.get("QUERY_STRING", ""), _BY_FILENAME[filename]
        try:
            selection, presentation = read_address(directory, slug, query)
            asked = self._use.site.address(environ["PATH_INFO"]) + (query and f"?{query}")
            if asked != publisher.addresses(selection, presentation)[form.name]:
                return None
            selected = publisher.select(selection, presentation)
            return None if selected.was_open else feed_reply(form, selected, environ, self._use)
        except Exception:  # noqa: BLE001 - Flask meets the same, and says it in its words
            return None


def feed_reply(form: Format, selected: Selected, environ: WSGIEnvironment, use: Services) -> Sent:
    """Answer a feed to a client, or that it has it already; marked as one to hold."""
    coding, body = choose_coding(environ.get("HTTP_ACCEPT_ENCODING")), None
    if not _has_already(environ, form, selected):
        selected, document = use.publisher.document(form, selected)
        # Asked again, since it may be another document that was made, or the last good one.
        if not _has_already(environ, form, selected):
            body = document.in_coding(coding)
    signature = _signature(form, selected)
    environ[MARK] = Validators(signature, selected.last_modified)
    headers = [*OPEN]
    if hubs := use.publisher.hubs(selected.selection, selected.presentation):
        address = use.publisher.addresses(selected.selection, selected.presentation)[form.name]
        headers.append(("Link", link_header(push_links(address, hubs))))
        _note_topic(selected, use)
    *validating, last_modified = validating_headers(
        signature, selected.last_modified, coding=coding, minutes=selected.ttl, vary=VARY
    )
    if body is None:
        return Sent("304 NOT MODIFIED", [*headers, *validating, *SECURED, last_modified], b"")
    content = [("Content-Type", f"{form.media_type}; charset=utf-8"), ("Content-Length", str(len(body)))]
    if coding != "identity":
        content.append(("Content-Encoding", coding))
    return Sent("200 OK", [*content, *headers, *validating, *SECURED, last_modified], body)


def _has_already(environ: WSGIEnvironment, form: Format, selected: Selected) -> bool:
    tags, since = environ.get("HTTP_IF_NONE_MATCH"), environ.get("HTTP_IF_MODIFIED_SINCE")
    return is_unchanged(_signature(form, selected), selected.last_modified, tags, since)


def _signature(form: Format, selected: Selected) -> str:
    """Give what an entity tag of a document is made of."""
    return f"{selected.signature}-{form.name}"


def _note_topic(selected: Selected, use: Services) -> None:
    """Note that hubs may know this feed, unless they are told of it anyway."""
    selection = selected.selection
    is_plain = selected.presentation == HEAD and (selection == EVERYTHING or selection.single)
    if use.topics and not is_plain:
        use.topics.note(spell(selection, selected.presentation, below_its_place=False))
