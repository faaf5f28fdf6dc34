"""What machines look for that find their way by a list: the sitemap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from feeds.web.routes import sitemap

if TYPE_CHECKING:
    from flask.testing import FlaskClient

SITE = "https://news.example.org"
MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(client: FlaskClient, path: str, of: str = "url") -> list[str]:
    answer = client.get(path)
    assert (answer.status_code, answer.content_type) == (200, "application/xml; charset=utf-8")
    return [
        str(found.text).removeprefix(SITE) for found in etree.fromstring(answer.data).iterfind(f"{MAPS}{of}/{MAPS}loc")
    ]


def entries_of(client: FlaskClient) -> set[str]:
    items = client.get("/feed.json?limit=200").get_json(force=True)["items"]
    return {item["url"].removeprefix(SITE) for item in items}


def test_sitemap_lists_every_page_and_each_answers(client: FlaskClient) -> None:
    found = locations(client, "/sitemap.xml")
    assert {"/", "/sources/", "/tags/"} <= set(found)
    assert len(found) == len(set(found))
    assert {"/", "/sources/afp/", "/tags/turkey/"} <= set(found)
    assert {path for path in found if path.startswith("/entries/")} == entries_of(client)
    assert {client.get(path).status_code for path in found} == {200}
    assert "/sitemap.xml" in client.get("/robots.txt").text


def test_long_sitemap_comes_in_parts_that_stay(shared: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "_PART", 7)
    client = shared.app().test_client()
    parts = locations(client, "/sitemap.xml", "sitemap")
    assert parts[:2] == ["/sitemap.xml?part=0", "/sitemap.xml?part=1"] and len(parts) > 3
    listed = [path for part in parts for path in locations(client, part) if path.startswith("/entries/")]
    assert sorted(listed) == sorted(entries_of(client))
    assert client.get(f"/sitemap.xml?part={len(parts)}").status_code == 404


@pytest.mark.parametrize("asked", ["?part=", "?part=x", "?part=-1", "?part=99999999999999", "?x=1", "?part=٣"])
def test_sitemap_has_one_spelling(client: FlaskClient, asked: str) -> None:
    answer = client.get(f"/sitemap.xml{asked}")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{SITE}/sitemap.xml")
