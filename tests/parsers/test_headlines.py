"""The headline is found below what an extractor left above it, and a title on the first line stays one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.parsers import load_defaults, parse

LEAD = (
    "The ferry between the old harbour and the island runs again since Monday, after a storm in March had torn away "
    "the pontoon, and two hundred islanders had crossed on fishing boats."
)
BODY = (
    "“We have missed it every day,” said a teacher who lives on the island and works in the harbour school, while the "
    "first passengers went on board. The city pays for the new pontoon."
)
FERRY = "Ferry to the island runs again after the storm"


Read = Callable[..., tuple[str, list[str], str]]


@pytest.fixture
def title(tmp_path: Path) -> Read:
    defaults = load_defaults(tmp_path, "en", "UTC").for_file("a.txt")

    def read(*lines: str) -> tuple[str, list[str], str]:
        reading = parse("\n\n".join((*lines, LEAD, BODY)).encode(), "a.txt", defaults)
        why = next(one.rule for one in reading.evidence if one.field == "title")
        return reading.article.title, list(reading.article.paragraphs), why

    return read


@pytest.mark.parametrize(
    "above",
    [
        ("Harbourside",),
        ("Home / News / The islands",),
        ("12 March 2026 | Updated 13 March 2026",),
        ("Skip to content", "Home", "News", "Sport", "Contact"),
        ("Harbourside", "The new pontoon on Monday. © Marie Durand"),
        ("Foto: Marie Durand / Hafenblatt", "Aus dem Hafen"),
        ("Back to overview", f"Islands › {FERRY}"),
    ],
)
def test_headline_is_found_below_what_stands_above_it(title: Read, above: tuple[str, ...]) -> None:
    found, paragraphs, _ = title(*above, FERRY, "By Anna Quay, 12 March 2026")
    assert (found, paragraphs) == (FERRY, [LEAD, BODY])


def test_what_speaks_for_a_headline_is_said(title: Read) -> None:
    found, _, why = title("Harbourside", "Islands, quays and moorings", FERRY, "By Anna Quay, 12 March 2026")
    assert found == FERRY
    assert why.startswith("most like a headline: ") and "a date or a name below it" in why


@pytest.mark.parametrize(
    "lines",
    [
        ("Storm",),
        ("Ferry runs again", "After the storm the islanders are glad to be on board"),
        (FERRY, "Two hundred islanders had crossed on fishing boats"),
        (FERRY, "0"),
        (FERRY, "By Anna Quay", "12 March 2026"),
        ("Weather of 12 March 2026",),
        ("Why? | A question to the harbour", "What the islanders say"),
    ],
)
def test_title_on_the_first_line_stays_one(title: Read, lines: tuple[str, ...]) -> None:
    assert title(*lines)[0] == lines[0]


def test_text_without_a_headline_has_the_first_sentence(title: Read) -> None:
    assert title()[0].startswith("The ferry between the old harbour and the island runs again")


def test_share_line_below_a_short_text_is_not_its_title(tmp_path: Path) -> None:
    text = "Une erreur\n\nElle est corrigée.\n\nReuters\n\nPartager cet article? https://short.example/GoNe12\n"
    read = parse(text.encode(), "a.txt", load_defaults(tmp_path, "en", "UTC").for_file("a.txt"))
    assert (read.article.title, read.article.paragraphs) == ("Une erreur", ("Elle est corrigée.",))
