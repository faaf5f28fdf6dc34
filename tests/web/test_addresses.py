"""Which addresses there are, what they answer, and the one spelling of each."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

if TYPE_CHECKING:
    from flask.testing import FlaskClient

pytestmark = pytest.mark.above_the_store

SITE = "https://news.example.org"
FEEDS = {
    "feed.xml": "application/rss+xml; charset=utf-8",
    "atom.xml": "application/atom+xml; charset=utf-8",
    "feed.json": "application/feed+json; charset=utf-8",
}


@pytest.mark.parametrize("place", ["/", "/sources/afp/", "/sources/anadolu-agency/", "/tags/turkey/"])
@pytest.mark.parametrize("name", FEEDS)
def test_feed_lies_under_its_place_in_each_format(client: FlaskClient, place: str, name: str) -> None:
    answer = client.get(place + name)
    assert answer.status_code == 200
    assert answer.content_type == FEEDS[name]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"].startswith("max-age=")
    assert answer.headers["Vary"] == "Sec-Fetch-Dest, Accept-Encoding"
    assert f"{SITE}{place}{name}".encode() in answer.data


@pytest.mark.parametrize("accept", ["text/html", "application/json", "*/*", "nonsense"])
@pytest.mark.parametrize("name", FEEDS)
def test_format_is_named_by_the_address_and_not_by_accept(client: FlaskClient, name: str, accept: str) -> None:
    assert client.get(f"/{name}", headers={"Accept": accept}).content_type == FEEDS[name]


@pytest.mark.parametrize("path", ["/", "/sources/", "/tags/", "/sources/afp/", "/tags/turkey/"])
def test_page_names_its_feeds(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.content_type == "text/html; charset=utf-8"
    named = re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">', answer.text)
    place = path if path.count("/") == 3 else "/"
    assert named == [(kind.partition(";")[0], place + name) for name, kind in FEEDS.items()]


def test_home_page_leads_everywhere(client: FlaskClient) -> None:
    links = set(map(unescape, re.findall(r'href="(/(?!static/)[^"]*)"', client.get("/").text)))
    assert {"/tags/", "/sources/", "/tags/turkey/", "/sources/anadolu-agency/", "/feeds.opml"} <= links
    assert {client.get(link).status_code for link in links} == {200}


def test_every_link_of_the_directories_answers(client: FlaskClient) -> None:
    pages = client.get("/tags/").text + client.get("/sources/").text
    links = set(re.findall(r'href="(/(?!static/)[^"]*)"', pages))
    assert len(links) > 60
    assert {client.get(link).status_code for link in links} == {200}


@pytest.mark.parametrize("place", ["/", "/sources/anadolu-agency/", "/tags/turkey/"])
@pytest.mark.parametrize(
    ("other", "name"),
    [("feed", "feed.xml"), ("rss", "feed.xml"), ("rss.xml", "feed.xml"), ("index.xml", "feed.xml"),
     ("feed.atom", "atom.xml"), ("feed/", "feed.xml"), ("feed.xml/", "feed.xml"), ("feed.json/", "feed.json")],
)  # fmt: skip
def test_other_names_lead_to_the_three(client: FlaskClient, place: str, other: str, name: str) -> None:
    answer = client.get(place + other)
    assert answer.status_code == 301
    assert answer.headers["Location"] == f"{SITE}{place}{name}"
    assert answer.headers["Cache-Control"] == "max-age=300"


@pytest.mark.parametrize(
    ("asked", "one"),
    [
        ("/sources/aa/feed.xml", "/sources/anadolu-agency/feed.xml"),
        ("/sources/AA/rss", "/sources/anadolu-agency/feed.xml"),
        ("/sources/AFP/", "/sources/afp/"),
        ("/sources/aa", "/sources/anadolu-agency/"),
        ("/sources/TRT%20FR/atom.xml", "/sources/trt-francais/atom.xml"),
        ("/tags/turquie/feed.json", "/tags/turkey/feed.json"),
        ("/tags/Turkey/feed.json", "/tags/turkey/feed.json"),
        ("/tags/%D8%AA%D8%B1%D9%83%D9%8A%D8%A7/", "/tags/turkey/"),
        ("/tags/turkey", "/tags/turkey/"),
        ("/tags", "/tags/"),
        ("/sources", "/sources/"),
        ("/tags?x=1", "/tags/"),
        ("/?utm_source=mail", "/"),
        ("/tags/turkey/?x=1", "/tags/turkey/"),
        ("/feed.xml?null", "/feed.xml"),
        ("/feed.xml?cache=123&limit=5", "/feed.xml?limit=5"),
        ("/feed.xml?limit=5&content=summary", "/feed.xml?content=summary&limit=5"),
        ("/feed.xml?content=full", "/feed.xml"),
        ("/feed.xml?content=&limit=", "/feed.xml"),
        ("/feed.xml?limit=5&limit=5", "/feed.xml?limit=5"),
        ("/feed.xml?limit=05", "/feed.xml?limit=5"),
        ("/feed.xml?limit=%35", "/feed.xml?limit=5"),
        ("/feed.xml?raw=0", "/feed.xml"),
        ("/tags/turquie/rss?limit=7&y", "/tags/turkey/feed.xml?limit=7"),
        ("/feed.xml%20", "/feed.xml"),
        ("/feed.xml%0A", "/feed.xml"),
        ("/tags/turkey//atom.xml", "/tags/turkey/atom.xml"),
        ("/tags//turkey/feed.json%20%20", "/tags/turkey/feed.json"),
    ],
)
def test_any_other_spelling_leads_to_the_one(client: FlaskClient, asked: str, one: str) -> None:
    answer = client.get(asked)
    assert (answer.status_code, answer.headers.get("Location")) == (301, SITE + one)
    assert client.get(one).status_code == 200


@pytest.mark.parametrize("path", ["/feed.xml", "/tags/turkey/", "/feeds.opml", "/"])
def test_slashes_doubled_in_front_lead_to_the_one_spelling(client: FlaskClient, path: str) -> None:
    answer = client.get("/", environ_overrides={"PATH_INFO": f"/{path}"})
    assert (answer.status_code, answer.headers.get("Location")) == (301, SITE + path)


UNKNOWN = """
    /tags/nope /tags/nope/ /tags/nope/feed.xml /tags/nope/rss /tags/Nope/rss /sources/nope/atom.xml /sources/NOPE/
    /tags/afp/ /tags/%0d%0aX:y/rss /tags/%00/ /tags/%ff/feed.xml /tags// /tags//feed.xml /tags/turkey/other.xml
    /entries/ /entries/x /entries/x-00000000 /s/ /api/ /healthz/ /sitemap /feed.xml/feed.xml
    /static/ /static/../feeds.toml /static/%2e%2e/pages.py
"""


@pytest.mark.parametrize("path", UNKNOWN.split())
def test_unknown_is_not_found(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "max-age=60"
    assert "Location" not in answer.headers


def known_but_empty(client: FlaskClient) -> str:
    """Give a tag that the vocabulary has and no entry."""
    listed = client.get("/tags/").text
    unused = (tag for tag in ("japan", "australia", "mexico", "chess", "iceland") if f"/tags/{tag}/" not in listed)
    return next(tag for tag in unused if client.get(f"/tags/{tag}/").status_code == 200)


@pytest.mark.parametrize("name", FEEDS)
def test_known_but_empty_is_an_empty_feed_as_old_as_the_store(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/tags/{known_but_empty(client)}/{name}")
    assert answer.status_code == 200
    assert b"<item>" not in answer.data and b"<entry>" not in answer.data
    assert answer.last_modified is not None
    if name == "atom.xml":
        updated = etree.fromstring(answer.data).findtext("{*}updated") or ""
        assert updated[:10] == answer.last_modified.isoformat()[:10]


def test_summary_carries_less_than_the_full_text(client: FlaskClient) -> None:
    full, summary = (json.loads(client.get(f"/feed.json{query}").data) for query in ("", "?content=summary"))
    assert [item["id"] for item in full["items"]] == [item["id"] for item in summary["items"]]
    assert all("content_html" in item for item in full["items"])
    assert not any("content_html" in item for item in summary["items"])
    assert summary["feed_url"] == f"{SITE}/feed.json?content=summary"


@pytest.mark.parametrize("limit", [1, 5, 200])
def test_limit_says_how_many(client: FlaskClient, limit: int) -> None:
    every = ids(json.loads(client.get("/feed.json?limit=200").data))
    some = ids(json.loads(client.get(f"/feed.json?limit={limit}").data))
    assert some == every[:limit]


def ids(feed: dict[str, Any]) -> list[str]:
    return [item["id"] for item in feed["items"]]


IMPOSSIBLE = """
    limit=0 limit=201 limit=-1 limit=x limit=1.5 limit=%D9%A3 limit=99999999999 limit=%00 limit=1&limit=2
    content=html content=%3Cscript%3E content=full&content=summary
    q=- page=1&limit=2 lang=french lang=fr&lang=tr since=yesterday until=2024-13-01 tag= tag=a,,b
    tag=syria&not-tag=syria
    since=2024-02-01&until=2024-01-01 not-tag=a,b,c,d,e,f,g,h,i,j,k,l,m
"""


@pytest.mark.parametrize("query", IMPOSSIBLE.split())
@pytest.mark.parametrize("path", ["/feed.xml", "/tags/turkey/feed.json"])
def test_what_cannot_be_given_is_a_bad_request(client: FlaskClient, path: str, query: str) -> None:
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "<script>" not in client.get(f"{path}?{query}", headers={"Accept": "text/html"}).text


def test_raw_is_the_document_and_never_sent_on(client: FlaskClient) -> None:
    plain = client.get("/feed.xml")
    browser = {"Sec-Fetch-Dest": "document"}
    for asked in ("/feed.xml?raw=1", "/feed.xml?raw=1&utm=x", "/rss?raw=1"):
        raw = client.get(asked, headers=browser)
        assert (raw.status_code, raw.data, raw.headers["ETag"]) == (200, plain.data, plain.headers["ETag"])
    assert client.get("/sources/aa/feed.xml?raw=1").data == client.get("/sources/anadolu-agency/feed.xml").data


def test_robots_may_read_everything_and_browsers_find_the_icon(client: FlaskClient) -> None:
    robots = client.get("/robots.txt")
    assert (robots.status_code, robots.content_type) == (200, "text/plain; charset=utf-8")
    assert "Disallow:\n" in robots.text
    icon = client.get("/favicon.ico")
    assert (icon.status_code, icon.content_type) == (200, "image/x-icon")
    assert icon.data[:4] == b"\0\0\1\0"


def test_static_files_are_kept_for_a_while(client: FlaskClient) -> None:
    answer = client.get("/static/style.css")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "max-age=300"
    answer.close()


def test_browser_gets_a_preview_that_no_cache_keeps(client: FlaskClient) -> None:
    answer = client.get("/tags/turkey/feed.xml?limit=3", headers={"Sec-Fetch-Dest": "document"})
    assert answer.status_code == 200
    assert answer.content_type == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Vary"] == "Sec-Fetch-Dest, Accept-Encoding"
    assert "ETag" not in answer.headers and "Last-Modified" not in answer.headers
    assert f"{SITE}/tags/turkey/feed.xml?limit=3" in answer.text.replace("<wbr>", "")
    assert 'href="/tags/turkey/feed.xml?limit=3&amp;raw=1"' in answer.text
    assert answer.text.count('<article class="teaser"') == 3


@pytest.mark.parametrize("destination", ["empty", "iframe", "Document", "document, document", ""])
def test_only_a_document_gets_the_preview(client: FlaskClient, destination: str) -> None:
    assert client.get("/feed.xml", headers={"Sec-Fetch-Dest": destination}).content_type == FEEDS["feed.xml"]


@pytest.mark.parametrize("asked", ["/rss", "/feed.xml?x=1", "/tags/turquie/feed.xml", "/tags/nope/feed.xml"])
def test_browser_is_sent_on_like_everyone(client: FlaskClient, asked: str) -> None:
    browser, reader = client.get(asked, headers={"Sec-Fetch-Dest": "document"}), client.get(asked)
    assert browser.status_code == reader.status_code
    assert browser.headers.get("Location") == reader.headers.get("Location")
