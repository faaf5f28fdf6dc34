"""Documents of what was selected: head, fragments and foot are joined once per change.

Whatever fails here costs a reader as little as can be: a document that cannot be made leaves the last good one
standing, and is named.
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
from feeds.store.read import reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.formats import Format
    from feeds.selection import Presentation, Selection
    from feeds.site import Site
    from feeds.store import Store
    from feeds.store.read.windows import Window

_DOCUMENT_BYTES = 16 << 20
"""What a worker keeps at hand: more saves little, and every worker takes as much."""


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
    numbers: tuple[int, ...]
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

    def document(
        self, form: Format, selected: Selected, describe: Callable[[Selected], Feed]
    ) -> tuple[Selected, Document]:
        """Give the document of what was selected; where none can be made the last good one, with its own validators.

        One thread builds while the others wait. Raises MovedOn where the store holds something else by now; and
        whatever went wrong, where there is no good document from before, or one that shows what was taken back.
        """
        key = _DocumentKey(form.name, selected.selection, selected.presentation)
        with self._holding:
            built = self._documents.get(key)
        if built is None or built.signature != selected.signature:
            with self._building:
                built = self._build(key, form, selected, describe)
        if built.signature != selected.signature:
            selected = replace(selected, signature=built.signature, last_modified=built.last_modified)
        return selected, built.document

    def _build(
        self, key: _DocumentKey, form: Format, selected: Selected, describe: Callable[[Selected], Feed]
    ) -> _Built:
        with self._holding:
            last = self._documents.get(key)
        if last and last.signature == selected.signature:
            return last  # another thread was quicker
        feed = describe(selected)
        try:
            fragments = self._fragments.written(form, selected.window.rows, selected.stamp, feed)
            body = form.document(feed, self._site, fragments)
        except (MovedOn, StoreError):
            raise
        except Exception as error:
            self._troubles.report(Trouble(feed.addresses[form.name], form.name, feed.content, repr(error)))
            if last is None or not self._are_public(last.numbers):
                raise
            return last
        self.built += 1
        numbers = tuple(row.number for row in selected.window.rows)
        built = _Built(Document(body), selected.signature, selected.last_modified, numbers)
        self._troubles.forget(feed.addresses[form.name], form.name, feed.content)
        with self._holding:
            if _size(built) <= _DOCUMENT_BYTES:
                self._documents[key] = built
        return built

    def _are_public(self, numbers: tuple[int, ...]) -> bool:
        with self._store.reading() as connection:
            found = reader.find(connection, "number", numbers)
        return sum(one.is_public for one in found) == len(numbers)


def _size(built: _Built) -> int:
    """Count the bytes it may take: each coding makes a third of it, about."""
    return len(built.document.body) * 2
