"""A file that may have to be read, and how it looks: all that a process knows which reads files, and knows no store."""

from __future__ import annotations

import os
import sys
from typing import NamedTuple

from feeds import parsers
from feeds.model import FileState, Stamp
from feeds.parsers import Defaults
from feeds.parsers.files import printable

_A_MINUTE = 60 * 10**9


class Task(NamedTuple):
    """A file that may have to be read, and what is known of it."""

    folder: str
    name: str
    path: str
    size: int
    stamp: Stamp
    defaults: Defaults
    known: FileState | None
    is_named: bool = False
    """Somebody said that it changed: it is read, however it looks."""
    now: int = 0
    """The second of the look."""
    holder: str = ""
    """The path of the file that holds it among others…"""
    part: int = 0
    """…and its place in it: the line, or the number."""
    data: bytes | None = None
    """Its bytes, where they had to be taken out of a file."""
    fault: str = ""
    """Why it cannot be read, where that is known already."""
    sidecar: str = ""
    """The file beside it that holds its metadata, where there is one."""

    @property
    def shown(self) -> str:
        """Give the path as it is said to a person."""
        return printable(self.path) + self.name[len(self.holder) :] if self.holder else printable(self.path)

    def is_as_known(self, digest: str) -> bool:
        """Tell whether it was read before with these bytes, these defaults and these rules."""
        known = self.known
        return (
            known is not None
            and bool(known.present)
            and not 0 < known.due <= self.now
            and (known.digest, known.parser, known.defaults) == (digest, parsers.VERSION, self.defaults.fingerprint)
        )

    @property
    def looks_as_known(self) -> bool:
        """Tell whether it need not be opened: by its stamp and size it is what it was when it could be read."""
        known = self.known
        return (
            known is not None
            and not self.is_named
            and bool(known.digest)
            and (known.size, known.mtime, known.inode, known.ctime) == (self.size, *self.stamp)
            and self.is_as_known(known.digest)
        )


def looks_of(path: str, sidecar: str = "") -> tuple[int, Stamp]:
    """Give size and stamp of a file, together with what stands beside it: another of either is another of both."""
    status = os.stat(path)  # noqa: PTH116 - a Path for each of a million files is slow
    if not sidecar:
        return status.st_size, stamp_of(status)
    beside = os.stat(sidecar)  # noqa: PTH116 - as above
    ours, theirs = stamp_of(status), stamp_of(beside)
    inode = (ours.inode * 31 + theirs.inode) & (2**63 - 1)
    return status.st_size + beside.st_size, Stamp(max(ours.mtime, theirs.mtime), inode, max(ours.ctime, theirs.ctime))


def stamp_of(status: os.stat_result) -> Stamp:
    """Give what the system says of a file. An inode may have more bits than a database has."""
    return Stamp(status.st_mtime_ns, status.st_ino & (2**63 - 1), status.st_ctime_ns)


def may_be_written(path: str, ctime: int, settled: int) -> bool:
    """Tell whether a file changed after a moment, by its `ctime`, and somebody may not be done with it.

    One from far beyond that moment tells of a clock that was set back.
    """
    return settled < ctime < settled + _A_MINUTE and not _is_closed(path)


def _is_closed(path: str) -> bool:
    """Tell whether nobody has a file open to write in it, where that is sure.

    Linux refuses a lease of what somebody writes, and tells who has one by a signal when somebody begins to: fcntl(2).
    """
    if sys.platform != "linux":
        return False
    import fcntl
    from signal import SIGURG

    try:
        with open(path, "rb") as file:  # noqa: PTH123 - as above
            fcntl.fcntl(file, fcntl.F_SETSIG, SIGURG)  # the usual one ends the process, and this one nothing
            fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError:
        return False  # somebody does, it is another's file, or its file system knows no leases
    return True
