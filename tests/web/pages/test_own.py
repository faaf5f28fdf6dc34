"""What an owner gives the pages: texts, an address, a style sheet, a logo; all within the content policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html

from feeds.errors import SettingsError
from feeds.web.base.own import Part, read_markdown, read_text

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.conftest import Library

pytestmark = pytest.mark.above_the_store

ABOUT = """# Who we are

We are <b>three</b> people. Write to desk@news.example.org, see https://example.org/a?b=1&c=2.

## Where

[Our house](https://example.org/house) and [no script](javascript:alert(1)).
"""


def test_text_has_paragraphs_headings_and_addresses_that_can_be_followed() -> None:
    text = read_text(ABOUT, "About")
    assert (text.heading, [block.is_heading for block in text.blocks]) == ("Who we are", [False, True, False])
    assert [part for block in text.blocks for part in block.parts if part.href] == [
        Part("desk@news.example.org", "mailto:desk@news.example.org"),
        Part("https://example.org/a?b=1&c=2", "https://example.org/a?b=1&c=2"),
        Part("Our house", "https://example.org/house"),
    ]
    assert read_text("", "Imprint").heading == "Imprint"


MARKDOWN = """# Who *we* are

We are **three** people & a <b>dog</b>: see https://example.org/a?b=1&c=2, or write to desk@news.example.org.

## Where

- [Our house](/house), `https://no.example`, <https://auto.example>
- [no script](javascript:alert(1)) <script>alert(1)</script> <img src=x onerror=alert(1)>

| Day | Open |
|---|---|
| Monday | 9–17 |
"""


def test_markdown_is_shown_as_such_and_html_in_it_as_text() -> None:
    text = read_markdown(MARKDOWN, "About", "https://news.example.org/browse/about")
    page = html.fromstring(f"<div>{text.html}</div>")
    assert (text.heading, page.findtext(".//h2"), page.xpath("//h1")) == ("Who we are", "Where", [])
    assert (page.findtext(".//strong"), page.findtext(".//td")) == ("three", "Monday")
    assert [(link.text, link.get("href")) for link in page.iter("a")] == [
        ("https://example.org/a?b=1&c=2", "https://example.org/a?b=1&c=2"),
        ("desk@news.example.org", "mailto:desk@news.example.org"),
        ("Our house", "https://news.example.org/house"),
        ("https://auto.example", "https://auto.example"),
    ]
    assert not {"script", "img", "b"} & {element.tag for element in page.iter()}
    said = html.tostring(page, method="text", encoding="unicode")
    assert "<b>dog</b>" in said and "<script>alert(1)</script>" in said


@pytest.mark.parametrize(
    ("text", "heading", "shown"),
    [
        ("Only a sentence.", "Imprint", "<p>Only a sentence.</p>"),
        ("# Us", "Us", ""),
        ("---\ntitle: Us\n---\n\nA sentence.\n", "Us", "<p>A sentence.</p>"),
        ("# Us\n\n# You\n\n## They\n", "Us", "<h2>You</h2><h3>They</h3>"),
        ("", "Imprint", ""),
        (
            "<https://a.example/?q=1>",
            "Imprint",
            '<p><a href="https://a.example/?q=1">https://a.example/?q=1</a></p>',
        ),
        (
            'See "https://a.example/x".',
            "Imprint",
            '<p>See "<a href="https://a.example/x">https://a.example/x</a>".</p>',
        ),
    ],
)
def test_heading_of_markdown_is_its_first_line_or_its_title(text: str, heading: str, shown: str) -> None:
    read = read_markdown(text, "Imprint", "https://a.example/browse/imprint")
    assert (read.heading, read.html) == (heading, shown)


def test_text_that_is_no_markdown_is_shown_as_it_stands(library: Library, tmp_path: Path) -> None:
    (tmp_path / "imprint.txt").write_text("We are **three**.\n", encoding="utf-8")
    client = library.app(site_imprint=str(tmp_path / "imprint.txt")).test_client()
    assert "<p>We are **three**.</p>" in client.get("/browse/imprint").data.decode()


def test_pages_show_what_is_the_owners(library: Library, tmp_path: Path) -> None:
    for name, text in (("about.md", ABOUT), ("own.css", ":root{--accent:#036}"), ("l.SVG", "<svg/>")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    client = library.app(
        site_about=str(tmp_path / "about.md"),
        site_contact="desk@news.example.org",
        site_stylesheet=str(tmp_path / "own.css"),
        site_logo=str(tmp_path / "l.SVG"),
    ).test_client()
    answer = client.get("/browse/about")
    page = html.fromstring(answer.data.decode())
    assert page.findtext(".//h1") == "Who we are"
    assert "We are &lt;b&gt;three&lt;/b&gt; people" in answer.data.decode()
    assert "style-src 'self'" in answer.headers["Content-Security-Policy"]
    sheets = [link.get("href") for link in page.iter("link") if link.get("rel") == "stylesheet"]
    assert sheets == ["/static/style.css", "/static/own.css"]
    home = html.fromstring(client.get("/").data.decode())
    assert {"/browse/about", "mailto:desk@news.example.org"} <= {link.get("href") for link in home.iter("a")}
    assert home.xpath("//img[@class='logo']/@src") == ["https://news.example.org/static/logo.svg"]
    assert client.get("/feed.json").get_json(force=True)["icon"] == "https://news.example.org/static/logo.svg"
    for path, kind in (("/static/own.css", "text/css; charset=utf-8"), ("/static/logo.svg", "image/svg+xml")):
        found = client.get(path)
        assert (found.status_code, found.content_type) == (200, kind)
        assert client.get(path, headers={"If-None-Match": found.headers["ETag"]}).status_code == 304
    assert client.get("/browse/imprint").status_code == 404
    (tmp_path / "about.md").write_text("# Changed\n", encoding="utf-8")
    assert "Changed" in client.get("/browse/about").data.decode()
    (tmp_path / "own.css").unlink()
    assert client.get("/static/own.css").status_code == 404


def test_page_of_a_site_without_any_leads_to_none(library: Library) -> None:
    client = library.app(site_logo="http://a.example/logo.png").test_client()
    page = client.get("/").data.decode()
    assert not any(word in page for word in ("/browse/about", "own.css", "Contact", 'class="logo"'))
    assert client.get("/browse/about").status_code == client.get("/static/own.css").status_code == 404


def test_file_that_is_not_there_is_said_at_the_start(library: Library) -> None:
    with pytest.raises(SettingsError, match=r"FEEDS_SITE_IMPRINT names nowhere\.md: no such file"):
        library.app(site_imprint="nowhere.md")


def test_licence_is_linked_by_feeds_and_pages_and_robots_are_told_what_for(library: Library) -> None:
    license_ = "https://creativecommons.org/licenses/by/4.0/"
    client = library.app(site_license=license_, content_signal="search=yes, ai-train=no").test_client()
    assert f'<atom:link href="{license_}" rel="license"/>' in client.get("/feed.xml").text
    assert f'<link href="{license_}" rel="license"/>' in client.get("/tags/turkey/atom.xml").text
    told = client.get("/feed.json").json
    assert told is not None and told["_feeds"]["license"] == license_
    assert html.fromstring(client.get("/").text).xpath("//a[@rel='license']/@href") == [license_]
    robots = client.get("/robots.txt").text.splitlines()
    assert robots[:3] == ["User-agent: *", "Content-Signal: search=yes, ai-train=no", "Disallow:"]
    assert "license" not in library.app().test_client().get("/feed.json").text
