"""A running server with articles whose short addresses are treated as badly as the world treats them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.serving import ROOT, Server
from tests.sharing.articles import ARTICLE, ARTICLES, HOST, OTHER, SCHEDULED, UNPRINTED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run a server. A test that changes an article has one of its own."""
    folder: Path = tmp_path_factory.mktemp("sharing")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    texts = {
        f"{number}.txt": ARTICLE.format(title=title, host=HOST, code=code)
        for number, (title, code) in enumerate(ARTICLES.items())
    }
    texts |= {"other.txt": ARTICLE.format(title="Paimpol", host=OTHER, code="qYOea0")}
    texts |= {"unprinted.txt": UNPRINTED, "later.txt": SCHEDULED}
    for name, text in texts.items():
        (folder / "seeds" / name).write_text(text, encoding="utf-8")
    running = Server(folder, FEEDS_TRUSTED_PROXIES="127.0.0.1")  # so that a test may be one client or many
    try:
        running.start()
        running.run("withdraw", f"https://{HOST}/GoNe12", "--reason", "The <b>figures</b> were wrong.")
        running.run("withdraw", f"https://{HOST}/LaWs12", "--legal")
        running.comes_to_show("/LaWs12", 451)
        yield running
    finally:
        running.stop()


@pytest.fixture
def target(server: Server) -> str:
    """Give the canonical page of the article with the code qYOea0."""
    status, headers, _ = server.get("/qYOea0")
    assert status == 301
    return headers["location"]
