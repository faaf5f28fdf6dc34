"""What each store and each application of a process puts together for itself is put together once for all of the tests.

A site has one of either, so that nothing of this is for the program: SQLAlchemy keeps the SQL of a statement by engine,
Flask the code of a template by application.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Flask
from jinja2 import BytecodeCache
from sqlalchemy import Engine, event

if TYPE_CHECKING:
    from jinja2.bccache import Bucket
    from sqlalchemy import Connection


class _Statements(dict[Any, Any]):
    """Has SQL under the kind of its database, which SQLAlchemy keeps under the object that stands for one database."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get((key[0].name, *key[1:]), default)

    def __setitem__(self, key: Any, sql: Any) -> None:
        super().__setitem__((key[0].name, *key[1:]), sql)


class _Templates(BytecodeCache):
    """Keeps code by the name and the source of its template."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key, bucket.checksum] = bucket.code


_STATEMENTS = _Statements()


def once() -> None:
    """Put together once what is asked for from now on."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": _Templates()}
    event.listen(Engine, "engine_connect", _share)


def _share(connection: Connection) -> None:
    connection.execution_options(compiled_cache=_STATEMENTS)
