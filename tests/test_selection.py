"""The grammar of a selection, and the one spelling of its presentation."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import InvalidSelection
from feeds.selection import EVERYTHING, Presentation, Selection, read_presentation


def read(query: str) -> Presentation:
    return read_presentation(parse_qsl(query, keep_blank_values=True))


@pytest.mark.parametrize(
    ("query", "one"),
    [
        ("", ""),
        ("limit=5", "limit=5"),
        ("limit=005", "limit=5"),
        ("limit=%205", "limit=5"),
        ("content=full", ""),
        ("content=summary", "content=summary"),
        ("limit=5&content=summary", "content=summary&limit=5"),
        ("content=summary&content=summary", "content=summary"),
        ("limit=&content=", ""),
        ("utm_source=x&null&=&&limit=200", "limit=200"),
    ],
)
def test_presentation_has_one_spelling(query: str, one: str) -> None:
    assert read(query).query == one
    assert read(one) == read(query)


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=1e1", "limit=²", "limit=1&limit=2", "content=Full"])
def test_presentation_that_means_nothing_is_refused_by_name(query: str) -> None:
    with pytest.raises(InvalidSelection, match=f"^{query.partition('=')[0]}"):
        read(query)


@pytest.mark.parametrize("name", ["tag", "not-tag", "source", "not-source", "lang", "since", "until", "page", "q"])
def test_parameter_that_is_not_answered_yet_is_never_ignored(name: str) -> None:
    with pytest.raises(InvalidSelection, match=f"^{name}"):
        read(f"limit=5&{name}=x")


@given(st.lists(st.tuples(st.sampled_from(["limit", "content", "x"]) | st.text(), st.text())))
def test_any_parameters_are_read_or_refused(parameters: list[tuple[str, str]]) -> None:
    try:
        presentation = read_presentation(parameters)
    except InvalidSelection as refusal:
        assert len(str(refusal)) < 200  # noqa: PT017 - most examples are not refused
    else:
        assert read(presentation.query) == presentation


@pytest.mark.parametrize(
    ("selection", "place"),
    [
        (EVERYTHING, "/"),
        (Selection("tag", "turkey"), "/tags/turkey/"),
        (Selection("source", "afp"), "/sources/afp/"),
        (Selection("tag", "الشام"), "/tags/%D8%A7%D9%84%D8%B4%D8%A7%D9%85/"),
    ],
)
def test_selection_lies_in_a_directory_of_the_site(selection: Selection, place: str) -> None:
    assert selection.place == place
