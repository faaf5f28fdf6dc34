"""The store: every table, query and migration. SQL lives here only."""

from feeds.store.engine import Store, connect, is_ready, open_store

__all__ = ["Store", "connect", "is_ready", "open_store"]
