"""What tests share: a clock that never waits, a store in an empty folder, articles, and folders of them."""

from __future__ import annotations

import gc
import os
from hashlib import blake2b
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import create_engine, make_url, select
from sqlalchemy.schema import CreateSchema, DropSchema

from feeds.errors import ArticleRefused
from feeds.model import Article
from feeds.site import Site
from feeds.store import Store, open_store
from feeds.store.records import EntryRecord
from feeds.store.schema import PUBLIC, WITHDRAWN, entry, file
from feeds.store.tables import files
from feeds.store.write import publication
from feeds.store.write.documents import Document, Moment, Written
from feeds.store.write.timestamps import free_before
from feeds.store.write.writer import write_batch
from tests import compiled, forks
from tests.postgres import GIVEN, IS_TRIED, MISSING, private_server
from tests.templates import Templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

START = 1_700_000_000

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")  # a busy machine fails no test
compiled.once()


def pytest_collection_finish() -> None:
    """Let the collector of garbage leave alone what stays to the end: thousands of tests and what they import."""
    gc.collect()
    gc.freeze()


class FakeClock:
    """A clock that moves when somebody waits, or when it is set."""

    def __init__(self) -> None:
        self.time = float(START)

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds


class Press:
    """Writes articles into a store as an import does, without files and parser."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        self.store = store
        self.clock = clock

    def write(
        self,
        articles: Mapping[str, Article | None],
        *,
        folder: str = "articles",
        text: str | None = None,
        parser: str = "1",
        backfill: bool = False,
        ends: bool = True,
    ) -> list[Written]:
        """Write a batch by path, ten seconds after the last; None is a file that was refused.

        The bytes of a file are what its article says, unless `text` is given; an import that does not end waits.
        """
        self.clock.sleep(10)
        now = int(self.clock.now())
        with self.store.writing(self.clock) as (connection, second):
            seconds = free_before(connection, now, len(articles))
            documents = [
                document_of(folder, path, article, seen, parser, text)
                for (path, article), seen in zip(sorted(articles.items()), seconds, strict=True)
            ]
            by_date = backfill or not publication.has_places(connection)
            written = write_batch(connection, documents, Moment(second, now, now, by_date))
            if ends:
                publication.end_import(connection, second)
                publication.publish_due(connection, second, now)
        return written

    def remove(self, *paths: str, folder: str = "articles") -> None:
        """Let files go away."""
        with self.store.writing(self.clock) as (connection, _):
            files.mark_gone(connection, folder, paths)

    def withdraw(self, *paths: str, state: int = WITHDRAWN) -> None:
        """Take back the entries of files."""
        numbers = [self.entry(path).number for path in paths]
        with self.store.writing(self.clock) as (connection, second):
            publication.withdraw(connection, second, numbers, reason="a mistake", state=state)

    def restore(self, *paths: str) -> None:
        """Undo a withdrawal."""
        numbers = [self.entry(path).number for path in paths]
        with self.store.writing(self.clock) as (connection, second):
            publication.restore(connection, second, numbers)

    def entry(self, path: str, folder: str = "articles") -> EntryRecord:
        """Give the entry that a file means."""
        query = select(entry).join(file, file.c.entry == entry.c.number)
        with self.store.reading() as connection:
            return EntryRecord(*connection.execute(query.where(file.c.folder == folder, file.c.path == path)).one())

    def entries(self) -> list[EntryRecord]:
        """List every entry in the order in which it was first read."""
        with self.store.reading() as connection:
            return [EntryRecord(*row) for row in connection.execute(select(entry).order_by(entry.c.number))]

    def titles(self) -> list[str]:
        """List the titles of what is public, oldest place first."""
        public = [record for record in self.entries() if record.state == PUBLIC]
        return [record.title for record in sorted(public, key=lambda record: record.place or 0)]


def document_of(
    folder: str, path: str, article: Article | None, seen: int, parser: str = "1", text: str | None = None
) -> Document:
    data = (text or repr(article)).encode()
    refusal = ArticleRefused(path, 3, "no title") if article is None else None
    digest = blake2b(data, digest_size=16).hexdigest()
    return Document(folder, path, len(data), seen, digest, parser, "", seen, article, refusal)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """Give the URL of a database on PostgreSQL in which tests may make what they like."""
    if GIVEN:
        yield GIVEN
        return
    with private_server() as server:
        yield server.url


@pytest.fixture(scope="session")
def new_schema(postgresql_url: str) -> Iterator[Callable[[], str]]:
    """Make places for stores on PostgreSQL, each with its URL."""
    engine, made = create_engine(postgresql_url), []

    def make() -> str:
        made.append(f"test_{uuid4().hex}")
        with engine.begin() as connection:
            connection.execute(CreateSchema(made[-1]))
        address = make_url(postgresql_url).update_query_dict({"options": f"-csearch_path={made[-1]}"})
        return address.render_as_string(hide_password=False)

    yield make
    if GIVEN:  # our own server takes them with it
        for schema in made:
            with engine.begin() as connection:
                connection.execute(DropSchema(schema, cascade=True))
    engine.dispose()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run on every engine what asks for one, but for what cannot differ between them, and what names its own."""
    own = any("engine" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize"))
    if "engine" in metafunc.fixturenames and not own:
        is_one = metafunc.definition.get_closest_marker("above_the_store") or not IS_TRIED
        metafunc.parametrize("engine", ["sqlite"] if is_one else ["sqlite", "postgresql"], indirect=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what one worker runs from end to end, so that the others do not wait for it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)
    forks.ready()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was not tested."""
    if not IS_TRIED:
        terminalreporter.write_line(f"PostgreSQL was not tested: {MISSING}", yellow=True)


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """Name the kind of database."""
    name: str = request.param
    return name


@pytest.fixture
def new_store_url(
    engine: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], str]:
    """Give the URL of a new store, each time another."""
    if engine == "postgresql":
        make: Callable[[], str] = request.getfixturevalue("new_schema")
        return make
    return lambda: f"sqlite:///{tmp_path_factory.mktemp('store')}/instance/feeds.db"


@pytest.fixture
def store_url(
    engine: str, new_store_url: Callable[[], str], templates: Templates, request: pytest.FixtureRequest
) -> str:
    is_begun = engine == "postgresql" and "begun_url" in request.fixturenames
    return (templates.spare() if is_begun else None) or new_store_url()


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """Give what makes new stores of one that was brought up to date once."""
    return Templates(tmp_path_factory.mktemp("templates"))


@pytest.fixture
def begun_url(store_url: str, new_store_url: Callable[[], str], templates: Templates) -> Iterator[str]:
    """Give the URL of a store that has its tables, and is empty otherwise."""
    templates.lay(store_url, new_store_url)
    yield store_url
    templates.take_back(store_url)


@pytest.fixture
def store(begun_url: str, clock: FakeClock) -> Iterator[Store]:
    store = open_store(begun_url, clock)
    yield store
    store.close()


@pytest.fixture
def press(store: Store, clock: FakeClock) -> Press:
    return Press(store, clock)


@pytest.fixture(scope="session")
def article() -> Callable[..., Article]:
    """Make an article of a title, with one paragraph that says the title, changed as told."""

    def make(title: str, **changes: Any) -> Article:
        body = f"{title}, says the first paragraph."
        return Article(**{"title": title, "paragraphs": (body,), "summary": body, **changes})

    return make


@pytest.fixture(scope="session")
def site() -> Site:
    return Site()


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Make a folder of files from their texts by path, long ago by their times; None takes a file away."""

    def make(texts: Mapping[str, str | bytes | None], name: str = "articles", mtime: float = START - 1000) -> Path:
        root = tmp_path / name
        root.mkdir(parents=True, exist_ok=True)
        for path, text in texts.items():
            place = root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                place.unlink()
                continue
            place.write_bytes(text if isinstance(text, bytes) else text.encode())
            os.utime(place, (mtime, mtime))
        return root

    return make
