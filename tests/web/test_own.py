"""What an owner gives the pages: texts, an address, a style sheet, a logo; all within the content policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html

from feeds.errors import SettingsError
from feeds.web.base.own import Part, read_text

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.conftest import Library

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
    with pytest.raises(SettingsError, match=r"nowhere\.md: no such file"):
        library.app(site_imprint="nowhere.md")
