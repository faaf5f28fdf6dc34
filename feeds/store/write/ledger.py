"""What a batch of files needs to know of the store, fetched at once and kept up to date while it is decided."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, func, select

from feeds.store.dialects.lists import by_first, is_among
from feeds.store.dialects.statements import Statement
from feeds.store.identity import WEAK, Key, text_key
from feeds.store.likeness import is_same_title, is_text_alike
from feeds.store.read.nearest import entries_like
from feeds.store.records import (
    EntryRecord,
    FileRecord,
    digest,
    is_dated,
    is_erased,
    sources_of,
    stated_moment,
    stays_erased,
)
from feeds.store.schema import BLOCKED, WITHDRAWN, entry, file, identity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from feeds.model import Article

_DAY = 86400

# Made once: to put a statement together takes longer than to ask it.
_LAST_ENTRY = Statement(select(func.max(entry.c.number)))
_LAST_FILE = Statement(select(func.max(file.c.number)))
_FILES_AT = Statement(select(file).where(file.c.folder == bindparam("folder"), is_among(file.c.path, "values")))
_FILES_OF = Statement(select(file).where(is_among(file.c.entry, "values")))
_ENTRIES = Statement(select(entry).where(is_among(entry.c.number, "values")))
_KEYS = Statement(select(identity.c.key, identity.c.entry).where(is_among(identity.c.key, "values")))
_KEYS_OF = Statement(select(identity.c.key, identity.c.entry).where(is_among(identity.c.entry, "values")))
_IDS = Statement(select(entry.c.id).where(is_among(entry.c.id, "values")))
_NUMBERS_OF = Statement(select(entry.c.id, entry.c.number).where(is_among(entry.c.id, "values")))
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
        self._hidden: set[Key] = set()
        """Keys that the store does not have in clear."""
        self._holders: dict[int, set[tuple[str, str]]] = defaultdict(set)
        self._numbered: dict[int, FileRecord] = {}
        self._files_of: dict[int, set[int]] = defaultdict(set)
        self._undecided: set[tuple[str, str]] = set()
        """Files of this batch that say something else than the store knows."""
        self._continued: dict[tuple[str, str], int] = {}
        self._retold: dict[tuple[str, str], int] = {}
        self._goes_on_as: dict[int, str] = {}
        """The digests of what these entries say then."""
        self.ids = _Taken(connection, _IDS)
        self.handles = _Taken(connection, _HANDLES)
        self.next_entry = (_LAST_ENTRY.scalar(connection) or 0) + 1
        self.next_file = (_LAST_FILE.scalar(connection) or 0) + 1

    def fetch(self, paths: Collection[tuple[str, str]], keys: Collection[Key]) -> None:
        """Read everything that deciding about these files can need."""
        rows = [row for folder, listed in by_first(paths) for row in self._select(_FILES_AT, listed, folder=folder)]
        for record in map(FileRecord._make, rows):
            self.files[record.folder, record.path] = record
        asked = {str(form): key for key in keys for form in (key.hidden(), key)}
        for kept, number in self._select(_KEYS, list(asked)):
            self._owners[asked[kept]] = number
            if Key.read(kept).is_hidden:
                self._hidden.add(asked[kept])
        written = {key.name: key for key in keys if key.kind == "entry"}
        self._owners.update((written[row[0]], row[1]) for row in self._select(_NUMBERS_OF, list(written)))
        self._learn({*self._owners.values(), *(f.entry for f in self.files.values() if f.entry is not None)}, asked)

    def _learn(self, numbers: Collection[int], asked: Mapping[str, Key]) -> None:
        """Read everything about entries; `asked` are keys by the forms in which they may be kept."""
        self.stored.update((row[0], EntryRecord._make(row)) for row in self._select(_ENTRIES, numbers))
        self.entries.update(self.stored)
        for kept, number in self._select(_KEYS_OF, numbers):
            key = asked.get(kept) or Key.read(kept)
            if key.kind not in WEAK:
                self._strong[number].add(key)
        for record in map(FileRecord._make, self._select(_FILES_OF, numbers)):
            self._numbered[record.number] = record
            self._files_of[record.entry or 0].add(record.number)
            if record.present:
                self._holders[record.entry or 0].add((record.folder, record.path))

    def look_ahead(self, documents: Collection[tuple[tuple[str, str], str, Sequence[Key], Article]]) -> None:
        """Find the files that go on with their entries, from place, digest, keys and article of each to be decided.

        All are looked at before the first is decided: where files are numbered anew, each holds what stood in another.
        """
        changed = [row for row in documents if self.unchanged(*row[0], row[1]) is None]
        self._undecided = {place for place, *_ in changed}
        arrived = {text for _, text, _, _ in changed}
        for place, text, keys, article in changed:
            number = self._owners.get(keys[-1])
            if number is None or number in self._goes_on_as or not self._is_alike(number, article):
                continue
            elsewhere = self._owners.get(text_key(text)) if len(keys) == 1 else None
            was = self.files.get(place)
            is_there = was is not None and was.entry == number and was.digest in arrived
            is_held = self.is_held(number, *place) and not self._says(number, article)
            if elsewhere in {None, number} and not is_there and not is_held:
                self._continued[place] = number
                self._goes_on_as[number] = text

    def look_for_moved(self, articles: Mapping[tuple[str, str], Article], texts: Iterable[Key]) -> None:
        """Find entries whose files are gone and which these new files tell, edited: of one source, and of one day.

        An entry that is known by more than a path, or was taken back, goes on with nothing but its own file; one of
        whose very `texts` a file comes, with that.
        """
        wanted = {place: article for place, article in articles.items() if self.files.get(place) is None}
        found = entries_like(self._connection, wanted)
        self._learn({number for alike in found.values() for _, number in alike} - self.entries.keys(), {})
        taken = {self._owners.get(text) for text in texts}
        for place, alike in found.items():
            left = (number for _, number in alike if number not in taken)
            numbers = (number for number in left if self._is_left(number, place, wanted[place]))
            if (number := next(numbers, None)) is not None:
                self._retold[place] = number
                self._goes_on_as[number] = ""

    def _is_left(self, number: int, place: tuple[str, str], article: Article) -> bool:
        record, stated = self.entries[number], stated_moment(article.published)
        is_dated_otherwise = (
            stated is not None
            and is_dated(record.published, record.seen)
            and stated // _DAY != record.published // _DAY
        )
        return (
            number not in self._goes_on_as
            and not self.is_held(number, *place)
            and record.state not in {WITHDRAWN, BLOCKED}
            and not (self._strong.get(number) or record.share_code or is_dated_otherwise)
            and record.sources == sources_of(article)
        )

    def add_entry(self, record: EntryRecord) -> None:
        """Add a new entry."""
        self.entries[record.number] = record
        self.ids.add(record.id)
        self.handles.add(record.handle)
        self.next_entry += 1

    def add_keys(self, number: int, keys: Iterable[Key]) -> list[str]:
        """Let keys mean an entry; lists those that did not already: of what is erased, none in clear."""
        if stays_erased(self.entries[number]):
            new = [str(key.hidden()) for key in keys if self._owners.get(key) != number]
        else:
            new = [str(key) for key in keys if self._owners.get(key) != number or key in self._hidden]
            self._hidden.difference_update(keys)
        for key in keys:
            self._owners[key] = number
            if key.kind not in WEAK:
                self._strong[number].add(key)
        return new

    def put_file(self, record: FileRecord) -> None:
        """Remember a file as it is now."""
        place = (record.folder, record.path)
        self._undecided.discard(place)
        old = self.files.get(place)
        if old is None:
            self.next_file += 1
        else:
            self._holders[old.entry or 0].discard(place)
            self._files_of[old.entry or 0].discard(old.number)
        self.files[place] = record
        self._numbered[record.number] = record
        self._files_of[record.entry or 0].add(record.number)
        self._holders[record.entry or 0].add(place)

    def file_of(self, record: EntryRecord) -> FileRecord | None:
        """Give the file that an entry was last read from, present or gone; None where it holds another by now."""
        last = self._numbered.get(record.file or 0)
        return last if last and last.entry == record.number else None

    def files_of(self, number: int) -> list[FileRecord]:
        """List the files that mean an entry, present or gone, the oldest first."""
        return [self._numbered[file] for file in sorted(self._files_of[number])]

    # What identity.decide asks

    def owner(self, key: Key) -> int | None:
        """Tell which entry a key means."""
        return self._owners.get(key)

    def strong_keys(self, entry: int) -> Collection[Key]:
        """List the keys of an entry that are not paths, those it shares with another entry included."""
        record = self.entries[entry]
        shared = {Key("share", f"{record.share_host}/{record.share_code}")} if record.share_code else set()
        return self._strong.get(entry, set()) | shared | {Key("entry", record.id)}

    def same_text(self, entry: int, article: Article) -> bool:
        """Tell whether an entry has this title or this body."""
        record = self.entries[entry]
        is_same = record.title == article.title or record.body == digest("\n".join(article.paragraphs))
        return is_same or is_erased(record)

    def is_held(self, entry: int, folder: str, path: str) -> bool:
        """Tell whether a file other than this one is there and means the entry."""
        return bool(self._holders.get(entry, set()) - self._undecided - {(folder, path)})

    def unchanged(self, folder: str, path: str, digest: str) -> int | None:
        """Tell which entry this file means if it is there and has these very bytes already."""
        record = self.files.get((folder, path))
        return record.entry if record and record.present and record.digest == digest else None

    def continued(self, folder: str, path: str) -> int | None:
        """Tell which entry this file goes on with: what it says now is like what it said, and nobody else says that."""
        return self._continued.get((folder, path))

    def moved_or_copied(self, folder: str, path: str, digest: str, article: Article) -> int | None:
        """Tell which entry once said these very bytes, unless another file that is there says it in other words."""
        number = self._owners.get(text_key(digest))
        if number is None or self._goes_on_as.get(number, digest) != digest:
            return None
        return number if self._says(number, article) or not self.is_held(number, folder, path) else None

    def retold(self, folder: str, path: str) -> int | None:
        """Tell which entry, whose file is gone, this new file says in nearly the same words."""
        return self._retold.get((folder, path))

    def _says(self, entry: int, article: Article) -> bool:
        """Tell whether an entry says just this."""
        record = self.entries[entry]
        is_same = record.title == article.title and record.body == digest("\n".join(article.paragraphs))
        return is_same or is_erased(record)

    def _is_alike(self, entry: int, article: Article) -> bool:
        """Tell whether an entry may go on with this text. What a person took back does so by its text alone.

        What was erased may have said anything: nothing but a stronger key of its own tells a text from it.
        """
        record = self.entries[entry]
        if is_erased(record):
            return True
        if record.state not in {WITHDRAWN, BLOCKED} and is_same_title(article.title, record.title):
            return True
        return is_text_alike("\n".join((article.title, *article.paragraphs)), f"{record.title}\n{record.paragraphs}")

    def _select(self, query: Statement, values: Collection[Any], **others: str) -> Sequence[tuple[Any, ...]]:
        return query.all(self._connection, {"values": values, **others}) if values else ()
