"""Where words stand that were looked for is shown and marked, whatever the script."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from feeds.model import Entry
from feeds.publish.excerpts import excerpt, marked_title, ranked
from feeds.words.terms import read_terms, sought

if TYPE_CHECKING:
    from feeds.publish.excerpts import Part
    from feeds.words.terms import Sought

_THEN = datetime(2023, 5, 1, tzinfo=UTC)


def entry(title: str, text: str = "", language: str | None = "en") -> Entry:
    return Entry("urn:uuid:1", "1", title, tuple(text.split("|")), "", _THEN, _THEN, language=language)


def asked(search: str) -> Sought:
    return sought(read_terms(search), ("en", "fr", "tr"))


def written(parts: tuple[Part, ...]) -> str:
    return "".join(f"[{text}]" if is_hit else text for text, is_hit in parts)


@pytest.mark.parametrize(
    ("language", "title", "search", "marked"),
    [
        ("en", "Elections in Turkey", "election", "[Elections] in Turkey"),
        ("en", "Peace talks: PEACE!", '"peace talks" -war', "[Peace] [talks]: [PEACE]!"),
        ("en", "War and peace", "title:war peace -and", "[War] and [peace]"),
        ("fr", "L’économie d’hier", "economie", "[L’économie] d’hier"),
        ("tr", "İSTANBUL’un seçimi", "istanbul", "[İSTANBUL’un] seçimi"),
        ("zh", "中国人民在北京", "国人", "中[国人]民在北京"),
        ("zh", "中国人民在北京", "北", "中国人民在[北]京"),
        ("en", "<b>Peace</b> & war", "peace", "<b>[Peace]</b> & war"),
        ("en", "Nothing", "peace", "Nothing"),
    ],
)
def test_words_are_marked_as_they_are_written(language: str, title: str, search: str, marked: str) -> None:
    assert written(marked_title(entry(title, language=language), asked(search))) == marked


def test_an_excerpt_is_the_paragraph_that_says_most_of_it() -> None:
    shown = entry("Title", "Peace first.|Then peace and war.|War, war, war and war.")
    assert written(excerpt(shown, asked("peace war"))) == "Then [peace] and [war]."
    assert excerpt(shown, asked("nothing OR title:peace")) == ()


def test_a_long_paragraph_is_cut_around_what_was_looked_for() -> None:
    shown = entry("Title", f"{'before ' * 60}peace {'after ' * 60}")
    said = written(excerpt(shown, asked("peace")))
    assert said.startswith("… before ") and said.endswith("after …") and "[peace]" in said
    assert len(said) < 300
    assert written(excerpt(entry("Title", "中" * 400 + "北京" + "人" * 400, "zh"), asked("北京"))).count("[北京]") == 1


def test_titles_that_say_it_come_first_and_then_the_newest() -> None:
    entries = [entry("Other", "peace"), entry("Peace", "war"), entry("War", "peace"), entry("War and peace")]
    assert [one.title for one in ranked(entries, asked("war peace"))] == ["War and peace", "Peace", "War", "Other"]


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("festival", "Visitors of a [festival] walk through ice."),
        ("sapporo", "[SAPPORO], Japan, Feb. 11 (Xinhua) -- Visitors of a festival walk through ice."),
    ],
)
def test_dateline_is_left_out_unless_it_was_looked_for(search: str, said: str) -> None:
    shown = entry("Ice", "SAPPORO, Japan, Feb. 11 (Xinhua) -- Visitors of a festival walk through ice.")
    assert written(excerpt(shown, asked(search))) == said
