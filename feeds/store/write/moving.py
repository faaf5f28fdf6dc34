"""A whole store moved to another place, to either database: by many commits, taken up again where it was stopped.

Until the end a fact of the target says of which store, at which commit, it is becoming a copy, and nobody else opens
it. Its own facts come last, when everything else was compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from feeds.errors import StoreError, counted
from feeds.store.dialects.bulk import insert_rows
from feeds.store.engine import connect, open_store
from feeds.store.facts import MOVING, SITE_ID, delete_fact, read_fact, write_fact
from feeds.store.schema import fact, metadata, tick
from feeds.store.wording import renew
from feeds.store.write.copies import AT_ONCE, chunks_of, copy_table, digest_of, go_on_counting, last_key
from feeds.store.write.publication import count_public

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Table

    from feeds.clock import Clock
    from feeds.store.engine import Store

_LAST = (fact, tick)
_TABLES = tuple(table for table in metadata.sorted_tables if table not in _LAST)


def move_store(
    source: Store,
    url: str,
    clock: Clock,
    progress: Callable[[int, int], None],
    *,
    force: bool = False,
    at_once: int = AT_ONCE,
) -> int:
    """Copy everything into the store at a URL, made where there is none; tells how many rows it has then.

    Raises StoreError where articles are there (`force` writes over them), also those of an earlier move, where it is
    the same store, and where the source was written to meanwhile; run again, it goes on with what is there.
    """
    _begin(source, url, clock, force=force)
    target = connect(url)
    try:
        with source.reading() as reading:
            if read_fact(reading, MOVING) is not None:  # by another name
                with target.noting() as writing:
                    delete_fact(writing, MOVING)
                raise StoreError(f"{target.url} is the store that is in use already")
            state = _state_of(reading)
            _clear_unless(target, state)
            rows = _Copying(reading, target, progress, at_once).run()
            if source.version() != _version(reading):
                raise StoreError(f"{source.url} was written to meanwhile: stop what serves it, and run this again")
            _finish(reading, target)
            return rows + sum(_count(reading, table) for table in _LAST)
    finally:
        target.close()


def _begin(source: Store, url: str, clock: Clock, *, force: bool) -> None:
    """Make the tables of the target, or bring them up to date, and say in it that it is no store yet."""
    target = open_store(url, clock, is_half=True)
    try:
        with target.noting() as connection:
            if read_fact(connection, MOVING) is not None:
                return
            if (public := count_public(connection)) and not force:
                held = counted(public, "article")
                with source.reading() as reading:
                    why = _why_there(reading, connection)
                raise StoreError(f"the store {target.url} has {held}: nothing was moved ({why})")
            write_fact(connection, MOVING, "")
    finally:
        target.close()


def _why_there(source: Connection, target: Connection) -> str:
    """Say which articles are in the way, and what to do: those of another site, or a copy that was made before."""
    if read_fact(source, SITE_ID) != read_fact(target, SITE_ID):
        return "--force writes over them"
    here, there = (connection.scalar(select(tick.c.second)) or 0 for connection in (source, target))
    if (here, _version(source)) == (there, _version(target)):
        return "it is the store that is in use already"
    if here == there:  # commits are the same: a copy counts one more
        return "it is a copy of this store already: let FEEDS_DATABASE_URL name it, or copy all again with --force"
    if here > there:
        return "it is an earlier copy of this store, which was written to since: --force copies it again as it is now"
    return "it is a copy of this store and was written to since, this one was not: --force undoes what was done in it"


def _state_of(source: Connection) -> str:
    return f"{read_fact(source, SITE_ID)} {_version(source)}"


def _version(connection: Connection) -> int:
    return connection.scalar(select(tick.c.version)) or 0


def _clear_unless(target: Store, state: str) -> None:
    """Take everything out of a target that was becoming a copy of anything else."""
    with target.noting() as connection:
        if read_fact(connection, MOVING) != state:
            for table in _TABLES:
                connection.execute(delete(table))
            write_fact(connection, MOVING, state)


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


class _Copying:
    """The copying of every table but the last ones."""

    def __init__(self, source: Connection, target: Store, progress: Callable[[int, int], None], at_once: int) -> None:
        self._source = source
        self._target = target
        self._progress = progress
        self._at_once = at_once
        self._done = 0
        self._total = sum(_count(source, table) for table in _TABLES)

    def run(self) -> int:
        """Copy what is missing, then compare; tells how many rows there are. Raises StoreError where they differ."""
        for table in _TABLES:
            self._go_on(table)
        for table in _TABLES:
            self._compare(table)
        return self._total

    def _go_on(self, table: Table) -> None:
        with self._target.reading() as connection:
            last = last_key(connection, table)
            self._done += _count(connection, table)
        for chunk in chunks_of(self._source, table, after=last, at_once=self._at_once):
            with self._target.noting() as connection:
                insert_rows(connection, table, table.columns.keys(), chunk)
            self._done += len(chunk)
            self._progress(self._done, self._total)

    def _compare(self, table: Table) -> None:
        wanted = digest_of(self._source, table)
        with self._target.reading() as connection:
            if digest_of(connection, table) == wanted:
                return
        # Clicks and pings are written without a commit that anybody counts: between two runs they may have changed.
        with self._target.noting() as connection:
            copy_table(self._source, connection, table)
            if digest_of(connection, table) != wanted:
                raise StoreError(f"the copy {self._target.url} is not like the store: {table.name} differs")


def _finish(source: Connection, target: Store) -> None:
    """Give the target the facts of the source; from now on it is a store, and another than whoever knew it knows."""
    with target.noting() as connection:
        version = max(_version(source), _version(connection)) + 1
        for table in _LAST:
            copy_table(source, connection, table)
        if digest_of(connection, fact) != digest_of(source, fact):
            raise StoreError(f"the copy {target.url} is not like the store: {fact.name} differs")
        connection.execute(tick.update().values(version=version))
        go_on_counting(connection)
        renew(connection)
