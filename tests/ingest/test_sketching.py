"""The first import after an upgrade finds the stories of what was there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.ingest.importer import Target, ingest
from feeds.store.facts import SKETCHED_UP_TO, read_fact, write_fact
from feeds.store.schema import band, entry
from tests.retellings import cut_at_the_end, told, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from feeds.site import Site
    from tests.conftest import Press

STORY = words("story", 200)


def test_stories_of_an_earlier_version_are_found_with_progress(
    press: Press, site: Site, folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = " ".join(cut_at_the_end(STORY, STORY, 0.1))
    press.write({"a.txt": told("Sent", " ".join(STORY), "AFP"), "b.txt": told("Printed", copy, "Le Soir")})
    with press.store.noting() as connection:  # as that version left it
        connection.execute(entry.update().values(story=None, sketch="", kin=""))
        connection.execute(band.delete())
        write_fact(connection, SKETCHED_UP_TO, "0")
    updated = [one.updated for one in press.entries()]
    monkeypatch.setattr("feeds.store.write.stories._AT_ONCE", 1)
    seen: list[tuple[int, int]] = []
    root = folder({}, name="elsewhere")
    ingest(press.store, [Target(root)], site, press.clock, progress=lambda done, total: seen.append((done, total)))
    assert [one.story for one in press.entries()] == [1, 1]
    assert "Printed" in press.entries()[0].kin
    assert [one.updated for one in press.entries()] == updated
    assert seen[-3:] == [(1, 2), (2, 2), (2, 2)]
    with press.store.reading() as connection:
        assert read_fact(connection, SKETCHED_UP_TO) is None
