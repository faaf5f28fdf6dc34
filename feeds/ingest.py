"""Read articles into the store: folders → files → parser → batches → commits.

Running it again changes nothing that did not change. It may be killed at any moment: what was
committed stays, and the next run reads the rest.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from feeds import parsers
from feeds.errors import ArticleRefused, FolderMissing, PruneRefused
from feeds.model import Article, Tag
from feeds.parsers import Defaults
from feeds.publish import name_of
from feeds.store import files, publication
from feeds.store.seconds import free_before
from feeds.store.writer import Document, Moment, Outcome, write_batch

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from feeds.clock import Clock
    from feeds.site import Site
    from feeds.store import Store

_TOO_YOUNG = 2 * 10**9
"""Nanoseconds. A file changed so shortly before it was read may change again within the same tick of its clock."""
_BATCH = 2000
_BATCH_SECONDS = 1.0
_LARGEST_PRUNE = 0.1


class Progress(Protocol):
    """What is told how far an import is."""

    def __call__(self, done: int, total: int) -> None:
        """Take the files read so far and those to read in all."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to import."""

    seen_at: int | None = None
    """The moment of the import, for the first-seen seconds; None: now."""
    backfill: bool = False
    """Place by date what is new, so that subscribers do not see it as new."""
    prune: bool = False
    """Withdraw what none of the files holds any more."""
    force: bool = False
    """Prune whatever it takes away."""


@dataclass(slots=True)
class Summary:
    """What an import did."""

    counts: Counter[Outcome] = field(default_factory=Counter)
    conflicts: list[tuple[str, str]] = field(default_factory=list)
    refused: list[ArticleRefused] = field(default_factory=list)
    published: int = 0
    """Scheduled entries that came due."""
    withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class Target:
    """A folder of articles and what to read of it."""

    root: Path
    only: frozenset[str] | None = None
    """Paths within the folder; None: everything."""


@dataclass(frozen=True, slots=True)
class _Task:
    folder: str
    name: str
    path: Path
    size: int
    mtime: int
    defaults: Defaults
    known: files.FileState | None


def ingest(
    store: Store,
    targets: Sequence[Target],
    site: Site,
    clock: Clock,
    options: Options = Options(),
    progress: Progress | None = None,
) -> Summary:
    """Read what is new or changed in the targets, and publish it.

    Raises FolderMissing, StoreError, PruneRefused; a file that cannot be read is listed in the summary.
    """
    run = _Run(store, site, clock, options)
    for target in _once(targets):
        run.look(target)
    run.read(progress or _silent)
    if options.prune:
        run.prune()
    return run.summary


def targets_of(paths: Iterable[Path], known_roots: Collection[Path] = ()) -> list[Target]:
    """Turn paths on a command line into targets: what lies in a known folder is read as part of it."""
    targets = []
    for given in paths:
        path = given.resolve()
        if not path.exists():
            raise FolderMissing(f"{given}: no such file or folder")
        root = next((r for r in known_roots if r == path or r in path.parents), None)
        if root is None or root == path:
            targets.append(Target(path) if path.is_dir() else Target(path.parent, frozenset({path.name})))
        elif path.is_dir():
            inside = {f"{path.relative_to(root).as_posix()}/{found.name}" for found in parsers.find_files(path)}
            targets.append(Target(root, frozenset(inside)))
        else:
            targets.append(Target(root, frozenset({path.relative_to(root).as_posix()})))
    return targets


class _Run:
    """One import."""

    def __init__(self, store: Store, site: Site, clock: Clock, options: Options) -> None:
        self._store = store
        self._site = site
        self._clock = clock
        self._options = options
        self._now = int(clock.now()) if options.seen_at is None else options.seen_at
        self._tasks: list[_Task] = []
        self._folders: dict[str, Path] = {}
        self._gone: dict[str, list[str]] = {}
        self.summary = Summary()

    def look(self, target: Target) -> None:
        """Find out which files of a folder must be read, and which went away."""
        found = self._found(target)
        with self._store.reading() as connection:
            folder = files.folder_name(connection, target.root)
            known = files.file_states(connection, folder, sorted(target.only) if target.only is not None else None)
        self._folders[folder] = target.root
        defaults = parsers.load_defaults(target.root, self._site.language, self._site.timezone)
        for name, path in found.items():
            try:
                status = path.stat()
            except OSError as error:
                self.summary.refused.append(ArticleRefused(str(path), None, error.strerror or "cannot be read"))
                continue
            task = _Task(
                folder, name, path, status.st_size, status.st_mtime_ns, defaults.for_file(name), known.get(name)
            )
            if self._is_as_known(task):
                self._count_known(task)
            else:
                self._tasks.append(task)
        self._refuse(target.root, defaults.problems)
        gone = [name for name, state in known.items() if state.present and name not in found]
        if gone:
            self._gone[folder] = gone

    def read(self, progress: Progress) -> None:
        """Read the files, write them in batches, and publish what is due."""
        self._tasks.sort(key=lambda task: (task.folder, task.name))
        total = len(self._tasks)
        new = sum(task.known is None for task in self._tasks)
        with self._store.reading() as connection:
            seconds = iter(free_before(connection, self._now, new))
        batch: list[Document] = []
        began = self._clock.now()
        for done, task in enumerate(self._tasks, 1):
            batch.append(self._document(task, next(seconds) if task.known is None else self._now))
            is_full = len(batch) == _BATCH or self._clock.now() - began >= _BATCH_SECONDS
            if is_full and done < total:
                self._commit(batch, is_last=False)
                progress(done, total)
                batch, began = [], self._clock.now()
        if batch or self._gone or self._is_waiting():
            self._commit(batch, is_last=True)
        progress(total, total)

    def _is_waiting(self) -> bool:
        """Tell whether there is something to commit even if no file changed."""
        with self._store.reading() as connection:
            due = publication.next_due(connection)
            roots = files.known_roots(connection)
            return (
                not publication.first_import_is_done(connection)
                or (due is not None and due <= self._now)
                or any(roots.get(name) != root for name, root in self._folders.items())
            )

    def prune(self) -> None:
        """Withdraw the entries of these folders that no file holds any more."""
        with self._store.reading() as connection:
            gone = publication.without_file(connection, self._folders)
            public = publication.count_public(connection)
        if not self._options.force:
            for name, root in self._folders.items():
                if not self._held(name):
                    raise PruneRefused(f"{root} holds no article any more: nothing was withdrawn (--force does it)")
            if len(gone) > public * _LARGEST_PRUNE:
                raise PruneRefused(
                    f"{len(gone)} of {public} entries would be withdrawn, more than a tenth:"
                    " nothing was withdrawn (--force does it)"
                )
        if gone:
            with self._store.writing(self._clock) as (connection, second):
                self.summary.withdrawn = publication.withdraw(
                    connection, second, gone, reason="its file is gone", pruned=True
                )

    def _held(self, folder: str) -> bool:
        with self._store.reading() as connection:
            return any(state.present for state in files.file_states(connection, folder).values())

    def _found(self, target: Target) -> dict[str, Path]:
        if target.only is not None:
            paths = {name: target.root / name for name in sorted(target.only) if parsers.is_article(name)}
            return {name: path for name, path in paths.items() if path.is_file()}
        problems: list[parsers.Problem] = []
        listing = parsers.find_files(target.root, problems)
        self._refuse(target.root, problems)
        return {found.name: found.path for found in listing}

    def _refuse(self, root: Path, problems: Iterable[parsers.Problem]) -> None:
        self.summary.refused += (ArticleRefused(str(root / p.file), p.line, p.reason) for p in problems)

    def _is_as_known(self, task: _Task) -> bool:
        known = task.known
        return (
            known is not None
            and bool(known.present)
            and known.mtime == task.mtime
            and known.size == task.size
            and known.parser == parsers.VERSION
            and known.defaults == task.defaults.fingerprint
        )

    def _count_known(self, task: _Task) -> None:
        if task.known is not None and task.known.refusal is not None:
            self.summary.counts[Outcome.REFUSED] += 1
            self.summary.refused.append(ArticleRefused(str(task.path), task.known.line, task.known.refusal))
        else:
            self.summary.counts[Outcome.UNCHANGED] += 1

    def _document(self, task: _Task, seen: int) -> Document:
        article, refusal, digest = None, None, ""
        try:
            data = parsers.load(task.path, str(task.path))
            digest = blake2b(data, digest_size=16).hexdigest()
            article = self._named(parsers.parse(data, task.name, task.defaults).article)
        except ArticleRefused as error:
            refusal = ArticleRefused(str(task.path), error.line, error.reason)
            self.summary.refused.append(refusal)
        is_young = int(self._clock.now() * 10**9) - task.mtime < _TOO_YOUNG
        return Document(
            folder=task.folder,
            path=task.name,
            size=task.size,
            mtime=0 if is_young else task.mtime,
            digest=digest,
            parser=parsers.VERSION,
            defaults=task.defaults.fingerprint,
            seen=seen,
            article=article,
            refusal=refusal,
        )

    def _named(self, article: Article) -> Article:
        """Let a known tag have one label, whatever the language of the article: the site's."""
        language = self._site.language
        tags = (Tag(tag.slug, name_of("tag", tag.slug, language) or tag.label) for tag in article.tags)
        return replace(article, tags=tuple(tags))

    def _commit(self, batch: list[Document], *, is_last: bool) -> None:
        with self._store.writing(self._clock) as (connection, second):
            for name, root in self._folders.items():
                files.remember_folder(connection, name, root)
            for name, gone in self._gone.items():
                files.mark_gone(connection, name, gone)
            is_first = not publication.first_import_is_done(connection)
            moment = Moment(second, self._now, first_import=is_first, backfill=self._options.backfill)
            results = write_batch(connection, batch, moment)
            if is_last:
                if is_first:
                    publication.end_first_import(connection, second)
                self.summary.published += publication.publish_due(connection, second, self._now)
        self._gone = {}
        for result in results:
            self.summary.counts[result.outcome] += 1
            if result.conflict:
                path = self._folders[result.document.folder] / result.document.path
                self.summary.conflicts.append((str(path), result.conflict))


def _silent(done: int, total: int) -> None:
    """Take no notice of progress."""


def _once(targets: Iterable[Target]) -> Iterator[Target]:
    """Let a folder that is named twice, or by two names, be read once."""
    merged: dict[Path, frozenset[str] | None] = {}
    for target in targets:
        root = Path(os.path.realpath(target.root))
        only = merged.get(root, frozenset())
        merged[root] = None if only is None or target.only is None else only | target.only
    return (Target(root, only) for root, only in merged.items())
