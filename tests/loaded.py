"""What commands load when they first need it: read once, before others are forked from the process that has it.

The migrations, the patterns by which an article is read, and what writes feeds take longer than most commands.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from feeds.clock import SystemClock
from feeds.config import Settings
from feeds.formats import FORMATS
from feeds.ingest.importer import Target, ingest
from feeds.selection import EVERYTHING
from feeds.store import open_store
from tests import compiled

_ARTICLE = "The bridge opens\n\nThe *old bridge* was opened on Monday after two years, said the town.\n\nAFP\n"


def _load() -> None:
    with tempfile.TemporaryDirectory() as place:
        for name in ("plain.txt", "marked.md"):
            Path(place, name).write_text(_ARTICLE, encoding="utf-8")
        settings = Settings(database_url=f"sqlite:///{place}/feeds.db")
        store = open_store(settings.database_url, SystemClock())
        ingest(store, [Target(Path(place))], settings.site, SystemClock())
        publisher = settings.publisher(store)
        for form in FORMATS:
            publisher.document(publisher.edition(form, publisher.select(EVERYTHING)))
        store.close()


compiled.once()
_load()
