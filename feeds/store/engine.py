"""Open the store: one connection pool, its migrations, and plain words for what goes wrong."""

from __future__ import annotations

import uuid
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from threading import local
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, bindparam, event, exc, inspect, select, update
from sqlalchemy.engine import make_url

from feeds.errors import FeedsError, StoreError, StoreGone, StoreReplaced, how_to_install
from feeds.store.address import file_of, shown_url
from feeds.store.dialects import postgresql, sqlite, wordings
from feeds.store.dialects.statements import Statement
from feeds.store.facts import MOVING, SHARE_KEY, SITE_ID, read_fact, read_facts, write_fact
from feeds.store.replica import Replica
from feeds.store.schema import fact, metadata, tick
from feeds.store.versions import migrate, newest_version, of_another, version_of, version_there

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from feeds.clock import Clock

_KINDS: Mapping[str, Any] = {"sqlite": sqlite, "postgresql": postgresql, "postgres": postgresql}
_LONGEST_WAIT = 2.0
"""Seconds. A clock that was set back further than this is not waited for."""

# Made once: to put a statement together takes longer than to ask it.
_LAST = Statement(select(tick.c.second).with_for_update())
_TICK = update(tick).values(version=tick.c.version + 1, second=bindparam("s"))


@dataclass(frozen=True, slots=True)
class Store:
    """The open store. Connections are made when they are needed and kept."""

    url: str
    """As it is shown: without the password."""
    engine: Engine
    """Its connections see one moment of the store throughout."""
    writer: Engine
    """Its connections see what others wrote before they could begin."""
    site_id: str | None = None
    """Of the site whose store it was when it was opened; None where nobody looked."""
    replica: Replica | None = None
    """What is read in its stead."""
    _held: local = field(default_factory=local)

    def check(self, connection: Connection) -> None:
        """See that it is still the store of the same site. Raises StoreReplaced, on every new connection too."""
        if self.site_id and read_fact(connection, SITE_ID) != self.site_id:
            connection.invalidate()  # it would be kept in the pool that is given up
            self.engine.dispose()
            raise self._replaced()

    def check_new(self, connection: Any, _record: Any) -> None:
        """See that a connection of the driver leads to the store of the same site."""
        cursor, found = connection.cursor(), None
        with suppress(self.engine.dialect.loaded_dbapi.DatabaseError):  # there are no tables
            cursor.execute(f"SELECT value FROM fact WHERE name = '{SITE_ID}'")  # noqa: S608 - a constant
            found = cursor.fetchone()
        connection.rollback()
        if found != (self.site_id,):
            connection.close()
            raise self._replaced()

    def is_outgrown(self) -> bool:
        """Tell whether another version of this program has taken up the store, whose tables are other ones."""
        with self.reading() as connection:
            return version_there(connection) != newest_version()

    def _replaced(self) -> StoreReplaced:
        return StoreReplaced(f"the store {self.url} is another one now: put the old one back, or start anew")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one moment of the store throughout."""
        if held := getattr(self._held, "connection", None):
            yield held
            return
        with (
            _plain_words(self),
            self.replica.reading(self.engine) if self.replica else self.engine.connect() as connection,
        ):
            try:
                yield connection
            except StoreError:
                raise
            except FeedsError:  # what is asked for is not there: the store is well
                connection.commit()
                raise
            connection.commit()  # a rollback would let psycopg forget every statement that it has prepared

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Let all that this thread reads meanwhile see one moment of the store, and take one connection."""
        with self.reading() as connection:
            self._held.connection = connection
            try:
                yield
            finally:
                self._held.connection = None

    @contextmanager
    def writing(self, clock: Clock) -> Iterator[tuple[Connection, int]]:
        """Give a connection that may write and the second of its commit, which no other commit has.

        A second of its own lets every change move `Last-Modified`; so this waits for the next one
        where the last commit has the present one. The only writer at a time; commits on leaving.
        """
        with _plain_words(self), self.writer.connect() as connection:
            while True:
                with connection.begin():
                    self.check(connection)
                    if (version := version_there(connection)) != newest_version():
                        raise StoreError(of_another(self.url, version))
                    last = _LAST.scalar(connection) or 0
                    ahead = last + 1 - clock.now()
                    if ahead <= 0 or ahead > _LONGEST_WAIT:
                        second = last + 1 if ahead > 0 else int(clock.now())
                        yield connection, second
                        connection.execute(_TICK, {"s": second})
                        return
                clock.sleep(ahead)

    @contextmanager
    def noting(self) -> Iterator[Connection]:
        """Give a connection that may write what nothing published depends on; no reader is told of its commit."""
        with _plain_words(self), self.writer.begin() as connection:
            yield connection

    def scrub(self) -> None:
        """Let nothing of what was deleted be left in the files of the database: for a moment nobody else writes."""
        driver = self.engine.raw_connection()
        try:
            with _plain_words(self):
                _KINDS[self.engine.dialect.name].scrub(driver.driver_connection)
        finally:
            driver.invalidate()

    @property
    def folder(self) -> Path | None:
        """Give the folder of a store that is a file."""
        file = file_of(self.engine.url)
        return file.absolute().parent if file else None

    def size(self) -> int:
        """Count the bytes of a store on PostgreSQL."""
        with self.reading() as connection:
            return sum(connection.scalars(postgresql.SIZES, {"names": [*metadata.tables, wordings.NAME]}))

    def version(self) -> int:
        """Give the number that every commit moves."""
        with self.reading() as connection:
            return connection.scalar(select(tick.c.version)) or 0

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()
        if self.replica:
            self.replica.engine.dispose()


def open_store(
    url: str,
    clock: Clock,
    *,
    site_id: str | None = None,
    created: int | None = None,
    makes: bool = True,
    is_half: bool = False,
    read_url: str = "",
) -> Store:
    """Open the store at a SQLAlchemy URL, made (unless it `makes` none) or brought up to date where needed.

    What is read of it is read from its copy at `read_url`, where there is one, as long as that is abreast.

    Raises StoreError where it cannot be used: locked, full, unreadable, gone, written by a newer version, or half of a
    copy, unless it `is_half` on purpose.
    """
    store = connect(url, makes=makes)
    try:
        with store.reading() as connection:
            version = version_of(connection)
        if version is None and not makes:
            raise StoreGone(f"the store {store.url} is gone: there are no tables in it")
        if version != newest_version():
            with store.noting() as connection:
                migrate(connection, store.url)
                if connection.scalar(select(tick.c.id)) is None:
                    connection.execute(
                        tick.insert().values(id=1, version=1, second=int(clock.now()) - 1, history=new_history())
                    )
                    write_fact(connection, SITE_ID, site_id or uuid.uuid4().hex)
                    write_fact(connection, "created", str(int(clock.now()) if created is None else created))
                if read_fact(connection, SHARE_KEY) is None:
                    write_fact(connection, SHARE_KEY, _share_key(read_fact(connection, SITE_ID) or ""))
        opened = replace(store, site_id=_site_id(store, is_half=is_half))
        event.listen(store.engine, "connect", opened.check_new)
        if read_url:
            copied = connect(read_url, makes=False, setting="FEEDS_DATABASE_READ_URL")
            event.listen(copied.engine, "connect", opened.check_new)
            opened = replace(opened, replica=Replica(copied.engine))
    except StoreError:
        store.close()
        raise
    return opened


def _site_id(store: Store, *, is_half: bool) -> str | None:
    with store.reading() as connection:
        facts = read_facts(connection)
    if MOVING in facts and not is_half:
        raise StoreError(f"the store {store.url} is half of a copy: run the same `feeds move` again, which ends it")
    return facts.get(SITE_ID)


def new_history() -> str:
    """Name a history of commits, which nobody saw before."""
    return uuid.uuid4().hex[:8]


def _share_key(site_id: str) -> str:
    """Make the key of the codes to be minted: a store that is built anew with its old id mints the same ones."""
    return blake2b(site_id.encode(), person=b"share codes", digest_size=32).hexdigest()


def connect(url: str, *, makes: bool = True, setting: str = "FEEDS_DATABASE_URL") -> Store:
    """Connect to a store that somebody else keeps up to date; `makes` tells whether a file may be made for it."""
    try:
        address = make_url(url)
        kind = _KINDS.get(address.get_backend_name())
        if kind is None:
            raise StoreError(f"{setting} {shown_url(url)!r} names neither SQLite nor PostgreSQL")
        if not makes:
            sqlite.require(address)
        engine = kind.create(address)
        return Store(shown_url(url), engine, engine.execution_options(**kind.WRITING))
    except ModuleNotFoundError as error:
        said = f"{shown_url(url)} needs the extra `postgres`: {how_to_install('postgres')}"
        raise StoreError(said) from error
    except (exc.ArgumentError, ValueError):
        # What is wrong may be a character of the password, so it is not repeated.
        raise StoreError(f"{setting} {shown_url(url)!r} cannot be used: it is no address of a database") from None


def place_of(connection: Connection) -> Hashable:
    """Tell which file a connection reads: another is put in its place by hand. Always the same for a server."""
    return getattr(connection.connection.driver_connection, "file", None)


def is_ready(store: Store) -> bool:
    """Tell whether the tables are there."""
    with _plain_words(store):
        return inspect(store.engine).has_table(fact.name)


@contextmanager
def _plain_words(store: Store) -> Iterator[None]:
    url = store.url
    try:
        yield
    except (exc.DBAPIError, store.engine.dialect.loaded_dbapi.Error) as error:
        original = error.orig if isinstance(error, exc.DBAPIError) else error
        said = sqlite.explain(original, url) or postgresql.explain(original, url)
        raise StoreError(said or f"the store {url}: {original}") from error
    except exc.TimeoutError as error:
        raise StoreError(f"the store {url} is asked for more than it can answer at once: try again") from error
