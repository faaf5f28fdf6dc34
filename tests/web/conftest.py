"""A site on a real store, filled from real files; each test may have a copy of its own."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from feeds.config import Settings
from feeds.ingest.importer import Target, ingest
from feeds.sharing.resolver import Resolver
from feeds.store import Store, open_store
from feeds.store.write import publication
from feeds.web import create_app
from feeds.web.base.services import EXTENSION
from feeds.web.front import state
from tests.web.archive import MANY, A, B

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from feeds.model import Article
    from tests.conftest import FakeClock, Press

SEEDS = Path(__file__).parents[2] / "seeds"
BODY = (
    "Les équipes de la ville ont rouvert lundi la passerelle du port, fermée depuis deux ans, a annoncé la mairie.\n\n"
)
OWN = {
    "hostile.txt": (
        "<script>alert(1)</script> \"deux\" & 'un' ]]> \u202eend\n\n"
        + BODY
        + "<img src=x onerror=alert(2)> </p><script>alert(3)</script>\n\nAFP\n\n"
        + "Partager cet article? https://turquie2023.com/h0StiL\n"
    ),
    "twice-1.txt": "Une passerelle rouvre au port\n\n" + BODY + "AFP\n\nPartager cet article? https://turquie2023.com/TwIce1\n",
    "twice-2.txt": (
        "Le marché couvert ferme pour travaux\n\nLe marché couvert fermera en mars pour six mois, a dit la ville.\n\n"
        "AFP\n\nPartager cet article? https://turquie2023.com/TwIce1\n"
    ),
    "later.txt": (
        "---\ndate: '2099-01-01'\n---\nUn festival dans longtemps\n\n" + BODY + "AFP\n\n"
        "Partager cet article? https://turquie2023.com/LaTer1\n"
    ),
    "gone.txt": "Une nouvelle reprise\n\n" + BODY + "Reuters\n\nPartager cet article? https://turquie2023.com/GoNe12\n",
    "other-host.txt": (
        "La bibliothèque ouvre le dimanche\n\nLa bibliothèque ouvrira le dimanche dès avril, a annoncé la ville.\n\n"
        "AFP\n\nPartager cet article? https://nouvelles2023.example/6Y5jLH\n"
    ),
}  # fmt: skip
"""Beside the seeds. The last one has a code that an article of another share host has too."""


class QuickClock:
    """A clock an hour behind that moves on at once when it is told to wait: commits need a second each."""

    def __init__(self) -> None:
        self._ahead = -3600.0

    def now(self) -> float:
        """Give the seconds since 1970."""
        return time.time() + self._ahead

    def sleep(self, seconds: float) -> None:
        """Move on."""
        self._ahead += seconds


@dataclass
class Library:
    """A store with articles, and applications that serve it."""

    articles: Path
    settings: Settings
    clock: QuickClock = field(default_factory=QuickClock)
    _apps: list[Flask] = field(default_factory=list)
    _kept: dict[str, Flask] = field(default_factory=dict)

    def app(self, **changed: object) -> Flask:
        """Make an application, with some settings changed."""
        self._apps.append(create_app(replace(self.settings, **changed), self.clock))  # type: ignore[arg-type]
        return self._apps[-1]

    def kept_app(self, **changed: object) -> Flask:
        """Give the application with these settings, the same each time: for tests that change nothing."""
        if repr(changed) not in self._kept:
            self._kept[repr(changed)] = self.app(**changed)
        return self._kept[repr(changed)]

    def close(self) -> None:
        """Close the stores of its applications."""
        for app in self._apps:
            app.extensions[EXTENSION].close()

    def close_connections(self) -> None:
        """Let its applications let go of the connections that they do not use just now."""
        for app in self._apps:
            app.extensions[EXTENSION].store.engine.dispose()

    def store(self) -> Store:
        """Open the store, as another process does."""
        return open_store(self.settings.database_url, self.clock)

    def ingest(self) -> None:
        """Read the articles, as another process does."""
        store = self.store()
        ingest(store, [Target(self.articles)], self.settings.site, self.clock)
        store.close()

    def add(self, name: str, text: str) -> None:
        """Add or change an article, and read it."""
        (self.articles / name).write_text(text, encoding="utf-8")
        self.ingest()

    def withdraw(self, *named: str, back: bool = False, reason: str | None = None) -> None:
        """Take entries back, or publish them again."""
        store = self.store()
        resolver = Resolver(store, self.settings.site)
        numbers = [found.number for name in named for found in resolver.named(name)]
        with store.writing(self.clock) as (connection, second):
            if back:
                publication.restore(connection, second, numbers)
            else:
                publication.withdraw(connection, second, numbers, reason=reason)
        store.close()


def _library(folder: Path, database_url: str) -> Library:
    settings = Settings(
        articles=(folder / "articles",),
        database_url=database_url,
        site_url="https://news.example.org",
        site_title="Example News",
    )
    settings.articles[0].mkdir()
    return Library(settings.articles[0], settings)


def _filled(folder: Path, database_url: str) -> Library:
    library = _library(folder, database_url)
    shutil.copytree(SEEDS, library.articles, dirs_exist_ok=True)
    for name, text in OWN.items():
        (library.articles / name).write_text(text, encoding="utf-8")
    library.ingest()
    library.withdraw("https://turquie2023.com/GoNe12")
    return library


@pytest.fixture(scope="session")
def filled_once() -> Iterator[dict[str, tuple[Library, Flask]]]:
    """Keep the libraries that no test changes, one an engine, each with its application."""
    kept: dict[str, tuple[Library, Flask]] = {}
    yield kept
    for library, _ in kept.values():
        library.close()


@pytest.fixture
def _unchanged(
    engine: str,
    new_store_url: Callable[[], str],
    filled_once: dict[str, tuple[Library, Flask]],
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Library, Flask]:
    # Not a fixture with parameters for the session: in random order it would be made anew again and again.
    if engine not in filled_once:
        library = _filled(tmp_path_factory.mktemp("library"), new_store_url())
        filled_once[engine] = library, library.app()
    return filled_once[engine]


@pytest.fixture
def shared(_unchanged: tuple[Library, Flask]) -> Iterator[Library]:
    """Give a library that no test changes, and in which applications of the test's own end with it."""
    library = replace(_unchanged[0], _apps=[], _kept={})
    yield library
    library.close()


@pytest.fixture
def unchanged(_unchanged: tuple[Library, Flask]) -> Library:
    """Give the library that no test changes, whose applications stay until the last one ended."""
    return _unchanged[0]


@pytest.fixture
def app(_unchanged: tuple[Library, Flask]) -> Flask:
    """Give the application of the library that no test changes."""
    return _unchanged[1]


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Give a client of the library that no test changes."""
    return app.test_client()


@pytest.fixture
def library(tmp_path: Path, begun_url: str) -> Iterator[Library]:
    """Give a library of the test's own, with the same articles."""
    library = _filled(tmp_path, begun_url)
    yield library
    library.close()


@pytest.fixture
def empty(tmp_path: Path, begun_url: str) -> Iterator[Library]:
    """Give a library into which nothing was read yet."""
    library = _library(tmp_path, begun_url)
    yield library
    library.close()


@pytest.fixture
def path_of(app: Flask) -> Callable[[str], str]:
    """Give what finds the path of the canonical page of an entry by its share code."""

    def find(code: str, host: str = "turquie2023.com") -> str:
        location = app.test_client().get(f"/s/{host}/{code}").headers["Location"]
        return location.removeprefix("https://news.example.org")

    return find


@pytest.fixture
def many(
    press: Press, article: Callable[..., Article], clock: FakeClock, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FlaskClient]:
    """Give a client of a site with several archive pages, whose store is the test's own."""
    monkeypatch.setattr(state, "_LOOK_EVERY", 0)
    press.write(
        {
            f"{n:03}": article(f"Article {n}", tags=[tag for tag, every in ((A, 2), (B, 7)) if n % every == 0])
            for n in range(MANY)
        }
    )
    app = create_app(Settings(database_url=store_url, window_hours=0), clock)
    yield app.test_client()
    app.extensions[EXTENSION].close()
