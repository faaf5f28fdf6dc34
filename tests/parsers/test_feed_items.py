"""Feeds and exports are read item by item, with what they say of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from feeds.errors import ArticleRefused, NoArticle
from feeds.model import Article, Reading
from feeds.parsers import Defaults, parse, parts

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:wp="http://wordpress.org/export/1.2/"
 xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
<channel><title>The Journal</title><link>https://j.example/</link><language>en-GB</language>
{}
</channel></rss>
"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Journal</title>
<author><name>Jeanne</name></author>
<entry><id>urn:a:1</id><title type="html">A &amp;amp; B</title><link rel="self" href="https://j.example/self"/>
<link href="https://j.example/a"/><updated>2026-03-02T10:30:00Z</updated><published>2026-03-01T10:30:00Z</published>
<category term="ponts" label="Les ponts"/>
<link rel="enclosure" href="https://j.example/a.mp3" type="audio/mpeg" length="9"/>
<content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml"><p>Un <em>texte</em> du pont.</p></div></content></entry>
</feed>"""


def readings(path: Path, data: str) -> list[Reading]:
    path.write_text(data, "utf-8")
    return [parse(part.data, part.name, Defaults()) for part in parts(path, path.name, Defaults())]


def item(path: Path, *elements: str) -> Article:
    (reading,) = readings(path / "a.xml", RSS.format(f"<item>{''.join(elements)}</item>"))
    return reading.article


def test_an_item_says_everything_that_an_article_holds(tmp_path: Path) -> None:
    read = item(
        tmp_path,
        "<title>One &amp; only</title><link>https://j.example/1</link><guid>https://j.example/1</guid>",
        "<pubDate>Mon, 02 Mar 2026 10:30:00 +0100</pubDate><dc:creator>Jane Doe</dc:creator>",
        "<category>Bridges</category><category>Towns</category><description>What it is about.</description>",
        "<content:encoded><![CDATA[<p>The bridge was <b>opened</b>.</p><p>So it was.</p>]]></content:encoded>",
        '<media:content url="https://j.example/p.jpg" medium="image"/><slash:comments>7</slash:comments>',
    )
    assert (read.title, read.paragraphs) == ("One & only", ("The bridge was opened.", "So it was."))
    assert read.html == "<p>The bridge was <b>opened</b>.</p><p>So it was.</p>"
    assert (read.url, read.id, read.authors, read.image) == (
        "https://j.example/1",
        None,
        ("Jane Doe",),
        "https://j.example/p.jpg",
    )
    assert read.published is not None and read.published.isoformat() == "2026-03-02T10:30:00+01:00"
    assert (read.stated_tags, read.comments, read.language) == (("bridges", "towns"), 7, "en-GB")


def test_a_description_alone_is_the_text(tmp_path: Path) -> None:
    read = item(tmp_path, "<title>T</title><description>&lt;p&gt;The whole text of it.&lt;/p&gt;</description>")
    assert read.paragraphs == ("The whole text of it.",)


def test_an_id_that_is_no_address_is_the_identity(tmp_path: Path) -> None:
    read = item(tmp_path, "<title>T</title><link>https://j.example/2</link><guid isPermaLink='false'>x-2</guid>")
    assert (read.id, read.url) == ("x-2", "https://j.example/2")


def test_entries_of_atom_are_read_with_what_the_feed_says_of_all(tmp_path: Path) -> None:
    (reading,) = readings(tmp_path / "a.atom", ATOM)
    read = reading.article
    assert (read.title, read.paragraphs, read.id) == ("A & B", ("Un texte du pont.",), "urn:a:1")
    assert (read.authors, read.language, read.url) == (("Jeanne",), "fr", "https://j.example/a")
    assert read.published is not None and read.published.day == 1
    assert [tag.label for tag in read.tags] == ["Les ponts"]


def test_of_an_export_posts_are_read_and_drafts_kept_back(tmp_path: Path) -> None:
    def post(kind: str, status: str) -> str:
        text = f"<content:encoded>The text of a {kind} that is {status}, in the export of a blog.</content:encoded>"
        marks = f"<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>"
        return f"<item><title>{kind} {status}</title>{text}{marks}<excerpt:encoded>Short.</excerpt:encoded></item>"

    posts = ("post", "publish"), ("page", "publish"), ("attachment", "inherit"), ("post", "draft")
    found = readings(tmp_path / "export.xml", RSS.format("".join(post(*marks) for marks in posts)))
    assert [(one.article.title, bool(one.held)) for one in found] == [("post publish", False), ("post draft", True)]


@pytest.mark.parametrize("data", ["<urlset><url/></urlset>", "no XML at all", "", "<html><body><p>x</p></body></html>"])
def test_xml_that_is_no_feed_is_no_article(data: str, tmp_path: Path) -> None:
    with pytest.raises(NoArticle, match="XML that is no feed"):
        readings(tmp_path / "a.xml", data)


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY x "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    ],
)
def test_entities_of_a_feed_are_not_resolved(head: str, tmp_path: Path) -> None:
    item = "<item><title>T &x;</title><description>A text of it.</description></item>"
    data = head + RSS.split("\n", 1)[1].format(item)
    try:
        titles = [one.article.title for one in readings(tmp_path / "a.xml", data)]
    except ArticleRefused:
        titles = []
    assert not any("root:" in title or "haha" in title for title in titles)


def test_a_feed_that_breaks_off_gives_what_came_before_and_says_where(tmp_path: Path) -> None:
    whole = RSS.format("<item><title>One</title><description>A text.</description></item>\n<item><title>Two</title>")
    path = tmp_path / "a.xml"
    path.write_text(whole[: whole.index("</channel>")], "utf-8")
    found: list[str] = []
    with pytest.raises(ArticleRefused, match=r"a\.xml:\d+: the feed breaks off here"):
        found.extend(part.name for part in parts(path, "a.xml", Defaults()))
    assert found[:1] == ["a.xml:6"]
