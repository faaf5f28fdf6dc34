"""What is written of an entry as Markdown is read back into the same article."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feeds.formats.markdown import entry_markdown
from feeds.model import Article, Attachment, Entry, Picture, ShareLink, Source, Tag
from feeds.parsers import Defaults, parse
from feeds.parsers.markup import body_of_html, markdown_of
from feeds.site import Site
from tests.parsers.texts import LEAD, MORE

UUID = "5f0c7d6e-4c5b-5b1a-9f5e-0d8f3b8f6a01"
MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
URL = "https://journal.example/2026/03/pont"


def entry_of(article: Article) -> Entry:
    names = Entry.__dataclass_fields__.keys() & Article.__dataclass_fields__.keys() - {"id", "published", "updated"}
    return Entry(
        id=f"urn:uuid:{UUID}",
        handle="5f0c7d6e",
        published=article.published or MOMENT,
        updated=article.updated or MOMENT,
        **{name: getattr(article, name) for name in names},
    )


def read(text: bytes, name: str = "a.md") -> Article:
    return parse(text, name, Defaults()).article


def again(article: Article) -> Article:
    text = markdown_of(article.html) if article.html and not article.markdown else None
    return read(entry_markdown(entry_of(article), Site(), text))


FRONT = f"title: 'Le \"pont\": rouvert'\nurl: {URL}\nauthor: [Jeanne Martin]\ndate: 2026-03-02T09:30:00Z\nlanguage: fr"
PARTS = [
    "<p>a",
    "<b>b",
    "<ul><li>",
    "</ul>",
    "<pre>x\n\n y",
    "</pre>",
    "<table><tr><td>1<td>2</table>",
    "<blockquote>q",
]
PARTS += ["</blockquote>", "<h1>h</h1>", "<ol start=4><li>o", "</ol>", "<img src=/i.png alt='*'>", "t\n\n*x* ", "<hr>"]
LISTED = "*Rouvert*, [dit](/a) le maire.\n\n- un\n- deux\n\n> cité\n\n![Le pont](p.jpg)\n\n```\nx\n\ny\n```"
CODED = "<pre>a\n\n\nb</pre><ul><li>x<ul><li>y</ul></ul><table><tr><td>1<td>2</table>"


@pytest.mark.parametrize(
    "text",
    [
        f"{LEAD}\n\n{MORE}",
        f"{LEAD}\n\n{LISTED}\n\n{MORE}",
        f"<p>{LEAD} <b>Oui.</b></p>{CODED}<p>{MORE}",
        f"# Un\n\n{LEAD}\n\n## Deux\n\n{MORE}\n\nAFP\n\nPartager cet article ? https://court.example/qYOea0",
        "Share\n\n* * *\n\n5 \\* 3 et 1\\. \\[x\\] &amp;amp; ~~non~~",
    ],
)
def test_an_article_is_the_same_when_it_is_read_back(text: str) -> None:
    first = read(f"---\n{FRONT}\n---\n{text}\n".encode())
    stated = tuple(tag.slug for tag in first.tags)
    assert again(first) == replace(first, entry_id=UUID, updated=MOMENT, stated_tags=stated)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h2>On</h2><p>1. A <strong>bold</strong> 5 * 3</p>", "## On\n\n1\\. A **bold** 5 \\* 3"),
        ('<p><a href="https://a.example/?a=1&amp;b=2">link</a><br>b</p>', "[link](<https://a.example/?a=1&b=2>)\\\nb"),
        ("<p>H<sub>2</sub>O <s>no</s> <code>x*</code></p>", "H<sub>2</sub>O ~~no~~ `x*`"),
        ('<ul><li>one<ul><li>two</li></ul></li></ul><ol start="3"><li>c</li></ol>', "- one\n  - two\n\n3. c"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n<!-- -->\n\n- b"),
        ("<blockquote><p>q</p><p>r</p></blockquote><hr>", "> q\n>\n> r\n\n---"),
        ("<pre><code>x\n\ny\n</code></pre>", "```\nx\n\ny\n```"),
        (
            "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
            "| a | b |\n| --- | --- |\n| 1 | 2 |",
        ),
        ('<p dir="rtl">x</p>', '<p dir="rtl">x</p>'),
        ("<p>a<strong>b.</strong>c</p>", "<p>a<strong>b.</strong>c</p>"),
    ],
)
def test_html_is_written_as_markdown_where_that_says_the_same(html: str, markdown: str) -> None:
    assert markdown_of(html) == markdown


def test_every_field_comes_back() -> None:
    article = Article(
        title="5 * 3 = [15] & \"more\" 'x'",
        paragraphs=("1. One", "- two", "# three", "> four & &amp; <b>", "five | six", "AFP", "Share", "---", "a  b"),
        summary="A *summary*: <b>of</b> &amp; it",
        comments=12,
        sources=(Source("anadolu-agency", "Anadolu Agency"), Source("le-quotidien", "Le Quotidien")),
        authors=("Jeanne Martin", "O'Neil, Bob"),
        share_link=ShareLink("short.example", "qYOea0"),
        tags=(Tag("ponts", "ponts"), Tag("turkey", "Turkey")),
        published=MOMENT,
        updated=MOMENT,
        language="fr",
        image="https://a.example/l.jpg",
        url=URL,
        pictures=(Picture("https://a.example/l.jpg", 1200, 800, "Le pont"), Picture("https://a.example/s.jpg", 300)),
        attachments=(Attachment("https://a.example/e.mp3", "audio/x", 7, "Écouter", 61),),
    )
    back = again(article)
    for name in ("title", "summary", "comments", "sources", "share_link", "published", "updated", "language"):
        assert getattr(back, name) == getattr(article, name), name
    for name in ("image", "url", "pictures", "attachments", "authors"):
        assert getattr(back, name) == getattr(article, name), name
    assert [tag.slug for tag in back.tags] == ["ponts", "turkey"]
    assert back.paragraphs == (*article.paragraphs[:-1], "a b") and back.html is None


@given(
    st.lists(st.text(alphabet="ab1.)-+*_#>|`~[]()<>&;=!\\^$% \t:é", min_size=1, max_size=30), min_size=1, max_size=4)
)
def test_plain_text_is_written_so_that_markdown_reads_it(lines: list[str]) -> None:
    paragraphs = tuple(" ".join(line.split()) for line in lines if line.strip())
    article = Article(title="T", paragraphs=("Un.", *paragraphs), summary="", language="fr", published=MOMENT)
    back = again(article)
    assert back.paragraphs == article.paragraphs and back.html is None


@given(st.lists(st.sampled_from(PARTS), max_size=12))
@example(["<blockquote>q", "<blockquote>q", "<ul><li>", "</ul>", "<b>b"])
def test_html_comes_back_as_it_was(parts: list[str]) -> None:
    body = body_of_html("".join(parts), 1, URL)
    html = body.html(body.lines)
    lines = tuple(line.text for line in body.lines)
    article = Article("T", lines, "", language="fr", published=MOMENT, url=URL, html=html)
    back = again(article)
    assert (back.html, back.paragraphs) == (article.html, article.paragraphs)
