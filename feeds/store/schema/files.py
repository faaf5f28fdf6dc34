"""What was read: folders, files, and what became of the entries that they brought."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, SmallInteger, Table, Text, UniqueConstraint, text

from feeds.store.schema.metadata import metadata

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
    Column("sources", Text),
    UniqueConstraint("folder", "path"),
    Index("file_by_holder", "holder", "part"),
    *(
        Index(f"file_{name}", "folder", "path", sqlite_where=text(where), postgresql_where=text(where))
        for name, where in (("refused", "refusal IS NOT NULL"), ("held_back", "held IS NOT NULL"))
    ),
)
"""`mtime` and `ctime`, the time of its last change of any kind, are in nanoseconds; `mtime` is 0 where the file was too
young to trust it. `refusal` says why it was not published, `held` why it is kept back; at `due` it is to be read again.
Each article of a file that holds many is a row of its own, whose `holder` is the row of that file; `part` is the line
it begins on, or its number. `sources` are those of the article as this file has it, NULL where that is not known."""

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
