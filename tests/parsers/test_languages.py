"""The language of an article: stated, the folder's, that of its words, or unknown; never a mere guess."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feeds.parsers import Defaults, parse
from feeds.store.records import facets_of

if TYPE_CHECKING:
    from feeds.model import Reading

GERMAN = "Der Hafen wird im Frühjahr ausgebaut, sagte die Ministerin am Montag, und danach kommen größere Schiffe. "
ENGLISH = "Skip to content\n\nSubscribe to our newsletter and get the best of the week\n\n"


def read(text: str, site_language: str = "en") -> Reading:
    return parse(text.encode(), "a.txt", Defaults(site_language=site_language))


def rule(reading: Reading) -> tuple[str, str]:
    return next((one.value, one.rule) for one in reading.evidence if one.field == "language")


def test_text_below_a_head_in_another_language_tells() -> None:
    assert rule(read(ENGLISH + "Hafen wird ausgebaut\n\n" + "\n\n".join([GERMAN * 3] * 40))) == ("de", "its words")


@pytest.mark.parametrize("site_language", ["en", "tr"])
def test_what_nobody_knows_is_unknown_and_not_the_language_of_the_site(site_language: str) -> None:
    reading = read("ABX 12.3\n\n" + "ABX 12.3 QRT 9.1 LMN 7.7 " * 20, site_language)
    assert rule(reading) == ("und", "nothing tells")
    assert reading.article.language == "und"
    assert facets_of("und", "", "") == {("all", "")}


def test_a_word_or_two_are_in_the_language_of_the_site() -> None:
    assert rule(read("AFP\n\nQX", "tr")) == ("tr", "the site's language")
