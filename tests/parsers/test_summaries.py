"""The summary of an article without a stated one: its first sentences, and nothing that stands among them."""

from __future__ import annotations

import pytest

from feeds.enrich.sentences import cut
from tests.parsers.texts import LEAD, MORE, article

TITLE = "La digue sera réparée"


def summary(*lines: str) -> str:
    return article(*(part for line in lines for part in (line, ""))).summary


@pytest.mark.parametrize(
    "above",
    ["Publié le 3 mars 2021 par Anne Roy", "https://exemple.example/digue", "Le chantier vu du port. © Marie Durand"],
)
def test_no_field_address_or_caption_is_the_summary(above: str) -> None:
    assert summary(TITLE, above, LEAD, MORE) == LEAD


def test_a_dateline_and_the_title_are_no_part_of_it() -> None:
    assert summary(TITLE, f"PARIS (AFP) - {LEAD}", MORE) == LEAD
    assert summary(TITLE, f"{TITLE}. {LEAD}", MORE) == LEAD
    read = article("PARIS (AFP) - Le conseil a voté un budget pour la digue.", "", MORE, "", LEAD)
    assert (read.title, read.summary) == ("Le conseil a voté un budget pour la digue", MORE)
    assert [source.slug for source in read.sources] == ["afp"]


def test_a_sentence_that_a_link_broke_is_whole() -> None:
    broken = (
        "Le conseil a voté lundi un budget pour la réparation",
        "de la digue",
        ", que la tempête avait emportée cet hiver.",
    )
    assert summary(TITLE, *broken, MORE) == LEAD


def test_a_quotation_amid_a_sentence_ends_none() -> None:
    text = f"Le maire parle d’un « plan B » pour la digue. {MORE} {LEAD} {MORE}"
    assert cut(text, 60) == "Le maire parle d’un « plan B » pour la digue."
    assert (
        cut("Il dit : « Nous la réparons. » Le conseil a voté lundi un budget.", 40) == "Il dit : « Nous la réparons. »"
    )
