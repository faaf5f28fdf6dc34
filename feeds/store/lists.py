"""Conditions that find many rows, each in a list as long as every database takes it."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import ColumnElement

_LONGEST = 500


def among(column: ColumnElement[Any], values: Iterable[Any]) -> Iterator[ColumnElement[bool]]:
    """Give conditions of which each row with one of these values meets one."""
    listed = list(values)
    for start in range(0, len(listed), _LONGEST):
        yield column.in_(listed[start : start + _LONGEST])


def among_pairs(
    first: ColumnElement[str], second: ColumnElement[str], pairs: Iterable[tuple[str, str]]
) -> Iterator[ColumnElement[bool]]:
    """Give the same for pairs of values, of which few differ in the first.

    Not as pairs in one list: SQLite looks through the whole table for those.
    """
    for head, listed in groupby(sorted(pairs), key=itemgetter(0)):
        for condition in among(second, [tail for _, tail in listed]):
            yield (first == head) & condition
