"""Private selections: a feed for whom has a key, and nothing of their entries anywhere else."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import pytest

from feeds.config import Settings
from feeds.model import Article, ShareLink, Source, Tag
from feeds.store.schema import PRIVATE, PUBLIC
from feeds.store.tables import keys, pings
from feeds.store.write.declaring import declare
from feeds.web import create_app
from feeds.web.base.services import EXTENSION
from feeds.web.front import state
from tests.web.hidden import BOARD, FEW_QUERIES, FORMS, HIDDEN, QUERIES, SHOWN, SITE, addresses, leaks, sign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import Press

    Make = Callable[..., Article]


@pytest.fixture
def settings(store_url: str) -> Settings:
    return Settings(
        database_url=store_url,
        site_url=SITE,
        private=(BOARD, "not-source=afp&tag=leak"),
        hubs=("https://hub.example/",),
        share_hosts=("short.example",),
    )


@pytest.fixture
def app(press: Press, article: Make, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setattr(state, "_LOOK_EVERY", 0)
    declare(press.store, press.clock, settings.private)
    pings.enlist(press.store, settings.hubs)
    named = {
        "language": "fr",
        "sources": (Source("afp", "AFP"),),
    }
    press.write({"lion.txt": article(SHOWN, tags=(Tag("turkey", "Turkey"), Tag("lions", "Lions")), **named)})
    press.write(
        {
            "tiger.txt": article(
                HIDDEN,
                tags=(Tag("secret", "Secret"), Tag("turkey", "Turkey")),
                share_link=ShareLink("short.example", "Tigr12"),
                url="https://elsewhere.example/x",
                **named,
            )
        }
    )
    app = create_app(settings, press.clock)
    yield app
    app.extensions[EXTENSION].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.mark.above_the_store
@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_no_address_of_the_site_shows_what_is_private(
    app: Flask, client: FlaskClient, press: Press, *, is_withdrawn: bool
) -> None:
    paths = addresses(app, press)
    if is_withdrawn:
        press.withdraw("tiger.txt")
    assert {"/", "/feed.xml", "/tags/secret/atom.xml", "/sitemap.xml", "/feeds.opml", "/llms.txt"} <= paths
    shown = 0
    for n, (path, query) in enumerate(product(sorted(paths), FEW_QUERIES if is_withdrawn else QUERIES)):
        asks = {
            "environ_base": {"REMOTE_ADDR": f"10.0.{n >> 8}.{n & 255}"},
            "headers": {"Sec-Fetch-Dest": "document" if n % 2 else "empty"},
        }
        answer = client.get(f"{path}?{query}", **asks)
        if answer.status_code in {301, 302} and "/entries/" not in answer.headers["Location"]:
            answer = client.get(answer.headers["Location"], **asks)
        assert answer.status_code != 429  # which would hide what it refuses to say
        said = answer.data.decode("latin-1")
        for given in (*path.split("/"), path.rpartition(":")[2], *(("Tigr12",) if "url" in query else ())):
            said = said.replace(given, "") if given else said  # an error may say what was asked for
        assert not leaks(said, press), (path, query)
        assert "tigre-cache" not in answer.headers.get("Location", "").replace(path, "")
        shown += SHOWN.encode() in answer.data
    assert shown > len(FORMS)
    asked = ["https://short.example/Tigr12", f"{SITE}/entries/{press.entry('tiger.txt').handle}"]
    assert "private" not in client.get("/healthz").text
    told = client.post("/api/v1/resolve", json={"urls": asked})
    assert told.json is not None
    assert [one["status"] for one in told.json["results"]] == ["not_found", "not_found"]


@pytest.mark.parametrize("form", FORMS)
def test_whoever_has_a_key_reads_the_feed_and_nobody_may_keep_it_for_others(
    client: FlaskClient, press: Press, form: str
) -> None:
    address = f"/tags/secret/{form}?key={sign(press)}"
    for _ in range(2):
        answer = client.get(address)
        assert answer.status_code == 200
        assert HIDDEN in answer.text
        assert f"{SITE}{address}" in answer.text.replace("\\/", "/")
        assert SHOWN not in answer.text
        kept = answer.headers["Cache-Control"]
        assert kept.startswith("private, max-age=") and "public" not in kept
        assert "hub" not in answer.headers.get("Link", "") and "hub.example" not in answer.text
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.headers["Cache-Control"]) == (304, kept)
    assert client.get(f"{address}x").status_code == 404
    assert client.get(f"/tags/secret/{form}").status_code == 404
    assert client.get(f"/{form}?key={sign(press)}&source=afp&tag=secret").status_code == 404
    assert client.get(f"/{form}?key={sign(press)}").status_code == 301
    short = client.get(f"/tags/secret/{form}?content=summary&key={sign(press)}&limit=1")
    assert short.status_code == 200 and HIDDEN in short.text
    searched = [client.get(f"/{form}?key={sign(press)}&q={words}&tag=secret") for words in ("cach%C3%A9", "lion")]
    assert [(one.status_code, HIDDEN in one.text) for one in searched] == [(200, True), (200, False)]
    assert client.get(f"/{form}?q=cach%C3%A9&tag=secret").status_code == 404


def test_page_of_a_private_entry_opens_by_the_key_of_the_feed_that_leads_there(
    client: FlaskClient, press: Press
) -> None:
    address = f"/tags/secret/feed.json?key={sign(press)}"
    (item,) = json.loads(client.get(address).data)["items"]
    page = client.get(item["url"])
    assert page.status_code == 200 and HIDDEN in page.text
    assert page.headers["Cache-Control"].startswith("private, ")
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert ".json" not in page.text.replace("feed.json", "") and "short.example" not in page.text
    assert client.get(item["url"].partition("?")[0]).status_code == 404
    assert client.get(item["url"].replace("?", ".json?")).status_code == 404
    assert client.get(f"{item['url']}x").status_code == 404
    for shown in (f"/tags/secret/?key={sign(press)}", f"/tags/secret/atom.xml?key={sign(press)}"):
        seen = client.get(shown, headers={"Sec-Fetch-Dest": "document"})
        assert HIDDEN in seen.text and seen.headers["Cache-Control"].startswith("private, ")


def test_key_is_of_one_reader_and_one_selection_until_it_is_revoked(client: FlaskClient, press: Press) -> None:
    alice, bob = sign(press), sign(press, "bob")
    other = sign(press, "bob", "not-source=afp&tag=leak")
    assert sign(press) == alice and alice != bob
    feeds = [client.get(f"/tags/secret/atom.xml?key={key}") for key in (alice, bob)]
    ids = {ET.fromstring(feed.data).findtext("{http://www.w3.org/2005/Atom}id") for feed in feeds}
    assert len(ids) == 1 and len({feed.headers["ETag"] for feed in feeds}) == 2
    assert client.get(f"/tags/secret/atom.xml?key={other}").status_code == 404
    assert client.get(f"/atom.xml?key={other}&not-source=afp&tag=leak").status_code == 200
    with press.store.noting() as connection:
        assert keys.revoke(connection, "alice") == 1
    assert client.get(f"/tags/secret/atom.xml?key={alice}").status_code == 404
    assert client.get(f"/tags/secret/atom.xml?key={bob}").status_code == 200
    assert sign(press) != alice
    for wrong in ("", ".", "bob", "bob.", ".x", "bob.%00", "%00.x", "b%C3%B6b.x", "x" * 5000):
        assert client.get(f"/tags/secret/atom.xml?key={wrong}").status_code in {301, 404}


def test_archive_pages_of_a_private_feed_are_walked_with_its_key(
    client: FlaskClient, press: Press, article: Make
) -> None:
    many = {f"{n:03}": article(f"Tigre {n}", tags=(Tag("secret", "Secret"),)) for n in range(230)}
    press.write(many)
    address: str | None = f"/tags/secret/feed.json?key={sign(press)}"
    found: list[str] = []
    while address:
        read = json.loads(client.get(address).data)
        found += [item["title"] for item in read["items"]]
        address = read.get("next_url")
    assert {one.title for one in many.values()} <= set(found) and len(found) > len(set(found)) - 1
    assert "Tigre" not in client.get("/feed.xml").text


def test_entry_moves_between_public_and_private_feeds_with_its_tags(
    client: FlaskClient, press: Press, article: Make
) -> None:
    key = sign(press)
    secret, public = f"/tags/secret/atom.xml?key={key}", "/atom.xml"
    was = press.entry("tiger.txt").id
    press.write({"tiger.txt": article(HIDDEN, tags=(Tag("turkey", "Turkey"),))})
    assert (press.entry("tiger.txt").state, press.entry("tiger.txt").id) == (PUBLIC, was)
    assert HIDDEN in client.get(public).text and HIDDEN not in client.get(secret).text
    press.write({"tiger.txt": article(HIDDEN, tags=(Tag("secret", "Secret"),))})
    assert press.entry("tiger.txt").state == PRIVATE
    after = client.get(public).text
    assert HIDDEN not in after and f'deleted-entry ref="urn:uuid:{was}"' in after
    assert HIDDEN in client.get(secret).text
    # It was not taken back of whom has a key when it became public, nor of the public when it was withdrawn here.
    assert 'deleted-entry ref="' not in client.get(secret).text
    press.withdraw("tiger.txt")
    assert HIDDEN not in client.get(secret).text
    press.restore("tiger.txt")
    assert HIDDEN in client.get(secret).text and HIDDEN not in client.get(public).text


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("tombstones", [False, True])
def test_what_is_withdrawn_from_a_private_selection_says_so_there_and_nowhere_else(
    press: Press, settings: Settings, *, tombstones: bool
) -> None:
    other = create_app(replace(settings, tombstones=tombstones), press.clock)
    client, key = other.test_client(), sign(press)
    secret, entry = f"/tags/secret/atom.xml?key={key}", press.entry("tiger.txt")
    mark = "<title>Withdrawn</title>" if tombstones else f'deleted-entry ref="urn:uuid:{entry.id}"'
    before = client.get(secret)
    assert mark not in before.text
    press.withdraw("tiger.txt")
    after = client.get(secret, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200 and mark in after.text and entry.id in after.text and HIDDEN not in after.text
    page = f"/entries/tigre-{entry.handle}"
    assert client.get(f"{page}?key={key}").status_code == 410
    for query in ("", ".json", "?key=nobody.x"):
        answer = client.get(page + query)
        unknown = client.get(f"/entries/tigre-00000000{query}")
        assert (answer.status_code, answer.data) == (404, unknown.data), query
    lion = f"/entries/un-lion-{press.entry('lion.txt').handle}"
    press.withdraw("lion.txt")
    declare(press.store, press.clock, ("tag=lions", BOARD))
    assert (client.get(lion).status_code, client.get(page).status_code) == (410, 404)  # the public knew the one
    press.restore("tiger.txt")
    assert mark not in client.get(secret).text and HIDDEN in client.get(secret).text
    other.extensions[EXTENSION].close()


def test_what_is_declared_later_goes_and_what_is_lifted_comes_at_its_place(
    client: FlaskClient, press: Press, settings: Settings
) -> None:
    declare(press.store, press.clock, ())  # a command without its settings
    assert HIDDEN not in client.get("/feed.xml").text
    declare(press.store, press.clock, ("none",))
    assert HIDDEN in client.get("/feed.xml").text and HIDDEN in client.get("/tags/secret/feed.xml").text
    declare(press.store, press.clock, ("tag=lions",))
    assert SHOWN not in client.get("/feed.xml").text and client.get("/tags/lions/feed.xml").status_code == 404
    other = create_app(replace(settings, private=(BOARD,)), press.clock)
    asked = other.test_client().get("/feed.xml").text
    other.extensions[EXTENSION].close()
    assert SHOWN in asked and HIDDEN not in asked


def test_hubs_are_told_nothing_of_what_is_private(app: Flask, press: Press, article: Make) -> None:
    def find_topics(_before: int, touched: set[tuple[str, str]]) -> list[int]:
        assert not any(kind in {"all", "tag", "source"} for kind, _ in touched)
        return []

    hub = "https://hub.example/"
    pings.note(press.store, hub, ["rss"], lambda *_: [], now=1, due=1)
    told = pings.count(press.store, [hub])
    press.write({"tiger.txt": article(f"{HIDDEN} encore", tags=(Tag("secret", "Secret"),))})
    press.write({"other.txt": article("Tigre deux", tags=(Tag("secret", "Secret"),))})
    assert pings.note(press.store, hub, ["rss"], find_topics, now=2, due=2) == 0
    assert pings.count(press.store, [hub]) == told
    assert app.extensions[EXTENSION].publisher.private()
