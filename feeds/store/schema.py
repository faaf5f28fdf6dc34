"""The tables. Moments are whole seconds since 1970, UTC.

A *facet* is one way in: everything, a language, a source or a tag; or a query, which has no entries of its own
and is there for hubs. `member` lists the public entries of each facet by place, so that the newest of any facet
are read from one end of an index; `movement` remembers who joined or left a facet and when, so that a feed's last
change is known after the fact.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, SmallInteger, Table, Text, UniqueConstraint, text

metadata = MetaData()

PENDING = 0
"""Read, waiting for the end of the first import to be given its place."""
PUBLIC = 1
SCHEDULED = 2
"""Stated for a later moment; published when due."""
WITHDRAWN = 3
"""Taken back by a person; stays so whatever happens to its file."""
PRUNED = 4
"""Withdrawn because its file went away; comes back with the file."""
BLOCKED = 5
"""Taken back because the law demands it; in everything else as if by a person."""
PRIVATE = 6
"""Of a private selection: shown there, to whom has a key, and nowhere else."""
SHOWN = (PUBLIC, PRIVATE)
STANDING = (PENDING, *SHOWN, SCHEDULED)
"""Published, or to be."""
GONE = (WITHDRAWN, PRUNED, BLOCKED)
"""Published once, or to be, and taken back."""

PRINTED = 0
"""A share code that the publisher printed on a labelled line of the article."""
MINTED = 1
"""A share code made by the store for an entry that had none."""
ALIAS = 2
"""A share code chosen by the owner."""

NO_ARTICLE = "no article: "
"""So begins why a file is kept back that is no article after all: it is counted with what is passed over."""

fact = Table(
    "fact",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

tick = Table(
    "tick",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", BigInteger, nullable=False),
    Column("second", BigInteger, nullable=False),
    Column("history", Text, nullable=False, server_default=""),
)
"""The last commit; `history` is another one where a copy was brought back, so that seconds mean other commits."""

entry = Table(
    "entry",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("handle", Text, nullable=False, unique=True),
    Column("state", SmallInteger, nullable=False),
    Column("place", BigInteger, unique=True),
    Column("revision", Integer, nullable=False),
    Column("seen", BigInteger, nullable=False, unique=True),
    Column("published", BigInteger, nullable=False),
    Column("updated", BigInteger, nullable=False, unique=True),
    Column("changed", BigInteger, nullable=False),
    Column("surfaced", BigInteger, nullable=False, server_default="0"),
    Column("arrived", BigInteger, nullable=False, server_default="0"),
    Column("size", Integer, nullable=False),
    Column("file", Integer),
    Column("comments", Integer),
    Column("language", Text),
    Column("share_host", Text),
    Column("share_code", Text),
    Column("minted", Text),
    Column("meaning", Text, nullable=False),
    Column("content", Text, nullable=False, server_default=""),
    Column("body", Text, nullable=False),
    Column("reason", Text),
    *(Column(name, Text, nullable=False) for name in ("title", "authors", "sources", "tags")),
    *(Column(name, Text) for name in ("image", "url")),
    *(Column(name, Text, nullable=False, server_default="") for name in ("pictures", "attachments", "markup")),
    *(Column(name, Text, nullable=False) for name in ("summary", "paragraphs")),
    *(Column(name, Text) for name in ("html", "markdown")),
    Index("entry_by_date", "published", "place"),
    Index("entry_by_change", "changed", "number"),
    Index("entry_address", "number", "state", "handle", "title"),
)
"""`meaning` is a digest of what a person would call a change (none: the text was erased), `body` one of the paragraphs,
`content` one of everything that is published of it; `file` is the file it was last read from; `changed` the second of
the commit that last changed what is published of it, `arrived` that of the one which first published it (0: unknown),
`surfaced` the moment at which feeds say that they were updated by it; `size` counts the bytes that its text takes in a
feed. `share_host` and `share_code` are what is printed on it, `minted` is the code that was made for it; `markup` a
digest of `html` and `markdown`, empty without.
The long texts come last, so that the short columns are read without them; what an address is made of is all in one
index, forty entries a page, so that redirects of a large store are answered from memory."""

facet = Table(
    "facet",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("slug", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("closed", BigInteger, nullable=False, server_default="0"),
    Column("open_top", BigInteger, nullable=False, server_default="0"),
    Column("open_entries", Integer, nullable=False, server_default="0"),
    Column("open_size", BigInteger, nullable=False, server_default="0"),
    UniqueConstraint("kind", "slug"),
)
"""`entries` counts those that are public; the rest says what is not yet in a closed archive page."""

member = Table(
    "member",
    metadata,
    Column("facet", Integer, primary_key=True, autoincrement=False),
    Column("place", BigInteger, primary_key=True, autoincrement=False),
    Column("entry", Integer, nullable=False),
    sqlite_with_rowid=False,
)

movement = Table(
    "movement",
    metadata,
    Column("facet", Integer, primary_key=True, autoincrement=False),
    Column("place", BigInteger, primary_key=True, autoincrement=False),
    Column("second", BigInteger, primary_key=True, autoincrement=False),
    Column("joined", SmallInteger, nullable=False),
    Index("movement_by_second", "second"),
    sqlite_with_rowid=False,
)
"""Every time that an entry joined a facet (1) or left it (0) after it was first published."""

ahead = Table(
    "ahead",
    metadata,
    Column("second", BigInteger, primary_key=True, autoincrement=False),
    Column("moment", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""Commits by which something left a feed, or came back, while one said a later moment than theirs: that moment. Dates
of entries may be some minutes ahead of the clock."""

archive = Table(
    "archive",
    metadata,
    Column("facet", Integer, primary_key=True, autoincrement=False),
    Column("low", BigInteger, primary_key=True, autoincrement=False),
    Column("high", BigInteger, nullable=False),
    Column("second", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""The closed archive pages of a facet: places above `low`, up to `high`."""

day = Table(
    "day",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("low", BigInteger, nullable=False),
    Column("high", BigInteger, nullable=False),
)
"""The span of places that entries published on a day (since 1970, UTC) ever had."""

identity = Table(
    "identity",
    metadata,
    Column("key", Text, primary_key=True),
    Column("entry", Integer, nullable=False, index=True),
    sqlite_with_rowid=False,
)

share = Table(
    "share",
    metadata,
    Column("host", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("entry", Integer, primary_key=True, autoincrement=False),
    Column("folded", Text, nullable=False),
    Column("kind", SmallInteger, nullable=False, server_default="0"),
    Column("second", BigInteger, nullable=False, server_default="0"),
    Index("share_by_folded", "folded", "host"),
    Index("share_by_entry", "entry"),
    Index("share_own", "folded", unique=True, sqlite_where=text("host = ''"), postgresql_where=text("host = ''")),
    sqlite_with_rowid=False,
)
"""What a short address means. The host is empty for codes of the site itself, which are minted and aliases: such a
code, in whatever case, is one entry's for ever. `second` is that of the commit it came with; no row ever goes."""

mention = Table(
    "mention",
    metadata,
    Column("host", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("entry", Integer, primary_key=True, autoincrement=False),
    Index("mention_by_entry", "entry"),
    sqlite_with_rowid=False,
)
"""Share addresses that stand in the text of an entry and are not its own: they lead nowhere and name nobody."""

click = Table(
    "click",
    metadata,
    Column("host", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("bot", SmallInteger, primary_key=True, autoincrement=False),
    Column("clicks", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""How often a code was followed on a day (since 1970, UTC), by people (0) and by programs (1)."""

folder = Table(
    "folder",
    metadata,
    Column("name", Text, primary_key=True),
    Column("root", Text, nullable=False),
)

look = Table(
    "look",
    metadata,
    Column("root", Text, primary_key=True),
    Column("second", BigInteger, nullable=False),
    Column("good", BigInteger, nullable=False),
    Column("error", Text, nullable=False),
    Column("files", Integer, nullable=False),
    Column("passed_over", Text, nullable=False),
    Column("outside", Text, nullable=False),
    Column("repaired", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""The last look at each folder, `good` the last that went well; what was passed over and links out are JSON."""

file = Table(
    "file",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("folder", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("present", SmallInteger, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("mtime", BigInteger, nullable=False),
    Column("digest", Text, nullable=False),
    Column("parser", Text, nullable=False),
    Column("defaults", Text, nullable=False),
    Column("entry", Integer, index=True),
    Column("line", Integer),
    Column("refusal", Text),
    Column("inode", BigInteger, nullable=False, server_default="0"),
    Column("ctime", BigInteger, nullable=False, server_default="0"),
    Column("holder", Integer),
    Column("part", BigInteger, nullable=False, server_default="0"),
    Column("held", Text),
    Column("due", BigInteger, nullable=False, server_default="0"),
    UniqueConstraint("folder", "path"),
    Index("file_by_holder", "holder", "part"),
)
"""`mtime` and `ctime`, the time of its last change of any kind, are in nanoseconds; `mtime` is 0 where the file was too
young to trust it. `refusal` says why it was not published, `held` why it is kept back; at `due` it is to be read again.
Each article of a file that holds many is a row of its own, whose `holder` is the row of that file; `part` is the line
it begins on, or its number."""

history = Table(
    "history",
    metadata,
    Column("entry", Integer, primary_key=True, autoincrement=False),
    Column("second", BigInteger, primary_key=True, autoincrement=False),
    Column("event", Text, primary_key=True),
    Column("file", Text, primary_key=True),
    Column("why", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""What became of an entry after it was first read, for whoever asks why it is what it is: `event` is one of those in
`tables/history.py`, `file` the folder and path of the file that brought it about, empty for what a person did."""

hub = Table(
    "hub",
    metadata,
    Column("url", Text, primary_key=True),
    Column("second", BigInteger, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("due", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""WebSub hubs. `second` is the last commit whose pings were written down; `failures` counts the times in a row that
it could not be reached, and it is left alone until `due`."""

ping = Table(
    "ping",
    metadata,
    Column("hub", Text, primary_key=True),
    Column("facet", Integer, primary_key=True, autoincrement=False),
    Column("format", Text, primary_key=True),
    Column("second", BigInteger, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due", BigInteger, nullable=False),
    Index("ping_by_due", "hub", "due"),
    sqlite_with_rowid=False,
)
"""What a hub is still to be told: the feed of a facet in a format changed in the commit of a second."""

reader_key = Table(
    "reader_key",
    metadata,
    Column("name", Text, primary_key=True),
    Column("selection", Text, primary_key=True),
    Column("secret", Text, nullable=False),
    Column("second", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""For whom a key of a private selection was made, by what secret and when; to revoke it, the row goes."""

topic = Table(
    "topic",
    metadata,
    Column("facet", Integer, primary_key=True, autoincrement=False),
    Column("asked", BigInteger, nullable=False),
    Index("topic_by_asking", "asked"),
)
"""Feeds of other selections than one facet that somebody asked for, and when last."""

journal = Table(
    "journal",
    metadata,
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("second", BigInteger, nullable=False),
    Column("before", BigInteger, nullable=False),
    Column("touched", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""What each of the last commits touched, by the version it made: its second, the second of the commit before it, and
the entries and facets as `tables/journal.py` writes them. A commit of which nothing stands here touched everything."""

hook = Table(
    "hook",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("url", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("secret", Text, nullable=False),
    Column("cursor", Text, nullable=False),
    Column("is_private", SmallInteger, nullable=False),
    Column("is_paused", SmallInteger, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("said", Text, nullable=False),
    UniqueConstraint("url", "query"),
)
"""Addresses that are told of the changes of a selection, which `query` spells: each up to its `cursor`, and no sooner
than `due`. `failures` counts those in a row, `said` is what the last answer was; `is_private` lets it be an address of
a private network."""
