"""What was published, where each entry stands, and by which names it is known."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, SmallInteger, Table, Text, UniqueConstraint, text

from feeds.store.schema.metadata import metadata
from feeds.store.schema.states import PUBLIC

_IN_STORY = "story IS NOT NULL"
_NOT_PUBLIC = f"state <> {PUBLIC}"

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
    Column("story", Integer),
    *(Column(name, Text, nullable=False) for name in ("title", "authors", "sources", "tags")),
    *(Column(name, Text) for name in ("image", "url")),
    *(Column(name, Text, nullable=False, server_default="") for name in ("pictures", "attachments", "markup")),
    *(Column(name, Text, nullable=False, server_default="") for name in ("sketch", "kin")),
    *(Column(name, Text, nullable=False) for name in ("summary", "paragraphs")),
    *(Column(name, Text) for name in ("html", "markdown")),
    Index("entry_by_date", "published", "place"),
    Index("entry_by_change", "changed", "number"),
    Index("entry_address", "number", "state", "handle", "title"),
    Index("entry_not_public", "state", "meaning", sqlite_where=text(_NOT_PUBLIC), postgresql_where=text(_NOT_PUBLIC)),
    Index("entry_by_story", "story", "place", sqlite_where=text(_IN_STORY), postgresql_where=text(_IN_STORY)),
)
"""`meaning` is a digest of what a person would call a change (none: the text was erased), `body` one of the paragraphs,
`content` one of everything that is published of it; `file` is the file it was last read from; `changed` the second of
the commit that last changed what is published of it, `arrived` that of the one which first published it (0: unknown),
`surfaced` the moment at which feeds say that they were updated by it; `size` counts the bytes that its text takes in a
feed. `share_host` and `share_code` are what is printed on it, `minted` is the code that was made for it; `markup` a
digest of `html` and `markdown`, empty without. `story` is the number of the entry whose story it tells, NULL where no
other does; `sketch` the keys under which `band` has it, `kin` what it says of the others of its story, as JSON.
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
    Column("entries", Integer, nullable=False, server_default="0"),
)
"""The span of places that entries published on a day (since 1970, UTC) ever had; `entries` counts those public now."""

identity = Table(
    "identity",
    metadata,
    Column("key", Text, primary_key=True),
    Column("entry", Integer, nullable=False, index=True),
    sqlite_with_rowid=False,
)

band = Table(
    "band",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("entry", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""Keys of sketches, and the first entries that have each: those that tell one story are found by them."""

apart = Table(
    "apart",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("other", Integer, primary_key=True, autoincrement=False, index=True),
    Column("second", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""Entries of which a person said that they do not tell one story, the lower number first."""
