"""What may have been meant by a name that nothing has."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.model import Source, Tag
from feeds.publish.publisher import Publisher
from feeds.publish.suggestions import distance, suggested

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.model import Article
    from feeds.site import Site
    from tests.conftest import Press

WORDS = st.text("abç", max_size=6)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [("turky", "turkey", 1), ("tukrey", "turkey", 1), ("turkeyy", "turkey", 1), ("durkei", "turkey", 2), ("", "a", 1)],
)
def test_distance_counts_what_is_missing_wrong_or_swapped(one: str, other: str, apart: int) -> None:
    assert distance(one, other, 2) == distance(other, one, 2) == apart


@given(WORDS, WORDS)
def test_distance_is_none_of_equal_words_alone(one: str, other: str) -> None:
    assert (distance(one, other, 2) == 0) == (one == other)
    assert distance(one, other, 2) == distance(other, one, 2) <= 3


@given(WORDS)
def test_a_sign_more_or_less_is_one(word: str) -> None:
    for at in range(len(word)):
        assert distance(word, word[:at] + word[at + 1 :], 2) == 1
    assert all(distance(word, word[:i] + "x" + word[j:], 9) <= j - i for i, j in combinations(range(len(word) + 1), 2))


@pytest.mark.above_the_store
@pytest.mark.parametrize(
    ("kind", "name", "meant"),
    [
        ("tag", "turky", ["turkey"]),
        ("tag", "Turqie", ["turkey"]),  # whose other name is meant
        ("tag", "тюрция", ["turkey"]),
        ("tag", "harbor", ["harbour", "harbours"]),  # as far as each other, and more entries have the first
        ("tag", "united", ["united-states"]),
        ("tag", "syria-and-all-that", []),
        ("tag", "cuba", []),  # of which there are no entries
        ("source", "reuter", ["reuters"]),
        ("source", "turkey", []),
        ("lang", "fx", []),
        ("tag", "?", []),
        ("tag", "x" * 5000, []),
    ],
)
def test_what_is_called_nearly_so_and_has_entries_is_suggested(
    press: Press, article: Callable[..., Article], site: Site, kind: str, name: str, meant: list[str]
) -> None:
    tags = {
        "1": (Tag("turkey", "Turkey"), Tag("harbour", "Harbour")),
        "2": (Tag("harbours", "Harbours"), Tag("harbour", "Harbour"), Tag("united-states", "United States")),
    }
    sources = (Source("reuters", "Reuters"),)
    press.write({path: article(f"Article {path}", tags=named, sources=sources) for path, named in tags.items()})
    publisher = Publisher(press.store, site, window=50, hours=48, most=200)
    assert [one.slug for one in suggested(publisher, kind, name)] == meant
