"""Digests: one entry a day or a week, which stays as it is when its span is over."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from feeds.config import Settings
from feeds.model import Tag
from feeds.web import create_app
from feeds.web.base.services import EXTENSION
from feeds.web.front import state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask.testing import FlaskClient

    from feeds.model import Article
    from tests.conftest import FakeClock, Press

    Make = Callable[..., Article]

pytestmark = pytest.mark.above_the_store

A = Tag("a", "A")
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def client(
    press: Press, article: Make, clock: FakeClock, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FlaskClient]:
    monkeypatch.setattr(state, "_LOOK_EVERY", 0)
    dates = ["2023-11-06T12:00", "2023-11-08T22:30", "2023-11-08T23:30", "2023-11-13T08:00", "2023-11-13T09:00"]
    press.write(
        {
            f"{n}": article(f"Article <{n}>", tags=[A] if n % 2 else [], published=moment(date))
            for n, date in enumerate(dates)
        }
    )
    app = create_app(Settings(database_url=store_url, site_timezone="Europe/Paris"), clock)
    yield app.test_client()
    app.extensions[EXTENSION].close()


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def items(client: FlaskClient, path: str) -> list[dict[str, Any]]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.data
    found: list[dict[str, Any]] = json.loads(answer.data)["items"]
    return found


def test_each_day_with_articles_has_an_entry_in_the_time_of_the_site(client: FlaskClient) -> None:
    daily = items(client, "/daily.json")
    assert [item["title"] for item in daily] == [
        "Feeds, 2023-11-13",
        "Feeds, 2023-11-09",
        "Feeds, 2023-11-08",
        "Feeds, 2023-11-06",
    ]
    assert [item["content_html"].count("<li>") for item in daily] == [2, 1, 1, 1]
    assert daily[0]["summary"] == "Article <3> · Article <4>"
    assert "Article &lt;3&gt;</a>" in daily[0]["content_html"]


def test_each_week_has_one(client: FlaskClient) -> None:
    assert [item["title"] for item in items(client, "/weekly.json")] == ["Feeds, 2023-W46", "Feeds, 2023-W45"]


def test_the_permalink_is_the_page_of_the_span(client: FlaskClient) -> None:
    for item in items(client, "/weekly.json"):
        page = client.get(item["url"].removeprefix(SITE))
        assert page.status_code == 200
        assert page.data.count(b"<article") == item["content_html"].count("<li>")
        assert "external_url" not in item
    assert 'rel="via"' not in client.get("/weekly.xml").text + client.get("/weekly.atom").text


def test_every_format_says_the_same(client: FlaskClient) -> None:
    ids = [item["id"] for item in items(client, "/daily.json")]
    rss, atom = (ET.fromstring(client.get(path).data) for path in ("/daily.xml", "/daily.atom"))
    assert [guid.text for guid in rss.iter("guid")] == ids
    assert [found.text for found in atom.iterfind("{*}entry/{*}id")] == ids
    assert client.get("/daily.atom").content_type == "application/atom+xml; charset=utf-8"


def test_any_selection_has_digests_at_one_address(client: FlaskClient) -> None:
    assert [item["title"] for item in items(client, "/tags/a/daily.json")] == [
        "A – Feeds, 2023-11-13",
        "A – Feeds, 2023-11-08",
    ]
    assert client.get("/daily.xml?tag=a").headers["Location"] == f"{SITE}/tags/a/daily.xml"
    assert items(client, "/daily.json?lang=fr") == []
    assert client.get("/tags/nobody/daily.xml").status_code == 404
    assert client.get("/daily.xml?since=2023-11-08").status_code == 400


def test_what_is_over_stays_as_it_is(client: FlaskClient, press: Press, article: Make) -> None:
    before = items(client, "/daily.json")
    press.write({"new": article("New", published=moment("2023-11-14T10:00"))})
    after = items(client, "/daily.json")
    assert [item["title"] for item in after[:1]] == ["Feeds, 2023-11-14"]
    assert after[1:] == before
    press.withdraw("0")
    assert [item["id"] for item in items(client, "/daily.json")] == [item["id"] for item in after[:-1]]


def test_what_is_said_of_the_last_update_never_goes_back(client: FlaskClient, press: Press, article: Make) -> None:
    told = []
    for step in (
        lambda: press.write({"new": article("New")}),
        lambda: press.withdraw("new"),
        lambda: press.withdraw("4"),
    ):
        step()
        told.append(ET.fromstring(client.get("/daily.atom").data).findtext("{*}updated") or "")
    assert told == sorted(told) and all(told)


def test_an_empty_site_has_none(empty: Any) -> None:
    empty.ingest()
    assert items(empty.app().test_client(), "/daily.json") == []
