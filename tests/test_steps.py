"""Steps from one selection to the next: each is spelled as it is answered."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from feeds.selection import Selection, read_query, spell, steps


def selection(query: str) -> Selection:
    return read_query(parse_qsl(query), lambda _kind, slug: slug)[0]


def spelled(step: Selection | None) -> str | None:
    return None if step is None else spell(step, below_its_place=False)


@pytest.mark.parametrize(
    ("before", "kind", "slug", "after"),
    [
        ("", "tag", "a", "tag=a"),
        ("tag=b", "tag", "a", "tag=a&tag=b"),
        ("tag=a&tag=b", "tag", "a", "tag=a&tag=b"),
        ("tag=a,b", "tag", "a", "tag=a"),  # which demands what the wider group does
        ("tag=a,b", "tag", "c", "tag=a,b&tag=c"),
        ("not-tag=c&tag=a", "source", "x", "not-tag=c&source=x&tag=a"),
        ("not-tag=a", "tag", "a", None),
        ("lang=de,fr", "lang", "fr", "lang=fr"),
        ("&".join(f"tag={letter}" for letter in "abcdefghijkl"), "source", "x", None),
    ],
)
def test_facet_that_is_added_is_demanded_beside_the_others(
    before: str, kind: str, slug: str, after: str | None
) -> None:
    assert spelled(steps.narrowed(selection(before), kind, slug)) == after


@pytest.mark.parametrize(
    ("before", "kind", "slug", "after"),
    [
        ("", "tag", "a", "not-tag=a"),
        ("not-tag=b&tag=c", "tag", "a", "not-tag=a,b&tag=c"),
        ("tag=a,b", "tag", "a", "not-tag=a&tag=a,b"),
        ("tag=a", "tag", "a", None),
        ("source=x", "source", "y", "not-source=y&source=x"),
        ("lang=fr", "lang", "fr", None),
    ],
)
def test_facet_is_excluded_where_something_may_be_left(before: str, kind: str, slug: str, after: str | None) -> None:
    assert spelled(steps.excluding(selection(before), kind, slug)) == after


@pytest.mark.parametrize(
    ("before", "kind", "slug", "after"),
    [
        ("tag=a", "tag", "a", ""),
        ("tag=a,b&tag=c", "tag", "a", "tag=b&tag=c"),
        ("tag=a,b&tag=a,c", "tag", "a", "tag=b&tag=c"),
        ("tag=a,b&tag=b,c", "tag", "a", "tag=b"),
        ("source=x&tag=a", "source", "x", "tag=a"),
        ("lang=de,fr", "lang", "de", "lang=fr"),
        ("not-tag=b&tag=a,b", "tag", "a", None),  # what was left is excluded
    ],
)
def test_facet_that_is_taken_away_is_asked_for_no_more(before: str, kind: str, slug: str, after: str | None) -> None:
    assert spelled(steps.relieved(selection(before), kind, slug)) == after


def test_facet_is_excluded_no_more() -> None:
    assert spelled(steps.readmitting(selection("not-tag=a,b&tag=c"), "tag", "a")) == "not-tag=b&tag=c"
    assert spelled(steps.readmitting(selection("not-source=x"), "source", "x")) == ""


def test_several_facets_are_asked_for_together_or_any_of_them() -> None:
    assert spelled(steps.any_of(selection("not-tag=d&tag=a&tag=b,c"), "tag")) == "not-tag=d&tag=a,b,c"
    assert spelled(steps.all_of(selection("source=x,y&tag=a,b"), "source")) == "source=x&source=y&tag=a,b"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tag=a", "since=2026-03-01&tag=a&until=2026-03-31"),
        ("since=2026-03-10", "since=2026-03-10&until=2026-03-31"),
        ("since=2026-01-01&until=2026-12-31", "since=2026-03-01&until=2026-03-31"),
        ("until=2026-03-05", "since=2026-03-01&until=2026-03-05"),
        ("since=2026-02-28T23:30:00Z", "since=2026-02-28T23:30:00Z&until=2026-03-31"),  # half past midnight in Paris
        ("since=2026-02-28T22:30:00Z", "since=2026-03-01&until=2026-03-31"),
        ("since=2026-03-01&until=2026-03-31", "since=2026-03-01&until=2026-03-31"),
    ],
)
def test_month_narrows_the_dates_that_were_asked_for(before: str, after: str) -> None:
    step = steps.during(selection(before), "2026-03-01", "2026-03-31", "Europe/Paris")
    assert spelled(step) == after


def test_dates_are_asked_for_no_more() -> None:
    assert spelled(steps.whenever(selection("since=2026-03-01&tag=a&until=2026-03-31"))) == "tag=a"


def test_every_facet_that_a_selection_names_is_listed_once() -> None:
    asked = selection("not-tag=d&source=y&source=x,y&tag=b,c&tag=a,b")
    assert (steps.named(asked, "tag"), steps.named(asked, "source")) == (("a", "b", "c"), ("y",))
    assert (steps.excluded(asked, "tag"), steps.excluded(asked, "source")) == (("d",), ())
