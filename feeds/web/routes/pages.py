"""Pages for people: everything, a source, a tag, the directories, an entry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import parse_qsl, unquote
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, request

from feeds.formats import FORMATS, jsonfeed, markdown
from feeds.model import Entry
from feeds.publish.concerns import of_entry
from feeds.publish.documents import Selected
from feeds.publish.excerpts import Part, excerpt, marked_title, ranked
from feeds.publish.fragments import with_key
from feeds.publish.titles import described_in, labels_in, said_in
from feeds.selection import EVERYTHING, HEAD, Presentation, Selection, spell
from feeds.site import entry_path, tag_path
from feeds.store.read import reader
from feeds.store.read.departures import never_public
from feeds.store.schema import GONE, PRIVATE
from feeds.web.base.addresses import asked, is_misspelt
from feeds.web.base.answers import (
    encoded,
    moved,
    moved_for_now,
    opened,
    page,
    policy,
    show,
    show_selection,
    unheld,
)
from feeds.web.base.builder import builder_of
from feeds.web.base.context import EntryView, entry_view, feed_views
from feeds.web.base.errors import withdrawn
from feeds.web.base.services import services
from feeds.web.base.subscribing import digest_views, feeds_of_everything, web_readers
from feeds.web.languages.speech import speech
from feeds.web.languages.typography import typeset
from feeds.web.routes.cards import CARD, card, card_of
from feeds.web.routes.oembed import alternates

blueprint = Blueprint("pages", __name__)

_HANDLE = 8
"""Characters that end the address of an entry."""


@blueprint.get("/")
def home() -> Response:
    """Show the newest entries and how to subscribe."""
    return _listing(*asked(), active="home", is_there=True)


@blueprint.get("/browse")
def browse() -> Response:
    """Show the newest entries of any selection."""
    return _listing(*asked())


@blueprint.get("/browse/<any(about,imprint):name>")
def own(name: str) -> Response:
    """Show a text of the owner's. It lies below a path that there was: a new one could be somebody's short address."""
    text = services().own.read(name)
    if text is None:
        abort(404)
    html = page("own.html", heading=text.heading, text=text, feeds=feeds_of_everything(services().publisher))
    return unheld(
        encoded(html.encode(), "text/html", Content_Security_Policy=policy(services().own.logo, html=text.html))
    )


@blueprint.get("/<any(sources,tags):directory>/<slug>")
@blueprint.get("/<any(sources,tags):directory>/<slug>/")
def listing(directory: str, slug: str) -> Response:
    """Show the newest entries of a source or tag."""
    return _listing(*asked(directory, slug), active=directory)


@blueprint.get("/entries/<words>")
def entry(words: str) -> Response:
    """Show an entry on its canonical page, or as data, or as Markdown."""
    site = services().site
    suffix = next((suffix for suffix in (".json", markdown.suffix, CARD) if words.endswith(suffix)), "")
    shown = _found(words.removesuffix(suffix)[-_HANDLE:].lower(), request.args.get("key", ""))
    if suffix and shown.key:
        abort(404)
    show(of_entry(shown.handle))
    path = entry_path(shown.title, shown.handle) + suffix
    if unquote(path) != request.path:
        return moved(site.entry(shown) if shown.key else site.address(path))
    if suffix == CARD:
        return card(shown)
    # A short address that this site answers 404 is not shown: of a host that nobody resolves.
    short = services().resolver.path(shown.share_link) if shown.share_link else None
    linked = shown if short else replace(shown, share_link=None)
    if suffix == markdown.suffix:
        from feeds.parsers.markup import markdown_of  # it takes long to load, and few ask for it

        text = markdown_of(shown.html) if shown.html and not shown.markdown else None
        return opened(encoded(markdown.entry_markdown(shown, site, text), markdown.media_type, Link=_links(linked)))
    if suffix:
        body = jsonfeed.fragment(shown, site, "full")
        return opened(encoded(body, "application/json", Link=_links(linked)))
    qr_href = f"{site.path}{short}.svg" if short else None
    html = page(
        "entry.html",
        entry=entry_view(linked, site, speech()),
        qr_href=qr_href,
        preview_href=f"{site.path}{short}+" if short and not site.has_paths else None,
        feeds=feeds_of_everything(services().publisher),
        embeds=alternates(site.entry(shown), site),
        card=card_of(shown),
    )
    pictures = policy(services().own.logo, shown.image, html=shown.html)
    return encoded(html.encode(), "text/html", Link=_links(linked), Content_Security_Policy=pictures)


@blueprint.get("/entries/<words>/<any(newer,older):way>")
def beside(words: str, way: str) -> Response:
    """Lead to the next entry of a selection; beyond its end, to its page.

    An address of its own, so that what comes later changes no page of an entry that stands.
    """
    selection, _ = asked()
    with services().store.reading() as connection:
        found = reader.find_by_handle(connection, words[-_HANDLE:].lower())
    if found is None or not found.is_public:
        abort(404)
    publisher, site = services().publisher, services().site
    next_to_it = publisher.beside(selection, found, is_newer=way == "newer")
    return moved_for_now(site.entry(next_to_it) if next_to_it else publisher.page(selection))


def _links(entry: Entry) -> str:
    """Say in a header which address of an entry is the canonical one, and which the short one."""
    site = services().site
    canonical = f'<{site.entry(entry)}>; rel="canonical"'
    return f'{canonical}, <{site.share(entry.share_link)}>; rel="shortlink"' if entry.share_link else canonical


def _found(handle: str, key: str) -> Entry:
    """Find the entry that an address ends with, or say that it is gone or never was; a private one by a key alone."""
    with services().store.reading() as connection:
        found = reader.find_by_handle(connection, handle)
        is_hidden = found is not None and found.state in GONE and never_public(connection, [found.number])
    if found is None:
        abort(404)
    publisher = services().publisher
    opened_by = key if key and found.state in (PRIVATE, *GONE) and publisher.opens(found, key) else None
    if found.state in GONE and (opened_by or not is_hidden):
        raise withdrawn(found)
    if found.state == PRIVATE and opened_by:
        return with_key(found.entry, opened_by)
    if not found.is_public:
        abort(404)
    return found.entry


def _listing(selection: Selection, presentation: Presentation, **context: object) -> Response:
    use = services()
    selected = use.publisher.select(selection, presentation)
    show_selection(selection, selected.selection)
    presentation = selected.presentation
    address = use.publisher.page(selection, presentation)
    if selected.was_open:
        return moved_for_now(address)
    if is_misspelt(address):
        return moved(address)
    around = {rel: use.publisher.page(selection, to) for rel, to in use.publisher.neighbours(selected).items()}
    # Who subscribes on an archive page wants what comes: the feeds named there are those of the head.
    addresses = use.publisher.addresses(selection, replace(presentation, page=None))
    entries = use.publisher.entries(selected)
    published = [entry.published for entry in entries]
    said = speech()
    labels = labels_in(said.language, selected.labels, use.site)
    # No file answers what anybody may put together; and what a digest leads to is no feed of its own.
    is_builder = not presentation.key and not use.site.has_paths
    is_span = use.site.has_paths and bool(selection.since or selection.until)
    html = page(
        "listing.html",
        older=around.get("prev-archive"),
        newer=around.get("next-archive"),
        heading=said.typeset(said_in(said.language, selection, labels, said.written)) or use.site.title,
        description=said.typeset(described_in(said.language, selection, labels, said.written)) or use.site.description,
        feeds=[] if is_span else feed_views(selected.title, addresses, use.site),
        readers=[] if presentation.key else web_readers(addresses[FORMATS[0].name]),
        digests=None if presentation.key else digest_views(use.publisher, selection),
        list_href=use.publisher.subscriptions(selection) if selection != EVERYTHING and is_builder else None,
        entries=_views(entries, selected),
        words=selection.words or "",
        around=_around(selection, presentation),
        kept=_kept(selection, presentation),
        empty=speech().gettext("No entry says this.") if selection.words else None,
        oldest=_day(min(published, default=None)),
        newest=_day(max(published, default=None)),
        is_plain=selection == EVERYTHING or selection.single is not None,
        builder=builder_of(use.publisher, selected) if is_builder else None,
        **context,
    )
    return encoded(html.encode(), "text/html")


def _around(selection: Selection, presentation: Presentation) -> str | None:
    """Spell the selection in which entries of a page follow each other; None where they are sorted otherwise."""
    if selection.words or presentation.key or services().site.has_paths:
        return None
    return spell(replace(selection, is_collapsed=False), HEAD, below_its_place=False)


def _views(entries: Sequence[Entry], selected: Selected) -> list[EntryView]:
    """Show the entries of a page; what was looked for is marked, and what says it in its title comes first."""
    sought, site = selected.sought, services().site
    views = []
    for entry in ranked(entries, sought) if sought else entries:
        view = _without_chips(entry_view(entry, site, speech()), selected.selection)
        if sought:
            title, text = (
                _typeset(parts, view.lang) for parts in (marked_title(entry, sought), excerpt(entry, sought))
            )
            view = replace(view, title_parts=title, excerpt=text)
        views.append(view)
    return views


def _typeset(parts: Iterable[Part], language: str) -> tuple[Part, ...]:
    return tuple((typeset(text, language), is_hit) for text, is_hit in parts)


def _kept(selection: Selection, presentation: Presentation) -> list[tuple[str, str]]:
    """List the parameters that stay where other words are looked for."""
    around = spell(replace(selection, words=None), replace(presentation, page=None), below_its_place=False)
    return parse_qsl(around)


def _without_chips(entry: EntryView, selection: Selection) -> EntryView:
    """Leave out the tags that all entries of a page have, which say nothing there."""
    own = {services().site.path + tag_path(group[0]) for group in selection.tags if len(group) == 1}
    return replace(entry, chips=tuple(tag for tag in entry.chips if tag[1] not in own))


def _day(moment: datetime | None) -> str:
    return speech().day(moment.astimezone(ZoneInfo(services().site.timezone)).date()) if moment else ""
