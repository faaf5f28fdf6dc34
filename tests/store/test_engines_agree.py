"""The same articles make the same store, and the same bytes, on every engine and however it sorts text."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from sqlalchemy import make_url, select

from feeds.config import Settings
from feeds.formats import FORMATS
from feeds.ingest.importer import Options, Target, ingest
from feeds.publish.publisher import Publisher
from feeds.selection import EVERYTHING, Selection
from feeds.site import Site
from feeds.store import Store, open_store
from feeds.store.read import reader
from feeds.store.schema import band, entry, facet, file, identity, member, share
from feeds.web import create_app
from feeds.web.base.services import EXTENSION
from tests import forks
from tests.benchmarks.articles import write_articles
from tests.conftest import START, FakeClock
from tests.postgres import GIVEN
from tests.serving import SOON, eventually

if TYPE_CHECKING:
    from collections.abc import Callable

SEEDS = Path(__file__).parents[2] / "seeds"
NEWS = "Un pont rouvre au nord\n\nLes équipes de la ville ont rouvert lundi le pont du nord, fermé depuis deux ans.\n"
FEEDS = "from feeds.cli import main; main()"
WEBSITE = "https://news.example.org"

FILE_COLUMNS = [column for column in file.c if column.name not in {"inode", "ctime"}]


def filled(url: str, folders: list[Path]) -> Store:
    """Make a store of folders in two imports, the second one with edits, arrivals and old stock."""
    clock = FakeClock()
    store = open_store(url, clock, site_id="cafe", created=START)
    for options in (Options(seen_at=START), Options(seen_at=START + 5000, backfill=True)):
        clock.sleep(10)
        ingest(store, [Target(folder) for folder in folders], Site(WEBSITE), clock, options)
        odd = folders[-1] / "Éte.txt", folders[-1] / "ete.txt", folders[-1] / "_x.txt"
        for number, path in enumerate(odd):
            path.write_text(
                f"---\ntitle: Pont {number}\ndate: 2023-05-0{1 + number % 2}\n---\n{NEWS}", encoding="utf-8"
            )
            os.utime(path, (START, START))
    return store


def contents(store: Store) -> dict[str, Any]:
    """Give everything that was stored, numbers of facets apart, which nobody sees."""
    named = select(facet.c.kind, facet.c.slug, member.c.place, member.c.entry)
    with store.reading() as connection:
        return {
            "entries": connection.execute(select(entry).order_by(entry.c.number)).all(),
            # Two folders have files of their own.
            "files": connection.execute(select(*FILE_COLUMNS).order_by(file.c.number)).all(),
            "members": sorted(connection.execute(named.join(member, member.c.facet == facet.c.number))),
            "keys": sorted(connection.execute(select(identity))),
            "sketches": sorted(connection.execute(select(band))),
            "links": sorted(connection.execute(select(share))),
            "facets": [reader.facets(connection, kind) for kind in ("tag", "source", "lang")],
        }


def documents(store: Store) -> dict[str, bytes]:
    """Give every feed of one facet, and some of several, in each format."""
    publisher = Publisher(store, Site(WEBSITE), window=50, hours=48, most=200)
    with store.reading() as connection:
        tags, sources = ([one.slug for one in reader.facets(connection, kind)] for kind in ("tag", "source"))
    chosen = [EVERYTHING, Selection(tags=((tags[0],), (tags[1],))), Selection(tags=(tuple(sorted(tags[:3])),))]
    chosen += [Selection(tags=((slug,),)) for slug in tags] + [Selection(sources=((slug,),)) for slug in sources]
    chosen += [Selection(not_tags=(tags[0],), langs=("fr",)), Selection(since="2023-05-01", until="2023-05-02")]
    made = {}
    for selection in chosen:
        selected = publisher.select(selection)
        for form in FORMATS:
            edition, document = publisher.document(publisher.edition(form, selected))
            made[f"{form.name} {selection}"] = document.body
            made[f"validator {form.name} {selection}"] = f"{edition.signature} {edition.last_modified}".encode()
    return made


@pytest.fixture
def postgresql_urls(postgresql_url: str, new_schema: Callable[[], str]) -> list[str]:
    """Give the URL of a store, and on a server of our own, which sorts the French way, of one that sorts by bytes."""
    if GIVEN:
        return [new_schema()]
    name = f"plain_{os.getpid()}_{time.monotonic_ns()}"
    with psycopg.connect(postgresql_url.replace("+psycopg", ""), autocommit=True) as connection:
        provider = "LOCALE_PROVIDER libc" if connection.info.server_version >= 150000 else ""
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 {provider} LOCALE 'C'".encode())
    return [new_schema(), make_url(postgresql_url).set(database=name).render_as_string(hide_password=False)]


def test_the_same_folder_makes_the_same_bytes_on_every_engine(tmp_path: Path, postgresql_urls: list[str]) -> None:
    stores = []
    for number, url in enumerate([f"sqlite:///{tmp_path}/feeds.db", *postgresql_urls]):
        own = tmp_path / str(number) / "generated"
        write_articles(own, 120)
        for path in own.iterdir():
            os.utime(path, (START, START))
        stores.append(filled(url, [SEEDS, own]))
    first, *others = ((contents(store), documents(store)) for store in stores)
    assert len(first[0]["entries"]) > 120 and len(first[1]) > 60
    for other in others:
        for name, rows in first[0].items():
            assert other[0][name] == rows, name
        for name, body in first[1].items():
            assert other[1][name] == body, name
    for store in stores:
        store.close()


def test_what_one_process_commits_others_show_within_half_a_second(tmp_path: Path, store_url: str) -> None:
    (tmp_path / "a.txt").write_text(NEWS.replace("nord", "sud"))
    apps = [create_app(Settings(database_url=store_url, articles=(tmp_path,))) for _ in range(2)]
    clients = [app.test_client() for app in apps]
    environment = {**os.environ, "FEEDS_DATABASE_URL": store_url}
    for title in ("Un pont rouvre au sud", "Un pont rouvre au nord"):
        for client in clients:
            assert title not in client.get("/feed.xml?raw=1", follow_redirects=True).text
        assert forks.run(["ingest", str(tmp_path)], tmp_path, environment).returncode == 0
        time.sleep(SOON)
        # At once, unless this machine is so busy that a look at the store takes a second.
        eventually(lambda: all(title in client.get("/feed.xml?raw=1").text for client in clients))  # noqa: B023
        (tmp_path / "b.txt").write_text(NEWS)
    for app in apps:
        app.extensions[EXTENSION].close()


@pytest.mark.fault
def test_two_imports_of_edits_at_once_neither_block_each_other_nor_lose_one(tmp_path: Path, store_url: str) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        write_articles(folder, 120)
    environment = {**os.environ, "FEEDS_DATABASE_URL": store_url}
    command = [sys.executable, "-c", FEEDS, "ingest", *map(str, folders)]
    for _ in range(2):
        for process in [
            subprocess.Popen(each, env=environment, cwd=tmp_path, stderr=subprocess.PIPE)
            for each in (command, [*command[:-2], *command[:-3:-1]])
        ]:
            _, error = process.communicate(timeout=180)
            assert process.returncode == 0, error
        for path in tmp_path.glob("*/*.txt"):
            path.write_text(path.read_text().replace("dépêche", "nouvelle"))
    with closing(open_store(store_url, FakeClock())) as store, store.reading() as connection:
        titles = list(connection.scalars(select(entry.c.title)))
    assert len(titles) == len(set(titles)) == 120
