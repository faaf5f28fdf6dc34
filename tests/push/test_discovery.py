"""How a subscriber finds the hubs: in the `Link` header and in the document, which agree."""

from __future__ import annotations

import html
import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from feeds.config import Settings
from feeds.ingest.importer import Target, ingest
from feeds.site import Site
from feeds.store import open_store
from feeds.store.tables import topics
from feeds.web import create_app
from tests.conftest import FakeClock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

ATOM = "{http://www.w3.org/2005/Atom}link"
URL = "https://news.example.org/feeds"
HUBS = ("https://hub.example/", "https://hub.example.net/publish?via=a&b=c")
TEXT = "La passerelle du port rouvre\n\nElle a rouvert lundi, a annoncé la mairie de la ville.\n\nAFP\n"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the file of a store, of which each test has a copy."""
    folder, clock = tmp_path_factory.mktemp("discovery"), FakeClock()
    (folder / "articles").mkdir()
    many = {f"{n:03}.txt": f"---\ndate: 2023-01-02\n---\nNumber {n}\n\n{n} is it.\n" for n in range(120)}
    for name, text in ({"one.txt": TEXT} | many).items():
        (folder / "articles" / name).write_text(text, encoding="utf-8")
    store = open_store(f"sqlite:///{folder}/feeds.db", clock)
    ingest(store, [Target(folder / "articles")], Site(URL), clock)
    store.close()
    return folder / "feeds.db"


@pytest.fixture
def make_client(filled: Path, tmp_path: Path, clock: FakeClock) -> Iterator[Callable[[tuple[str, ...]], FlaskClient]]:
    apps: list[Flask] = []
    url = f"sqlite:///{shutil.copy(filled, tmp_path / 'feeds.db')}"
    clock.sleep(60)

    def make(hubs: tuple[str, ...]) -> FlaskClient:
        apps.append(create_app(Settings(database_url=url, site_url=URL, hubs=hubs), clock))
        return apps[-1].test_client()

    yield make
    for app in apps:
        app.extensions["feeds"].store.close()


@pytest.fixture
def client(make_client: Callable[[tuple[str, ...]], FlaskClient]) -> FlaskClient:
    return make_client(HUBS)


def in_header(header: str) -> list[tuple[str, str]]:
    return re.findall(r'<([^>]+)>; rel="([a-z]+)"', header)


def in_document(body: bytes) -> list[tuple[str, str]]:
    if body.startswith(b"{"):
        feed = json.loads(body)
        assert all(hub["type"] == "WebSub" for hub in feed["hubs"])
        return [(feed["feed_url"], "self"), *((hub["url"], "hub") for hub in feed["hubs"])]
    root = etree.fromstring(body)
    return [
        (str(link.get("href")), str(link.get("rel"))) for link in root.iter(ATOM) if link.get("rel") in {"self", "hub"}
    ]


@pytest.mark.parametrize("path", ["/", "/sources/afp/", "/sources/reuters/"])
@pytest.mark.parametrize("query", ["", "?content=summary", "?raw=1"])
@pytest.mark.parametrize("name", ["feed.xml", "atom.xml", "feed.json"])
def test_header_and_document_name_the_same_hubs_and_topic(
    client: FlaskClient, path: str, query: str, name: str
) -> None:
    answer = client.get(f"{URL}{path}{name}{query}")
    topic = f"{URL}{path}{name}{'' if 'raw' in query else query}"
    expected = [(topic, "self"), *((hub, "hub") for hub in HUBS)]
    assert in_header(answer.headers["Link"]) == in_document(answer.data) == expected
    again = client.get(f"{URL}{path}{name}{query}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.headers["Link"]) == (304, answer.headers["Link"])


def test_archive_page_leads_to_the_feed_that_one_subscribes_to(
    make_client: Callable[[tuple[str, ...]], FlaskClient],
) -> None:
    client = make_client(HUBS)
    head = etree.fromstring(client.get(f"{URL}/atom.xml").data)
    older = next(str(link.get("href")) for link in head.iter(ATOM) if link.get("rel") == "prev-archive")
    page = client.get(older)
    rels = {link.get("rel"): link.get("href") for link in etree.fromstring(page.data).iter(ATOM)}
    assert "hub" not in rels and "Link" not in page.headers
    assert rels["current"] == f"{URL}/atom.xml"


def test_feeds_of_any_selection_that_were_asked_for_are_noted(
    make_client: Callable[[tuple[str, ...]], FlaskClient], tmp_path: Path, clock: FakeClock
) -> None:
    client, quiet = make_client(HUBS), make_client(())
    for asked in ("", "?content=summary", "?content=summary&lang=fr", "?raw=1", "?limit=3", "?since=2020-01-01"):
        client.get(f"{URL}/feed.xml{asked}")
        client.get(f"{URL}/sources/afp/atom.xml?content=summary&raw=1")
        quiet.get(f"{URL}/feed.xml?limit=77")
    client.application.extensions["feeds"].topics.flush()
    store = open_store(f"sqlite:///{tmp_path}/feeds.db", clock)
    with store.reading() as connection:
        noted = {topic.query for topic in topics.topics(connection)}
    store.close()
    assert noted == {"content=summary", "content=summary&lang=fr", "content=summary&source=afp"}
    assert "Link" not in client.get(f"{URL}/feed.xml?limit=3").headers


def test_first_link_of_a_feed_stays_its_page(client: FlaskClient) -> None:
    channel = etree.fromstring(client.get(f"{URL}/feed.xml").data)[0]
    assert channel.findtext("link") == f"{URL}/"
    atom = etree.fromstring(client.get(f"{URL}/atom.xml").data)
    assert [link.get("rel") for link in atom.findall(ATOM)][:4] == ["alternate", "self", "hub", "hub"]


def test_preview_of_a_feed_names_them_in_its_head(client: FlaskClient) -> None:
    page = client.get(f"{URL}/sources/afp/atom.xml", headers={"Sec-Fetch-Dest": "document"}).text
    head = page.partition("</head>")[0]
    found = [(html.unescape(href), rel) for rel, href in re.findall(r'<link rel="(self|hub)".*? href="([^"]+)"', head)]
    assert found == [(f"{URL}/sources/afp/atom.xml", "self"), *((hub, "hub") for hub in HUBS)]


@pytest.mark.parametrize("query", ["limit=3", "since=2020-01-01"])
def test_preview_of_a_feed_that_has_no_hub_names_none(client: FlaskClient, query: str) -> None:
    assert "Link" not in client.get(f"/feed.xml?{query}").headers
    assert 'rel="hub"' not in client.get(f"/feed.xml?{query}", headers={"Sec-Fetch-Dest": "document"}).text


def test_without_hubs_nothing_speaks_of_them(make_client: Callable[[tuple[str, ...]], FlaskClient]) -> None:
    client = make_client(())
    for name in ("feed.xml", "atom.xml", "feed.json"):
        answer = client.get(f"{URL}/{name}")
        assert "Link" not in answer.headers and b"hub" not in answer.data
        assert 'rel="hub"' not in client.get(f"{URL}/{name}", headers={"Sec-Fetch-Dest": "document"}).text


def test_new_hub_is_a_change_of_every_feed(make_client: Callable[[tuple[str, ...]], FlaskClient]) -> None:
    before = make_client(()).get(f"{URL}/feed.xml").headers
    after = make_client(HUBS).get(f"{URL}/feed.xml", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200 and after.headers["Last-Modified"] != before["Last-Modified"]
