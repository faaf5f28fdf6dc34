"""What is written in a batch, and what became of it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from feeds.errors import ArticleRefused
    from feeds.model import Article


class Document(NamedTuple):
    """A file as it was read: an article, or why it was refused."""

    folder: str
    path: str
    size: int
    mtime: int
    digest: str
    parser: str
    defaults: str
    seen: int
    """The first-seen second it gets if it is new."""
    article: Article | None = None
    refusal: ArticleRefused | None = None
    inode: int = 0
    ctime: int = 0
    held: str = ""
    """Why it is kept back; empty where it is not."""
    due: int = 0
    """The second at which it is to be read again; 0 for none."""
    holder: str = ""
    """The path of the file that holds it among others…"""
    part: int = 0
    """…and the line in it, or the number."""

    @property
    def is_list(self) -> bool:
        """Tell whether it holds articles that come as documents of their own."""
        return self.article is None and self.refusal is None and not self.held


class Outcome(Enum):
    """What a file was to the store."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    HELD = "kept back"
    LIST = "list"
    """A file of many articles, each of which has an outcome of its own."""


class Written(NamedTuple):
    """What became of a file."""

    document: Document
    outcome: Outcome
    conflict: str | None = None


class Moment(NamedTuple):
    """When and how a batch is written."""

    second: int
    """Of the commit."""
    now: int
    """Of the import: what changes is `updated` then."""
    clock: int
    """Of the clock: what is stated for much later is scheduled."""
    by_date: bool = False
    """What is new waits for the end of the import, to be placed by date."""
    reserved: frozenset[str] = frozenset()
    """Words that are no codes, since paths of the site begin with them."""
