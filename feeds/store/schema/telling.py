"""Who is told of what: hubs, hooks, readers with keys, and the memory of workers."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, SmallInteger, Table, Text, UniqueConstraint

from feeds.store.schema.metadata import metadata

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

topic = Table(
    "topic",
    metadata,
    Column("facet", Integer, primary_key=True, autoincrement=False),
    Column("asked", BigInteger, nullable=False),
    Index("topic_by_asking", "asked"),
)
"""Feeds of other selections than one facet that somebody asked for, and when last."""

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
