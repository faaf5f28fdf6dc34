"""What a batch of files needs to know of the store, fetched at once and kept up to date while it is decided."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, func, select

from feeds.store.dialects.lists import by_first, is_among
from feeds.store.dialects.statements import Statement
from feeds.store.identity import Key
from feeds.store.records import EntryRecord, FileRecord, digest
from feeds.store.schema import entry, file, identity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from feeds.model import Article

# Made once: to put a statement together takes longer than to ask it.
_LAST_ENTRY = Statement(select(func.max(entry.c.number)))
_LAST_FILE = Statement(select(func.max(file.c.number)))
_FILES_AT = Statement(select(file).where(file.c.folder == bindparam("folder"), is_among(file.c.path, "values")))
_FILES_WITH = Statement(select(file).where(is_among(file.c.digest, "values")))
_FILES_OF = Statement(select(file).where(is_among(file.c.entry, "values")))
_ENTRIES = Statement(select(entry).where(is_among(entry.c.number, "values")))
_KEYS = Statement(select(identity.c.key, identity.c.entry).where(is_among(identity.c.key, "values")))
_KEYS_OF = Statement(select(identity.c.key, identity.c.entry).where(is_among(identity.c.entry, "values")))
_IDS = Statement(select(entry.c.id).where(is_among(entry.c.id, "values")))
_HANDLES = Statement(select(entry.c.handle).where(is_among(entry.c.handle, "values")))


class _Taken:
    """The values of a column that are taken."""

    def __init__(self, connection: Connection, query: Statement) -> None:
        self._connection = connection
        self._query = query
        self._taken: set[str] = set()
        self._asked: set[str] = set()

    def __contains__(self, value: str) -> bool:
        if value not in self._asked:
            self.look_up([value])
        return value in self._taken

    def look_up(self, values: Collection[str]) -> None:
        """Learn which of these are taken, all at once."""
        self._taken.update(value for (value,) in self._query.all(self._connection, {"values": values}))
        self._asked.update(values)

    def add(self, value: str) -> None:
        """Take a value."""
        self._taken.add(value)


class Ledger:
    """Entries, keys and files that a batch touches. Implements what `identity.decide` asks."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.entries: dict[int, EntryRecord] = {}
        self.stored: dict[int, EntryRecord] = {}
        """The entries as they were."""
        self.files: dict[tuple[str, str], FileRecord] = {}
        self._owners: dict[Key, int] = {}
        self._strong: dict[int, set[Key]] = defaultdict(set)
        self._holders: dict[int, set[tuple[str, str]]] = defaultdict(set)
        self._same_bytes: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self._numbered: dict[int, FileRecord] = {}
        self._moved: dict[str, int] = {}
        self._overwritten: set[tuple[str, str]] = set()
        self.ids = _Taken(connection, _IDS)
        self.handles = _Taken(connection, _HANDLES)
        self.next_entry = (_LAST_ENTRY.scalar(connection) or 0) + 1
        self.next_file = (_LAST_FILE.scalar(connection) or 0) + 1

    def fetch(self, paths: Collection[tuple[str, str]], keys: Collection[Key], digests: Iterable[str]) -> None:
        """Read everything that deciding about these files can need."""
        rows = [row for folder, listed in by_first(paths) for row in self._select(_FILES_AT, listed, folder=folder)]
        rows += self._select(_FILES_WITH, set(digests) - {""})
        for record in map(FileRecord._make, rows):
            self.files[record.folder, record.path] = record
            self._same_bytes[record.digest].add((record.folder, record.path))
        self._owners.update((Key.read(kept), number) for kept, number in self._select(_KEYS, list(map(str, keys))))
        numbers = {*self._owners.values(), *(f.entry for f in self.files.values() if f.entry is not None)}
        self.stored.update((row[0], EntryRecord._make(row)) for row in self._select(_ENTRIES, numbers))
        self.entries.update(self.stored)
        for kept, number in self._select(_KEYS_OF, numbers):
            key = Key.read(kept)
            if key.kind != "path":
                self._strong[number].add(key)
        for record in map(FileRecord._make, self._select(_FILES_OF, numbers)):
            self._numbered[record.number] = record
            if record.present:
                self._holders[record.entry or 0].add((record.folder, record.path))

    def note_moves(self, articles: Iterable[tuple[tuple[str, str], str, Article]]) -> None:
        """Find the texts that changed places, from (folder, path), digest and article of each file to be decided.

        Where numbered files are numbered anew, each path holds another article, whose text stood under the next one.
        """
        changed = [row for row in articles if (known := self.files.get(row[0])) is None or known.digest != row[1]]
        arrived = {text for _, text, _ in changed} - {""}
        for place, _, article in changed:
            known = self.files.get(place)
            if known is None or known.entry is None or known.digest not in arrived:
                continue
            current = self.file_of(self.entries[known.entry]) or known
            if current.number == known.number and not self.same_text(known.entry, article):
                self._moved[known.digest] = known.entry
                self._overwritten.add(place)

    def add_entry(self, record: EntryRecord) -> None:
        """Add a new entry."""
        self.entries[record.number] = record
        self.ids.add(record.id)
        self.handles.add(record.handle)
        self.next_entry += 1

    def add_keys(self, number: int, keys: Iterable[Key]) -> list[str]:
        """Let keys mean an entry; lists those that did not already."""
        new = [str(key) for key in keys if self._owners.get(key) != number]
        for key in keys:
            self._owners[key] = number
            if key.kind != "path":
                self._strong[number].add(key)
        return new

    def put_file(self, record: FileRecord) -> None:
        """Remember a file as it is now."""
        place = (record.folder, record.path)
        old = self.files.get(place)
        if old is None:
            self.next_file += 1
        else:
            self._same_bytes[old.digest].discard(place)
            self._holders[old.entry or 0].discard(place)
        self.files[place] = record
        self._numbered[record.number] = record
        self._same_bytes[record.digest].add(place)
        self._holders[record.entry or 0].add(place)

    def file_of(self, record: EntryRecord) -> FileRecord | None:
        """Give the file that an entry was last read from, present or gone; None where it holds another by now."""
        last = self._numbered.get(record.file or 0)
        return last if last and last.entry == record.number else None

    # What identity.decide asks

    def owner(self, key: Key) -> int | None:
        """Tell which entry a key means."""
        return self._owners.get(key)

    def strong_keys(self, entry: int) -> Collection[Key]:
        """List the keys of an entry that are not paths, those it shares with another entry included."""
        record = self.entries[entry]
        shared = {Key("share", f"{record.share_host}/{record.share_code}")} if record.share_code else set()
        return self._strong.get(entry, set()) | shared

    def same_text(self, entry: int, article: Article) -> bool:
        """Tell whether an entry has this title or this body."""
        record = self.entries[entry]
        return record.title == article.title or record.body == digest("\n".join(article.paragraphs))

    def is_held(self, entry: int, folder: str, path: str) -> bool:
        """Tell whether a file other than this one is there and means the entry."""
        return bool(self._holders.get(entry, set()) - {(folder, path)})

    def unchanged(self, folder: str, path: str, digest: str) -> int | None:
        """Tell which entry this file meant when it had these very bytes before."""
        record = self.files.get((folder, path))
        return record.entry if record and record.digest == digest else None

    def holder_of_text(self, digest: str) -> int | None:
        """Tell which entry a file with these very bytes means."""
        holders = (self.files[place].entry for place in sorted(self._same_bytes[digest]))
        return next((entry for entry in holders if entry is not None), None)

    def moved(self, digest: str) -> int | None:
        """Tell which entry these very bytes meant in a file that says something else now."""
        return self._moved.get(digest)

    def is_overwritten(self, folder: str, path: str) -> bool:
        """Tell whether this file says something else now, and what it said stands in another one."""
        return (folder, path) in self._overwritten

    def _select(self, query: Statement, values: Collection[Any], **others: str) -> Sequence[tuple[Any, ...]]:
        return query.all(self._connection, {"values": values, **others}) if values else ()
