"""What reading every file again would change of the tags: which articles gain one, and which lose one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from feeds.ingest.folders import look_into, once
from feeds.ingest.lists import ListOfArticles
from feeds.ingest.reads import Readers, readers
from feeds.ingest.tasks import Task
from feeds.store.tables import files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from feeds.ingest.folders import Rules, Target
    from feeds.ingest.reads import Read
    from feeds.ingest.summary import Progress
    from feeds.model import Reading
    from feeds.site import Site
    from feeds.store import Store

_AT_ONCE = 500


@dataclass(slots=True)
class Retagged:
    """How many public articles gain or lose each tag, by its slug."""

    gained: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    """Whose tags are others."""

    def compare(self, had: frozenset[str], has: frozenset[str]) -> None:
        """Take the tags that an article had, and those it will have."""
        self.gained.update(has - had)
        self.lost.update(had - has)
        self.articles += has != had


def retagged(store: Store, targets: Sequence[Target], site: Site, rules: Rules, progress: Progress) -> Retagged:
    """Compare the tags in the store with those that files have by the rules as they are; nothing is written.

    Files that were read by these very rules are not read again. Raises FolderMissing.
    """
    found, seen, tasks = Retagged(), set[int](), list[Task]()
    for target in once(targets):
        with store.reading() as connection:
            tasks += look_into(connection, target, site, {}, rules).tasks
    done = 0
    with readers(len(tasks)) as reading:
        every = _each(reading.read_all(tasks), reading, store)
        while batch := list(islice(every, _AT_ONCE)):
            for entry, had, has in _compared(store, batch):
                if entry not in seen:
                    seen.add(entry)
                    found.compare(had, has)
            done += len(batch)
            progress(done, max(done, len(tasks)))
    return found


def _each(said: Iterable[tuple[Task, Read]], readers: Readers, store: Store) -> Iterator[tuple[Task, Reading]]:
    """Give what was read of each article, those of files that hold many too."""
    for task, read in said:
        if read.is_list:
            yield from _each(readers.read_all(ListOfArticles(task, store).articles()), readers, store)
        elif read.reading is not None:
            yield task, read.reading


def _compared(
    store: Store, batch: Sequence[tuple[Task, Reading]]
) -> Iterator[tuple[int, frozenset[str], frozenset[str]]]:
    """Give the number of each entry that files mean, the tags it has, and those it will have."""
    paths: dict[str, list[str]] = {}
    for task, _ in batch:
        paths.setdefault(task.folder, []).append(task.name)
    with store.reading() as connection:
        known = {folder: files.tags_of(connection, folder, names) for folder, names in paths.items()}
    for task, reading in batch:
        if entry := known[task.folder].get(task.name):
            yield *entry, frozenset(tag.slug for tag in reading.article.tags)
