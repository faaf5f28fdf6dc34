"""Pages of HTML, and archives of anything that is read."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest

from feeds.errors import ArticleRefused
from feeds.parsers import Defaults, parse, parts

PAGE = """<!DOCTYPE html><html lang="fr"><head>{}<title>Le pont rouvre - Le Journal</title>
<link rel="canonical" href="https://j.example/pont"></head><body>
<nav><a href="/">Accueil</a> <a href="/m">Monde</a></nav>
<article><h1>Le pont rouvre</h1>
<p>Le pont de la ville a rouvert lundi après <b>deux ans</b> de travaux,
a annoncé la <a href="/province">province</a>.</p>
<p>Les camions d’aide passent de nouveau, selon les douanes, qui comptent deux cents passages par jour et davantage.</p>
<h2>Un chantier</h2><ul><li>un premier point de la liste</li><li>un second point de la liste</li></ul></article>
<footer>Mentions légales © 2026</footer></body></html>"""
MOMENT = "2026-03-02T10:30:00+01:00"
SITE: dict[str, object] = {"@type": "WebSite", "name": "x"}
NEWS: dict[str, object] = {"@type": ["NewsArticle"], "headline": "Le pont rouvre"}
STATED = {
    "json-ld": '<script type="application/ld+json">'
    + json.dumps({"@graph": [SITE, NEWS | {"datePublished": MOMENT, "author": {"name": "Jeanne Martin"}}]})
    + "</script>",
    "open graph": '<meta property="og:title" content="Le pont rouvre"><meta name="author" content="Jeanne Martin">'
    f'<meta property="article:published_time" content="{MOMENT}">',
}


@pytest.mark.parametrize("by", STATED)
def test_a_page_is_its_article_with_what_its_metadata_states(by: str) -> None:
    read = parse(PAGE.format(STATED[by]).encode(), "a.html", Defaults()).article
    assert (read.title, read.url, read.authors) == ("Le pont rouvre", "https://j.example/pont", ("Jeanne Martin",))
    assert read.published is not None and read.published.isoformat() == MOMENT
    assert read.language == "fr" and "Accueil" not in " ".join(read.paragraphs)
    assert read.html is not None and '<a href="https://j.example/province">province</a>' in read.html
    assert "<li>un premier point de la liste</li>" in read.html


def test_a_date_that_no_metadata_states_is_none() -> None:
    read = parse(PAGE.format("").replace("lundi", "le 2 mars 2026").encode(), "a.html", Defaults()).article
    assert read.published is None


def test_a_page_is_decoded_as_it_says() -> None:
    page = PAGE.format('<meta charset="iso-8859-1">').replace("’", "'").encode("latin-1")
    assert "après" in parse(page, "a.htm", Defaults()).article.paragraphs[0]


def test_a_page_without_an_article_is_refused() -> None:
    with pytest.raises(ArticleRefused, match="no article is found in the page"):
        parse(b"<html><body></body></html>", "a.html", Defaults())


TEXT = b"A title\n\nThe text of an article in an archive is as long as any other.\n"
LINES = b'{"title": "One", "text": "The text of a line."}\n{"title": "Two", "text": "The text of a line."}\n'
FILES = {"in/a.txt": TEXT, "b.jsonl": LINES, "README.md": TEXT, ".hidden.txt": TEXT, "x.bin": b"\0", "c.zip": b"PK"}


def archive(path: Path) -> Path:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
            for name, data in FILES.items():
                zipped.writestr(name, data)
    else:
        with tarfile.open(path, "w:gz" if path.suffix in {".gz", ".tgz"} else "w") as tarred:
            for name, data in FILES.items():
                member = tarfile.TarInfo(name)
                member.size = len(data)
                tarred.addfile(member, io.BytesIO(data))
    return path


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tgz"])
def test_articles_in_an_archive_are_read_as_if_they_lay_in_the_folder(name: str, tmp_path: Path) -> None:
    found = list(parts(archive(tmp_path / name), name, Defaults()))
    assert [part.name for part in found] == [f"{name}:in/a.txt", f"{name}:b.jsonl:1", f"{name}:b.jsonl:2"]
    assert [part.at for part in found] == [1, 2, 3]
    titles = [parse(part.data, part.name, Defaults()).article.title for part in found]
    assert titles == ["A title", "One", "Two"]


def test_a_bomb_in_an_archive_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("a.jsonl", bytes(70_000_000))
    with pytest.raises(ArticleRefused, match="far larger than a text can be"):
        list(parts(path, "a.zip", Defaults()))


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tgz"])
def test_a_broken_archive_says_so(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"no archive, whatever its name is")
    with pytest.raises(ArticleRefused, match="cannot be read"):
        list(parts(tmp_path / name, name, Defaults()))


TELLING = "Le pont de la ville a rouvert lundi après deux ans de travaux, ont annoncé les élus dans un communiqué."
URL = "https://j.example/1"
SHAPES = {
    "a.txt": f"---\ntitle: T\nurl: {URL}\ndate: 2026-03-02\ntags: [ponts]\n---\n{TELLING}\n",
    "a.json": json.dumps({"title": "T", "url": URL, "date": "2026-03-02", "tags": ["ponts"]})[:-1]
    + f', "content_html": "<p>{TELLING}</p>"}}',
    "a.csv": f"title,url,date,tags,text\nT,{URL},2026-03-02,ponts,{json.dumps(TELLING, ensure_ascii=False)}\n",
    "a.rss": f"<rss version='2.0'><channel><item><title>T</title><guid>{URL}</guid><category>ponts</category>"
    f"<pubDate>Mon, 02 Mar 2026 00:00:00 +0000</pubDate><description>{TELLING}</description></item></channel></rss>",
}


@pytest.mark.parametrize("name", SHAPES)
def test_an_article_is_the_same_in_every_shape(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(SHAPES[name], "utf-8")
    if name == "a.txt":
        read = parse(SHAPES[name].encode(), name, Defaults()).article
    else:
        (part,) = parts(tmp_path / name, name, Defaults())
        read = parse(part.data, part.name, Defaults()).article
    assert (read.title, read.url, read.paragraphs, read.html, read.id) == ("T", URL, (TELLING,), None, None)
    assert read.published is not None and read.published.isoformat() == "2026-03-02T00:00:00+00:00"
    assert (read.stated_tags, read.language) == (("ponts",), "fr")


def test_texts_of_a_crawl_are_read_by_their_addresses(tmp_path: Path) -> None:
    def record(kind: str, text: str) -> bytes:
        head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {URL}\r\nWARC-Date: 2026-03-02T10:30:00Z\r\n"
        return f"{head}Content-Length: {len(text.encode())}\r\n\r\n{text}\r\n\r\n".encode()

    path = tmp_path / "a.warc.wet.gz"
    page = record("conversion", f"Le pont\n{TELLING}")
    path.write_bytes(gzip.compress(record("warcinfo", "about: x")) + gzip.compress(page))
    (part,) = parts(path, path.name, Defaults())
    read = parse(part.data, part.name, Defaults()).article
    assert (part.name, read.title, read.url, read.published) == ("a.warc.wet.gz:2", "Le pont", URL, None)
    path.write_bytes(gzip.compress(record("conversion", TELLING) + b"nonsense"))
    with pytest.raises(ArticleRefused, match="what follows record 1 is no record"):
        list(parts(path, path.name, Defaults()))
