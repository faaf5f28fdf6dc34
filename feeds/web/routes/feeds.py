"""Feeds of everything, of a source and of a tag, in every format; the list of them; their other names."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, abort, request

from feeds.formats import FORMATS, Format, by_filename
from feeds.publish.documents import Selected
from feeds.publish.titles import described_in, labels_in, said_in
from feeds.web.base.addresses import asked, is_misspelt
from feeds.web.base.answers import Answer, moved, moved_for_now, page, show_selection
from feeds.web.base.context import entry_view, feed_views
from feeds.web.base.services import services
from feeds.web.base.subscribing import web_readers
from feeds.web.front.browsers import is_person, vary_of
from feeds.web.front.documents import feed_reply
from feeds.web.languages.speech import speech

blueprint = Blueprint("feeds", __name__)

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
    selection, presentation = asked(directory, slug)
    selected = publisher.select(selection, presentation)
    show_selection(selection, selected.selection)
    if request.args.get("raw") == "1" and not selected.was_open:
        response = _feed(form, selected)
        show_selection(selection, selected.selection)
        return response
    address = publisher.addresses(selected.selection, selected.presentation)[form.name]
    if selected.was_open:
        return moved_for_now(address)
    if is_misspelt(address):
        return moved(address)
    if is_person(request.environ, services().site):
        return _preview(form, selected)
    return _feed(form, selected)


def _feed(form: Format, selected: Selected) -> Response:
    sent = feed_reply(form, selected, request.environ, services())
    return Answer(sent.body, status=sent.status, headers=sent.headers)


def _preview(form: Format, selected: Selected) -> Response:
    """Show a feed to a person who opened it in a browser; its neighbours are shown so too."""
    use, selection, presentation = services(), selected.selection, selected.presentation
    here, of_head = (
        feed_views(selected.title, use.publisher.addresses(selection, shown), use.site)
        for shown in (presentation, replace(presentation, page=None))
    )
    this, followed = (next(view for view in views if view.name == form.name) for views in (here, of_head))
    around = {
        rel: use.publisher.addresses(selection, to)[form.name] for rel, to in use.publisher.neighbours(selected).items()
    }
    said = speech()
    labels = labels_in(said.language, selected.labels, use.site)
    html = page(
        "preview.html",
        heading=said.typeset(said_in(said.language, selection, labels, said.written)) or use.site.title,
        description=said.typeset(described_in(said.language, selection, labels, said.written)) or use.site.description,
        feeds=of_head,  # who subscribes to an archive page wants what comes
        feed=followed,
        readers=[] if presentation.key else web_readers(followed.address),
        hubs=use.publisher.hubs(selection, presentation),
        older=around.get("prev-archive"),
        newer=around.get("next-archive"),
        entries=[entry_view(entry, use.site, speech()) for entry in use.publisher.entries(selected)],
        raw_href=f"{this.href}{'&' if '?' in this.href else '?'}raw=1",
        page_href=use.publisher.page(selection, presentation),
    )
    response = Answer(html, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Vary"] = vary_of(request.environ, use.site)  # not by its language: no cache keeps it
    return response
