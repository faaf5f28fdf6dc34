"""The canonical page of an entry: what it says to browsers, search engines and programs, and what it keeps out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import atoma  # type: ignore[import-untyped]
import feedparser  # type: ignore[import-untyped]
import pytest
from lxml import html

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.web.conftest import Library

pytestmark = pytest.mark.above_the_store

SITE = "https://news.example.org"
ARABIC, TURKISH = "q5QZ15", "Ih3kcV"


def heads(answer: TestResponse) -> dict[Any, Any]:
    """Give what the head of a page says, by rel, name or property."""
    root = html.fromstring(answer.data.decode())
    said = {element.get("rel"): element.get("href") for element in root.iter("link")}
    return said | {e.get("property") or e.get("name"): e.get("content") for e in root.iter("meta")}


def test_page_says_what_it_is(client: FlaskClient, path_of: Callable[[str], str]) -> None:
    path = path_of("6Y5jLH")
    answer = client.get(path)
    said = heads(answer)
    title = "Washington salue la réouverture d’un poste humanitaire entre la Turquie et la Syrie"
    assert said["canonical"] == said["og:url"] == SITE + path
    assert said["shortlink"] == "https://turquie2023.com/6Y5jLH"
    assert said["og:title"] == title
    assert (said["og:type"], said["og:site_name"]) == ("article", "Example News")
    assert said["og:locale"] == "fr_FR"
    assert said["og:description"] == said["description"] != ""
    assert (
        answer.headers["Link"] == f'<{SITE}{path}>; rel="canonical", <https://turquie2023.com/6Y5jLH>; rel="shortlink"'
    )
    assert client.head(path).headers["Link"] == answer.headers["Link"]
    root: Any = html.fromstring(answer.data.decode())
    links = root.xpath("//link[@rel='alternate'][@type='application/rss+xml']")
    named = [(link.get("title"), link.get("href")) for link in links]
    assert ("Turkey – Example News", "/tags/turkey/feed.xml") in named
    assert ("TRT Français – Example News", "/sources/trt-francais/feed.xml") in named
    assert all(client.get(href).status_code == 200 for _, href in named)


def test_only_a_date_that_was_stated_is_told_as_that_of_publication(library: Library) -> None:
    library.add(
        "dated.txt", "---\ndate: '2026-03-01 09:30'\n---\nUn pont rouvre\n\nIl a rouvert lundi, dit la mairie.\n"
    )
    library.add("undated.txt", "Un quai ferme\n\nIl a fermé mardi, dit la mairie.\n")
    client = library.app().test_client()
    items = {item["title"]: item for item in json.loads(client.get("/feed.json").data)["items"]}
    for title, is_dated in (("Un pont rouvre", True), ("Un quai ferme", False)):
        item = items[title]
        page = client.get(item["url"].removeprefix(SITE))
        said = heads(page)
        assert ("article:published_time" in said) == (b'itemprop="datePublished"' in page.data) == is_dated
        assert item["date_published"]
        preview = client.get(f"{said['shortlink'].removeprefix(SITE)}+").data.decode()
        assert ("Received" in page.data.decode()) == ("Received" in preview) == (not is_dated)
    assert client.get("/").data.decode().count("Received <time") >= 1


def test_same_entry_comes_as_data(client: FlaskClient, path_of: Callable[[str], str]) -> None:
    path = path_of("6Y5jLH")
    answer = client.get(f"{path}.json")
    entry = json.loads(answer.data)
    assert answer.content_type == "application/json; charset=utf-8"
    assert (entry["url"], answer.headers["Access-Control-Allow-Origin"]) == (SITE + path, "*")
    assert entry in json.loads(client.get("/feed.json").data)["items"]


def test_other_words_lead_to_the_right_ones(client: FlaskClient, path_of: Callable[[str], str]) -> None:
    path = path_of("6Y5jLH")
    handle = path[-8:]
    for asked in (
        f"old-title-{handle}",
        handle,
        f"-{handle}",
        f"a%20b-{handle}",
        f"Washington-{handle.upper()}",
        path[9:].upper(),
    ):
        for suffix in ("", ".json"):
            answer = client.get(f"/entries/{asked}{suffix}")
            assert (answer.status_code, answer.headers.get("Location")) == (301, SITE + path + suffix)


def test_address_is_spelt_alike_in_every_script(client: FlaskClient, path_of: Callable[[str], str]) -> None:
    path = path_of(ARABIC)
    assert path.isascii() and "تركيا" in unquote(path)
    answer = client.get(path)
    assert answer.status_code == 200
    assert heads(answer)["canonical"] == SITE + path
    assert f"<{SITE}{path}>" in answer.headers["Link"]
    assert client.get(path.lower()).status_code == 200


@pytest.mark.parametrize(
    ("code", "lang", "direction"), [("6Y5jLH", "fr", "ltr"), (ARABIC, "ar", "rtl"), (TURKISH, "tr", "ltr")]
)
def test_entry_speaks_its_language_in_its_direction(
    client: FlaskClient, path_of: Callable[[str], str], code: str, lang: str, direction: str
) -> None:
    root = html.fromstring(client.get(path_of(code)).data.decode())
    article = next(root.iter("article"))
    assert (article.get("lang"), article.get("dir")) == (lang, direction)
    assert (root.get("lang"), root.get("dir")) == ("en", "ltr")


@pytest.mark.parametrize("path", ["/", "/feed.xml", "/sources/afp/", "/entries/x-{}", "/feed.json", "/atom.xml"])
def test_hostile_title_stays_text(client: FlaskClient, path_of: Callable[[str], str], path: str) -> None:
    page = path_of("h0StiL")
    answer = client.get(page if path.startswith("/entries") else path, headers={"Sec-Fetch-Dest": "document"})
    assert answer.status_code == 200
    assert_nothing_runs(answer)
    assert "\u202e" not in answer.text


PATHS = "/ /tags/ /tags/turkey/ /feed.xml /rss /6Y5jLH /nope /TwIce1 /GoNe12 /api/v1/resolve /healthz /feeds.opml"


@pytest.mark.parametrize("path", PATHS.split())
def test_every_answer_closes_the_door_to_scripts(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


@pytest.mark.parametrize(("scheme", "is_open"), [("http", True), ("HTTP", True), ("https", False)])
def test_insecure_pictures_are_loaded_only_by_the_page_that_has_one(
    library: Library, scheme: str, *, is_open: bool
) -> None:
    library.add(
        "picture.txt", f"---\nurl: https://a.example/1\nimage: {scheme}://a.example/1.png\n---\nPicture\n\nText.\n"
    )
    client = library.app().test_client()
    path = json.loads(client.get("/feed.json").data)["items"][0]["url"].removeprefix(SITE)
    policies = [client.get(asked).headers["Content-Security-Policy"] for asked in (path, "/")]
    assert ["http://a.example;" in policy for policy in policies] == [is_open, False]


@pytest.mark.parametrize("path", ["/", "/tags/", "/tags/turkey/", "/feed.xml", "/nope", "/TwIce1", "/GoNe12"])
def test_pages_hold_no_inline_style_or_script(client: FlaskClient, path: str) -> None:
    assert_nothing_runs(client.get(path, headers={"Sec-Fetch-Dest": "document"}))


def assert_nothing_runs(answer: TestResponse) -> None:
    root = html.fromstring(answer.data.decode())
    assert not list(root.iter("style", "iframe"))
    assert [(script.get("src"), script.text) for script in root.iter("script")] in ([], [("/static/page.js", None)])
    assert not any(str(name).startswith("on") or name == "style" for element in root.iter() for name in element.attrib)


ORIGINAL = "https://www.journal.example/2026/03/pont?a=1&b=2"
STATED = (
    f"---\ntitle: Un pont\nurl: {ORIGINAL}\ndescription: Il rouvre.\naudio: /e.mp3\n---\n"
    "Il a rouvert lundi, dit la mairie.\n"
)


@pytest.mark.parametrize("links", ["here", "original"])
def test_original_of_an_entry_is_given_out_in_every_format_and_found(library: Library, links: str) -> None:
    library.add("pont.txt", STATED)
    client = library.app(links=links).test_client()
    (item,) = [item for item in json.loads(client.get("/feed.json").data)["items"] if item["title"] == "Un pont"]
    page = client.get("/api/v1/resolve", query_string={"url": ORIGINAL}).get_json()["entry"]
    assert page["external_url"] == item["external_url"] == ORIGINAL and page["id"] == item["id"]
    assert item["url"] == (ORIGINAL if links == "original" else page["canonical_url"])
    assert item["summary"] == "Il rouvre." and item["author"] == {"name": item["authors"][0]["name"]}
    for name in ("feed.xml", "atom.xml"):
        parsed = feedparser.parse(client.get(f"/{name}").data)
        (read,) = [entry for entry in parsed.entries if entry.title == "Un pont"]
        assert read.link == item["url"] and read.id == item["id"]
        assert [link.href for link in read.links if link.rel == "via"] == [ORIGINAL]
        assert [link.href for link in read.enclosures] == ["https://www.journal.example/e.mp3"]
        assert read.updated and read.summary == "Il rouvre."
    assert atoma.parse_rss_bytes(client.get("/feed.xml").data).items
    shown = client.get(page["canonical_url"].removeprefix(SITE)).data.decode()
    assert f'href="{ORIGINAL.replace("&", "&amp;")}"' in shown and "journal.example</bdi>" in shown


def test_a_picture_is_shown_with_what_is_said_of_it(library: Library) -> None:
    image = "{url: 'https://a.example/p.jpg', alt: 'Le \"pont\"', caption: Vu du port}"
    library.add("pont.txt", f"---\ntitle: Un pont\nimage: {image}\n---\nIl a rouvert lundi, dit la mairie.\n")
    client = library.app().test_client()
    (item,) = [item for item in json.loads(client.get("/feed.json").data)["items"] if item["title"] == "Un pont"]
    page = client.get(item["url"].removeprefix(SITE)).data.decode()
    assert 'alt="Le &#34;pont&#34;"' in page and '<p class="caption">Vu du port</p>' in page
    assert 'alt="Le &quot;pont&quot;"' in item["content_html"]


def test_markup_is_shown_and_pictures_by_http_are_let_in(library: Library) -> None:
    library.add(
        "pont.md",
        "---\ntitle: Un pont\nurl: http://journal.example/a/pont\n---\n"
        "## Ce qui *change*\n\nIl a **rouvert** lundi.\n\n"
        "![Le pont](pont.jpg)\n\n<script>alert(1)</script>\n",
    )
    client = library.app().test_client()
    (item,) = [item for item in json.loads(client.get("/feed.json").data)["items"] if item["title"] == "Un pont"]
    assert item["content_html"].startswith("<h2>Ce qui <em>change</em></h2><p>Il a <strong>rouvert</strong> lundi.</p>")
    assert item["content_text"].startswith("Ce qui change\n\nIl a rouvert lundi.")
    answer = client.get(item["url"].removeprefix(SITE))
    shown = answer.data.decode()
    assert "<strong>rouvert</strong>" in shown and "alert(1)" not in shown
    assert 'referrerpolicy="no-referrer" src="http://journal.example/a/pont.jpg" alt="Le pont"' in shown
    assert " http://journal.example;" in answer.headers["Content-Security-Policy"]
    assert "http:" not in client.get("/").headers["Content-Security-Policy"]
