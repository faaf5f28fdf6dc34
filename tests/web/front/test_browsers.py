"""Who is shown a page in place of a feed: a person in a browser, and no feed reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feeds.site import Site
from feeds.web.front.browsers import is_person, vary_of

if TYPE_CHECKING:
    from tests.web.conftest import Library

SECURE, PLAIN = Site("https://news.example.org"), Site("http://news.example.org")
HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
READERS = [
    {"HTTP_ACCEPT": "*/*"},  # newsboat, sfeed
    {},  # rsstail
    {
        "HTTP_ACCEPT": "application/atom+xml,application/rdf+xml,application/rss+xml,application/x-netcdf,"
        "application/xml;q=0.9,text/xml;q=0.2,*/*;q=0.1"
    },  # feedparser, rss2email
    {"HTTP_ACCEPT": "application/rss+xml,application/xml;q=0.9,text/html;q=0.7"},  # FreshRSS
    {"HTTP_ACCEPT": "text/html"},
    {"HTTP_ACCEPT": HTML},  # an extension of a browser, which opens no page
    {"HTTP_ACCEPT": HTML, "HTTP_UPGRADE_INSECURE_REQUESTS": "0"},
    {"HTTP_ACCEPT": "application/rss+xml, text/html", "HTTP_UPGRADE_INSECURE_REQUESTS": "1"},
    {"HTTP_ACCEPT": "*/*", "HTTP_UPGRADE_INSECURE_REQUESTS": "1"},
    {"HTTP_SEC_FETCH_DEST": "empty", "HTTP_ACCEPT": HTML, "HTTP_UPGRADE_INSECURE_REQUESTS": "1"},
    {"HTTP_SEC_FETCH_MODE": "cors"},  # Node
]
OVER_HTTP = {"HTTP_ACCEPT": HTML, "HTTP_UPGRADE_INSECURE_REQUESTS": "1"}


@pytest.mark.parametrize("said", READERS)
def test_no_reader_is_taken_for_a_person(said: dict[str, str]) -> None:
    assert not is_person(said, SECURE) and not is_person(said, PLAIN)


def test_browser_is_known_by_what_it_is_about_and_over_plain_http_by_what_it_would_rather_have() -> None:
    assert is_person({"HTTP_SEC_FETCH_DEST": "document"}, SECURE)
    assert is_person({"HTTP_SEC_FETCH_DEST": "document"}, PLAIN)
    assert is_person(OVER_HTTP, PLAIN)
    assert not is_person(OVER_HTTP, SECURE)


def test_what_was_looked_at_is_named() -> None:
    assert vary_of(OVER_HTTP, SECURE) == "Sec-Fetch-Dest, Accept-Encoding"
    assert vary_of({"HTTP_ACCEPT": "*/*"}, PLAIN) == "Sec-Fetch-Dest, Upgrade-Insecure-Requests, Accept-Encoding"
    assert vary_of(OVER_HTTP, PLAIN) == "Accept, Sec-Fetch-Dest, Upgrade-Insecure-Requests, Accept-Encoding"


@pytest.mark.above_the_store
def test_person_and_reader_never_get_what_was_held_for_the_other(library: Library) -> None:
    client = library.app(site_url="http://news.example.org").test_client()
    person = {"Accept": HTML, "Upgrade-Insecure-Requests": "1"}
    for _ in range(3):
        page = client.get("/feed.xml", headers=person)
        assert (page.mimetype, page.headers["Cache-Control"]) == ("text/html", "private, no-store")
        for headers in ({}, {"Accept": HTML}, {"Accept": "*/*", "Upgrade-Insecure-Requests": "1"}):
            feed = client.get("/feed.xml", headers=headers)
            assert feed.mimetype == "application/rss+xml"
            assert "Upgrade-Insecure-Requests" in feed.headers["Vary"]
            assert ("Accept, " in feed.headers["Vary"]) == ("Upgrade-Insecure-Requests" in headers)
            tagged = {**headers, "If-None-Match": feed.headers["ETag"]}
            unchanged = client.get("/feed.xml", headers=tagged)
            assert (unchanged.status_code, unchanged.headers["Vary"]) == (304, feed.headers["Vary"])
    assert client.get("/feed.xml?raw=1", headers=person).mimetype == "application/rss+xml"
