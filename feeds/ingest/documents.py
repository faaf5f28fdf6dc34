"""From what was read of a file to what is written of it: its article, why it is refused, or why it is kept back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from feeds.errors import ArticleRefused
from feeds.ingest.reads import Read, read
from feeds.ingest.tasks import looks_of
from feeds.model import Article, Tag
from feeds.publish.names import name_of
from feeds.store.schema import NO_ARTICLE
from feeds.store.write.documents import Document

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.clock import Clock
    from feeds.ingest.lists import ListOfArticles
    from feeds.ingest.summary import Summary
    from feeds.ingest.tasks import Task
    from feeds.model import Reading, Stamp

_TOO_YOUNG = 2
"""Seconds. A file changed so shortly before it was read may change again within the same tick of its clock."""


class Documents:
    """Makes the documents of one import. What is refused, kept back or mended is told in its summary."""

    def __init__(
        self, clock: Clock, language: str, rules: str, is_written: Callable[[str], bool], summary: Summary
    ) -> None:
        self._clock = clock
        self._is_written = is_written
        self._language = language
        """Of the site, in which tags are named."""
        self._rules = rules
        """The name of the rules by which files are read."""
        self._summary = summary
        self.touched: dict[str, dict[str, Stamp]] = defaultdict(dict)
        """New stamps of files whose text is the same, by folder and path."""
        self.gone: list[Task] = []
        """Files that went away while the import waited."""

    def document(self, task: Task, said: Read, seen: int) -> Document | None:
        """Make what is written of a file; None where it says what it said, or is still being written."""
        if said.is_unfinished:
            self._summary.unfinished.append(task.shown)
            return None
        stamp = self._stamp(task)
        if said.none:
            self._summary.passed_over[said.none] += 1
            return self._written(task, said.digest, stamp, seen)._replace(held=f"{NO_ARTICLE}{said.none}")
        if said.fault:
            if task.is_as_known(said.digest) and task.known is not None and task.known.refusal == said.fault[1]:
                return None
            refusal = ArticleRefused(task.shown, *said.fault)
            self._summary.refused.append(refusal)
            return self._written(task, said.digest, stamp, seen)._replace(refusal=refusal)
        if said.reading is None:
            if task.known is not None and (task.known.mtime, task.known.inode, task.known.ctime) != stamp:
                self.touched[task.folder][task.name] = stamp
            return None
        return self._of_reading(task, said.reading, self._written(task, said.digest, stamp, seen))

    def _of_reading(self, task: Task, reading: Reading, document: Document) -> Document:
        for warned in reading.warnings:
            at = f":{warned.line}" if warned.line and not task.holder else ""
            self._summary.repaired.append(f"{task.shown}{at}: {warned.reason}")
        held, due = reading.held, int(reading.expires.timestamp()) if reading.expires else 0
        if not held and 0 < due <= self._clock.now():
            held, due = f"expired: it says so for {reading.expires}", 0
        if held:
            self._summary.held.append(f"{task.shown}: {held}")
            return document._replace(held=held)
        return document._replace(article=_named(reading.article, self._language), due=due)

    def of_list(self, found: ListOfArticles, seen: int, *, is_read: bool) -> Document:
        """Make what is written of a file that holds many, before and after they are read."""
        document = self._written(found.task, "", self._stamp(found.task), seen)
        if not is_read:
            return document
        if found.refusal is not None:
            self._summary.refused.append(found.refusal)
            document = document._replace(refusal=found.refusal)
        return document._replace(digest=found.digest)

    def _stamp(self, task: Task) -> Stamp:
        is_young = (task.now - _TOO_YOUNG) * 10**9 < task.stamp.mtime
        return task.stamp._replace(mtime=0) if is_young else task.stamp

    def _written(self, task: Task, digest: str, stamp: Stamp, seen: int) -> Document:
        return Document(
            folder=task.folder,
            path=task.name,
            size=task.size,
            mtime=stamp.mtime,
            digest=digest,
            parser=self._rules,
            defaults=task.defaults.fingerprint,
            seen=seen,
            inode=stamp.inode,
            ctime=stamp.ctime,
            holder=task.holder,
            part=task.part,
        )

    def as_it_is(self, task: Task, made: Document) -> Document | None:
        """Read a file again that changed since, now that nobody else writes; None where there is nothing to write.

        While this import waited, another one may have written what the file says now: that must not be undone.
        """
        if made.is_list or task.data is not None:
            return made  # the next look reads what changed of it
        try:
            before = looks_of(task.path, task.sidecar)
            is_as_read = before == (task.size, task.stamp)
            task = task._replace(size=before[0], stamp=before[1])
            said = Read() if is_as_read else read(task)
            # Asked when it has been read: half of it may have been there, and the other half have come since.
            is_unfinished = self._is_written(task.path) or looks_of(task.path, task.sidecar) != before
        except OSError:
            self.gone.append(task)
            return None
        if is_as_read and not is_unfinished:
            return made
        if made.refusal is not None:
            self._summary.refused.remove(made.refusal)
        return self.document(task, Read(is_unfinished=True) if is_unfinished else said, made.seen)


def _named(article: Article, language: str) -> Article:
    """Let a known tag have one label, whatever the language of the article: the site's."""
    tags = (Tag(tag.slug, name_of("tag", tag.slug, language) or tag.label) for tag in article.tags)
    return replace(article, tags=tuple(tags))
