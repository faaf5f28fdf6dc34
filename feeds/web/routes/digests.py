"""Digests of a selection by day and by week, in every format."""

from __future__ import annotations

from flask import Blueprint, Response

from feeds.publish.digests import FORMS, SPANS, address_of, digests, document
from feeds.web.base.addresses import asked, is_misspelt
from feeds.web.base.answers import encoded, moved, opened, show_selection
from feeds.web.base.services import services

blueprint = Blueprint("digests", __name__)

_NAME = f"<any({','.join(SPANS)}):span>.<any({','.join(FORMS)}):ending>"


@blueprint.get(f"/{_NAME}")
@blueprint.get(f"/<any(sources,tags):directory>/<slug>/{_NAME}")
def digest(span: str, ending: str, directory: str = "", slug: str = "") -> Response:
    """Answer the digests of a selection."""
    publisher = services().publisher
    selection, _ = asked(directory, slug)
    made = digests(publisher, selection, span)
    show_selection(selection, made.selection)
    address = address_of(publisher, made.selection, span, ending)
    if is_misspelt(address):
        return moved(address)
    form = FORMS[ending]
    body = document(publisher, made.feed, form)
    return opened(encoded(body, form.media_type, last_modified=made.last_modified))
