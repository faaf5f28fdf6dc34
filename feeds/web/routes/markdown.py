"""Selections as Markdown, and `/llms.txt` (https://llmstxt.org), which names them for programs that read no HTML."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, Response

from feeds.formats import markdown
from feeds.site import source_path, tag_path
from feeds.store.read import reader
from feeds.web.base.addresses import asked, is_misspelt
from feeds.web.base.answers import encoded, moved, moved_for_now, opened, show_selection
from feeds.web.base.services import services

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feeds.selection import Presentation, Selection
    from feeds.store.read.reader import FacetCount

blueprint = Blueprint("markdown", __name__)

_MOST_NAMED = 200
"""Tags, or sources, that `/llms.txt` names: those with most entries."""
_OPENING = """\
# {site.title}

> {site.description}

Every address below is Markdown: lists of articles, newest first, each with the address of its own text. The page of an
article has the same address without `.md`; {site.url}/feeds.opml lists the feeds.

## Articles

- [Newest articles]({site.url}/index.md)"""
_OF_ANY = "; of any selection: {site.url}/browse.md?tag=…&source=…&lang=…&since=…&q=…"
"""What no file answers."""


@blueprint.get("/<any(index,browse):name>.md")
def everything(name: str) -> Response:  # noqa: ARG001 - which of them is right the selection tells
    """List the newest entries of everything, or of any selection."""
    return _listed(*asked())


@blueprint.get("/<any(sources,tags):directory>/<slug>.md")
def listing(directory: str, slug: str) -> Response:
    """List the newest entries of a source or tag."""
    return _listed(*asked(directory, slug))


@blueprint.get("/llms.txt")
def llms() -> Response:
    """Name what there is in Markdown."""
    use = services()
    address = use.site.address("/llms.txt")
    if is_misspelt(address):
        return moved(address)
    with use.store.reading() as connection:
        tags, sources = reader.facets(connection, "tag"), reader.facets(connection, "source")
    opening = (_OPENING if use.site.has_paths else _OPENING + _OF_ANY).format(site=use.site)
    parts = [opening, *_named("Tags", tags, "tag"), *_named("Sources", sources, "source")]
    return opened(encoded("\n".join(parts).encode(), "text/plain"))


def _named(heading: str, counted: Sequence[FacetCount], kind: str) -> Iterator[str]:
    path = tag_path if kind == "tag" else source_path
    if counted:
        yield f"\n## {heading}\n"
    for row in sorted(counted, key=lambda row: (-row.entries, row.slug))[:_MOST_NAMED]:
        address = services().site.address(path(row.slug).rstrip("/") + markdown.suffix)
        yield f"- [{row.label}]({address}): {row.entries}"


def _listed(selection: Selection, presentation: Presentation) -> Response:
    use = services()
    selected = use.publisher.select(selection, replace(presentation, key=None))  # what is private has its feeds alone
    show_selection(selection, selected.selection)
    page = use.publisher.page(selection, selected.presentation)
    address = _address(page)
    if selected.was_open:
        return moved_for_now(address)
    if is_misspelt(address):
        return moved(address)
    entries = use.publisher.entries(selected)
    body = markdown.entries_markdown(selected.title, selected.description, page, entries, use.site)
    return opened(encoded(body, markdown.media_type, Link=f'<{page}>; rel="canonical"'))


def _address(page: str) -> str:
    """Give where the Markdown of a page is."""
    site = services().site
    path, mark, query = page.removeprefix(site.url).partition("?")
    return site.address((path.rstrip("/") or "/index") + markdown.suffix) + mark + query
