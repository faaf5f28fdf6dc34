"""One text that several papers print is one story, which is in the feeds of them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feeds.store.schema import entry
from tests.conftest import START
from tests.ingest.articles import counts, text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from feeds.ingest.importer import Summary
    from feeds.store import Store

    Folder = Callable[..., Path]
    Run = Callable[..., Summary]

STORY = text(
    "Wire story", body="The ferry runs again since Monday, said the port, after a storm had torn away the pontoon."
)
OTHER = text(
    "Own story", body="A museum of fishing opens in May in the old ice house, which stood empty for forty years."
)
PAPERS = {f"{paper}/_defaults.yaml": f"source: {paper.title()} Post\n" for paper in ("east", "north", "west")}


@pytest.fixture
def credited(store: Store) -> Callable[[], dict[str, list[str]]]:
    """Give what lists the sources of each entry, by its title."""

    def read() -> dict[str, list[str]]:
        with store.reading() as connection:
            rows = connection.execute(select(entry.c.title, entry.c.sources).order_by(entry.c.number)).all()
        return {title: sources.split() for title, sources in rows}

    return read


def moments(store: Store) -> list[tuple[str, int, int]]:
    with store.reading() as connection:
        return [tuple(row) for row in connection.execute(select(entry.c.id, entry.c.published, entry.c.updated))]


def test_text_of_two_papers_is_one_story_of_both(
    run: Run, folder: Folder, store: Store, credited: Callable[[], dict[str, list[str]]]
) -> None:
    root = folder(PAPERS | {"east/a.txt": STORY})
    run(root)
    before = moments(store)
    folder({"north/b.txt": STORY})
    assert counts(run(root)) == {"changed": 1, "unchanged": 1}
    folder({"west/c.txt": STORY})
    run(root)
    assert credited() == {"Wire story": ["east-post", "north-post", "west-post"]}
    assert moments(store) == before  # nobody is shown it again
    version = store.version()
    assert counts(run(root)) == {"unchanged": 3}
    assert store.version() == version


@pytest.mark.above_the_store
def test_papers_of_the_first_import_are_credited_too(
    run: Run, folder: Folder, credited: Callable[[], dict[str, list[str]]]
) -> None:
    run(folder(PAPERS | {f"{paper}/a.txt": STORY for paper in ("west", "east", "north")}))
    assert credited() == {"Wire story": ["east-post", "north-post", "west-post"]}


@pytest.mark.above_the_store
@pytest.mark.parametrize("paper", ["east", "north"])
def test_paper_that_goes_on_to_print_another_story_is_not_credited_any_more(
    run: Run, folder: Folder, credited: Callable[[], dict[str, list[str]]], paper: str
) -> None:
    root = folder(PAPERS | {"east/a.txt": STORY, "north/a.txt": STORY})
    run(root)
    folder({f"{paper}/a.txt": OTHER})
    run(root)
    left = "north" if paper == "east" else "east"
    assert credited() == {"Wire story": [f"{left}-post"], "Own story": [f"{paper}-post"]}


@pytest.mark.above_the_store
def test_paper_whose_file_is_gone_stays_credited(
    run: Run, folder: Folder, credited: Callable[[], dict[str, list[str]]]
) -> None:
    root = folder(PAPERS | {"east/a.txt": STORY, "north/a.txt": STORY})
    run(root)
    (root / "east/a.txt").unlink()
    run(root)
    folder({"north/_defaults.yaml": "source: North Post\nlanguage: en\n"})  # the other is read again
    run(root)
    assert credited() == {"Wire story": ["north-post", "east-post"]}


@pytest.mark.above_the_store
def test_paper_that_is_called_otherwise_is_credited_so(
    run: Run, folder: Folder, credited: Callable[[], dict[str, list[str]]]
) -> None:
    root = folder(PAPERS | {"east/a.txt": STORY, "north/a.txt": STORY})
    run(root)
    folder({"north/_defaults.yaml": "source: The Northerner\n"})
    run(root)
    assert credited() == {"Wire story": ["east-post", "the-northerner"]}
    folder({"east/_defaults.yaml": "source: The Easterner\n"})
    run(root)
    assert credited() == {"Wire story": ["the-easterner", "the-northerner"]}


@pytest.mark.above_the_store
def test_story_that_was_read_by_an_earlier_version_keeps_its_sources(
    run: Run, folder: Folder, store: Store, credited: Callable[[], dict[str, list[str]]]
) -> None:
    root = folder(PAPERS | {"east/a.txt": STORY}, mtime=START - 100)
    run(root)
    with store.noting() as connection:
        connection.exec_driver_sql("UPDATE file SET sources = NULL")
    folder({"north/a.txt": STORY})
    run(root)
    assert credited() == {"Wire story": ["east-post", "north-post"]}


@pytest.mark.above_the_store
def test_story_stays_credited_to_its_paper_when_the_file_is_written_over(
    run: Run, folder: Folder, credited: Callable[[], dict[str, list[str]]]
) -> None:
    earlier = "---\nid: ferry\nsource: North Post\ntitle: Wire story\n---\nThe ferry runs again soon, says the port.\n"
    root = folder({"a.txt": earlier})
    run(root)
    (root / "a.txt").unlink()
    folder({"b.txt": earlier.replace("North", "East").replace("soon", "today")})
    run(root)
    folder({"b.txt": OTHER})
    run(root)
    assert credited() == {"Wire story": ["east-post"], "Own story": []}
