"""The panel by which a page is followed, and what its content policy lets a browser load."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from feeds.web.base.answers import policy
from feeds.web.base.subscribing import web_readers
from tests.web.pages.test_pages import STYLE, tree

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.web.conftest import Library

pytestmark = pytest.mark.above_the_store

SITE = "https://news.example.org"
NARROW = "/browse?not-source=afp&tag=syria,turkey"


@pytest.mark.parametrize("path", ["/", "/tags/turkey/", NARROW, "/tags/turkey/?content=summary"])
def test_panel_begins_with_the_address_of_what_is_shown(client: FlaskClient, path: str) -> None:
    root = tree(client, path)
    (panel,) = root.xpath("//section[@class='subscribe']")
    address = panel.xpath(".//code")[0].text_content()
    assert address == SITE + root.xpath("//link[@rel='alternate']/@href")[0]
    (button,) = panel.xpath(".//button")
    assert button.get("hidden") is not None  # until a script is there that copies
    assert root.xpath(f"//*[@id='{button.get('data-copies')}']")[0].text_content() == address
    assert f"feed:{address}" in panel.xpath(".//a/@href")


def test_over_plain_http_the_link_to_a_reader_app_has_no_scheme_but_its_own(shared: Library) -> None:
    client = shared.app(site_url="http://news.example.org").test_client()
    assert "feed://news.example.org/feed.xml" in tree(client, "/").xpath("//section[@class='subscribe']//a/@href")


def test_readers_on_the_web_are_given_the_whole_address_and_told_nothing_more(client: FlaskClient) -> None:
    root = tree(client, NARROW)
    address = root.xpath("//section[@class='subscribe']//code")[0].text_content()
    links = root.xpath("//ul[@class='readers']//a")
    assert {"Feedly", "Inoreader", "NewsBlur", "Feedbin", "The Old Reader", "Miniflux"} <= {link.text for link in links}
    for link in links:
        assert {"noreferrer", "nofollow"} <= set(link.get("rel").split())
        given = urlsplit(link.get("href"))
        assert given.scheme == "https"
        values = [value for one in parse_qs(given.query).values() for value in one] or [unquote(given.path)]
        assert values[0].endswith(address)


def test_address_may_hold_anything() -> None:
    given = dict(web_readers("https://a.example/f?x=1&y={}%2C"))["Feedbin"]
    assert given == "https://feedbin.com/?subscribe=https%3A%2F%2Fa.example%2Ff%3Fx%3D1%26y%3D%7B%7D%252C"


def test_everything_else_is_folded(client: FlaskClient) -> None:
    (folded,) = tree(client, "/tags/turkey/").xpath("//section[@class='subscribe']/details")
    links = folded.xpath(".//a/@href")
    assert {"/tags/turkey/daily.xml", "/tags/turkey/weekly.xml", f"{SITE}/feeds.opml?tag=turkey"} <= set(links)
    assert {"/tags/turkey/?content=summary", "/tags/turkey/?limit=15"} <= set(links)
    assert all(client.get(link.removeprefix(SITE)).status_code == 200 for link in links)


def test_what_is_chosen_by_date_has_no_digest(client: FlaskClient) -> None:
    assert "weekly" not in client.get("/browse?since=2024-03-01&until=2024-03-31").text


def test_on_a_small_screen_the_panel_unfolds_where_its_line_leads() -> None:
    (small,) = (part for part in STYLE.split("@media ") if part.startswith("screen and (max-width: 59.99rem)"))
    assert ".subscribe:not(:target)" in small


def test_script_is_the_sites_own_file(client: FlaskClient) -> None:
    (script,) = tree(client, "/").xpath("//script")
    answer = client.get(script.get("src"))
    assert (answer.status_code, answer.content_type) == (200, "text/javascript; charset=utf-8")
    assert script.text is None and script.get("defer") is not None


def test_a_page_loads_pictures_of_the_hosts_it_shows_and_of_no_other(library: Library) -> None:
    library.add(
        "picture.md",
        "---\nurl: https://a.example/1\nimage: http://a.example:8080/1.png\nlanguage: en\n---\n# Bridge\n\n"
        "A bridge has been opened today.\n\n![one](https://b.example/x.png)\n\n![two](https://bücher.example/y.png)\n",
    )
    client = library.app(site_logo="https://c.example/logo.png").test_client()
    path = json.loads(client.get("/feed.json").data)["items"][0]["url"].removeprefix(SITE)
    shown, listed = (_sources(client.get(asked).headers["Content-Security-Policy"]) for asked in (path, "/"))
    assert shown == {
        "'self'",
        "http://a.example:8080",
        "https://b.example",
        "https://xn--bcher-kva.example",
        "https://c.example",
    }
    assert listed == {"'self'", "https://c.example"}


@pytest.mark.parametrize(
    "picture", ["", "data:image/png;base64,x", "https://", "http://[::1", "https://a b/x.png", "javascript:alert(1)"]
)
def test_what_has_no_host_opens_nothing(picture: str) -> None:
    assert _sources(policy(picture)) == {"'self'"}


def _sources(written: str) -> set[str]:
    (sources,) = (part.split()[1:] for part in written.split(";") if part.split()[0] == "img-src")
    return set(sources)
