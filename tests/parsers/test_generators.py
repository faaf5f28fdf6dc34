"""Markdown as site generators and page readers write it: their tags, days in names, lines before the text."""

from __future__ import annotations

import json

import pytest

from feeds.model import Article
from feeds.parsers import Defaults, parse

TEXT = "The text of a post, which is long enough to be a paragraph of it."
JINA = f"""Title: The bridge opens

URL Source: https://j.example/bridge

Published Time: 2026-03-02T10:30:00+01:00

Markdown Content:
# The bridge opens

The bridge was **opened** on Monday, the town said, after two years of works.

{TEXT}
"""


def read(text: str, name: str = "a.md") -> Article:
    return parse(text.encode(), name, Defaults()).article


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_lines_that_a_page_reader_writes_first_are_metadata(name: str) -> None:
    article = read(JINA, name)
    assert (article.title, article.url) == ("The bridge opens", "https://j.example/bridge")
    assert article.published is not None and article.published.isoformat() == "2026-03-02T10:30:00+01:00"
    assert article.html is not None and "<strong>opened</strong>" in article.html
    assert len(article.paragraphs) == 2


def test_a_text_that_only_begins_so_is_a_text() -> None:
    assert read(f"Title: a word with a colon\n\n{TEXT}\n").title == "Title: a word with a colon"


def test_tags_of_generators_are_left_out_of_a_text_without_other_marks() -> None:
    assert read(f"---\ntitle: T\n---\n{TEXT} {{% include x.html %}}\n").paragraphs == (TEXT,)


@pytest.mark.parametrize(
    ("name", "front", "day"),
    [
        ("_posts/2026-03-02-bridge.md", "title: T", 2),
        ("2026-03-02-bridge.md", "title: T\nlayout: post", 2),
        ("_posts/2026-03-02-bridge.md", "title: T\ndate: 2026-03-05", 5),
        ("2026-03-02-bridge.md", "title: T", None),
        ("_posts/2026-13-02-bridge.md", "title: T", None),
    ],
)
def test_the_name_of_a_post_says_its_day(name: str, front: str, day: int | None) -> None:
    published = read(f"---\n{front}\n---\n{TEXT}", name).published
    assert (published.day if published else None) == day


def test_names_of_notes_are_names() -> None:
    front = '---\ntitle: "[[The bridge]]"\nauthor:\n  - "[[people/Jane Doe|Jane Doe]]"\n---\n'
    article = read(front + TEXT)
    assert (article.title, article.authors) == ("The bridge", ("Jane Doe",))


def test_what_a_theme_of_hugo_knows_is_stated() -> None:
    assert read(f"+++\ntitle = 'T'\n[params]\nauthor = 'Jane Doe'\n+++\n{TEXT}").authors == ("Jane Doe",)


def test_a_mere_number_is_no_id_of_the_world() -> None:
    def id_of(**fields: object) -> str | None:
        record = json.dumps({"title": "T", "text": TEXT, **fields})
        return parse(record.encode(), "dump.jsonl:7", Defaults()).article.id

    assert id_of(id=5) == "dump.jsonl#5"
    assert id_of(id=5, url="https://j.example/5") is None
    assert id_of(id="abc-5", url="https://j.example/5") == "abc-5"
