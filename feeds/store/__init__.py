"""The store: every table, statement and migration. SQL lives here only.

In: documents with the article of each, through `write/`. Out: windows, entries and links, through `read/`. `tables/`
are those that stand by themselves, each in one module; `dialects/` is what one database alone knows. `engine` opens
it all; `digests` name what is published of each entry; `schema` says what there is, `records` its rows as values,
`facts` single ones, `identity` which entry an article is.
"""

from sqlalchemy import Connection

from feeds.store.engine import Store, connect, is_ready, open_store, place_of

__all__ = ["Connection", "Store", "connect", "is_ready", "open_store", "place_of"]
