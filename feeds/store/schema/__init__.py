"""The tables. Moments are whole seconds since 1970, UTC.

A *facet* is one way in: everything, a language, a source or a tag; or a query, which has no entries of its own
and is there for hubs. `member` lists the public entries of each facet by place, so that the newest of any facet
are read from one end of an index; `movement` remembers who joined or left a facet and when, so that a feed's last
change is known after the fact.
"""

from __future__ import annotations

from feeds.store.schema.entries import (
    ahead,
    apart,
    archive,
    band,
    day,
    entry,
    facet,
    fact,
    identity,
    member,
    movement,
    tick,
)
from feeds.store.schema.files import file, folder, history, look
from feeds.store.schema.links import click, mention, readership, share
from feeds.store.schema.metadata import metadata
from feeds.store.schema.states import (
    ALIAS,
    BLOCKED,
    GONE,
    MINTED,
    NO_ARTICLE,
    PENDING,
    PRINTED,
    PRIVATE,
    PRUNED,
    PUBLIC,
    SCHEDULED,
    SHOWN,
    STANDING,
    WITHDRAWN,
)
from feeds.store.schema.telling import hook, hub, journal, ping, reader_key, topic

__all__ = [
    "ALIAS",
    "BLOCKED",
    "GONE",
    "MINTED",
    "NO_ARTICLE",
    "PENDING",
    "PRINTED",
    "PRIVATE",
    "PRUNED",
    "PUBLIC",
    "SCHEDULED",
    "SHOWN",
    "STANDING",
    "WITHDRAWN",
    "ahead",
    "apart",
    "archive",
    "band",
    "click",
    "day",
    "entry",
    "facet",
    "fact",
    "file",
    "folder",
    "history",
    "hook",
    "hub",
    "identity",
    "journal",
    "look",
    "member",
    "mention",
    "metadata",
    "movement",
    "ping",
    "reader_key",
    "readership",
    "share",
    "tick",
    "topic",
]
