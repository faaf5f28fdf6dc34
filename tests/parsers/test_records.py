"""Records are read by the names that programs give their fields, and by those that a folder states."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
import zstandard

from feeds.errors import ArticleRefused
from feeds.model import Article
from feeds.parsers import Defaults, Part, load_defaults, parse, parts

TEXT = "The council of the harbour town voted on Tuesday to repair the old pier.\n\nWork will begin in March, it said."
TITLE = "Council votes to repair the pier"


def records(path: Path, data: bytes | str, defaults: Defaults = Defaults()) -> list[Part]:  # noqa: B008 - it is frozen
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(parts(path, path.name, defaults))


def article(record: dict[str, Any], defaults: Defaults = Defaults()) -> Article:  # noqa: B008 - as above
    return parse(json.dumps(record).encode(), "a.json", defaults).article


DATE = "2026-03-02T09:30:00+00:00"
BOTH = ["Jane Doe", "John Smith"]
URL = "https://journal.example/pier"
SHAPES: dict[str, dict[str, Any]] = {
    "trafilatura": {"title": TITLE, "author": "Jane Doe; John Smith", "hostname": "journal.example", "date": DATE}
    | {"source": URL, "raw_text": "raw", "text": TEXT, "comments": "", "filedate": "2026-11-01"},
    "newspaper": {"title": TITLE, "authors": BOTH, "publish_date": "2026-03-02 09:30:00+00:00", "url": URL}
    | {"text": TEXT, "html": "<html>", "source_url": "https://journal.example"},
    "news-please": {"title": TITLE, "authors": BOTH, "date_publish": "2026-03-02 09:30:00", "url": URL}
    | {"date_download": "2026-11-01 00:00:00", "maintext": TEXT},
    "goose3": {"title": TITLE, "authors": BOTH, "publish_date": DATE, "cleaned_text": TEXT, "canonical_link": URL},
    "readability": {"title": TITLE, "byline": "By Jane Doe and John Smith", "publishedTime": DATE, "url": URL}
    | {"textContent": TEXT},
    "firecrawl": {"markdown": TEXT, "metadata": {"title": TITLE, "author": "Jane Doe, John Smith"}}
    | {"data": {"sourceURL": URL, "publishedTime": DATE}},
    "json feed": {"id": "urn:x:1", "url": URL, "title": TITLE, "content_text": TEXT, "date_published": DATE}
    | {"authors": [{"name": "Jane Doe"}, {"name": "John Smith"}]},
    "wordpress": {"title": {"rendered": TITLE}, "content": {"rendered": TEXT}, "date": "2026-03-02T11:30:00"}
    | {"date_gmt": "2026-03-02T09:30:00", "link": URL, "author": "Jane Doe and John Smith"},
    "wordpress, embedded": {"title": {"rendered": TITLE}, "content": {"rendered": TEXT}, "date_gmt": DATE, "link": URL}
    | {"author": 3, "_embedded": {"author": [{"name": "Jane Doe"}, {"name": "John Smith"}]}},
    "ghost": {"title": TITLE, "plaintext": TEXT, "published_at": DATE, "url": URL}
    | {"authors": [{"name": "Jane Doe"}, {"name": "John Smith"}], "primary_author": {"name": "Jane Doe"}},
    "ninjs": {"headline": TITLE, "body_text": TEXT, "firstcreated": DATE, "byline": "Jane Doe and John Smith"}
    | {"uri": "urn:x:1", "url": URL},
    "in french": {"Titre": TITLE, "Texte": TEXT, "Date": DATE, "Auteur": "Jane Doe; John Smith", "URL": URL},
    "in german": {"Überschrift": TITLE, "Inhalt": TEXT, "Datum": DATE, "Autor": "Jane Doe; John Smith", "url": URL},
    "in spanish": {"titular": TITLE, "cuerpo": TEXT, "fecha": DATE, "autor": "Jane Doe; John Smith", "url": URL},
    "in turkish": {"başlık": TITLE, "metin": TEXT, "tarih": DATE, "yazar": "Jane Doe; John Smith", "url": URL},
    "the guardian": {"webTitle": TITLE, "webUrl": URL, "webPublicationDate": DATE}
    | {"fields": {"bodyText": TEXT, "byline": "Jane Doe and John Smith"}},
    "new york times": {"headline": {"main": TITLE, "kicker": "Harbours"}, "web_url": URL, "pub_date": DATE}
    | {"byline": {"original": "By Jane Doe and John Smith"}, "paragraphs": TEXT.split("\n\n")},
    "schema.org": {"@type": "NewsArticle", "headline": TITLE, "articleBody": TEXT, "datePublished": DATE, "url": URL}
    | {"author": [{"@type": "Person", "name": "Jane Doe"}, {"name": "John Smith"}]},
}


def test_number_of_somebody_in_a_database_is_no_author() -> None:
    assert article({"title": TITLE, "text": TEXT, "author": 3}).authors == ()


@pytest.mark.parametrize("shape", SHAPES)
def test_an_article_is_the_same_whoever_wrote_it(shape: str) -> None:
    read = article(SHAPES[shape])
    assert (read.title, list(read.paragraphs), read.url) == (TITLE, TEXT.split("\n\n"), URL)
    assert read.published is not None and read.published.isoformat() == DATE
    assert read.authors == ("Jane Doe", "John Smith")


@pytest.mark.parametrize("name", ["timestamp", "date_download", "filedate", "crawl_date", "fetched_at", "savedAt"])
def test_the_moment_of_a_crawl_is_no_date_of_publication(name: str) -> None:
    assert article({"title": TITLE, "text": TEXT, name: "2026-03-02T09:30:00Z"}).published is None


def test_a_folder_says_where_the_fields_of_its_dumps_are(tmp_path: Path) -> None:
    (tmp_path / "_defaults.yaml").write_text(
        "fields:\n  title: head.line\n  body: parts.1.words\n  date: when\n  by.line: x\n", "utf-8"
    )
    tree = load_defaults(tmp_path, "en", "UTC")
    record = {"head": {"line": TITLE}, "parts": [0, {"words": TEXT}], "when": "2026-03-02", "tags": ["pier"]}
    read = article(record, tree.for_file("x.json"))
    assert (read.title, len(read.paragraphs), read.stated_tags) == (TITLE, 2, ("pier",))
    assert read.published is not None and read.published.day == 2
    assert [str(problem) for problem in tree.problems] == [
        "_defaults.yaml:5: fields: by.line is no field of an article, or has no name to be found by"
    ]


ONE = {"title": "One", "text": TEXT}
TWO = {"title": "Two", "text": TEXT}
LINES = f"{json.dumps(ONE)}\n\n{json.dumps(TWO)}\n"


@pytest.mark.parametrize(
    ("name", "data", "lines"),
    [
        ("a.jsonl", LINES, [1, 3]),
        ("a.json", LINES, [1, 3]),
        ("a.ndjson", "\ufeff" + LINES, [1, 3]),
        ("a.jsonl", json.dumps([ONE, TWO]), [1, 2]),
        ("a.json", json.dumps([ONE, TWO], indent=2), [2, 6]),
        ("a.json", json.dumps({"status": "ok", "articles": [ONE, TWO]}, indent=1), [4, 8]),
        ("a.json", json.dumps(ONE, indent=1) + "\n" + json.dumps(TWO, indent=1), [1, 5]),
        ("a.json", json.dumps({"data": {"items": [ONE, TWO]}}), [1, 2]),
        ("a.csv", f'title,text\nOne,"{TEXT}"\n\nTwo,"{TEXT}"\n', [2, 6]),
        ("a.tsv", f'title\ttext\nOne\t"{TEXT}"\nTwo\t"{TEXT}"\n', [2, 5]),
    ],
)
def test_articles_of_a_file_are_named_by_their_lines(name: str, data: str, lines: list[int], tmp_path: Path) -> None:
    found = records(tmp_path / name, data)
    assert [part.name for part in found] == [f"{name}:{line}" for line in lines]
    assert [parse(part.data, part.name, Defaults()).article.title for part in found] == ["One", "Two"]


@pytest.mark.parametrize("data", [json.dumps(ONE), json.dumps(ONE, indent=2), " \n" + json.dumps(ONE) + "\n\n"])
def test_one_object_alone_is_the_article_of_the_file(data: str, tmp_path: Path) -> None:
    (part,) = records(tmp_path / "a.json", data)
    assert part.name == "a.json"
    assert parse(part.data, part.name, Defaults()).article.title == "One"


def test_packed_files_and_utf_16_are_read(tmp_path: Path) -> None:
    for name, data in {
        "a.jsonl.gz": gzip.compress(LINES.encode()),
        "a.jsonl.zst": zstandard.compress(LINES.encode()),
        "b.jsonl": LINES.encode("utf-16"),
    }.items():
        assert [part.name for part in records(tmp_path / name, data)] == [f"{name}:1", f"{name}:3"]


def test_a_broken_line_costs_itself_alone(tmp_path: Path) -> None:
    found = records(tmp_path / "a.jsonl", json.dumps(ONE) + '\n{"title": "broken\n[1]\n' + json.dumps(TWO))
    said = []
    for part in found:
        try:
            said.append(parse(part.data, part.name, Defaults()).article.title)
        except ArticleRefused as error:
            said.append(str(error))
    assert said[0] == "One" and said[3] == "Two"
    assert said[1].startswith("a.jsonl:2: it is no JSON: Invalid control") or "Unterminated string" in said[1]
    assert said[2].startswith("a.jsonl:3: it is no object with fields")


@pytest.mark.parametrize(
    ("name", "data", "before", "reason"),
    [
        ("a.json", json.dumps([ONE, TWO], indent=1)[:-30], 1, "from here on it is no JSON"),
        ("a.jsonl.gz", gzip.compress(LINES.encode() * 200, mtime=0)[:-400], None, "cannot be unpacked"),
        ("a.jsonl.gz", b"no gzip at all, only a name", 0, "cannot be unpacked"),
        ("a.jsonl.gz", gzip.compress(bytes(70_000_000), mtime=0), 0, "far larger than a text can be"),
        ("a.csv", "a,b\n1,2\n", 0, "its heading names neither a title nor a text (a, b)"),
        ("a.json", "", 0, "the file is empty"),
    ],
    ids=["list", "cut off", "not packed", "bomb", "heading", "empty"],
)
def test_what_cannot_be_read_to_its_end_says_where(
    name: str, data: str | bytes, before: int | None, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    found: list[Part] = []
    with pytest.raises(ArticleRefused, match=reason.replace("(", r"\(").replace(")", r"\)")):
        found.extend(parts(path, name, Defaults()))
    assert before is None or len(found) <= before


def test_rows_are_read_in_the_encoding_they_are_in(tmp_path: Path) -> None:
    data = f'Titre;title;text\nx;Élection à Genève;"{TEXT} Où ça, déjà ?"\n'.encode("cp1252")
    (part,) = records(tmp_path / "a.csv", data)
    assert parse(part.data, part.name, Defaults()).article.title == "Élection à Genève"
    over = records(tmp_path / "b.csv", "title,text\nOne,Some text,too many\n")
    assert over[0].refusal == "3 fields where the heading names 2"


def test_a_record_without_title_and_text_names_its_fields() -> None:
    with pytest.raises(ArticleRefused, match=r"neither a title nor a text among its fields \(headline_x, when\)"):
        article({"headline_x": "x", "when": 1})


def test_a_long_list_is_read_in_pieces(tmp_path: Path) -> None:
    stream = io.StringIO()
    json.dump([{"title": f"Title {n}", "text": TEXT * 30} for n in range(2000)], stream, indent=1)
    found = records(tmp_path / "a.json", stream.getvalue())
    assert len(found) == 2000 and found[-1].at == 2 + 4 * 1999


BODIES = {
    "<p>The pier is <b>open</b>.</p><ul><li><a href='/a'>one</a></li></ul>": "<p>The pier is <b>open</b>.</p><ul>",
    "The pier is **open**.\n\n- one": "<p>The pier is <strong>open</strong>.</p><ul>",
    "<p>The pier is open to everybody.</p>\n<p>So it is.</p>": None,
    "The pier is open to 3 < 5 people & everybody.": None,
}


@pytest.mark.parametrize("body", BODIES)
def test_a_body_is_told_to_be_text_markdown_or_html_by_what_it_says(body: str) -> None:
    reading = parse(json.dumps({"title": TITLE, "text": body, "url": URL}).encode(), "a.jsonl:7", Defaults())
    html, begins = reading.article.html, BODIES[body]
    assert html is None if begins is None else html is not None and html.startswith(begins)
    assert reading.article.paragraphs[0].startswith("The pier is open")
    assert {evidence.line for evidence in reading.evidence} <= {7, None}


@pytest.mark.parametrize("page", ["cp1250", "iso8859-2", "utf-8"])
@pytest.mark.parametrize("form", ["{0}", "[{0}, {0}]", '{{"articles": [{0}]}}', "{0}\n{0}\n"])
def test_a_record_is_read_in_the_code_page_of_its_language(form: str, page: str, tmp_path: Path) -> None:
    record = {"title": "Rada miasta głosuje za naprawą mola", "text": "Prace rozpoczną się w marcu, mówi burmistrz."}
    data = form.format(json.dumps(record, ensure_ascii=False)).encode(page)
    for part in records(tmp_path / "a.json", data):
        read = parse(part.data, part.name, Defaults())
        assert (read.article.title, *read.article.paragraphs) == (record["title"], record["text"])
        assert any("read as" in warned.reason for warned in read.warnings) == (page != "utf-8")
