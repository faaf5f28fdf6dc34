"""Read back every feed as the application answers it, and say what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.formats import FORMATS
from feeds.publish.checks import check_document, check_same_entries
from feeds.selection import EVERYTHING, HEAD, Selection
from feeds.store.read import reader
from feeds.web.base.services import EXTENSION, Services

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask


def check_every_feed(app: Flask) -> Iterator[tuple[str, str]]:
    """Read the feeds of everything, of each source and of each tag; yield address and fault."""
    use: Services = app.extensions[EXTENSION]
    client = app.test_client()
    with use.store.reading() as connection:
        chosen = [
            EVERYTHING,
            *(Selection(sources=((row.slug,),)) for row in reader.facets(connection, "source")),
            *(Selection(tags=((row.slug,),)) for row in reader.facets(connection, "tag")),
        ]
    for selection in chosen:
        bodies: dict[str, bytes] = {}
        for form in FORMATS:
            address = use.publisher.addresses(selection, HEAD)[form.name]
            response = client.get(address.removeprefix(use.site.url))
            if response.status_code == 200:  # noqa: PLR2004
                bodies[form.name] = response.data
                yield from ((address, fault) for fault in check_document(form.name, response.data, address))
            else:
                yield address, f"is answered with {response.status}"
        page = use.publisher.page(selection)
        yield from ((page, fault) for fault in check_same_entries(bodies))
