"""Documents of what was selected: an entry is written once per revision, a document once per change.

Whatever fails here costs a reader as little as can be: an article that cannot be written is left out of the
feed, a document that cannot be made leaves the last good one standing, and both are named.
"""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from cachetools import LRUCache

from feeds.codings import encode
from feeds.errors import StoreError
from feeds.formats.reading import Unreadable, read_ids
from feeds.model import Entry, Feed
from feeds.store import reader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from feeds.formats import Format
    from feeds.selection import Presentation, Selection
    from feeds.site import Site
    from feeds.store import Store
    from feeds.store.windows import Window

_DOCUMENT_BYTES = 16 << 20
_FRAGMENT_BYTES = 16 << 20
"""What a worker keeps at hand: more saves little, and every worker takes as much."""
_MOST_TROUBLES = 100
_URN = "urn:uuid:"

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


class Trouble(NamedTuple):
    """What could not be published as it should have been, and why."""

    what: str
    """The id of an entry that was left out, or the address of a feed whose last good document is served."""
    format: str
    content: str
    reason: str


class MovedOn(Exception):  # noqa: N818 - not an error: a commit came between two looks
    """What was selected is no longer what the store holds."""


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


class _FragmentKey(NamedTuple):
    number: int
    revision: int
    format: str
    content: str
    stamp: str


class Builder:
    """Makes documents. Safe for threads; holds nothing but what it can make again."""

    def __init__(self, store: Store, site: Site) -> None:
        self._store = store
        self._site = site
        self._holding = Lock()
        self._building = Lock()
        self._fragments: LRUCache[_FragmentKey, bytes] = LRUCache(_FRAGMENT_BYTES, getsizeof=len)
        self._documents: LRUCache[_DocumentKey, _Built] = LRUCache(_DOCUMENT_BYTES, getsizeof=_size)
        self._troubles: LRUCache[tuple[str, ...], Trouble] = LRUCache(_MOST_TROUBLES)
        self.built = 0
        """Documents made so far."""

    @property
    def held_bytes(self) -> int:
        """Count the bytes of what is held, about."""
        return int(self._fragments.currsize + self._documents.currsize)

    def troubles(self) -> list[Trouble]:
        """List what could not be published as it should have been, not more than a hundred; entries that still are."""
        with self._holding:
            listed = sorted(self._troubles.values())
        ids = [trouble.what.removeprefix(_URN) for trouble in listed if trouble.what.startswith(_URN)]
        with self._store.reading() as connection:
            public = {found.entry.id for found in reader.find(connection, "id", ids) if found.is_public}
        return [trouble for trouble in listed if not trouble.what.startswith(_URN) or trouble.what in public]

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
            body = form.document(feed, self._site, self._written(form, selected, feed))
        except (MovedOn, StoreError):
            raise
        except Exception as error:
            if last is None or not self._are_public(last.numbers):
                raise
            self._report(Trouble(feed.addresses[form.name], form.name, feed.content, repr(error)))
            return last
        self.built += 1
        numbers = tuple(row.number for row in selected.window.rows)
        built = _Built(Document(body), selected.signature, selected.last_modified, numbers)
        with self._holding:
            self._troubles.pop((feed.addresses[form.name], form.name, feed.content), None)
            if _size(built) <= _DOCUMENT_BYTES:
                self._documents[key] = built
        return built

    def _are_public(self, numbers: tuple[int, ...]) -> bool:
        with self._store.reading() as connection:
            found = reader.find(connection, "number", numbers)
        return sum(one.is_public for one in found) == len(numbers)

    def _written(self, form: Format, selected: Selected, feed: Feed) -> list[bytes]:
        """Give the fragments of the entries; nothing for one that could not be written."""
        rows, content = selected.window.rows, feed.content
        keys = [_FragmentKey(row.number, row.revision, form.name, content, selected.stamp) for row in rows]
        with self._holding:
            held = {key: self._fragments.get(key) for key in keys}
        fragments = {key: fragment for key, fragment in held.items() if fragment is not None}
        missing = [key for key in keys if key not in fragments]
        entries = self._read({key.number: key.revision for key in missing})
        with self._holding:
            for entry in entries.values():
                self._troubles.pop((entry.id, form.name, content), None)
        made = self._readable(form, feed, [self._write(form, entries[key.number], content) for key in missing])
        fragments |= dict(zip(missing, made, strict=True))
        with self._holding:
            self._fragments.update((key, fragments[key]) for key in missing if len(fragments[key]) <= _FRAGMENT_BYTES)
        return [fragments[key] for key in keys if fragments[key]]

    def _read(self, revisions: Mapping[int, int]) -> dict[int, Entry]:
        """Read entries at these revisions. Raises MovedOn where a commit came in between."""
        if not revisions:
            return {}
        with self._store.reading() as connection:
            entries = reader.entries(connection, revisions)
        if any(number not in entries or entries[number].revision != n for number, n in revisions.items()):
            raise MovedOn
        return entries

    def _write(self, form: Format, entry: Entry, content: str) -> tuple[Entry, bytes]:
        try:
            return entry, form.fragment(entry, self._site, content)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one article, the feed goes out without it
            self._report(Trouble(entry.id, form.name, content, repr(error)))
            return entry, b""

    def _readable(self, form: Format, feed: Feed, written: list[tuple[Entry, bytes]]) -> list[bytes]:
        """Read fragments back, all at once; where that shows a fault, one by one, to leave out those that have it."""
        if not written:
            return []
        fault = self._fault(form, feed, written)
        if fault is None:
            return [fragment for _, fragment in written]
        if len(written) > 1:
            return [fragment for one in written for fragment in self._readable(form, feed, [one])]
        self._report(Trouble(written[0][0].id, form.name, feed.content, fault))
        return [b""]

    def _fault(self, form: Format, feed: Feed, written: list[tuple[Entry, bytes]]) -> str | None:
        """Say what a reader would find wrong with fragments, None where it would find the entries."""
        present = [(entry.id, fragment) for entry, fragment in written if fragment]
        try:
            found = read_ids(form.name, form.document(feed, self._site, [fragment for _, fragment in present]))
        except Unreadable as error:
            empty = form.document(feed, self._site, ())
            read_ids(form.name, empty)  # raises where it is not for the entries that it cannot be read
            return str(error)
        if found != [entry_id for entry_id, _ in present]:
            return "it is read as something else than one entry with this id, a title and a date"
        return None

    def _report(self, trouble: Trouble) -> None:
        log.error("%s as %s (%s): %s", *trouble, exc_info=sys.exc_info()[0] is not None)
        with self._holding:
            self._troubles[trouble[:-1]] = trouble


def _size(built: _Built) -> int:
    """Count the bytes it may take: each coding makes a third of it, about."""
    return len(built.document.body) * 2
