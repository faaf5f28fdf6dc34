"""The lists of all sources and tags: which are shown, under which letter, and their entries a week."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from feeds.model import Source, Tag
from feeds.publish import directories
from feeds.publish.directories import directory_of, initial, weeks_of
from feeds.site import Site
from feeds.store.read.directory import Lately

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.model import Article
    from tests.conftest import Press

    Make = Callable[..., Article]

WEEK = 7 * 86400
MONDAY = 1_700_438_400
"""The twentieth of November 2023, at midnight."""


@pytest.mark.parametrize(
    ("label", "letter"),
    [
        ("Économie", "E"),
        ("énergie", "E"),
        ("İstanbul", "I"),
        ("تجارة", "ت"),
        ("Япония", "Я"),
        ("Ψυχή", "Ψ"),
        ("日本", "…"),
        ("2026", "…"),
        ("🦩", "…"),
        ("", "…"),
    ],
)
def test_name_stands_under_the_letter_people_look_under(label: str, letter: str) -> None:
    assert initial(label, "en") == letter


def test_entries_are_counted_by_week_up_to_that_of_the_newest() -> None:
    entries = [Lately("a\nb", "x", MONDAY), Lately("a", "x", MONDAY - 1), Lately("b", "y", MONDAY - 5 * WEEK)]
    assert weeks_of(entries, "tag", is_all=True) == {"a": (0, 0, 0, 0, 1, 1), "b": (1, 0, 0, 0, 0, 1)}
    assert weeks_of(entries, "source", is_all=True) == {"x": (0, 0, 0, 0, 1, 1), "y": (1, 0, 0, 0, 0, 0)}


def test_week_of_which_not_all_is_known_is_left_out() -> None:
    entries = [Lately("a", "", MONDAY - n * WEEK) for n in range(6)]
    assert weeks_of(entries, "tag", is_all=False) == {"a": (1, 1, 1, 1, 1)}
    assert weeks_of(entries[:4], "tag", is_all=False) == {}  # it says too little


def test_no_more_than_half_a_year_is_shown() -> None:
    entries = [Lately("a", "", MONDAY - n * WEEK) for n in range(99)]
    assert weeks_of(entries, "tag", is_all=True) == {"a": (1,) * 26}
    assert weeks_of([], "tag", is_all=True) == {}


@pytest.fixture
def written(press: Press, article: Make) -> Press:
    """Give a press that wrote an article a day, each with all tags before its own."""
    begin = datetime(2023, 3, 1, tzinfo=UTC)
    names = [Tag(slug, slug.title()) for slug in ("bread", "butter", "cheese", "earthquakes", "disasters")]
    for n in range(1, 6):
        made = article(f"{n}", tags=tuple(names[:n]), sources=(Source("afp", "AFP"),), published=begin + timedelta(n))
        press.write({f"{n}": made})
    return press


def test_each_has_its_number_and_the_date_of_its_newest(written: Press) -> None:
    with written.store.reading() as connection:
        found = directory_of(connection, "tag", Site(), "en")
        (source,) = directory_of(connection, "source", Site(), "en").rows
    assert [(row.slug, row.entries) for row in found.rows] == [
        ("bread", 5),
        ("butter", 4),
        ("cheese", 3),
        ("disasters", 1),
        ("earthquakes", 2),
    ]
    assert (found.letters, found.total, found.is_whole) == (("B", "C", "D", "E"), 5, True)
    newest = [datetime.fromtimestamp(row.newest, UTC).day for row in (*found.rows, source)]
    assert newest == [6] * 6


def test_newest_is_what_came_last_of_what_is_public(written: Press) -> None:
    written.withdraw("5")
    with written.store.reading() as connection:
        rows = {row.slug: row for row in directory_of(connection, "tag", Site(), "en").rows}
    assert "disasters" not in rows
    assert datetime.fromtimestamp(rows["bread"].newest, UTC).day == 5


@pytest.mark.above_the_store
def test_long_list_shows_what_most_entries_have_and_the_rest_by_letter_and_name(
    written: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directories, "WHOLE", 4)
    monkeypatch.setattr(directories, "FIRST", 2)

    def slugs(language: str = "en", **asked: str) -> list[str]:
        with written.store.reading() as connection:
            return [row.slug for row in directory_of(connection, "tag", Site(), language, **asked).rows]

    assert slugs() == ["bread", "butter"]
    assert slugs(letter="e") == ["earthquakes"]
    assert slugs(letter="x") == ["bread", "butter"]
    assert slugs(name="TER") == ["butter", "disasters"]
    assert slugs(name="  ") == ["bread", "butter"]
    assert slugs(name="fromage") == []
    assert slugs("fr", letter="s") == ["earthquakes"]  # Séismes
    assert slugs("fr", name="seismes") == slugs("fr", name="earthq") == ["earthquakes"]
    assert slugs(name="ter", letter="e") == ["butter", "disasters"]


@pytest.mark.above_the_store
def test_tag_names_the_tags_that_hold_it_where_these_have_entries(press: Press, article: Make) -> None:
    earthquakes = (Tag("earthquakes", "Earthquakes"), Tag("disasters", "Disasters and accidents"))
    press.write({"1": article("1", tags=earthquakes), "2": article("2", tags=(Tag("agriculture", "Agriculture"),))})
    with press.store.reading() as connection:
        within = {row.slug: row.within for row in directory_of(connection, "tag", Site(), "en").rows}
    assert within["agriculture"] == within["disasters"] == ()
    assert within["earthquakes"][0][1] == "Disasters and accidents"
