"""A store belongs to its site: what came from elsewhere is named, and can be taken back; so are share hosts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feeds.clock import SystemClock
from feeds.config import Settings
from feeds.store import open_store
from feeds.store.schema import look
from feeds.store.tables import looks
from feeds.web import create_app
from feeds.web.base.services import EXTENSION
from tests.cli.shell import ARTICLE

if TYPE_CHECKING:
    from tests.cli.shell import Shell

MINE = {"FEEDS_ARTICLES": "mine"}


@pytest.fixture
def moved_in(filled: Shell) -> Shell:
    """Give a folder in which another one was read before, with a share host of its own."""
    (filled.folder / "mine").mkdir()
    text = ARTICLE.replace("La passerelle du port", "Le marché couvert").replace("short.example", "monjournal.example")
    for n in range(3):
        own = text.format(code=f"own{n}", agency="AFP").replace("deux ans", f"{n + 2} ans de travaux et {n} accidents")
        (filled.folder / "mine" / f"{n}.txt").write_text(own.replace("Le marché", f"{n} marchés"), encoding="utf-8")
    return filled


def test_folder_that_is_not_configured_any_more_is_named_and_can_be_pruned(moved_in: Shell) -> None:
    said = f"folder not read: {moved_in.folder}/seeds: 2 articles come from it"
    assert said in moved_in.run("ingest", **MINE).stderr
    assert said not in moved_in.run("ingest", "mine", **MINE).stderr
    assert f"folder not read\t{moved_in.folder}/seeds\t2 articles" in moved_in.run("status", **MINE).stdout
    refused = moved_in.run("ingest", "--prune", **MINE)
    assert refused.returncode == 2 and "2 of 5 entries would be withdrawn" in refused.stderr
    assert "withdrawn" not in moved_in.run("ingest", "mine", "--prune", "--force", **MINE).stdout
    assert "2 withdrawn" in moved_in.run("ingest", "--prune", "--force", **MINE).stdout
    assert f"{moved_in.folder}/seeds" not in moved_in.run("status", **MINE).stdout
    assert "\tgone" in moved_in.run("resolve", "short.example/aaa111").stdout
    both = {"FEEDS_ARTICLES": "mine:seeds"}
    assert moved_in.run("ingest", **both).stdout.startswith("0 new, 2 changed")
    assert "\tok\t" in moved_in.run("resolve", "short.example/aaa111").stdout


def test_article_that_lies_in_a_folder_that_is_read_stays(moved_in: Shell) -> None:
    (moved_in.folder / "mine" / "same.txt").write_bytes((moved_in.articles / "aaa111.txt").read_bytes())
    moved_in.run("ingest", **MINE)
    assert "1 withdrawn" in moved_in.run("ingest", "--prune", "--force", **MINE).stdout
    assert "\tok\t" in moved_in.run("resolve", "short.example/aaa111").stdout


def test_share_host_that_came_later_is_said_and_taken_by_a_command(moved_in: Shell) -> None:
    said = "share host: monjournal.example: 3 articles print its addresses, which this site does not resolve"
    done = moved_in.run("ingest", **MINE)
    assert said in done.stderr and "feeds shortlinks take monjournal.example" in done.stderr
    settings = Settings(database_url=f"sqlite:///{moved_in.folder}/instance/feeds.db")
    client = (app := create_app(settings)).test_client()
    [page] = re.findall(r'href="(/entries/2-marches[^"]*)"', client.get("/").data.decode())
    for answer in (client.get(page), client.get(f"{page}.json")):
        assert "shortlink" not in answer.headers["Link"]
    assert "monjournal.example" not in client.get(page).data.decode().replace("Partager", "")
    taken = moved_in.run("shortlinks", "take", "www.MonJournal.example")
    assert taken.stdout.split() == ["short.example", "monjournal.example"]
    assert "share host" not in moved_in.run("ingest", **MINE).stderr
    assert "https://monjournal.example/own2" in client.get(page).headers["Link"]
    app.extensions[EXTENSION].close()
    refused = moved_in.run("shortlinks", "take", "b.example", FEEDS_SHARE_HOSTS="a.example")
    assert refused.returncode == 2 and "set it to a.example,b.example" in refused.stderr
    assert moved_in.run("shortlinks", "take", "https://a.example/").returncode == 2


def test_serving_forgets_when_a_folder_that_is_not_read_was_looked_at(moved_in: Shell) -> None:
    moved_in.run("ingest", "mine")
    store = open_store(f"sqlite:///{moved_in.folder}/instance/feeds.db", SystemClock())
    with store.noting() as connection:
        looks.keep_only(connection, [str(moved_in.folder / "mine")])
        assert list(connection.scalars(select(look.c.root))) == [str(moved_in.folder / "mine")]
    store.close()
