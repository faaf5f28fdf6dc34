"""Read articles into the store: folders → files → parser → batches → commits.

Running it again changes nothing that did not change. It may be killed at any moment: what was
committed stays, and the next run reads the rest.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from feeds import parsers
from feeds.errors import ArticleRefused, FolderMissing
from feeds.ingest.documents import Documents
from feeds.ingest.folders import Look, Target, look_into, once, targets_of
from feeds.ingest.lists import ListOfArticles, Size
from feeds.ingest.processes import hardly_looking_for_garbage
from feeds.ingest.progress import listed
from feeds.ingest.pruning import prune
from feeds.ingest.reads import Read, Readers, readers
from feeds.ingest.sketching import sketch
from feeds.ingest.summary import AS_EVER, Options, Progress, Summary
from feeds.parsers.files import printable
from feeds.store.read import overview
from feeds.store.schema import NO_ARTICLE
from feeds.store.tables import files, looks
from feeds.store.write import publication
from feeds.store.write.documents import Document, Moment, Outcome
from feeds.store.write.minting import is_any_unminted, mint_missing
from feeds.store.write.timestamps import free_before
from feeds.store.write.writer import write_batch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from feeds.clock import Clock
    from feeds.ingest.tasks import Task
    from feeds.model import FileState
    from feeds.site import Site
    from feeds.store import Store

__all__ = ["Options", "Progress", "Summary", "Target", "ingest", "targets_of"]

_BATCH = 2000
_BATCH_SECONDS = 1.0


@hardly_looking_for_garbage()
def ingest(
    store: Store,
    targets: Sequence[Target],
    site: Site,
    clock: Clock,
    options: Options = AS_EVER,
    progress: Progress | None = None,
) -> Summary:
    """Read what is new or changed in the targets, and publish it.

    Raises StoreError, PruneRefused, ClusterError, and FolderMissing where no folder could be looked into; a file or one
    of several folders that cannot be read is listed in the summary.
    """
    run = _Run(store, site, clock, options)
    missing: list[FolderMissing] = []
    for target in (folders := once(targets)):
        try:
            run.look(target)
        except FolderMissing as error:
            run.note_failure(target, error)
            missing.append(error)
    if missing and (len(missing) == len(folders) or options.prune):
        raise missing[0]
    run.summary.unread += map(str, missing)
    run.read(progress or _silent)
    run.mint()
    sketch(store, clock, progress or _silent)
    if options.prune:
        run.prune()
    run.note_looks()
    return run.summary


class _Run:
    """One import."""

    def __init__(self, store: Store, site: Site, clock: Clock, options: Options) -> None:
        self._store = store
        self._site = site
        self._clock = clock
        self._options = options
        self._now = int(clock.now()) if options.seen_at is None else options.seen_at
        self._tasks: list[Task] = []
        self._folders: dict[str, Path] = {}
        self._gone: dict[str, list[str]] = {}
        self._looks: list[tuple[Path, Look]] = []
        """What was found where everything was looked at."""
        self.summary = Summary()
        self._documents = Documents(clock, site.language, parsers.VERSION, options.is_written, self.summary)

    def note_looks(self) -> None:
        """Keep for the owner when everything was last looked at, and what was passed over."""
        with self._store.reading() as connection:
            self.summary.scheduled = len(overview.scheduled(connection))
        if not self._looks:
            return
        with self._store.noting() as connection:
            for root, look in self._looks:
                looks.note(
                    connection,
                    printable(str(root)),
                    int(self._clock.now()),
                    files=len(look.tasks) + look.untroubled + len(look.unchanged),
                    passed_over=look.passed_over,
                    outside=look.outside,
                    repaired=len(self.summary.repaired),
                )

    def note_failure(self, target: Target, error: FolderMissing) -> None:
        """Keep for the owner that a folder could not be looked into."""
        with self._store.noting() as connection:
            looks.note_failure(connection, printable(str(target.root)), int(self._clock.now()), str(error))

    def look(self, target: Target) -> None:
        """Find out which files of a folder must be read, and which went away."""
        with self._store.reading() as connection:
            now = int(self._clock.now())
            look = look_into(connection, target, self._site, self._folders, self._options.rules, now)
        self._folders[look.folder] = target.root
        if target.only is None:
            self._looks.append((target.root, look))
            if look.passed_over and not (look.tasks or look.untroubled or look.unchanged or look.unfinished):
                self.summary.fruitless.append(f"{printable(str(target.root))}: {listed(look.passed_over)}")
        self._tasks += look.tasks
        self.summary.counts[Outcome.UNCHANGED] += look.untroubled
        for task in look.unchanged:
            self._count_known(task)
        if look.gone:
            self._gone[look.folder] = look.gone
        self.summary.passed_over += look.passed_over
        self.summary.unfinished += (printable(str(target.root / name)) for name in look.unfinished)
        self.summary.outside += (printable(str(target.root / name)) for name in look.outside)
        for problem in look.problems:
            path = printable(str(target.root / problem.file))
            self.summary.refused.append(ArticleRefused(path, problem.line, problem.reason))

    def read(self, progress: Progress) -> None:
        """Read the files and write them in batches; then publish what is due.

        A batch is full or a second old; one with a file that the store knows waits until it is full, since
        `Ledger.look_ahead` compares the files of one batch.
        """
        self._tasks.sort(key=lambda task: (task.folder, task.name))
        size = self._size()
        with self._store.reading() as connection:
            seconds = iter(free_before(connection, self._now, size.new))
        batch: list[tuple[Task, Document]] = []
        began, done = self._clock.now(), 0
        with readers(size.every, self._options.cluster) as reading:
            for task, document in self._made(reading.read_all(self._tasks), reading, seconds):
                done += document is None or not document.is_list
                if document is not None:
                    batch.append((task, document))
                is_late = self._clock.now() - began >= _BATCH_SECONDS and not any(read.known for read, _ in batch)
                if len(batch) >= _BATCH or is_late:
                    if batch:
                        self._commit(batch, is_last=done == size.every)
                    progress(done, size.every)
                    batch, began = [], self._clock.now()
        if batch or self._gone or self._is_waiting():
            self._commit(batch, is_last=True)
        if touched := self._documents.touched:
            with self._store.noting() as connection:
                for name, stamps in touched.items():
                    files.touch(connection, name, stamps)
        progress(size.every, size.every)

    def _size(self) -> Size:
        """Count the articles to read, and those of them that are new."""
        every = new = 0
        for task in self._tasks:
            is_list = parsers.holds_many(task.name)
            size = ListOfArticles(task, self._store).size() if is_list else Size(1, int(task.known is None))
            every, new = every + size.every, new + size.new
        return Size(every, new)

    def _made(
        self, said: Iterable[tuple[Task, Read]], readers: Readers, seconds: Iterator[int]
    ) -> Iterator[tuple[Task, Document | None]]:
        """Make what is written of files, and of the articles in those that hold many."""
        for task, read in said:
            if read.is_list:
                yield from self._of_list(ListOfArticles(task, self._store), readers, seconds)
                continue
            seen = next(seconds, self._now) if task.known is None else self._now
            document = self._documents.document(task, read, seen)
            if document is None and not read.is_unfinished:
                self._count_known(task)
            yield task, document

    def _of_list(
        self, found: ListOfArticles, readers: Readers, seconds: Iterator[int]
    ) -> Iterator[tuple[Task, Document | None]]:
        yield found.task, self._documents.of_list(found, self._now, is_read=False)
        yield from self._made(readers.read_all(found.articles()), readers, seconds)
        if found.gone:
            self._gone.setdefault(found.task.folder, []).extend(found.gone)
        yield found.task, self._documents.of_list(found, self._now, is_read=True)

    def mint(self) -> None:
        """Give codes to the entries of a store that knew none, some thousand a commit."""
        while self._is_any_unminted():
            with self._store.writing(self._clock) as (connection, second):
                mint_missing(connection, second, self._options.reserved)

    def _is_any_unminted(self) -> bool:
        with self._store.reading() as connection:
            return is_any_unminted(connection)

    def prune(self) -> None:
        """Withdraw the entries of these folders that no file holds any more."""
        self.summary.withdrawn = prune(
            self._store, self._clock, self._folders, force=self._options.force, alone=self._options.alone
        )

    def _is_waiting(self) -> bool:
        """Tell whether there is something to commit even if no file changed."""
        with self._store.reading() as connection:
            due = publication.next_due(connection)
            roots = files.known_roots(connection)
            return (
                not publication.first_import_is_done(connection)
                or publication.is_any_pending(connection)
                or (due is not None and due <= self._clock.now())
                or any(printable(str(roots.get(name))) != printable(str(root)) for name, root in self._folders.items())
            )

    def _count_known(self, task: Task) -> None:
        """Count a file that is as it was, or the articles in it."""
        if task.known is None:
            return
        self._count(task, task.known)
        if not task.holder and parsers.holds_many(task.name):
            with self._store.reading() as connection:
                troubled = files.troubled_parts(connection, task.folder, task.name)
                number = files.count_parts(connection, task.folder, task.name)
            for name, state in troubled.items():
                self._count(task._replace(name=name, holder=task.name), state)
            if number:
                self.summary.counts[Outcome.UNCHANGED] += number - len(troubled) - (task.known.refusal is None)

    def _count(self, task: Task, known: FileState) -> None:
        if known.refusal is not None:
            self.summary.counts[Outcome.REFUSED] += 1
            self.summary.refused.append(ArticleRefused(task.shown, known.line, known.refusal))
        elif known.held is not None and known.held.startswith(NO_ARTICLE):
            self.summary.passed_over[known.held.removeprefix(NO_ARTICLE)] += 1
        elif known.held is not None:
            self.summary.counts[Outcome.HELD] += 1
            self.summary.held.append(f"{task.shown}: {known.held}")
        else:
            self.summary.counts[Outcome.UNCHANGED] += 1

    def _commit(self, batch: list[tuple[Task, Document]], *, is_last: bool) -> None:
        with self._store.writing(self._clock) as (connection, second):
            documents = [document for task, read in batch if (document := self._documents.as_it_is(task, read))]
            for task in self._documents.gone:
                self._gone.setdefault(task.folder, []).append(task.name)
            self._documents.gone.clear()
            for name, root in self._folders.items():
                files.remember_folder(connection, name, root)
            for name, gone in self._gone.items():
                files.mark_gone(connection, name, [path for path in gone if not (self._folders[name] / path).exists()])
            by_date = self._options.backfill or not publication.has_places(connection)
            now = int(self._clock.now())
            moment = Moment(second, self._now, max(self._now, now), by_date, self._options.reserved)
            results = write_batch(connection, documents, moment)
            if is_last:
                publication.end_import(connection, second, self._options.reserved)
                self.summary.published += publication.publish_due(connection, second, now, self._options.reserved)
        self._gone = {}
        for result in results:
            self.summary.counts[result.outcome] += result.outcome is not Outcome.LIST
            if result.conflict:
                path = printable(str(self._folders[result.document.folder] / result.document.path))
                if result.outcome is Outcome.HELD:  # whatever it says
                    self.summary.held.append(f"{path}: {result.conflict}")
                else:
                    self.summary.conflicts.append((path, result.conflict))


def _silent(done: int, total: int) -> None:
    """Take no notice of progress."""
