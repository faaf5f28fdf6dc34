"""From a file to what is written of it: its article, or why it is refused."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from feeds import parsers
from feeds.errors import ArticleRefused
from feeds.ingest.folders import stamp_of
from feeds.model import Article, Tag
from feeds.publish.names import name_of
from feeds.store.write.writer import Document

if TYPE_CHECKING:
    from feeds.clock import Clock
    from feeds.ingest.folders import Task
    from feeds.ingest.summary import Summary
    from feeds.store.tables.files import Stamp

_TOO_YOUNG = 2 * 10**9
"""Nanoseconds. A file changed so shortly before it was read may change again within the same tick of its clock."""


class StillWritten(Exception):  # noqa: N818 - no error: it is looked at again
    """A file was written while it was read."""


class Documents:
    """Reads the files of one import. What is refused or mended is told in its summary."""

    def __init__(self, clock: Clock, language: str, summary: Summary) -> None:
        self._clock = clock
        self._language = language
        """Of the site, in which tags are named."""
        self._summary = summary
        self.touched: dict[str, dict[str, Stamp]] = defaultdict(dict)
        """New stamps of files whose text is the same, by folder and path."""
        self.gone: list[Task] = []
        """Files that went away while the import waited."""

    def document(self, task: Task, seen: int) -> Document | None:
        """Read a file; None where it says what it said. Raises StillWritten."""
        is_young = int(self._clock.now() * 10**9) - task.stamp.mtime < _TOO_YOUNG
        stamp = task.stamp._replace(mtime=0) if is_young else task.stamp
        article, refusal, digest = None, None, ""
        try:
            data = parsers.load(task.path, task.shown)
            if _grew(task):
                raise StillWritten
            digest = blake2b(data, digest_size=16).hexdigest()
            if task.is_as_known(digest):
                if task.known is not None and (task.known.mtime, task.known.inode, task.known.ctime) != stamp:
                    self.touched[task.folder][task.name] = stamp
                return None
            reading = parsers.parse(data, task.name, task.defaults)
            article = _named(reading.article, self._language)
            for warned in reading.warnings:
                at = f":{warned.line}" if warned.line else ""
                self._summary.repaired.append(f"{task.shown}{at}: {warned.reason}")
        except ArticleRefused as error:
            if task.is_as_known(digest) and task.known is not None and task.known.refusal == error.reason:
                return None
            refusal = ArticleRefused(task.shown, error.line, error.reason)
            self._summary.refused.append(refusal)
        return Document(
            folder=task.folder,
            path=task.name,
            size=task.size,
            mtime=stamp.mtime,
            digest=digest,
            parser=parsers.VERSION,
            defaults=task.defaults.fingerprint,
            seen=seen,
            article=article,
            refusal=refusal,
            inode=stamp.inode,
            ctime=stamp.ctime,
        )

    def as_it_is(self, task: Task, read: Document) -> Document | None:
        """Read a file again that changed since, now that nobody else writes; None where there is nothing to write.

        While this import waited, another one may have written what the file says now: that must not be undone.
        """
        try:
            status = task.path.stat()
        except OSError:
            self.gone.append(task)
            return None
        if (status.st_size, stamp_of(status)) == (task.size, task.stamp):
            return read
        if read.refusal is not None:
            self._summary.refused.remove(read.refusal)
        try:
            return self.document(replace(task, size=status.st_size, stamp=stamp_of(status)), read.seen)
        except StillWritten:
            self._summary.unfinished.append(task.shown)
            return None


def _named(article: Article, language: str) -> Article:
    """Let a known tag have one label, whatever the language of the article: the site's."""
    tags = (Tag(tag.slug, name_of("tag", tag.slug, language) or tag.label) for tag in article.tags)
    return replace(article, tags=tuple(tags))


def _grew(task: Task) -> bool:
    """Tell whether a file was written between the moment it was looked at and now, that it has been read."""
    try:
        status = task.path.stat()
    except OSError:
        return False  # it was there, and was read whole
    return (status.st_size, status.st_mtime_ns) != (task.size, task.stamp.mtime)
