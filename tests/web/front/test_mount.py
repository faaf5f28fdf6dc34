"""A site under a path of its host, whether or not the proxy in front takes the path away."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytestmark = pytest.mark.above_the_store

HOST = "https://example.org"
MOUNTS = [("/news", "/news"), ("/news", ""), ("/a/b", "/a/b"), ("/n%C3%A9ws", "/n%C3%A9ws")]


@pytest.mark.parametrize(("path", "seen"), MOUNTS)
def test_every_link_lies_under_the_path_and_answers(shared: Any, path: str, seen: str) -> None:
    client = shared.app(site_url=HOST + path).test_client()
    links: set[str] = set()
    for page in ("/", "/tags/", "/tags/turkey/", "/feed.xml"):
        answer = client.get(seen + page, headers={"Sec-Fetch-Dest": "document"})
        assert answer.status_code == 200
        links |= set(re.findall(r'(?:href|src)="([^"#:]+)"', answer.text))
    assert len(links) > 40 and all(link.startswith(f"{path}/") for link in links)
    for link in sorted(links)[::6]:
        with client.get(seen + link.removeprefix(path).replace("&amp;", "&")) as linked:
            assert linked.status_code == 200, link


@pytest.mark.parametrize(("path", "seen"), MOUNTS)
def test_redirects_and_feeds_are_of_the_path(shared: Any, path: str, seen: str) -> None:
    client = shared.app(site_url=HOST + path).test_client()
    moves = {
        "/rss": "/feed.xml",
        "/tags": "/tags/",
        "/sources/aa/": "/sources/anadolu-agency/",
        "/feed.xml?x=1": "/feed.xml",
    }
    for asked, one in moves.items():
        assert client.get(seen + asked).headers["Location"] == HOST + path + one
    target = client.get(f"{seen}/6Y5jLH").headers["Location"]
    assert target.startswith(f"{HOST}{path}/entries/")
    assert client.get(seen + target.removeprefix(HOST + path)).status_code == 200
    assert f"{HOST}{path}/feed.xml".encode() in client.get(f"{seen}/feed.xml").data
    found = client.get(f"{seen}/api/v1/resolve", query_string={"url": target}).json
    assert found["entry"]["canonical_url"] == target


def test_path_without_its_slash_leads_to_the_home_page(shared: Any) -> None:
    answer = shared.app(site_url=f"{HOST}/news").test_client().get("/news")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{HOST}/news/")
    assert answer.headers["Cache-Control"] and answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("url", [f"{HOST}/newsroom/6Y5jLH", f"{HOST}/news6Y5jLH"])
def test_path_that_only_begins_alike_is_another(shared: Any, url: str) -> None:
    client = shared.app(site_url=f"{HOST}/news").test_client()
    assert client.get("/api/v1/resolve", query_string={"url": url}).status_code == 404
    assert client.get(url.removeprefix(HOST)).status_code == 404


def test_health_and_errors_answer_under_the_path_too(shared: Any) -> None:
    client = shared.app(site_url=f"{HOST}/news").test_client()
    assert client.get("/news/healthz").status_code == client.get("/healthz").status_code == 200
    assert client.get("/news/api/v1/resolve").content_type == "application/problem+json"
    assert 'href="/news/static/style.css"' in client.get("/news/nope").text
