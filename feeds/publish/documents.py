"""Documents of what was selected: head, fragments and foot are joined once per signature.

Readers notice failures as little as possible: when a document cannot be made, the last good one is served instead, and
the trouble is logged and named by `/healthz`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from cachetools import LRUCache

from feeds.errors import StoreError
from feeds.model import Feed
from feeds.publish.codings import encode
from feeds.publish.fragments import Fragments, MovedOn, Trouble, Troubles
from feeds.publish.tombstones import buried_entry, standing
from feeds.store.read import reader

if TYPE_CHECKING:
    from feeds.formats import Format
    from feeds.publish.titles import Labels
    from feeds.selection import Presentation, Selection
    from feeds.site import Site
    from feeds.store import Store
    from feeds.store.read.selections import Row
    from feeds.store.read.windows import Window
    from feeds.words.terms import Sought

_DOCUMENT_BYTES = 8 << 20
"""What a worker keeps at hand: more saves little, and every worker takes as much."""


@dataclass(frozen=True, slots=True)
class Selected:
    """What a selection holds at one moment."""

    selection: Selection
    presentation: Presentation
    was_open: bool
    """Tells that an archive page was asked for which is not closed yet: this is the window instead."""
    labels: Labels
    """Of what it names, as the site calls that."""
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
    sought: Sought | None = None
    """What its entries say."""

    def shown(self, site: Site) -> tuple[Row, ...]:
        """List the entries that a feed of it shows."""
        return standing(self.window, self.presentation.limit, site)


@dataclass(frozen=True, slots=True)
class Edition:
    """What was selected, as one format says it, and its validators: known before any entry is written."""

    form: Format
    selected: Selected
    feed: Feed
    """Without its entries."""
    signature: str
    """Of the document: one signature is one sequence of bytes."""
    last_modified: int

    @property
    def address(self) -> str:
        """Give the address of the document."""
        return self.feed.addresses[self.form.name]

    @property
    def name(self) -> str:
        """Name it where anybody may read it: without its key, and so not by its address where it has one."""
        return f"{self.feed.id} as {self.form.name}" if self.feed.key else self.address


class Document:
    """A feed as it is sent, in each coding made once."""

    __slots__ = ("_coded", "_coding", "body")

    def __init__(self, body: bytes) -> None:
        self.body = body
        self._coded = {"identity": body}
        self._coding = Lock()

    def in_coding(self, coding: str) -> bytes:
        """Give the bytes in a coding."""
        with self._coding:
            if coding not in self._coded:
                self._coded[coding] = encode(self.body, coding)
            return self._coded[coding]


class _DocumentKey(NamedTuple):
    format: str
    selection: Selection
    presentation: Presentation


class _Built(NamedTuple):
    document: Document
    signature: str
    last_modified: int
    ids: tuple[str, ...]
    """Of the entries."""


class Builder:
    """Makes documents. Safe for threads; holds nothing but what it can make again."""

    def __init__(self, store: Store, site: Site) -> None:
        self._store = store
        self._site = site
        self._holding = Lock()
        self._building = Lock()
        self._troubles = Troubles()
        self._fragments = Fragments(store, site, self._troubles)
        self._documents: LRUCache[_DocumentKey, _Built] = LRUCache(_DOCUMENT_BYTES, getsizeof=_size)
        self.built = 0
        """Documents made so far."""

    @property
    def held_bytes(self) -> int:
        """Count the bytes of what is held, about."""
        return int(self._fragments.held_bytes + self._documents.currsize)

    def troubles(self) -> list[Trouble]:
        """List what could not be published as it should have been, not more than a hundred; entries that still are."""
        return self._troubles.listed(self._store)

    def document(self, edition: Edition) -> tuple[Edition, Document]:
        """Give the document of an edition; where it cannot be made the last good one, with its own validators.

        One thread builds while the others wait. Raises MovedOn where the store holds something else by now; and
        whatever went wrong, where there is no good document from before, or one that shows what was taken back.
        """
        selected = edition.selected
        key = _DocumentKey(edition.form.name, selected.selection, selected.presentation)
        with self._holding:
            built = self._documents.get(key)
        if built is None or built.signature != edition.signature:
            with self._building:
                built = self._build(key, edition)
        if built.signature != edition.signature:
            edition = replace(edition, signature=built.signature, last_modified=built.last_modified)
        return edition, built.document

    def _build(self, key: _DocumentKey, edition: Edition) -> _Built:
        with self._holding:
            last = self._documents.get(key)
        if last and last.signature == edition.signature:
            return last  # another thread was quicker
        form, feed, window = edition.form, edition.feed, edition.selected.window
        try:
            buried = {one.number: buried_entry(one, self._site) for one in window.withdrawn}
            fragments = self._fragments.written(form, edition.selected.shown(self._site), feed, buried)
            body = form.document(feed, self._site, fragments)
        except (MovedOn, StoreError):
            raise
        except Exception as error:
            self._troubles.report(Trouble(edition.name, form.name, feed.content, repr(error)))
            if last is None or not self._are_public(last.ids):
                raise
            return last
        self.built += 1
        built = _Built(Document(body), edition.signature, edition.last_modified, tuple(row.id for row in window.rows))
        self._troubles.forget(edition.name, form.name, feed.content)
        with self._holding:
            if _size(built) <= _DOCUMENT_BYTES:
                self._documents[key] = built
        return built

    def _are_public(self, ids: tuple[str, ...]) -> bool:
        with self._store.reading() as connection:
            found = reader.find(connection, "id", ids)
        return sum(one.is_public for one in found) == len(ids)


def _size(built: _Built) -> int:
    """Count the bytes it may take: each coding makes a third of it, about."""
    return len(built.document.body) * 2
