"""How to import, how far an import is, and what it did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from feeds.errors import ArticleRefused
from feeds.ingest.folders import EVERYTHING, Rules
from feeds.store.write.documents import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable


class Progress(Protocol):
    """What is told how far an import is."""

    def __call__(self, done: int, total: int) -> None:
        """Take the files read so far and those to read in all."""


def _by_nobody(_: str) -> bool:
    """Tell that a file is not being written, where the system does not tell."""
    return False


@dataclass(frozen=True, slots=True)
class Options:
    """How to import."""

    seen_at: int | None = None
    """The moment of the import, for the first-seen seconds; None: now."""
    backfill: bool = False
    """Place by date what is new, so that subscribers do not see it as new."""
    prune: bool = False
    """Withdraw what none of the files holds any more."""
    alone: bool = False
    """These are all folders of the site: prune what lies in others, too."""
    force: bool = False
    """Prune whatever it takes away."""
    reserved: frozenset[str] = frozenset()
    """Words that no share code may be: the site's own paths begin with them."""
    rules: Rules = EVERYTHING
    """What of the folders is read."""
    cluster: str = ""
    """The address of the scheduler of a Dask cluster that reads the files; none: this machine does."""
    is_written: Callable[[str], bool] = _by_nobody
    """Whether somebody writes the file of a path just now: it is left for the next look."""


@dataclass(slots=True)
class Summary:
    """What an import did."""

    counts: Counter[Outcome] = field(default_factory=Counter)
    conflicts: list[tuple[str, str]] = field(default_factory=list)
    refused: list[ArticleRefused] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)
    """Of the files read this time, what was mended to publish them: file, line, what was done."""
    held: list[str] = field(default_factory=list)
    """What is kept back: file and why."""
    passed_over: Counter[str] = field(default_factory=Counter)
    """Files that are not read, by suffix; those left out by their name under `by name`."""
    unfinished: list[str] = field(default_factory=list)
    """Files that were written while they were read: left for the next look."""
    outside: list[str] = field(default_factory=list)
    """Links that lead out of their folder."""
    fruitless: list[str] = field(default_factory=list)
    """Folders that hold files and no article, with what they hold."""
    unread: list[str] = field(default_factory=list)
    """Folders that could not be looked into, and why."""
    scheduled: int = 0
    """Entries that are held back, of all imports."""
    published: int = 0
    """Scheduled entries that came due."""
    withdrawn: int = 0


AS_EVER = Options()
"""An import without further wishes."""
