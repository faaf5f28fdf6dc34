"""Share addresses: where they lead, where else they stand, how often they were followed; and who reads."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, SmallInteger, Table, Text, text

from feeds.store.schema.metadata import metadata

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

readership = Table(
    "readership",
    metadata,
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("feed", Text, primary_key=True),
    Column("program", Text, primary_key=True),
    Column("fetches", BigInteger, nullable=False),
    Column("subscribers", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""How often a feed was fetched on a day by a family of programs, and for how many subscribers it said at most."""
