"""Conditions that find many rows: those with one of the values of a list, however long it is.

The list is one bound parameter. One parameter a value makes another statement of each length, to be put together and
prepared anew, and there is a longest one.
"""

from __future__ import annotations

import json
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import ARRAY, Text, TypeDecorator, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import ColumnElement, Dialect
    from sqlalchemy.sql.compiler import SQLCompiler
    from sqlalchemy.types import TypeEngine


def is_among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Choose the rows whose value is in the list that will be bound under a name."""
    return _is_in(column, bindparam(name, type_=_Listed(column.type)))


def among(column: ColumnElement[Any], values: Iterable[Any]) -> ColumnElement[bool]:
    """Choose the rows whose value is in a list."""
    return _is_in(column, bindparam(None, list(values), type_=_Listed(column.type)))


def by_first(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    """Give each first part of pairs, of which few differ in it, and the second parts that it has.

    A statement for each first part: SQLite looks through the whole table for a list of pairs.
    """
    for first, listed in groupby(sorted(pairs), key=itemgetter(0)):
        yield first, [second for _, second in listed]


def _is_in(column: ColumnElement[Any], values: ColumnElement[Any]) -> ColumnElement[bool]:
    return column.bool_op("IN")(_Items(values))


class _Listed(TypeDecorator[list[Any]]):
    """A list as one value: an array, or where there are none JSON."""

    impl = Text
    cache_ok = True

    def __init__(self, item: TypeEngine[Any]) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(ARRAY(self.item) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> Any:
        listed = list(value or ())
        return listed if dialect.name == "postgresql" else json.dumps(listed)


class _Items(FunctionElement[Any]):
    """The items of a bound list, as a query of one column."""

    inherit_cache = True


@compiles(_Items, "sqlite")
def _of_json(element: _Items, compiler: SQLCompiler, **options: Any) -> str:
    return f"(SELECT value FROM json_each({compiler.process(element.clauses, **options)}))"


@compiles(_Items, "postgresql")
def _of_array(element: _Items, compiler: SQLCompiler, **options: Any) -> str:
    return f"(SELECT unnest({compiler.process(element.clauses, **options)}))"
