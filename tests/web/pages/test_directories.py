"""The lists of all tags and sources as pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feeds.publish import directories
from feeds.web.routes.directories import line
from tests.web.pages.test_pages import tree

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.web.conftest import Library

pytestmark = pytest.mark.above_the_store

SITE = "https://news.example.org"


@pytest.mark.parametrize("path", ["/tags/", "/sources/"])
def test_every_row_leads_to_a_page_and_a_feed(client: FlaskClient, path: str) -> None:
    root = tree(client, path)
    rows = root.xpath("//tbody/tr")
    assert len(rows) > 5
    for row in rows:
        page, *_, feed = row.xpath(".//a/@href")
        assert feed == f"{page}feed.xml" and client.get(feed).status_code == 200
        assert row.xpath(".//time/@datetime") and int(row.xpath("./td[@class='count']")[0].text) > 0
    assert root.xpath("//meta[@name='description']/@content")


def test_letters_lead_to_where_they_begin(client: FlaskClient) -> None:
    root = tree(client, "/tags/")
    for letter in root.xpath("//nav[@class='letters']/a"):
        assert len(root.xpath(f"//tr[@id='{letter.text}']")) == 1


def test_letters_of_a_long_list_are_pages(shared: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    client = shared.app().test_client()  # in whose memory there is no list yet
    monkeypatch.setattr(directories, "WHOLE", 10)
    monkeypatch.setattr(directories, "FIRST", 5)
    root = tree(client, "/tags/")
    assert len(root.xpath("//tbody/tr")) == 5 and "These 5 of " in root.text_content()
    assert "/tags/?letter=t" in root.xpath("//nav[@class='letters']/a/@href")
    answer = client.get("/tags/?letter=T")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{SITE}/tags/?letter=t")
    shown = tree(client, "/tags/?letter=t")
    assert {name[0].lower() for name in shown.xpath("//tbody//th/a[1]/text()")} == {"t"}
    assert shown.xpath("//title")[0].text.startswith("Tags, T –")


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/tags", "/tags/"),
        ("/tags/?x=1", "/tags/"),
        ("/tags/?name=", "/tags/"),
        ("/tags/?name=Turk&letter=t", "/tags/?name=turk"),
        ("/sources/?name=%20Reuters", "/sources/?name=reuters"),
        ("/tags/?letter=~", "/tags/"),
    ],
)
def test_list_has_one_spelling(client: FlaskClient, asked: str, leads_to: str) -> None:
    answer = client.get(asked)
    assert (answer.status_code, answer.headers["Location"]) == (301, SITE + leads_to)
    assert client.get(leads_to).status_code == 200


def test_tag_is_found_by_a_part_of_its_name_and_by_any_of_its_names(client: FlaskClient) -> None:
    for name in ("turk", "turquie", "Türkei"):
        answer = client.get("/tags/", query_string={"name": name}, follow_redirects=True)
        assert 'href="/tags/turkey/"' in answer.text.partition("<tbody")[2]
    assert "Nothing here is called so." in client.get("/tags/?name=zzzz").text
    assert client.get("/tags/", query_string={"name": "'\"><script>"}, follow_redirects=True).status_code == 200


def test_line_is_as_high_as_its_best_week() -> None:
    assert line((0, 2, 4)) == "0,20 3,10 6,0"
    assert line((0, 0)) == line(()) == ""
