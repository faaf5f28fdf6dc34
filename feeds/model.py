"""The nouns everything else talks about: frozen, no behaviour.

An *article* is what a parser read in a file. An *entry* is that article as stored and published,
with an id that never changes. A *feed* is a selection of entries with its metadata, before a format.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class Source(NamedTuple):
    """An agency or outlet credited. The slug stands in addresses, the name is shown."""

    slug: str
    name: str


class Tag(NamedTuple):
    """A subject. The slug stands in addresses and is one per concept, the label is shown."""

    slug: str
    label: str


class ShareLink(NamedTuple):
    """A short address: lower-case host and case-sensitive code; the host is empty where it is the site's own."""

    host: str
    code: str


class Picture(NamedTuple):
    """A picture of an article, in one of its sizes."""

    url: str
    """Absolute http(s) address."""
    width: int | None = None
    height: int | None = None
    """Pixels."""
    alt: str = ""
    """What it shows, for whom cannot see it."""
    caption: str = ""


class Attachment(NamedTuple):
    """A file that belongs to an article: a recording, a document."""

    url: str
    """Absolute http(s) address."""
    media_type: str
    size: int | None = None
    """Bytes."""
    title: str | None = None
    duration: int | None = None
    """Seconds."""


UNTOLD = "und"
"""What BCP 47 has for a language that nobody knows."""


@dataclass(frozen=True, slots=True)
class Article:
    """What a parser read in one file. Text is NFC, XML-safe and plain; markup stands in `html` alone."""

    title: str
    paragraphs: tuple[str, ...]
    summary: str
    """What the file states, at most 600 characters, else the first paragraph, cut at a sentence end at 300."""
    comments: int | None = None
    sources: tuple[Source, ...] = ()
    """In the order in which they are credited: the origin first, the relay last."""
    authors: tuple[str, ...] = ()
    share_link: ShareLink | None = None
    """From a labelled line only."""
    mentions: tuple[str, ...] = ()
    """Other addresses in the text: never identity."""
    share_mentions: tuple[ShareLink, ...] = ()
    """Those of them that are short, and what stands on labelled lines that are not the article's own."""
    tags: tuple[Tag, ...] = ()
    """At most six, stated ones first."""
    stated_tags: tuple[str, ...] = ()
    """Slugs of the tags that the file itself states."""
    published: datetime | None = None
    """Aware; only if the file states it."""
    updated: datetime | None = None
    """Aware; only if the file states it."""
    date_source: str | None = None
    """Where `published` was found: `metadata`, `date line` or `dateline`."""
    language: str | None = None
    """BCP 47, lower-case primary subtag first; None when nothing tells."""
    image: str | None = None
    """Absolute http(s) address."""
    id: str | None = None
    """The id that the file's metadata states."""
    url: str | None = None
    """The canonical address that the file's metadata states."""
    entry_id: str | None = None
    """The UUID of the entry that the file was written from, where this program wrote it."""
    html: str | None = None
    """The text as safe HTML; None where the paragraphs say all."""
    markdown: str | None = None
    """What `html` was written in, where that was Markdown that may be given out."""
    pictures: tuple[Picture, ...] = ()
    """What more is stated of `image`: the same in each size, with what it shows."""
    attachments: tuple[Attachment, ...] = ()
    sketch: str = ""
    """The keys under which those that tell the same story are found; empty where it says too little."""


class Evidence(NamedTuple):
    """Why a field has its value: the line it came from (1 is the first; None: not from a line) and the rule."""

    field: str
    value: str
    line: int | None
    rule: str


class Warned(NamedTuple):
    """Something that was repaired while reading: the line (None: the whole file) and what was done."""

    line: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with the reasons for each of its fields and what had to be repaired."""

    article: Article
    evidence: tuple[Evidence, ...] = ()
    warnings: tuple[Warned, ...] = ()
    held: str = ""
    """Why it is not to be published yet: it says that it is a draft. Empty where it may be."""
    expires: datetime | None = None
    """When it is not to be shown any more."""


class Stamp(NamedTuple):
    """What the system says of a file without opening it: what is 0 is not believed."""

    mtime: int
    inode: int
    ctime: int


class FileState(NamedTuple):
    """What tells whether a file must be read again."""

    size: int
    mtime: int
    digest: str
    parser: str
    defaults: str
    present: int
    refusal: str | None
    line: int | None
    inode: int
    ctime: int
    held: str | None = None
    due: int = 0


class Kin(NamedTuple):
    """Another entry that tells the same story."""

    handle: str
    title: str
    sources: tuple[Source, ...]
    is_later: bool
    """Whether it came later."""
    is_version: bool = False
    """Whether it has the same sources: it is what they said before, or said next."""
    is_private: bool = False
    """Whether it is shown to whom has a key alone."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as stored and published. Moments are aware UTC in whole seconds."""

    id: str
    """`urn:uuid:…`, permanent and opaque; the same in every format."""
    handle: str
    """Eight characters of the id, unique in the store; ends the canonical address."""
    title: str
    paragraphs: tuple[str, ...]
    summary: str
    published: datetime
    updated: datetime
    comments: int | None = None
    sources: tuple[Source, ...] = ()
    authors: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    share_link: ShareLink | None = None
    """What is printed on the article, else what was minted for it."""
    language: str | None = None
    image: str | None = None
    is_dated: bool = True
    """Whether somebody stated when it was published; if not, `published` is when it was first seen."""
    url: str | None = None
    """Where the article itself says that it lies: its original."""
    html: str | None = None
    """The text as safe HTML; None where the paragraphs say all."""
    markdown: str | None = None
    pictures: tuple[Picture, ...] = ()
    """What more is stated of `image`."""
    attachments: tuple[Attachment, ...] = ()
    kin: tuple[Kin, ...] = ()
    """The others of its story, in their order."""
    key: str | None = None
    """Of the reader of a private feed in which it stands: without one its page is not there."""
    page: str | None = None
    """The address of its page, where that is not the page of an article."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What remains of a withdrawn entry."""

    id: str
    when: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """A selection of entries with its metadata, newest first, before a format."""

    title: str
    description: str
    language: str
    author: str
    updated: datetime
    """The newest change among the entries; of an empty feed the store's creation."""
    page: str
    """Absolute address of the HTML page that shows the same selection."""
    addresses: Mapping[str, str]
    """Absolute address of this selection in each format, by the format's name."""
    ttl: int
    """Minutes a reader may keep the feed before asking again."""
    id: str | None = None
    """`urn:…` of this selection that outlives a change of host; without one Atom uses its own address."""
    content: str = "full"
    """`full` or `summary`: what an entry carries."""
    rights: str | None = None
    license: str | None = None
    """Absolute address of the licence of its entries."""
    logo: str | None = None
    hubs: tuple[str, ...] = ()
    """Addresses of the WebSub hubs that are told when the feed changes."""
    entries: tuple[Entry, ...] = ()
    archive: bool = False
    """A closed archive page (RFC 5005), not the newest entries."""
    complete: bool = False
    """These are all entries there are."""
    paging: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Absolute addresses of the pages around it, by relation (`prev-archive`, `next-archive`, `current`) and format."""
    tombstones: tuple[Tombstone, ...] = ()
    """Of entries that would stand here, newest place first."""
    key: str | None = None
    """With which a reader asks for a private selection."""
    is_collapsed: bool = False
    """Each story is one entry of it, with all its sources."""
