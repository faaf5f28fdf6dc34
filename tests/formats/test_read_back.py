"""What feeds say beside the text, as feedparser and atoma read it: original, language, pictures, files, Markdown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import atoma  # type: ignore[import-untyped]
import feedparser  # type: ignore[import-untyped]
import pytest

DATA = Path(__file__).parent / "data"
ORIGINAL = "https://journal.example/2023/05/01/pont?a=1&b=2"
AUDIO, PLAN = "https://audio.example/pont.mp3", "https://a.example/plan.pdf"
LARGE, SMALL, VIEW = (f"https://img.example.org/{name}" for name in ("pont.jpg", "pont-300.jpg", "f.png"))


def read(name: str) -> Any:
    return feedparser.parse((DATA / f"markup.{name}.xml").read_bytes()).entries[0]


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_feedparser_finds_it(name: str) -> None:
    entry = read(name)
    links = {link["rel"]: link["href"] for link in entry.links}
    assert links["via"] == ORIGINAL and links["http://purl.org/net/shortlink"] == "https://short.example/qYOea0"
    assert entry.updated.startswith("2023-05-02T08:00:00")
    files = [(link.href, link.type, link.get("length")) for link in entry.enclosures]
    assert files[0] == (AUDIO, "audio/mpeg", "123456")
    assert files[1:] == ([(PLAN, "application/pdf", None)] if name == "atom" else [])
    assert [media["url"] for media in entry.media_content] == [LARGE, SMALL, VIEW]
    assert [media["url"] for media in entry.media_thumbnail] == [SMALL]
    assert "<strong>rouvert</strong>" in entry.content[0].value and "<li>un</li>" in entry.content[0].value


def test_rss_says_language_and_markdown() -> None:
    entry = read("rss")
    assert entry.language == "fr"
    assert "**rouvert**" in entry.source_markdown
    assert "source_markdown" not in feedparser.parse((DATA / "markup.rss.xml").read_bytes()).entries[1]


def test_atoma_finds_it() -> None:
    rss = atoma.parse_rss_bytes((DATA / "markup.rss.xml").read_bytes()).items[0]
    assert [(one.url, one.length, one.type) for one in rss.enclosures] == [(AUDIO, 123456, "audio/mpeg")]
    atom = atoma.parse_atom_bytes((DATA / "markup.atom.xml").read_bytes()).entries[0]
    assert {link.href for link in atom.links if link.rel == "enclosure"} == {AUDIO, PLAN}
    assert [link.href for link in atom.links if link.rel == "via"] == [ORIGINAL]
    data = (DATA / "markup.feed.json").read_bytes()
    item = atoma.parse_json_feed_bytes(data).items[0]
    assert item.external_url == ORIGINAL
    assert [(one.url, one.mime_type, one.title) for one in item.attachments] == [
        (AUDIO, "audio/mpeg", "Écouter"),
        (PLAN, "application/pdf", None),
    ]
    written = json.loads(data)["items"][0]
    assert written["attachments"][0]["duration_in_seconds"] == 61 and written["author"] == {"name": "Jeanne Martin"}
