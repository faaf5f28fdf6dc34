"""Who has no key: what is private stands in nothing that he is shown, whatever he asks for."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.serving import fetch
from tests.simulation.articles import numbers_in
from tests.simulation.habits import EVERYTHING
from tests.simulation.history import PRIVATE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.simulation.judge import Judge

_CLOSED = (
    f"/tags/{PRIVATE}/feed.xml",
    f"/tags/{PRIVATE}/",
    f"/feed.json?tag=chess&tag={PRIVATE}",
    f"/tags/{PRIVATE}/atom.xml?key=nobody.AAAAAAAAAAAAAAAAAAAAAAAA",
    f"/changes.json?tag={PRIVATE}",
)
_OPEN = ("/", "/sitemap.xml", "/tags/chess/", "/feeds.opml", "/daily.xml", "/weekly.json")


def look(port: int, judge: Judge) -> Iterator[str]:
    """Look for what is private, and tell what is shown of it."""
    for path in _CLOSED:
        status, _, _ = fetch(port, path)
        if status != 404:
            yield f"{path} is answered with {status}"
    for path in _OPEN:
        began = time.monotonic()
        status, _, body = fetch(port, path)
        if status != 200:
            yield f"{path} is answered with {status}"
        for number in numbers_in(body.decode()):
            views = judge.lives[number].views(began, time.monotonic()) if number in judge.lives else []
            if not any(EVERYTHING.sees(phase) for phase in views):
                yield f"{path} shows article {number}, which is not public"
