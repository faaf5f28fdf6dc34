"""A stated tag is one tag, whatever signs it holds, and none of some dozens is lost."""

from __future__ import annotations

import json

import pytest

from feeds.enrich.stated_tags import stated_items, tag_items
from feeds.model import Reading
from feeds.parsers import Defaults, parse
from tests.parsers.texts import LEAD


def reading(**stated: object) -> Reading:
    front = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in stated.items())
    return parse(f"---\ntitle: La digue\n{front}---\n\n{LEAD}\n".encode(), "a.txt", Defaults())


WHOLE = ["Asia / Pacific", "Washington, D.C.", "R&D", "C#", ".NET", "Rock & Roll; Jazz", "Foo (bar)", "A|B", "Yahoo!"]


def test_each_of_a_list_is_one_tag() -> None:
    assert [tag.label for tag in reading(tags=WHOLE).article.tags] == WHOLE


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Eau, Mer", ["Eau", "Mer"]),
        ("Eau; Mer | Vent", ["Eau", "Mer", "Vent"]),
        ("#eau #mer", ["eau", "mer"]),
        ("Asia / Pacific", ["Asia / Pacific"]),
        ("«Eau», (Mer)", ["Eau", "Mer"]),
        ("C#, C++", ["C#", "C++"]),
    ],
)
def test_a_text_alone_may_be_a_list(text: str, items: list[str]) -> None:
    assert stated_items([text]) == items


def test_a_line_of_tags_is_taken_apart_at_every_separator() -> None:
    assert tag_items("Eau · Mer / Vent, Sel.") == ["Eau", "Mer", "Vent", "Sel"]


def test_stated_tags_are_bounded_by_some_dozens_and_guessed_ones_by_six() -> None:
    many = [f"sujet {number}" for number in range(30)]
    assert len(reading(tags=many).article.tags) == len(reading(tags=many).article.stated_tags) == 30
    most = reading(tags=[f"sujet {number}" for number in range(70)])
    assert len(most.article.tags) == 50
    assert [(warned.line, warned.reason) for warned in most.warnings] == [
        (3, "70 tags are stated: the first 50 are taken")
    ]


def test_sources_with_signs_are_told_apart() -> None:
    sources = reading(source=["N+1", "N 1", "Le Phare & Co."]).article.sources
    assert [source.slug for source in sources] == ["n+1", "n-1", "le-phare-&-co"]
    assert [source.slug for source in reading(source="AFP / Reuters").article.sources] == ["afp", "reuters"]
