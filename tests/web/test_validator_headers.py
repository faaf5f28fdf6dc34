"""What the headers of a conditional request mean, one by one: decisions without a server."""

from __future__ import annotations

import pytest

from feeds.web.base.conditional import choose_coding, entity_tag, http_date, is_unchanged, last_modified_header

pytestmark = pytest.mark.above_the_store

NOW = 1_700_000_100
MODIFIED = 1_700_000_000
SINCE = "Tue, 14 Nov 2023 22:13:20 GMT"
"""The moment of the last change."""


@pytest.mark.parametrize(
    ("since", "has_it"),
    [
        (SINCE, True),
        ("Tue, 14 Nov 2023 22:13:19 GMT", False),
        ("Tue, 14 Nov 2023 22:15:00 GMT", True),
        ("Tue, 14 Nov 2023 22:15:01 GMT", False),  # later than now
        ("Tue, 14 Nov 2023 22:13:20 -0000", True),
        ("Tue, 14 Nov 2023 23:13:20 +0100", True),
        ("Tue, 14 Nov 2023 23:13:19 +0100", False),
        ("Tue, 14 Nov 2023 17:13:20 -0500", True),
        ("Tuesday, 14-Nov-23 22:13:20 GMT", True),
        ("soon", False),
        ("", False),
        (None, False),
    ],
)
def test_a_date_between_the_last_change_and_now_is_believed(since: str | None, *, has_it: bool) -> None:
    assert is_unchanged("abc", MODIFIED, None, since, NOW) == has_it


@pytest.mark.parametrize(
    ("tags", "has_it"),
    [
        ('"abc"', True),
        ('W/"abc"', True),
        ("abc", True),
        ('"abc-gzip"', True),
        ('"abc-br-gzip"', True),
        ('"abc;gzip"', True),
        ('"x", "abc"', True),
        ("*", True),
        ('"abcd"', False),
        ('"abc-rss"', False),
        ("", False),
        (" ", False),
        ("x" * 4092 + ",abc", True),
        ("x" * 4093 + ",abc", False),  # more is looked at of no header
    ],
)
@pytest.mark.parametrize("since", [SINCE, "Tue, 14 Nov 2000 22:13:20 GMT", None])
def test_where_there_is_a_tag_no_date_counts(tags: str, since: str | None, *, has_it: bool) -> None:
    assert is_unchanged("abc", MODIFIED, tags, since, NOW) == has_it


@pytest.mark.parametrize(("now", "said"), [(MODIFIED - 0.5, MODIFIED - 1), (MODIFIED, MODIFIED), (NOW, MODIFIED)])
def test_last_modified_is_no_later_than_now(now: float, said: int) -> None:
    assert last_modified_header(MODIFIED, now) == http_date(said)


def test_moments_are_written_as_http_wants_them() -> None:
    assert http_date(MODIFIED) == SINCE


def test_each_coding_has_a_tag_of_its_own() -> None:
    assert [entity_tag("abc", coding) for coding in ("identity", "gzip", "br")] == ['"abc"', '"abc-gzip"', '"abc-br"']


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("*", "br"),
        ("*;q=0.5, br;q=0", "gzip"),
        ("*;q=0", "identity"),
        ("gzip;q=0.5, br;q=0.4", "gzip"),
        ("gzip;q=0.5, identity;q=0.6", "identity"),
        ("gzip;q=0.5, identity;q=0.5", "gzip"),
        ("gzip;q=soon", "identity"),
        ("gzip;q=-1", "identity"),
        ("gzip;q=9, br;q=1", "br"),
        ("gzip;level=3", "gzip"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("zstd, deflate", "identity"),
        ("x" * 4091 + ",gzip", "gzip"),
        ("x" * 4092 + ",gzip", "identity"),
    ],
)
def test_the_smallest_coding_that_is_taken_gladly_is_chosen(accepted: str, coding: str) -> None:
    assert choose_coding(accepted) == coding
