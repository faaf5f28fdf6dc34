"""The body of an entry: escaped, credited, in its direction."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.formats.content import content_html, content_text, entry_summary, image_type, right_to_left
from feeds.model import Entry, Source
from feeds.site import Site

MakeEntry = Callable[..., Entry]


def test_entry_that_is_only_a_title_has_it_for_a_summary(make_entry: MakeEntry) -> None:
    assert entry_summary(make_entry(title="Only a title", paragraphs=(), summary="")) == "Only a title"
    assert entry_summary(make_entry(paragraphs=("A paragraph.",), summary="")) == ""


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser gives them
        self.found.append(tag)

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_credits_are_the_last_paragraph(make_entry: MakeEntry, site: Site) -> None:
    entry = make_entry(paragraphs=("One.", "Two."))
    assert content_html(entry, site) == (
        "<p>One.</p><p>Two.</p>"
        '<p>Source: <a href="https://news.example.org/feeds/sources/anadolu-agency/">Anadolu Agency</a> · '
        '<a href="https://news.example.org/feeds/sources/trt-francais/">TRT Français</a></p>'
    )
    assert content_text(entry, site) == "One.\n\nTwo.\n\nSource: Anadolu Agency · TRT Français"


def test_without_credits_the_article_is_all(make_entry: MakeEntry, site: Site) -> None:
    entry = make_entry(paragraphs=("One.",), sources=())
    assert (content_html(entry, site), content_text(entry, site)) == ("<p>One.</p>", "One.")


def test_markup_in_an_article_is_shown_not_run(make_entry: MakeEntry, site: Site) -> None:
    entry = make_entry(paragraphs=('<script>alert("1")</script> & co',), sources=(Source("b", "<b>B"),))
    assert content_html(entry, site) == (
        '<p>&lt;script&gt;alert("1")&lt;/script&gt; &amp; co</p>'
        '<p>Source: <a href="https://news.example.org/feeds/sources/b/">&lt;b&gt;B</a></p>'
    )


@given(paragraphs=st.lists(st.text(), max_size=4), image=st.text())
def test_there_are_no_tags_but_ours(make_entry: MakeEntry, site: Site, paragraphs: list[str], image: str) -> None:
    entry = make_entry(paragraphs=tuple(paragraphs), image=f"https://img.example.org/{image}", language="ar")
    tags = Tags()
    tags.feed(content_html(entry, site))
    tags.close()
    assert set(tags.found) <= {"a", "div", "img", "p"}
    assert tags.found[:2] == ["div", "img"]


def test_image_comes_first_with_its_address_escaped(make_entry: MakeEntry, site: Site) -> None:
    entry = make_entry(paragraphs=("One.",), sources=(), image="https://img.example.org/a.jpg?x=1&y=\"'")
    assert content_html(entry, site) == (
        '<img src="https://img.example.org/a.jpg?x=1&amp;y=%22&#x27;" alt=""><p>One.</p>'
    )


@pytest.mark.parametrize(
    ("language", "site_language", "start"),
    [
        ("ar", "en", '<div lang="ar" dir="rtl"><p>'),
        ("fa-IR", "en", '<div lang="fa-IR" dir="rtl"><p>'),
        ("az-Arab", "en", '<div lang="az-Arab" dir="rtl"><p>'),
        (None, "he", '<div lang="he" dir="rtl"><p>'),
        ("fr", "ar", "<p>"),
        (None, "en", "<p>"),
    ],
)
def test_direction_is_said_where_it_is_right_to_left(
    language: str | None, site_language: str, start: str, make_entry: MakeEntry
) -> None:
    assert content_html(make_entry(language=language), Site(language=site_language)).startswith(start)


def test_script_in_a_tag_outweighs_the_language() -> None:
    assert not right_to_left("ar-Latn")
    assert right_to_left("ar-EG")


def test_image_type_is_told_by_the_name_only_if_it_is_known() -> None:
    assert image_type("https://img.example.org/a.JPG?v=2.png") == "image/jpeg"
    assert image_type("https://img.example.org/photo") is None
    assert image_type("https://img.example.org/a.php?x.jpg") is None


def test_markup_stands_in_the_html_and_nowhere_else(make_entry: MakeEntry, site: Site) -> None:
    html = '<h2>On</h2><p><b>One</b> &amp; <a href="https://a.example/?a=1&amp;b=2">two</a></p>'
    entry = make_entry(paragraphs=("On", "One & two"), sources=(), html=html, image="https://img.example.org/a.jpg")
    assert content_html(entry, site) == f'<img src="https://img.example.org/a.jpg" alt="">{html}'
    assert content_text(entry, site) == "On\n\nOne & two"


def test_an_image_that_stands_in_the_text_is_shown_once(make_entry: MakeEntry, site: Site) -> None:
    html = '<p>One</p><p><img src="https://img.example.org/a.jpg?x=1&amp;y=2" alt="A"></p>'
    entry = make_entry(paragraphs=("One",), sources=(), html=html, image="https://img.example.org/a.jpg?x=1&y=2")
    assert content_html(entry, site) == html
