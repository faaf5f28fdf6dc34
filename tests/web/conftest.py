"""A site on a real store, filled from real files; each test may have a copy of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from feeds.clock import SystemClock
from feeds.config import Settings
from feeds.ingest import Target, ingest
from feeds.sharing import Resolver
from feeds.store import Store, open_store, publication
from feeds.web import create_app

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

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


@dataclass
class Library:
    """A store with articles, and applications that serve it."""

    folder: Path
    articles: Path
    settings: Settings

    def app(self, **changed: object) -> Flask:
        """Make an application, with some settings changed."""
        return create_app(replace(self.settings, **changed))  # type: ignore[arg-type]

    def store(self) -> Store:
        """Open the store, as another process does."""
        return open_store(self.settings.database_url, SystemClock())

    def ingest(self) -> None:
        """Read the articles, as another process does."""
        store = self.store()
        ingest(store, [Target(self.articles)], self.settings.site, SystemClock())
        store.close()

    def add(self, name: str, text: str) -> None:
        """Add or change an article, and read it."""
        (self.articles / name).write_text(text, encoding="utf-8")
        self.ingest()

    def withdraw(self, *named: str, back: bool = False) -> None:
        """Take entries back, or publish them again."""
        store = self.store()
        resolver = Resolver(store, self.settings.site)
        numbers = [found.number for name in named for found in resolver.named(name)]
        with store.writing(SystemClock()) as (connection, second):
            if back:
                publication.restore(connection, second, numbers)
            else:
                publication.withdraw(connection, second, numbers, reason=None, pruned=False)
        store.close()


def _library(folder: Path) -> Library:
    settings = Settings(
        articles=(folder / "articles",),
        database_url=f"sqlite:///{folder}/feeds.db",
        site_url="https://news.example.org",
        site_title="Example News",
    )
    return Library(folder, folder / "articles", settings)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Give a library that no test changes."""
    library = _library(tmp_path_factory.mktemp("library"))
    shutil.copytree(SEEDS, library.articles)
    for name, text in OWN.items():
        (library.articles / name).write_text(text, encoding="utf-8")
    library.ingest()
    library.withdraw("https://turquie2023.com/GoNe12")
    return library


@pytest.fixture(scope="session")
def app(shared: Library) -> Flask:
    """Give the application of the library that no test changes."""
    return shared.app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Give a client of the library that no test changes."""
    return app.test_client()


@pytest.fixture
def library(shared: Library, tmp_path: Path) -> Library:
    """Give a library of the test's own, with the same articles and ids."""
    shutil.copytree(shared.articles, tmp_path / "articles", copy_function=shutil.copy2)
    for path in shared.folder.glob("feeds.db*"):
        shutil.copy(path, tmp_path / path.name)
    return _library(tmp_path)


@pytest.fixture
def empty(tmp_path: Path) -> Library:
    """Give a library into which nothing was read yet."""
    (tmp_path / "articles").mkdir()
    return _library(tmp_path)


@pytest.fixture(scope="session")
def path_of(app: Flask) -> Callable[[str], str]:
    """Give what finds the path of the canonical page of an entry by its share code."""

    def find(code: str, host: str = "turquie2023.com") -> str:
        location = app.test_client().get(f"/s/{host}/{code}").headers["Location"]
        return location.removeprefix("https://news.example.org")

    return find
