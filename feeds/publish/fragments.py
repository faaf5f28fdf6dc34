"""The fragments of a feed: an entry is written once per digest of its content, and read back before it is given.

One that cannot be written, or that readers could not read, is left out of the feed and named.
"""

from __future__ import annotations

import logging
import sys
from collections import OrderedDict
from contextlib import suppress
from dataclasses import replace
from hashlib import blake2b
from tempfile import TemporaryFile
from threading import Lock
from typing import IO, TYPE_CHECKING, NamedTuple

from cachetools import LRUCache
from isal import isal_zlib

from feeds.formats.reading import Unreadable, read_ids
from feeds.model import Entry, Feed
from feeds.store.content import parts_of
from feeds.store.read import reader

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from feeds.formats import Format
    from feeds.site import Site
    from feeds.store import Store
    from feeds.store.read.selections import Row

_BYTES = 64 << 20
"""What a process keeps, packed, in a file: to read and unpack one takes a tenth of writing it."""
_PLACE = 250
"""Bytes of memory that each costs."""
_LEVEL = 1
"""Beyond it nothing gets smaller."""
_MODEL_BYTES = 1 << 15
_RAW = -15
"""Without a checksum, as zlib has it."""
_READ_AT_ONCE = 8
"""Fragments: to read JSON nobody else of the process is let in, which would take milliseconds for all of a feed."""
_MOST_TROUBLES = 100
_URN = "urn:uuid:"
_NOBODY: Mapping[int, Entry] = {}

log = logging.getLogger(__name__)


class MovedOn(Exception):  # noqa: N818 - not an error: a commit came between two looks
    """What was selected is no longer what the store holds."""


class Trouble(NamedTuple):
    """What could not be published as it should have been, and why."""

    what: str
    """The id of an entry that was left out, or the address of a feed whose last good document is served."""
    format: str
    content: str
    reason: str


class Troubles:
    """What could not be published as it should have been, not more than a hundred. Safe for threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: LRUCache[tuple[str, ...], Trouble] = LRUCache(_MOST_TROUBLES)

    def report(self, trouble: Trouble) -> None:
        """Log a trouble, with the error that is being handled if one is, and keep it."""
        log.error("%s as %s (%s): %s", *trouble, exc_info=sys.exc_info()[0] is not None)
        with self._lock:
            self._known[trouble[:-1]] = trouble

    def forget(self, what: str, form: str, content: str) -> None:
        """Forget a trouble: it went well this time, or is tried again."""
        with self._lock:
            self._known.pop((what, form, content), None)

    def listed(self, store: Store) -> list[Trouble]:
        """List them; of entries only those that are still public."""
        with self._lock:
            listed = sorted(self._known.values())
        if not listed:
            return []
        ids = [trouble.what.removeprefix(_URN) for trouble in listed if trouble.what.startswith(_URN)]
        with store.reading() as connection:
            public = {found.entry.id for found in reader.find(connection, "id", ids) if found.is_public}
        return [trouble for trouble in listed if not trouble.what.startswith(_URN) or trouble.what in public]


_Key = tuple[str, str, str]
"""The digest of what is said of an entry, format, and content: right whatever becomes of the store."""


def said(digest: str, content: str) -> str:
    """Name what is said of an entry, `full` or `summary`, from the digest of all that is published of it."""
    return parts_of(digest, is_full=content == "full")


def with_key(entry: Entry, key: str | None) -> Entry:
    """Give an entry as the reader of a private feed sees it: his key opens its page, no short address leads there."""
    return replace(entry, key=key, share_link=None) if key else entry


def as_shown(entry: Entry, key: str | None, *, is_collapsed: bool) -> Entry:
    """Give an entry as a feed has it: where a story is one entry, with the sources of all who tell it."""
    if is_collapsed and entry.kin:
        entry = replace(
            entry, sources=tuple(dict.fromkeys((*entry.sources, *(one for kin in entry.kin for one in kin.sources))))
        )
    return with_key(entry, key)


class _File:
    """Packed fragments in a file without a name, in which new ones overwrite the oldest. Safe for threads.

    What of it is in memory is the system's, which lets go of it where others need the room. Where no file can be
    written it holds nothing.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._places: OrderedDict[bytes, tuple[int, int]] = OrderedDict()
        """Where each begins and ends, by a digest of its key, the oldest first."""
        self._end = 0
        """Of the one that was written last."""
        self._file: IO[bytes] | None = None
        self._lock = Lock()

    def __del__(self) -> None:
        if self._file:
            self._file.close()

    @property
    def size(self) -> int:
        """Count the bytes of memory that it takes."""
        return len(self._places) * _PLACE

    def get(self, keys: Sequence[_Key]) -> list[bytes | None]:
        with self._lock, suppress(OSError):
            return [self._read(self._places.get(_digest(key))) for key in keys]
        return [None] * len(keys)

    def put(self, packed: Mapping[_Key, bytes]) -> None:
        with self._lock, suppress(OSError):
            self._file = self._file or TemporaryFile(buffering=0)  # noqa: SIM115 - it lasts as long as this does
            for name, one in ((_digest(key), one) for key, one in packed.items()):
                if name not in self._places and len(one) <= self._most:
                    begin = self._room_for(len(one))
                    self._file.seek(begin)
                    if self._file.write(one) == len(one):
                        self._places[name] = begin, self._end

    def _read(self, place: tuple[int, int] | None) -> bytes | None:
        if place is None or self._file is None:
            return None
        begin, end = place
        self._file.seek(begin)
        return self._file.read(end - begin)

    def _room_for(self, size: int) -> int:
        """Let go of what stands in the way of so many bytes behind the last, or at the beginning."""
        begin, passed = (self._end, self._most) if self._end + size <= self._most else (0, self._end)
        self._end = begin + size
        while self._places:
            low, high = next(iter(self._places.values()))
            if low < passed and (high <= begin or low >= self._end):
                break
            self._places.popitem(last=False)
        return begin


def _digest(key: _Key) -> bytes:
    return blake2b(" ".join(key).encode(), digest_size=16).digest()


class Fragments:
    """Entries as they stand in feeds, each written once for as long as there is room for it. Safe for threads."""

    def __init__(self, store: Store, site: Site, troubles: Troubles) -> None:
        self._store = store
        self._site = site
        self._troubles = troubles
        self._held = _File(_BYTES)
        self._models: dict[str, bytes] = {}
        """The first fragment of each format: what the others have as well is packed as a place in it."""

    @property
    def held_bytes(self) -> int:
        """Count the bytes of memory that it takes."""
        return self._held.size

    def written(
        self, form: Format, rows: tuple[Row, ...], feed: Feed, buried: Mapping[int, Entry] = _NOBODY
    ) -> list[bytes]:
        """Give the fragments of entries, without those that could not be written.

        Of those that are `buried`, by the number of their rows, it is said that they were taken back. Raises MovedOn
        where the entries are others by now.
        """
        content = feed.content
        variant = sys.intern(" ".join(filter(None, (content, feed.key, "collapsed" if feed.is_collapsed else ""))))
        keys = [(said(row.content, content), form.name, variant) for row in rows]
        fragments = self._known(keys)
        missing = {key: row for key, row, fragment in zip(keys, rows, fragments, strict=True) if fragment is None}
        if missing:
            made = dict(zip(missing, self._made(form, feed, list(missing.values()), buried), strict=True))
            self._held.put({key: self._pack(key, fragment) for key, fragment in made.items()})
            fragments = [made.get(key, fragment) for key, fragment in zip(keys, fragments, strict=True)]
        return [fragment for fragment in fragments if fragment]

    def _known(self, keys: Sequence[_Key]) -> list[bytes | None]:
        return [packed and self._unpack(key, packed) for key, packed in zip(keys, self._held.get(keys), strict=True)]

    def _pack(self, key: _Key, fragment: bytes) -> bytes:
        model = self._models.setdefault(key[1], fragment[:_MODEL_BYTES])
        packing = isal_zlib.compressobj(_LEVEL, wbits=_RAW, zdict=model)
        return packing.compress(fragment) + packing.flush()

    def _unpack(self, key: _Key, packed: bytes) -> bytes:
        return isal_zlib.decompressobj(_RAW, self._models[key[1]]).decompress(packed)

    def _made(self, form: Format, feed: Feed, rows: Sequence[Row], buried: Mapping[int, Entry]) -> list[bytes]:
        """Write the entries of rows, in their order; those that cannot be written are empty."""
        entries = [as_shown(entry, feed.key, is_collapsed=feed.is_collapsed) for entry in self._read(rows, buried)]
        for entry in entries:
            self._troubles.forget(entry.id, form.name, feed.content)
        written = [self._write(form, entry, feed.content) for entry in entries]
        groups = (written[at : at + _READ_AT_ONCE] for at in range(0, len(written), _READ_AT_ONCE))
        return [fragment for group in groups for fragment in self._readable(form, feed, group)]

    def _read(self, rows: Sequence[Row], buried: Mapping[int, Entry]) -> list[Entry]:
        """Read the entries of rows. Raises MovedOn where a commit came in between, or the store is another."""
        living = [row for row in rows if row.number not in buried]
        with self._store.reading() as connection:
            found = reader.digested(connection, [row.number for row in living])
        if any(row.number not in found or found[row.number][0] != row.content for row in living):
            raise MovedOn
        return [buried.get(row.number) or found[row.number][1] for row in rows]

    def _write(self, form: Format, entry: Entry, content: str) -> tuple[Entry, bytes]:
        try:
            return entry, form.fragment(entry, self._site, content)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one article, the feed goes out without it
            self._troubles.report(Trouble(entry.id, form.name, content, repr(error)))
            return entry, b""

    def _readable(self, form: Format, feed: Feed, written: list[tuple[Entry, bytes]]) -> list[bytes]:
        """Read fragments back at once; where that shows a fault, one by one, to leave out those that have it."""
        if not written:
            return []
        fault = self._fault(form, feed, written)
        if fault is None:
            return [fragment for _, fragment in written]
        if len(written) > 1:
            return [fragment for one in written for fragment in self._readable(form, feed, [one])]
        self._troubles.report(Trouble(written[0][0].id, form.name, feed.content, fault))
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
        if found is not None and found != [entry_id for entry_id, _ in present]:
            return "it is read as something else than one entry with this id, a title and a date"
        return None
