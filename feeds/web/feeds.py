"""Feeds of everything, of a source and of a tag, in every format; the list of them; their other names."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from feeds.building import Selected
from feeds.formats import FORMATS, Format, by_filename
from feeds.formats.links import link_header, push_links
from feeds.selection import EVERYTHING, HEAD, spell
from feeds.web.addresses import asked, is_misspelt
from feeds.web.answers import Answer, moved, moved_for_now, page, unchanged, validated
from feeds.web.conditional import choose_coding
from feeds.web.services import services
from feeds.web.views import entry_view, feed_views

blueprint = Blueprint("feeds", __name__)

VARY = "Sec-Fetch-Dest, Accept-Encoding"

OTHER_NAMES = {
    "feed": "feed.xml",
    "rss": "feed.xml",
    "rss.xml": "feed.xml",
    "index.xml": "feed.xml",
    "feed.atom": "atom.xml",
}
"""Names that feeds have elsewhere, for people who guess them."""

_NAMES = ",".join((*(form.filename for form in FORMATS), *OTHER_NAMES))


@blueprint.get(f"/<any({_NAMES}):name>", strict_slashes=False)
@blueprint.get(f"/<any(sources,tags):directory>/<slug>/<any({_NAMES}):name>", strict_slashes=False)
def feed(name: str, directory: str = "", slug: str = "") -> Response:
    """Answer a feed, or the way to its one address."""
    form = by_filename(OTHER_NAMES.get(name, name)) or abort(404)
    publisher = services().publisher
    selected = publisher.select(*asked(directory, slug))
    if request.args.get("raw") == "1" and not selected.was_open:
        return _feed(form, selected)
    address = publisher.addresses(selected.selection, selected.presentation)[form.name]
    if selected.was_open:
        return moved_for_now(address)
    if is_misspelt(address):
        return moved(address)
    if request.headers.get("Sec-Fetch-Dest") == "document":
        return _preview(form, selected)
    return _feed(form, selected)


def _feed(form: Format, selected: Selected) -> Response:
    coding = choose_coding(request.headers.get("Accept-Encoding"))
    document = None
    if not unchanged(signature_of(form, selected), selected.last_modified):
        selected, document = services().publisher.document(form, selected)
    # Twice, since it may have been another document that was made, or the last good one.
    if document is None or unchanged(signature_of(form, selected), selected.last_modified):
        response: Response = Answer(status=304)
    else:
        response = Answer(document.in_coding(coding), content_type=f"{form.media_type}; charset=utf-8")
        if coding != "identity":
            response.headers["Content-Encoding"] = coding
    response.headers["Access-Control-Allow-Origin"] = "*"
    if hubs := services().publisher.hubs(selected.selection, selected.presentation):
        address = services().publisher.addresses(selected.selection, selected.presentation)[form.name]
        response.headers["Link"] = link_header(push_links(address, hubs))
        _note_topic(selected)
    return validated(
        response, signature_of(form, selected), selected.last_modified, coding=coding, minutes=selected.ttl, vary=VARY
    )


def _note_topic(selected: Selected) -> None:
    """Note that hubs may know this feed, unless they are told of it anyway."""
    selection, topics = selected.selection, services().topics
    is_plain = selected.presentation == HEAD and (selection == EVERYTHING or selection.single)
    if topics and not is_plain:
        topics.note(spell(selection, selected.presentation, below_its_place=False))


def signature_of(form: Format, selected: Selected) -> str:
    """Give what an entity tag of a document is made of."""
    return f"{selected.signature}-{form.name}"


def _preview(form: Format, selected: Selected) -> Response:
    """Show a feed to a person who opened it in a browser."""
    use = services()
    shown = feed_views(selected.title, use.publisher.addresses(selected.selection, selected.presentation), use.site)
    this = next(view for view in shown if view.name == form.name)
    html = page(
        "preview.html",
        heading=selected.title,
        description=selected.description,
        feeds=shown,
        feed=this,
        entries=[entry_view(entry, use.site) for entry in use.publisher.entries(selected)],
        raw_href=f"{this.href}{'&' if '?' in this.href else '?'}raw=1",
        page_href=use.publisher.page(selected.selection, selected.presentation),
    )
    response = Answer(html, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Vary"] = VARY
    return response
