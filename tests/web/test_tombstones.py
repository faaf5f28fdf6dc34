"""What was withdrawn leaves, and says so for as long as it would be shown."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from feeds.config import Settings
from feeds.model import Article
from feeds.web import create_app
from feeds.web.base.services import EXTENSION
from tests.web.archive import MANY, TOMBSTONES, document, titles

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from tests.conftest import FakeClock, Press

    Make = Callable[..., Article]


@pytest.fixture
def client(many: FlaskClient) -> FlaskClient:
    return many


def test_what_was_withdrawn_leaves_a_tombstone_while_it_would_be_shown(
    client: FlaskClient, press: Press, article: Make
) -> None:
    gone = press.entry(f"{MANY - 2:03}")
    press.withdraw(f"{MANY - 2:03}")
    for address in ("/atom.xml", "/tags/a/atom.xml", "/atom.xml?not-tag=b&tag=a"):
        feed = document(client, address)
        (tombstone,) = feed.findall(f"{TOMBSTONES}deleted-entry")
        assert tombstone.get("ref") == f"urn:uuid:{gone.id}"
        assert gone.title not in titles(feed)
    assert document(client, "/tags/b/atom.xml").findall(f"{TOMBSTONES}deleted-entry") == []
    press.write({f"new {n:03}": article(f"Newer {n}") for n in range(120)})
    assert document(client, "/atom.xml").findall(f"{TOMBSTONES}deleted-entry") == []
    assert len(document(client, "/tags/a/atom.xml").findall(f"{TOMBSTONES}deleted-entry")) == 1
    press.restore(f"{MANY - 2:03}")
    again = document(client, "/tags/a/atom.xml")
    assert again.findall(f"{TOMBSTONES}deleted-entry") == []
    assert gone.title in titles(again)


@pytest.mark.parametrize(("window", "hours", "last"), [(1, 0, 200), (50, 1, MANY - 60)])
def test_the_last_of_a_window_that_leaves_dates_it_and_leaves_a_tombstone(
    press: Press, article: Make, clock: FakeClock, store_url: str, window: int, hours: int, last: int
) -> None:
    now = datetime.fromtimestamp(clock.now(), UTC)
    dates = {n: now - timedelta(hours=0 if n >= MANY - 60 else 9) for n in range(MANY)}
    press.write({f"{n:03}": article(f"Article {n}", published=dates[n]) for n in range(MANY)})
    app = create_app(Settings(database_url=store_url, window=window, window_hours=hours), clock)
    client = app.test_client()
    before = client.get("/atom.xml")
    assert titles(ET.fromstring(before.data))[-1] == f"Article {last}"
    gone = press.entry(f"{last:03}")
    press.withdraw(f"{last:03}")
    clock.sleep(1)
    app.extensions[EXTENSION].close()
    after = create_app(Settings(database_url=store_url, window=window, window_hours=hours), clock).test_client()
    answer = after.get("/atom.xml", headers={"If-Modified-Since": before.headers["Last-Modified"]})
    assert answer.status_code == 200
    (tombstone,) = ET.fromstring(answer.data).findall(f"{TOMBSTONES}deleted-entry")
    assert tombstone.get("ref") == f"urn:uuid:{gone.id}"
    after.application.extensions[EXTENSION].close()


def test_tag_whose_entries_were_all_withdrawn_is_listed_nowhere_until_one_is_back(
    client: FlaskClient, press: Press
) -> None:
    files = [f"{n:03}" for n in range(0, MANY, 7)]
    lists = ("/", "/tags/", "/feeds.opml", "/sitemap.xml")
    assert all("/tags/b/" in client.get(path).text for path in lists)
    press.withdraw(*files)
    assert not any("/tags/b/" in client.get(path).text for path in lists)
    assert titles(document(client, "/tags/b/atom.xml")) == []
    press.restore(files[3])
    assert all("/tags/b/" in client.get(path).text for path in lists)
    assert titles(document(client, "/tags/b/atom.xml")) == ["Article 21"]
