"""The memory of a worker in front of a store of a million entries."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.formats import FORMATS
from tests.benchmarks.contenders import resident_megabytes, serving_feeds
from tests.benchmarks.corpus import MILLION, TAGS, kept_store
from tests.benchmarks.rounds import Figure, at_most

if TYPE_CHECKING:
    from collections.abc import Iterator

_FEEDS = 500
_CODINGS = ("identity", "gzip", "br")


def run() -> Iterator[Figure | str]:
    """Ask for five hundred feeds of tags, in every format and coding in turn, as the settings are by themselves."""
    store = kept_store()
    with (
        tempfile.TemporaryDirectory() as name,
        serving_feeds(Path(name), store, FEEDS_WINDOW_HOURS="48") as server,
    ):
        for n in range(_FEEDS):
            form, coding = FORMATS[n % len(FORMATS)], _CODINGS[n // len(FORMATS) % len(_CODINGS)]
            answer = server.ask(f"/tags/{TAGS[n]}/{form.filename}", f"Accept-Encoding: {coding}")
            if answer.status != 200:
                raise RuntimeError(f"{TAGS[n]} answers {answer.status}")
        after = resident_megabytes(server.busiest())
    yield f"{MILLION:,} entries; proportional set size, once"
    yield Figure(f"after {_FEEDS} feeds", [after], "MB", at_most(150))
