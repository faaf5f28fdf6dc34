"""Documents of ours, each spoiled in one way: the check names the fault."""
# ruff: noqa: E501 - one fault a line

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.publish.checks import ReadersMissing, check_document, check_same_entries

DATA = Path(__file__).parents[1] / "formats" / "data"
SITE = "https://news.example.org"
FILES = {"rss": ("full.rss.xml", "/feed.xml"), "atom": ("full.atom.xml", "/atom.xml"), "json": ("full.feed.json", "/feed.json")}  # fmt: skip
FIRST = "entry 1 (urn:uuid:5f0c7d6e-4c5b-5b1a-9f5e-0d8f3b8f6a02): "


def body(form: str) -> bytes:
    return (DATA / FILES[form][0]).read_bytes()


def check(form: str, changed: bytes) -> list[str]:
    return check_document(form, changed, SITE + FILES[form][1])


@pytest.mark.parametrize("form", FILES)
def test_what_we_write_has_no_faults(form: str) -> None:
    assert check(form, body(form)) == []


ENTRY_FAULTS = [
    ("rss", b' isPermaLink="false"', b"", "the guid claims to be an address"),
    ("rss", b"<pubDate>Mon, 01", b"<pubDate>Tue, 01", "a date is missing or misspelt"),
    ("rss", b" +0000</pubDate>", b" UTC</pubDate>", "a date is missing or misspelt"),
    ("rss", b"01 May 2023", b"01 May 1980", "a date is missing or misspelt"),
    ("rss", b"Mon, 01 May 2023", b"Thu, 01 May 1980", "the date 1980-05-01T12:20:00+00:00 is implausible"),
    ("rss", b"Mon, 01 May 2023", b"Tue, 01 May 2029", "the date 2029-05-01T12:20:00+00:00 is later than the feed's own"),
    ("rss", b"&lt;p&gt;The", b"&lt;script&gt;1&lt;/script&gt;The", "HTML has <script>"),
    ("rss", b"&lt;p&gt;The", b"&lt;p onclick=''&gt;The", "HTML has the attribute onclick"),
    ("rss", b"&lt;p&gt;The", b"&lt;a href='/x'&gt;The", "HTML has the address /x, which is not absolute"),
    ("rss", b"&lt;p&gt;The", b"&lt;a href='javascript:x()'&gt;The", "HTML has the address javascript:x(), which is not absolute"),
    ("rss", b'url="https://news.example.org/sources', b'url="/sources', "/sources/anadolu-agency/feed.xml is no absolute address"),
    ("rss", b'content url="https://', b'content url="', "img.example.org/ferry.jpg is no absolute address"),
    ("rss", b"<title>Ankara opens a second ferry line</title>", b"", "has no title"),
    ("rss", b"<dc:creator>Anadolu Agency</dc:creator><dc:creator>TRT Fran\xc3\xa7ais</dc:creator>", b"", "has no author"),
    ("rss", b"<category>Turkey</category>", b"<author>AA</author>", "an author has no e-mail address"),
    ("rss", b"<description>The city", b"<description>x</description><description>The city", "description stands there 2 times"),
    ("atom", b"<published>2023-05-01T12:20:00+00:00", b"<published>2023-05-01T12:20:00", "a date is missing or misspelt"),
    ("atom", b"<published>2023-05-01T12", b"<published>2023-05-01T25", "a date is missing or misspelt"),
    ("atom", b'rel="http://purl.org/net/shortlink"', b'type="text/html"', "2 alternate links are of the type text/html"),
    ("atom", b'content type="html"', b'content type="CDATA"', "the type of content is CDATA"),
    ("json", b'"date_modified":"2023-05-02', b'"date_modified":"2 May 2023', "a date is missing or misspelt"),
    ("json", b'"tags":["Turkey","Transport"]', b'"tags":"Turkey"', "tags is no list"),
    ("json", b'"image":', b'"picture":', "picture is no member of JSON Feed"),
]  # fmt: skip


@pytest.mark.filterwarnings("ignore")  # some readers warn before they give up
@pytest.mark.parametrize(("form", "old", "new", "fault"), ENTRY_FAULTS)
def test_a_fault_of_an_entry_is_named(form: str, old: bytes, new: bytes, fault: str) -> None:
    assert old in body(form)
    assert FIRST + fault in check(form, body(form).replace(old, new, 1))


FEED_FAULTS = [
    ("rss", b"<link>https://news.example.org/</link>", b"<link>/</link>", "its page / is no absolute address"),
    ("rss", b"<title>Everything \xe2\x80\x93 Example</title>", b"", "has no title"),
    ("rss", b"<language>en</language>", b"", "the channel has no language"),
    ("rss", b"<ttl>60</ttl>", b"<ttl>0</ttl>", "ttl is 0"),
    ("rss", b" +0000</lastBuildDate>", b"</lastBuildDate>", "the date of the feed is missing or misspelt"),
    ("rss", b'type="text/css"', b'type="text/xsl"', "has a comment or an instruction that is no CSS stylesheet"),
    ("rss", b"<?xml-stylesheet", b"<!--" + b"x" * 600 + b"--><?xml-stylesheet", "the root does not begin in the first 512 bytes"),
    ("rss", b"6a01</guid>", b"6a02</guid>", "2 entries have the id urn:uuid:5f0c7d6e-4c5b-5b1a-9f5e-0d8f3b8f6a02"),
    ("rss", b"News articles", b"News\xc2\x85articles", "contains the character U+0085"),
    ("atom", b'rel="self"', b'rel="via"', "says it is None, but is served at https://news.example.org/atom.xml"),
    ("atom", b"<id>urn:uuid:0b7f5d3e-2b6c-5a39-8e55-3a7d1a1f9c11</id>", b"", "has no id"),
    ("atom", b"<updated>2023-05-03T08:00:00+00:00</updated>", b"", "the date of the feed is missing or misspelt"),
    ("json", b'"home_page_url"', b'"next_url":"https://news.example.org/feed.json","home_page_url"', "the next page is this one"),
    ("json", b'"language":"en"', b'"language":1', "language is no str"),
    ("rss", b'version="2.0"', b'version="0.91"', "cannot be read: is no RSS 2.0"),
    ("rss", b"xmlns:dc=", b"xmlns:dd=", "cannot be read: Namespace prefix dc on creator is not defined"),
    ("json", b"/1.1", b"/1", "cannot be read: is no JSON Feed 1.1"),
    ("json", b'"items":[', b'"items":[1,', "cannot be read: items is no list of objects"),
]  # fmt: skip


@pytest.mark.filterwarnings("ignore")  # some readers warn before they give up
@pytest.mark.parametrize(("form", "old", "new", "fault"), FEED_FAULTS)
def test_a_fault_of_a_feed_is_named(form: str, old: bytes, new: bytes, fault: str) -> None:
    assert old in body(form)
    assert any(problem.startswith(fault) for problem in check(form, body(form).replace(old, new, 1)))


@pytest.mark.parametrize("form", FILES)
@pytest.mark.parametrize(
    "spoil", [lambda _: b"", lambda whole: whole[:-9], lambda _: b"<html></html>", lambda _: b"\xff"]
)
def test_what_is_no_feed_is_said_in_one_line(form: str, spoil: Callable[[bytes], bytes]) -> None:
    (problem,) = check(form, spoil(body(form)))
    assert problem.startswith("cannot be read: ")
    assert "\n" not in problem


def test_content_before_description_is_named() -> None:
    whole = body("rss")
    start, middle, end = (whole.index(tag) for tag in (b"<description>The", b"<content:encoded>", b"<guid"))
    swapped = whole[:start] + whole[middle:end] + whole[start:middle] + whole[end:]
    assert FIRST + "the content stands before the description" in check("rss", swapped)


def test_readers_are_asked_too() -> None:
    without_id = json.loads(body("json"))
    del without_id["items"][0]["title"], without_id["items"][0]["id"]
    assert any(problem.startswith("atoma: ") for problem in check("json", json.dumps(without_id).encode()))


def test_formats_with_the_same_entries_agree() -> None:
    assert check_same_entries({form: body(form) for form in FILES}) == []
    assert check_same_entries({}) == []


def test_formats_with_other_entries_are_named() -> None:
    items = json.loads(body("json"))
    items["items"].reverse()
    bodies = {"rss": body("rss"), "atom": body("atom"), "json": json.dumps(items).encode()}
    assert check_same_entries(bodies) == ["json has not the entries of rss in the same order"]
    assert check_same_entries({"rss": b"", "json": body("json")})[0].startswith("cannot be compared: ")


def test_missing_readers_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "feedparser", None)
    with pytest.raises(ReadersMissing, match=r"-m pip install 'atoma"):
        check("rss", body("rss"))
