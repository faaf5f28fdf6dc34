"""What was withdrawn stays in its place where the owner wants that, without its text, under its id."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

from feeds.config import Settings
from feeds.model import Article, Tag
from feeds.web import create_app
from feeds.web.base.services import EXTENSION
from feeds.web.front import state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask.testing import FlaskClient

    from tests.conftest import FakeClock, Press

    Make = Callable[..., Article]

FEEDS = ("/feed.xml", "/atom.xml", "/feed.json", "/tags/a/atom.xml?content=summary")
TEXT = "says the first paragraph"


@pytest.fixture
def client(
    press: Press, article: Make, clock: FakeClock, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FlaskClient]:
    monkeypatch.setattr(state, "_LOOK_EVERY", 0)
    press.write({f"{n}.txt": article(f"Article {n}", tags=(Tag("a", "A"),)) for n in range(5)})
    app = create_app(Settings(database_url=store_url, tombstones=True, window=3, window_hours=0), clock)
    yield app.test_client()
    app.extensions[EXTENSION].close()


def titles(client: FlaskClient, address: str = "/feed.json") -> list[str]:
    return [item["title"] for item in json.loads(client.get(address).data)["items"]]


@pytest.mark.parametrize("address", FEEDS)
def test_withdrawn_entry_says_so_in_its_place_without_its_text(client: FlaskClient, press: Press, address: str) -> None:
    before = client.get(address)
    entry = press.entry("3.txt")
    press.withdraw("3.txt")
    after = client.get(address, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert f"urn:uuid:{entry.id}" in after.text and "Article 3" not in after.text
    assert f"Article 3, {TEXT}" not in after.text and "deleted-entry" not in after.text
    assert after.text.index("Article 4") < after.text.index("Withdrawn") < after.text.index("Article 2")
    press.restore("3.txt")
    assert "Withdrawn" not in client.get(address).text and "Article 3" in client.get(address).text


def test_it_leads_to_its_page_which_is_gone_and_leaves_with_the_window(
    client: FlaskClient, press: Press, article: Make
) -> None:
    press.withdraw("4.txt", "2.txt")
    read = json.loads(client.get("/feed.json").data)
    assert [item["title"] for item in read["items"]][:3] == ["Withdrawn", "Article 3", "Withdrawn"]
    assert client.get(read["items"][0]["url"]).status_code == 410
    assert "Withdrawn" not in client.get("/").text
    assert titles(client, "/feed.json?limit=2") == ["Withdrawn", "Article 3"]
    found = ET.fromstring(client.get("/atom.xml").data).findall("{http://www.w3.org/2005/Atom}entry")
    assert len({one.findtext("{http://www.w3.org/2005/Atom}id") for one in found}) == len(found)
    press.write({f"new {n}": article(f"Newer {n}") for n in range(120)})
    assert "Withdrawn" not in titles(client)


def test_site_says_it_in_its_language_and_not_unless_it_is_wanted(
    client: FlaskClient, press: Press, clock: FakeClock, store_url: str
) -> None:
    press.withdraw("4.txt")
    assert titles(client)[0] == "Withdrawn"
    for settings, first in (
        (Settings(database_url=store_url, site_language="fr-CA", tombstones=True), "Retiré"),
        (Settings(database_url=store_url, site_language="fi", tombstones=True), "Withdrawn"),
        (Settings(database_url=store_url), "Article 3"),
    ):
        app = create_app(settings, clock)
        assert titles(app.test_client())[0] == first
        app.extensions[EXTENSION].close()
