"""Write a batch of files into the store: which entry each one is, what changed, and where it is published."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from feeds.errors import StoreError
from feeds.store.content import with_content
from feeds.store.dialects.bulk import insert_rows, put_rows, update_rows
from feeds.store.digests import find_labels
from feeds.store.facts import read_fact
from feeds.store.identity import AS_IT_WAS, Decision, Key, decide, handles, keys_of, mint, path_key, text_key
from feeds.store.records import (
    EntryRecord,
    FileRecord,
    is_bare,
    is_erased,
    is_shown_differently,
    labels_of,
    revise,
    slugs_named,
    sources_of,
    state_at,
    stated_moment,
    stays_erased,
    written,
)
from feeds.store.schema import PENDING, PRUNED, PUBLIC, SCHEDULED, entry, file, identity
from feeds.store.tables.history import BEGUN, EDITED, JOINED, LEFT, Event, note
from feeds.store.write import publication
from feeds.store.write.documents import Document, Moment, Outcome, Written
from feeds.store.write.erasing import STAYS_ERASED
from feeds.store.write.ledger import Ledger
from feeds.store.write.membership import Membership
from feeds.store.write.minting import Mint
from feeds.store.write.retelling import follow
from feeds.store.write.shares import Shares
from feeds.store.write.sources import Sources
from feeds.store.write.spellings import settled
from feeds.store.write.timestamps import Seconds, first_seen, remember_full

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from feeds.model import Article


_OF_FILE = ("folder", "path", "size", "mtime", "digest", "parser", "defaults", "inode", "ctime", "part", "due")
_READ_AGAIN = "read again, after its text had been erased"
_READ_OTHERWISE = "the file is as it was, and is read in another way"


def write_batch(connection: Connection, documents: Sequence[Document], moment: Moment) -> list[Written]:
    """Write files in the order given."""
    return _Batch(connection, moment).write(documents)


class _Batch:
    """One transaction's work: fetch once, decide file by file in memory, write once."""

    def __init__(self, connection: Connection, moment: Moment) -> None:
        self._connection = connection
        self._moment = moment
        self._site_id = read_fact(connection, "site_id") or ""
        self._ledger = Ledger(connection)
        self._seen = first_seen(connection)
        self._updated = Seconds(connection, entry.c.updated)
        self._sources = Sources(self._ledger, moment.second)
        self._new_keys: dict[str, int] = {}
        self._shares = Shares(connection, moment.second, moment.reserved)
        self._events: list[Event] = []
        self._held: dict[int, str] = {}
        """Entries whose file is kept back now, and why."""

    def write(self, documents: Sequence[Document]) -> list[Written]:
        """Decide and write; one result a document."""
        documents = settled(self._connection, documents)
        keys = [self._keys(document) for document in documents]
        every_key = {key for listed in keys for key in listed}
        texts = {
            text_key(document.digest) for document, listed in zip(documents, keys, strict=True) if len(listed) == 1
        }
        paths = {(document.folder, path) for document in documents for path in (document.path, document.holder) if path}
        self._ledger.fetch(paths, every_key | texts)
        self._ledger.look_ahead(
            [((d.folder, d.path), d.digest, k, d.article) for d, k in zip(documents, keys, strict=True) if d.article]
        )
        if not self._moment.by_date:  # at first nothing is gone
            weak = [(d, d.article) for d, k in zip(documents, keys, strict=True) if d.article and len(k) == 1]
            new = {(d.folder, d.path): article for d, article in weak if self._ledger.owner(text_key(d.digest)) is None}
            self._ledger.look_for_moved(new, texts)
        self._shares.fetch({d.article.share_link for d in documents if d.article and d.article.share_link})
        first = (next((key for key in listed if self._ledger.owner(key) is None), None) for listed in keys)
        ids = {mint(key, 0) for key in first if key is not None}
        self._ledger.ids.look_up(ids)
        self._ledger.handles.look_up({next(handles(entry_id)) for entry_id in ids})
        stored_files = set(self._ledger.files)
        results = [self._take(document, listed) for document, listed in zip(documents, keys, strict=True)]
        self._shares.write()
        self._mint()
        self._write_entries(labels_of(document.article for document in documents if document.article))
        self._write_files({(document.folder, document.path) for document in documents}, stored_files)
        put_rows(self._connection, identity, ("key", "entry"), list(self._new_keys.items()))
        note(self._connection, self._events)
        for number, why in self._held.items():
            publication.withdraw(self._connection, self._moment.second, [number], reason=why, state=PRUNED)
        remember_full(self._connection, self._seen)
        return results

    def _keys(self, document: Document) -> tuple[Key, ...]:
        if document.article is None:
            return (path_key(document.folder, document.path, self._site_id),)
        return keys_of(document.article, document.folder, document.path, self._site_id)

    def _take(self, document: Document, keys: Sequence[Key]) -> Written:
        known = self._ledger.files.get((document.folder, document.path))
        file_number = known.number if known else self._ledger.next_file
        if document.article is None:
            return self._take_none(document, known, file_number)
        article = document.article
        decision = decide(keys, article, document.folder, document.path, document.digest, self._ledger)
        if decision.entry is not None and stays_erased(self._ledger.entries[decision.entry]):
            self._add_keys(decision.entry, decision)
            held = document._replace(held=STAYS_ERASED.format(self._ledger.entries[decision.entry].id))
            self._put_file(held, file_number, decision.entry)
            return Written(held, Outcome.HELD, held.held)
        if decision.entry is None:
            number, outcome = self._add(document, article, decision, file_number), Outcome.NEW
        else:
            number = decision.entry
            outcome = self._change(number, document, article, known, file_number)
        self._note(number, document, decision, outcome, known.entry if known else None)
        self._add_keys(number, decision)
        said = self._shares.print(article.share_link, number) if article.share_link else None
        if self._ledger.entries[number].file == file_number:
            self._shares.mention(article.share_mentions, number, is_new=number not in self._ledger.stored)
        self._put_file(document, file_number, number)
        if known is not None and known.entry not in {None, number}:
            self._sources.take_away(known)
        return Written(document, outcome, decision.conflict or said)

    def _add_keys(self, number: int, decision: Decision) -> None:
        self._new_keys.update((key, number) for key in self._ledger.add_keys(number, decision.aliases))

    def _take_none(self, document: Document, known: FileRecord | None, file_number: int) -> Written:
        """Take a file without an article. What was published of one that is refused stays published."""
        number = known.entry if known and not document.is_list else None
        self._put_file(document, file_number, number)
        if document.is_list:
            return Written(document, Outcome.LIST)
        if document.refusal:
            return Written(document, Outcome.REFUSED)
        if number is not None and self._ledger.entries[number].file == file_number:
            self._held[number] = document.held
        return Written(document, Outcome.HELD)

    def _note(self, number: int, document: Document, decision: Decision, outcome: Outcome, before: int | None) -> None:
        """Record for `feeds explain` that a file became a file of another entry, or changed its entry."""
        file, second, why = f"{document.folder}/{document.path}", self._moment.second, decision.why
        if before not in {None, number}:
            self._events.append(Event(before or 0, second, LEFT, file, "its file says another article"))
        if before != number and (before is not None or outcome is not Outcome.NEW):
            self._events.append(Event(number, second, BEGUN if outcome is Outcome.NEW else JOINED, file, why))
        elif outcome is Outcome.CHANGED:
            old = self._ledger.stored.get(number)
            if old is not None and is_erased(old):
                why = _READ_AGAIN
            elif why == AS_IT_WAS:  # the rules, what its folder says, or another program
                why = _READ_OTHERWISE
            self._events.append(Event(number, second, EDITED, file, why))

    def _add(self, document: Document, article: Article, decision: Decision, file_number: int) -> int:
        number = self._ledger.next_entry
        stated = stated_moment(article.published)
        seen = self._seen.last_free(document.seen, 0)
        if seen == stated:  # what is dated is told by these two
            seen = self._seen.last_free(seen - 1, 0)
        published = seen if stated is None else stated
        updated = max(published, min(stated_moment(article.updated) or 0, self._moment.clock))
        entry_id = self._free_id(decision.minted_from)
        self._ledger.add_entry(
            EntryRecord(
                number=number,
                id=entry_id,
                handle=self._free_handle(entry_id),
                state=state_at(published, self._moment.clock, by_date=self._moment.by_date),
                place=None,
                revision=1,
                seen=seen,
                published=published,
                updated=self._updated.next_free(updated),
                changed=self._moment.second,
                surfaced=0,
                arrived=0,
                content="",
                minted=None,
                file=file_number,
                reason=None,
                story=None,
                kin="",
                **written(article),
            )
        )
        return number

    def _free_id(self, key: Key | None) -> str:
        if key is None:
            raise ValueError("a new entry is minted from a key")
        # Where another article held this path before it was overwritten: its id is never given twice.
        return next(id_ for attempt in count() if (id_ := mint(key, attempt)) not in self._ledger.ids)

    def _free_handle(self, entry_id: str) -> str:
        free = (handle for handle in handles(entry_id) if handle not in self._ledger.handles)
        if handle := next(free, None):
            return handle
        raise StoreError(f"every short form of the id {entry_id} is taken")

    def _change(
        self, number: int, document: Document, article: Article, known: FileRecord | None, file_number: int
    ) -> Outcome:
        old = self._ledger.entries[number]
        last = self._ledger.file_of(old)
        is_same_text = last is not None and last.digest == document.digest
        if last and last.present and last.number != file_number:
            was_read = known is not None and known.digest == document.digest and known.entry == number
            if is_same_text:  # a copy of the file that is current
                is_new = self._sources.add(number, last, file_number, article)
                return Outcome.CHANGED if is_new else Outcome.UNCHANGED
            if was_read:
                return Outcome.UNCHANGED  # an older text beside it
        new = revise(old, article, self._moment.clock)._replace(file=file_number)
        new = new._replace(sources=self._sources.with_copies(number, new.sources, document.digest, file_number))
        if old.state == PRUNED:  # its file is back
            new = new._replace(state=SCHEDULED if old.place is None else PUBLIC, reason=None)
        if not is_shown_differently(old, new):
            self._ledger.entries[number] = new
            return Outcome.UNCHANGED
        updated = old.updated
        if new.meaning != old.meaning and not is_same_text:
            updated = self._updated.last_free(self._moment.now, max(old.updated, new.published - 1))
        elif new.published > updated:
            updated = self._updated.next_free(new.published)
        self._ledger.entries[number] = new._replace(
            updated=updated, revision=old.revision + 1, changed=self._moment.second
        )
        return Outcome.CHANGED

    def _put_file(self, document: Document, file_number: int, number: int | None) -> None:
        self._ledger.put_file(
            FileRecord(
                number=file_number,
                present=1,
                entry=number,
                line=document.refusal.line if document.refusal else None,
                refusal=document.refusal.reason if document.refusal else None,
                holder=self._ledger.files[document.folder, document.holder].number if document.holder else None,
                held=document.held or None,
                sources=sources_of(document.article) if document.article else None,
                **{name: getattr(document, name) for name in _OF_FILE},
            )
        )

    def _mint(self) -> None:
        """Give a code to each entry of this commit that is public, or about to be, and has none to show."""
        mint = Mint(self._connection, self._moment.second, self._moment.reserved)
        bare = [
            (number, record.id)
            for number, record in self._ledger.entries.items()
            if record.state in {PENDING, PUBLIC} and is_bare(record) and record.changed == self._moment.second
        ]
        for number, code in mint.codes(bare).items():
            self._ledger.entries[number] = self._ledger.entries[number]._replace(minted=code)

    def _write_entries(self, labels: dict[tuple[str, str], str]) -> None:
        ledger = self._ledger
        membership = Membership(self._connection, self._moment.second, labels)
        settled = [
            membership.settle(ledger.stored.get(number), record)
            for number, record in ledger.entries.items()
            if ledger.stored.get(number) != record
        ]
        membership.flush(labels)
        known = find_labels(self._connection, (slugs_named(one.sources, one.tags, one.kin) for one in settled))
        ledger.entries.update((record.number, with_content(record, known)) for record in settled)
        new = [record for number, record in ledger.entries.items() if number not in ledger.stored]
        changed = [record for number, record in ledger.entries.items() if ledger.stored.get(number, record) != record]
        insert_rows(self._connection, entry, EntryRecord._fields, new)
        update_rows(self._connection, entry, EntryRecord._fields, changed)
        before = [(ledger.stored.get(one.number), one) for one in (*new, *changed)]
        follow(self._connection, self._moment.second, before)

    def _write_files(self, touched: set[tuple[str, str]], stored: set[tuple[str, str]]) -> None:
        files = self._ledger.files
        insert_rows(self._connection, file, FileRecord._fields, [files[path] for path in sorted(touched - stored)])
        update_rows(self._connection, file, FileRecord._fields, [files[path] for path in sorted(touched & stored)])
