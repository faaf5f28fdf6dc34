"""From a selection to the bytes of a feed: selection → store → Feed → format.

A feed is a function of the store. Its validator is made of the ids and revisions in its window before
anything is rendered; an entry is rendered once per revision, a document once per validator.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from hashlib import blake2b
from operator import attrgetter
from threading import Lock
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from cachetools import LRUCache

from feeds.codings import encode
from feeds.describing import Labels, description_of, title_of
from feeds.errors import UnknownFacet
from feeds.formats import FORMATS, Format
from feeds.model import Entry, Feed, Tombstone
from feeds.naming import name_of, rendering_stamp
from feeds.paging import minutes_to_keep, page_name, read_page_name
from feeds.selection import EVERYTHING, HEAD, Presentation, Selection, span, spell
from feeds.store import reader, selecting, windows
from feeds.store.facts import read_facts
from feeds.store.records import moment
from feeds.store.selecting import Plan
from feeds.store.windows import Bounds, Window

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from feeds.site import Site
    from feeds.store import Store

_DOCUMENT_BYTES = 16 << 20
_FRAGMENT_BYTES = 16 << 20
"""What a worker keeps at hand: more saves little, and every worker takes as much."""
_CALLED = {"tag": "tag", "source": "source", "lang": "language"}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Selected:
    """What a selection holds at one moment, and the validators of every document made of it."""

    selection: Selection
    presentation: Presentation
    was_open: bool
    """Tells that an archive page was asked for which is not closed yet: this is the window instead."""
    title: str
    description: str
    window: Window
    pages: int | None
    """The number of the facet whose archive pages these are, where that is not plain."""
    id: str
    """Of the feed, permanent: it is made of the store's id and the place of the selection."""
    created: int
    last_modified: int
    """Seconds since 1970 of the last commit that touched the selection."""
    ttl: int
    """Minutes for which it may be kept."""
    stamp: str
    """Of the rendering, as the store has it."""
    signature: str
    """Differs whenever a document of the selection would."""


class Document:
    """A feed as it is sent, in each coding made once."""

    __slots__ = ("_coded", "body")

    def __init__(self, body: bytes) -> None:
        self.body = body
        self._coded = {"identity": body}

    def in_coding(self, coding: str) -> bytes:
        """Give the bytes in a coding."""
        if coding not in self._coded:
            self._coded[coding] = encode(self.body, coding)
        return self._coded[coding]

    @property
    def size(self) -> int:
        """Count the bytes it may take: each coding makes a third of it, about."""
        return len(self.body) * 2


class Publisher:
    """Makes feeds of a store. Safe for threads; holds nothing but what it can make again."""

    def __init__(self, store: Store, site: Site, *, window: int, hours: int, most: int) -> None:
        self.store = store
        self.site = site
        self._bounds = Bounds(window, hours, most)
        self._stamp = rendering_stamp(site)
        self._building = Lock()
        self._fragments: LRUCache[tuple[int, int, str, str, str], bytes] = LRUCache(_FRAGMENT_BYTES, getsizeof=len)
        self._documents: LRUCache[str, Document] = LRUCache(_DOCUMENT_BYTES, getsizeof=attrgetter("size"))

    def select(self, selection: Selection, presentation: Presentation = HEAD) -> Selected:
        """Find what a selection holds.

        The name of the archive page that is still open gives the window. Raises UnknownFacet, and InvalidSelection
        where it would cost too much.
        """
        with self.store.reading() as connection:
            known = selecting.find_facets(connection, [*selection.facets(), ("all", "")])
            labels = self._labels(selection, known)
            plan = selecting.plan(connection, selection, known, span(selection, self.site.timezone))
            window = self._page(connection, plan, presentation.page) if presentation.page is not None else None
            was_open = presentation.page is not None and window is None
            if window is None:
                presentation = replace(presentation, page=None)
                window = self._window(connection, plan, presentation)
            facts = read_facts(connection)
        stamp, stamp_second = facts.get("stamp", ""), int(facts.get("stamp_second", 0))
        created = int(facts.get("created", 0))
        address = f"{selection.place}?{spell(selection, presentation)}"
        feed = f"{selection.place}?{spell(selection, replace(presentation, page=None))}"
        signature = blake2b(digest_size=12)
        for part in (self._stamp, stamp, repr(sorted(labels.items())), address):
            signature.update(part.encode() + b"\x00")
        signature.update(repr([(row.number, row.revision) for row in window.rows] or created).encode())
        signature.update(repr((window.older, window.newer, window.is_complete, window.withdrawn)).encode())
        return Selected(
            selection=selection,
            presentation=presentation,
            was_open=was_open,
            title=title_of(selection, labels, self.site),
            description=description_of(selection, labels, self.site),
            window=window,
            pages=plan.pages.number if plan.pages and not plan.is_single else None,
            id=f"urn:uuid:{uuid5(NAMESPACE_URL, facts.get('site_id', '') + feed)}",
            created=created,
            last_modified=max(window.changed, stamp_second, created),
            ttl=minutes_to_keep([row.published for row in window.rows]),
            stamp=stamp,
            signature=signature.hexdigest(),
        )

    def document(self, form: Format, selected: Selected) -> tuple[Selected, Document]:
        """Give the document of what was selected, made once per validator; and what was selected, if it moved on."""
        with self._building:
            while True:
                key = f"{form.name}:{selected.signature}"
                document = self._documents.get(key)
                if document is None:
                    try:
                        document = self._build(form, selected)
                    except _MovedOn:
                        selected = self.select(selected.selection, selected.presentation)
                        continue
                    if document.size <= _DOCUMENT_BYTES:
                        self._documents[key] = document
                return selected, document

    def entries(self, selected: Selected) -> list[Entry]:
        """Read the entries of what was selected, newest first."""
        with self.store.reading() as connection:
            found = reader.entries(connection, [row.number for row in selected.window.rows])
        return [found[row.number] for row in selected.window.rows if row.number in found]

    def addresses(self, selection: Selection, presentation: Presentation) -> dict[str, str]:
        """Give the address of a selection in each format, by the format's name."""
        query = spell(selection, presentation)
        place = selection.place
        return {form.name: self.site.feed(place, form.filename) + (query and f"?{query}") for form in FORMATS}

    def page(self, selection: Selection, presentation: Presentation = HEAD) -> str:
        """Give the address of the page that shows a selection."""
        query = spell(selection, replace(presentation, content="full"))
        place = selection.place if selection.single or selection == EVERYTHING else "/browse"
        return self.site.address(place) + (query and f"?{query}")

    def _build(self, form: Format, selected: Selected) -> Document:
        content = selected.presentation.content
        keys = [(row.number, row.revision, form.name, content, selected.stamp) for row in selected.window.rows]
        # Taken out at once: each new one may push out another that is wanted here.
        fragments = {key: fragment for key in keys if (fragment := self._fragments.get(key)) is not None}
        entries = self._read({key[0]: key[1] for key in keys if key not in fragments})
        for key in keys:
            if key not in fragments:
                fragments[key] = self._fragment(form, entries[key[0]], content)
                if len(fragments[key]) <= _FRAGMENT_BYTES:
                    self._fragments[key] = fragments[key]
        return Document(form.document(self._feed(selected), self.site, list(filter(None, map(fragments.get, keys)))))

    def _read(self, revisions: dict[int, int]) -> dict[int, Entry]:
        """Read entries at these revisions. Raises _MovedOn where a commit came in between."""
        if not revisions:
            return {}
        with self.store.reading() as connection:
            entries = reader.entries(connection, revisions)
        if any(number not in entries or entries[number].revision != n for number, n in revisions.items()):
            raise _MovedOn
        return entries

    def neighbours(self, selected: Selected) -> dict[str, Presentation]:
        """Give the archive pages around what was selected, by their relation (RFC 5005)."""
        here, window = selected.presentation, selected.window
        pages: dict[str, Presentation] = {}
        if window.older is not None:
            pages["prev-archive"] = replace(here, page=page_name(window.older, selected.pages))
        if window.newer is not None:
            pages["next-archive"] = replace(here, page=page_name(window.newer, selected.pages))
            pages["current"] = replace(here, page=None)
        return pages

    def _fragment(self, form: Format, entry: Entry, content: str) -> bytes:
        try:
            return form.fragment(entry, self.site, content)
        except Exception:
            # Whatever is wrong with one article, the feed goes out without it.
            log.exception("%s could not be written as %s and is left out", entry.id, form.name)
            return b""

    def _feed(self, selected: Selected) -> Feed:
        site = self.site
        updated = max((row.updated for row in selected.window.rows), default=selected.created)
        return Feed(
            id=selected.id,
            title=selected.title,
            description=selected.description,
            language=site.language,
            author=site.author,
            updated=moment(updated),
            page=self.page(selected.selection, selected.presentation),
            addresses=self.addresses(selected.selection, selected.presentation),
            ttl=selected.ttl,
            archive=selected.presentation.page is not None,
            complete=selected.window.is_complete and selected.presentation.limit is None,
            paging={
                rel: self.addresses(selected.selection, presentation)
                for rel, presentation in self.neighbours(selected).items()
            },
            tombstones=tuple(Tombstone(f"urn:uuid:{w.id}", moment(w.second)) for w in selected.window.withdrawn),
            content=selected.presentation.content,
            rights=site.rights,
            logo=site.logo,
            hubs=site.hubs,
        )

    def _window(self, connection: Connection, plan: Plan, presentation: Presentation) -> Window:
        if presentation.limit is not None:
            return windows.limited(connection, plan, presentation.limit)
        bounds = self._bounds if presentation.content == "full" else replace(self._bounds, most_bytes=1 << 60)
        return windows.head(connection, plan, bounds)

    def _page(self, connection: Connection, plan: Plan, name: str) -> Window | None:
        """Find an archive page by the name its links give it, None if it is still open. Raises UnknownFacet."""
        number, low = read_page_name(name)
        paged = selecting.paged_by(connection, plan, number) if number is not None else plan
        if paged is None or paged.pages is None or (number is None) != plan.is_single:
            raise UnknownFacet(f"there is no archive page {name!r} here")
        if low == paged.pages.closed:
            return None
        window = windows.archived(connection, paged, low)
        if window is None:
            raise UnknownFacet(f"there is no archive page {name!r} here")
        return window

    def _labels(self, selection: Selection, known: Mapping[tuple[str, str], selecting.Facet]) -> Labels:
        labels: Labels = {}
        for kind, slug in selection.facets():
            facet = known.get((kind, slug))
            label = facet.label if facet else name_of(kind, slug, self.site.language)
            if label is None:
                raise UnknownFacet(f"there is no {_CALLED[kind]} {slug!r} here")
            labels[kind, slug] = label
        return labels


class _MovedOn(Exception):  # noqa: N818 - not an error: a commit came between two looks
    """What was selected is no longer what the store holds."""
