"""The sources of an entry: its file's, and those of every other file that says word for word the same.

Two papers that print one agency's text both have the story. A file that goes on to say something else takes its source
along; one that is gone leaves it, since what was published stays published.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.store.records import is_erased, sources_of, split

if TYPE_CHECKING:
    from feeds.model import Article
    from feeds.store.records import FileRecord
    from feeds.store.write.ledger import Ledger


class Sources:
    """Credits the entries that a batch touches."""

    def __init__(self, ledger: Ledger, second: int) -> None:
        self._ledger = ledger
        self._second = second

    def with_copies(self, number: int, first: str, digest: str, *besides: int) -> str:
        """List some sources, then those of the files of an entry whose bytes have this digest, but for some files."""
        copies = (
            file for file in self._ledger.files_of(number) if file.digest == digest and file.number not in besides
        )
        return _joined(first, *(file.sources or "" for file in copies))

    def add(self, number: int, current: FileRecord, file: int, article: Article) -> bool:
        """Credit an entry by a file that says what its current one says. Tells whether it says anything new."""
        first = self._ledger.entries[number].sources if current.sources is None else current.sources
        credited = self.with_copies(number, first, current.digest, current.number, file)
        return self._credit(number, _joined(credited, sources_of(article)))

    def take_away(self, left: FileRecord) -> None:
        """Credit an entry by the files that are left to it, when one of them went on to say something else.

        Files that said something else before tell nothing of it: where none is left, it stays credited as it was.
        """
        number = left.entry or 0
        record = self._ledger.entries[number]
        current = self._ledger.file_of(record)
        if current is None and record.file == left.number:
            current = next((file for file in self._ledger.files_of(number) if file.digest == left.digest), None)
        if current is not None and current.sources is not None and not is_erased(record):
            self._credit(number, self.with_copies(number, current.sources, current.digest))

    def _credit(self, number: int, sources: str) -> bool:
        """Give an entry other sources: nothing else of it changes, nor is it updated."""
        old = self._ledger.entries[number]
        if sources == old.sources:
            return False
        stored = self._ledger.stored.get(number)
        revision = old.revision + (stored is not None and stored.revision == old.revision)
        self._ledger.entries[number] = old._replace(sources=sources, revision=revision, changed=self._second)
        return True


def _joined(*lists: str) -> str:
    return "\n".join(dict.fromkeys(slug for listed in lists for slug in split(listed)))
