"""oEmbed: what other pages may show of an article that they name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from lxml import etree, html

from feeds.model import Entry, Picture, Source
from feeds.site import Site
from feeds.web.routes.oembed import alternates, described, fitting

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from tests.web.conftest import Library

pytestmark = pytest.mark.above_the_store

SITE = "https://news.example.org"
ASK = "/api/v1/oembed"
DAY = datetime(2026, 3, 1, tzinfo=UTC)
ENTRY = Entry("urn:uuid:1", "abcdefgh", "A <title>", (), "", DAY, DAY)
LARGE, SMALL = Picture("https://a.example/l.png", 1200, 800), Picture("https://a.example/s.png", 300, 200)


def test_page_of_an_entry_says_where_it_is_asked_for(client: FlaskClient, path_of: Callable[[str], str]) -> None:
    root: Any = html.fromstring(client.get(path_of("6Y5jLH")).text)
    for media_type, answered in (("application/json+oembed", "application/json"), ("text/xml+oembed", "text/xml")):
        (href,) = root.xpath(f"//link[@rel='alternate'][@type='{media_type}']/@href")
        answer = client.get(href.removeprefix(SITE))
        assert (answer.status_code, answer.mimetype) == (200, answered)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert client.get(href.removeprefix(SITE), headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_each_address_of_an_entry_is_described_alike_in_both_formats(
    client: FlaskClient, path_of: Callable[[str], str]
) -> None:
    told = client.get(f"{ASK}?url={quote(SITE + path_of('6Y5jLH'))}").get_json()
    assert {name: value for name, value in told.items() if not name.startswith("thumbnail")} == {
        "version": "1.0",
        "type": "link",
        "title": "Washington salue la réouverture d’un poste humanitaire entre la Turquie et la Syrie",
        "author_name": "Anadolu Agency, TRT Français",
        "provider_name": "Example News",
        "provider_url": f"{SITE}/",
        "cache_age": 300,
    }
    assert client.get(f"{ASK}?format=json&url=https://turquie2023.com/6Y5jLH").get_json() == told
    root = etree.fromstring(client.get(f"{ASK}?format=xml&url=https://turquie2023.com/6Y5jLH").data)
    assert {part.tag: part.text for part in root} == {name: str(value) for name, value in told.items()}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("url=", 400),
        ("url=https://turquie2023.com/6Y5jLH&format=yaml", 501),
        ("url=https://turquie2023.com/6Y5jLH&maxwidth=-1", 400),
        ("url=https://turquie2023.com/6Y5jLH&maxheight=1e9", 400),
        ("url=https://turquie2023.com/NeVer1", 404),
        ("url=https://turquie2023.com/LaTer1", 404),  # scheduled
        ("url=https://turquie2023.com/TwIce1", 300),
        ("url=https://elsewhere.example/6Y5jLH", 422),
        ("url=javascript:alert(1)", 422),
        ("url=file:///etc/passwd", 422),
        ("url=%00%ff" + "a" * 5000, 422),
    ],
)
def test_what_is_no_entry_is_refused_with_a_status(client: FlaskClient, query: str, status: int) -> None:
    answer = client.get(f"{ASK}?{query}")
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


def test_what_was_taken_back_is_gone(library: Library) -> None:
    library.withdraw("https://turquie2023.com/6Y5jLH")
    assert library.app().test_client().get(f"{ASK}?url=https://turquie2023.com/6Y5jLH").status_code == 410


@pytest.mark.parametrize(
    ("bounds", "expected"), [((None, None), LARGE), ((1200, 800), LARGE), ((1199, None), SMALL), ((None, 100), None)]
)
def test_picture_is_named_that_fits(bounds: tuple[int | None, int | None], expected: Picture | None) -> None:
    assert fitting((Picture("https://a.example/u.png"), LARGE, SMALL), *bounds) == expected
    told = described(ENTRY, Site(SITE), expected)
    assert told.get("thumbnail_url") == (expected and expected.url)
    assert told.get("thumbnail_width") == (expected and expected.width)


def test_author_is_who_wrote_it_else_who_is_credited() -> None:
    credited = replace(ENTRY, sources=(Source("afp", "AFP"),))
    assert described(credited, Site(SITE))["author_url"] == f"{SITE}/sources/afp/"
    named = described(replace(credited, authors=("Ann Lee", "Bo Ray")), Site(SITE))
    assert named["author_name"] == "Ann Lee, Bo Ray" and "author_url" not in named


def test_files_answer_no_query() -> None:
    assert alternates(f"{SITE}/entries/a", Site(SITE, has_paths=True)) == []
