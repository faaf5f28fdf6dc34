"""Documents are right whatever the caches hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from feeds import publish
from feeds.formats import by_name
from feeds.model import Tag
from feeds.publish import Publisher
from feeds.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.model import Article
    from feeds.site import Site
    from tests.conftest import Press


@pytest.mark.parametrize("room", [2000, 100])  # for two or three of them, or none
def test_a_document_is_whole_though_the_fragments_of_its_entries_do_not_fit_into_their_cache(
    press: Press, article: Callable[..., Article], site: Site, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    tagged: dict[str, Any] = {"tags": (Tag("old", "Old"),)}
    press.write({f"{n}.txt": article(f"Entry {n}", **(tagged if n < 2 else {})) for n in range(6)})
    rss = by_name("rss")
    assert rss
    everything = Publisher(press.store, site, window=50, hours=48, most=200)
    whole = everything.document(rss, everything.select(Selection()))[1].body
    monkeypatch.setattr(publish, "_FRAGMENT_BYTES", room)

    small = Publisher(press.store, site, window=50, hours=48, most=200)
    small.document(rss, small.select(Selection(tags=(("old",),))))

    assert small.document(rss, small.select(Selection()))[1].body == whole
