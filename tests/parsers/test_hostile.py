"""Whatever the bytes: an article that a feed can carry, or a refusal that says why."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.errors import ArticleRefused
from feeds.model import Reading
from feeds.parsers import Defaults, parse, read
from feeds.parsers.report import as_row, as_text

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
UNSAFE = re.compile(
    r"<(?:script|style|iframe|form|svg|object)|<[^>]*\s(?:on\w+|style|class)=|href=\"(?!https?:|mailto:)"
)
DEFAULTS = Defaults()


def texts(reading: Reading) -> list[str]:
    article = reading.article
    return [
        article.title,
        article.summary,
        *article.paragraphs,
        *article.authors,
        *article.mentions,
        *article.stated_tags,
        *(text for source in article.sources for text in (source.slug, source.name)),
        *(text for tag in article.tags for text in (tag.slug, tag.label)),
        *(text for text in (article.id, article.url, article.image, article.language) if text),
        *(text for text in (article.html, article.markdown) if text),
    ]


def check(data: bytes, name: str = "a.txt") -> None:
    try:
        reading = parse(data, name, DEFAULTS)
    except ArticleRefused:
        return
    assert reading.article.title.strip()
    assert not [text for text in texts(reading) if NOT_XML.search(text)]
    assert len(reading.article.summary) <= 600
    assert not UNSAFE.search(reading.article.html or "")
    assert len(reading.article.tags) <= 6
    for moment in (reading.article.published, reading.article.updated):
        assert moment is None or (moment.tzinfo is not None and moment.year >= 1990)
    assert parse(data, name, DEFAULTS) == reading
    assert as_row(name, reading)["title"] == reading.article.title
    assert as_text(name, reading)


@settings(max_examples=150)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    check(data)
    check(data, "a.md")


@settings(max_examples=150)
@given(st.text(max_size=400))
def test_any_text_is_read_or_refused(text: str) -> None:
    for name in ("a.txt", "a.md"):
        check(text.encode("utf-8", "surrogatepass"), name)


PIECES = st.sampled_from(
    [
        "---",
        "+++",
        "title: a: b",
        "title: [x, y]",
        "date: 2016-13-45",
        "date: 99999999999999999999",
        "tags: {a: b}",
        "url: http://[::1",
        "0",
        "AA",
        "© 2019 AFP",
        "Paris (AFP) - Le ministre",
        "Partager : https://a.example/b",
        "Tags: a, b, c",
        "Tags:",
        "Share.",
        "About Author",
        "31 février 2016",
        "Publié le 10 mai 2016 à 25:99",
        "10/05/2016 10:00 +99:99",
        "١٠ مايو ٢٠١٦",
        "Par Ünal Öz",
        "İstanbul (AA) -",
        "x" * 150,
        "Une phrase assez longue pour être un paragraphe, qui finit par un point.",
        "\u200d\u00ad\u2028\x85",
        "description: <b onclick=x>y</b>",
        "image: [//a.example/b c.png, {url: 'javascript:x'}]",
        "audio: {url: data:x, length: -1}",
        "# <script>alert(1)</script> *x",
        "<p onclick=x>a <a href='javascript:x'>b</a></p><svg><style>",
        "- [x](data:text/html,x) ![y](vbscript:z)",
        "> &#1;&#x0;<!--",
        "```",
        "| a | b |",
        "|--|--|",
        "",
    ]
)


@settings(max_examples=200)
@given(st.lists(PIECES, max_size=14))
def test_any_order_of_lines_is_read_or_refused(lines: list[str]) -> None:
    for name in ("a.txt", "a.md"):
        check("\n".join(lines).encode(), name)


@pytest.mark.parametrize(
    "data",
    [
        b"---\na: " + b"[" * 20_000 + b"\n---\nText",
        b"---\na: " + b"- " * 10_000 + b"x\n---\nText",
        b"---\n" + b"".join(b" " * n + b"a:\n" for n in range(200)) + b"---\nText",
        b"+++\na = " + b"[" * 15_000 + b"\n+++\nText",
        b"+++\n" + b"a." * 2_000 + b"b = 1\n+++\nText",
        b"---\ntitle: !!python/object/apply:os.system [true]\n---\nText",
        b"---\na: &a [x]\nb: *a\n? [c]\n: d\n---\nText",
        ("\n" * 50_000 + "a").encode(),
        b"a\n" * 20_000,
        ("A (" * 3_000).encode(),
        ("Par " + "A " * 60).encode() + b"\nText",
        ("Paris, " * 2_000).encode(),
    ],
)
def test_deep_or_long_input_is_survived(data: bytes) -> None:
    check(data)


def test_empty_and_blank_files_are_refused() -> None:
    for data in (b"", b"  \n\t\r\n ", b"\xef\xbb\xbf", "\u00a0\n\u200b\n".encode()):
        with pytest.raises(ArticleRefused, match="empty"):
            parse(data, "a.txt", DEFAULTS)


def test_binary_files_are_refused() -> None:
    for data in (bytes(range(256)) * 8, b"\x89PNG\r\n\x1a\n" + b"\x00\x01\x02\x03" * 50, b"ab\x00" * 100):
        with pytest.raises(ArticleRefused, match="not text"):
            parse(data, "a.txt", DEFAULTS)


def test_a_file_of_fifty_megabytes_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(ArticleRefused, match=r"too large for an article: 50,000,000 bytes"):
        read(path, "big.txt", DEFAULTS)


def test_a_file_of_very_many_lines_is_refused_by_their_number() -> None:
    assert parse(b"A title of some length\n" + b"word\n\n \n" * 9_000, "a.txt", DEFAULTS).article.title
    with pytest.raises(ArticleRefused, match=r"too many lines for an article: at most 10,000"):
        parse(b"a\n" * 10_001, "a.txt", DEFAULTS)


def test_missing_and_irregular_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ArticleRefused, match="cannot be read: No such file"):
        read(tmp_path / "none.txt", "none.txt", DEFAULTS)
    with pytest.raises(ArticleRefused, match="not a file"):
        read(tmp_path, "folder", DEFAULTS)
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(ArticleRefused, match="not a file"):
        read(tmp_path / "pipe.txt", "pipe.txt", DEFAULTS)


def test_stray_nul_is_removed_with_a_warning() -> None:
    reading = parse(b"A title of some length\n\nThe first\x00 paragraph.", "a.txt", DEFAULTS)
    assert reading.article.paragraphs == ("The first paragraph.",)
    assert [(warned.line, warned.reason) for warned in reading.warnings] == [
        (3, "a character that no feed can carry removed")
    ]


def test_hostile_bytes_in_utf8_are_repaired_where_they_stand() -> None:
    data = (
        b"Title with \x0b control \x00 and ]]> end\n\n"
        b"Body \xef\xbf\xbe with <script>\xe2\x80\xa6 & \xed\xa0\x80 lone surrogate bytes\xe2\x80\xa6"
    )
    article = parse(data, "a.txt", DEFAULTS).article
    assert article.title == "Title with control and ]]> end"
    assert article.paragraphs == ("Body with <script>… & \ufffd lone surrogate bytes…",)


def test_hostile_bytes_without_other_marks_are_repaired_too() -> None:
    reading = parse(b"Title with \x0b end\n\nBody \xef\xbf\xbe and \xed\xa0\x80 end.", "a.txt", DEFAULTS)
    assert reading.article.title == "Title with end"
    assert reading.article.paragraphs == ("Body and \ufffd end.",)
    assert reading.warnings


def test_windows_1252_is_read_with_a_warning() -> None:
    reading = parse("L’été à Besançon\n\nLe café coûte 3 €.".encode("cp1252"), "a.txt", DEFAULTS)
    assert reading.article.title == "L’été à Besançon"
    assert reading.article.paragraphs == ("Le café coûte 3 €.",)
    assert [warned.reason for warned in reading.warnings] == ["the file is not UTF-8, read as Windows-1252"]


def test_turkish_code_page_is_read_with_a_warning() -> None:
    text = "İstanbul’da yağış ulaşımı durdurdu\n\nBakan, çok sayıda yolun kapandığını ve önlem alındığını söyledi."
    reading = parse(text.encode("cp1254"), "a.txt", DEFAULTS)
    assert [reading.article.title, *reading.article.paragraphs] == text.split("\n\n")
    assert [warned.reason for warned in reading.warnings] == ["the file is not UTF-8, read as Windows-1254"]


def test_icelandic_is_not_taken_for_turkish() -> None:
    text = "Brúin opnuð á ný\n\nHöfnin segir að brúin verði opnuð í maí, því að þessu verki sé nú lokið."
    assert parse(text.encode("cp1252"), "a.txt", DEFAULTS).article.title == "Brúin opnuð á ný"


def test_one_bad_byte_does_not_garble_the_rest() -> None:
    reading = parse("Été à Sète et à Nîmes\n\nL".encode() + b"\x92" + "été déjà là.".encode(), "a.txt", DEFAULTS)
    assert reading.article.title == "Été à Sète et à Nîmes"
    assert reading.article.paragraphs == ("L’été déjà là.",)
    assert reading.warnings[0].line == 3


def test_utf16_with_a_mark_is_read() -> None:
    assert parse("Un titre\n\nUn texte.".encode("utf-16"), "a.txt", DEFAULTS).article.title == "Un titre"


def test_a_refused_file_is_a_row_of_nulls() -> None:
    row = as_row("a.txt", ArticleRefused("a.txt", 3, "no good"))
    assert row.pop("file") == "a.txt"
    assert row.pop("warnings") == ["line 3: no good"]
    assert set(row.values()) == {None}
    assert "refused" in as_text("a.txt", ArticleRefused("a.txt", None, "no good"))
