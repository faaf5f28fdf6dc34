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


@pytest.mark.parametrize(
    "dateline",
    [
        "10 novembre 2012. - ",
        "1er août 2012. - ",
        "3 juillet 2012. - Québec - ",
        "22 août 2012, Espagne. - ",
        "Bern, 17.08.2007 - ",
        "April 17, 2015 -- ",
        "BEIRUT — ",
        "NEW YORK - ",
        "ST. JOHN'S — ",
        "KHAN YOUNIS, GAZA — ",
        "(ANSA) - ROMA, 03 MAR - ",
        "МОСКВА, 3 мар — РИА Новости. ",
        "【6月18日 AFP】",
    ],
)
def test_no_dateline_stands_before_it(dateline: str) -> None:
    assert summary(TITLE, f"{dateline}{LEAD}", MORE) == LEAD


@pytest.mark.parametrize("credit", ["(ats/nxp)", "(Avec AFP)", "– Guardian"])
def test_no_credit_stands_behind_it(credit: str) -> None:
    assert summary(TITLE, f"{LEAD} {credit}") == LEAD


@pytest.mark.parametrize(
    "lead",
    [
        "Они – настоящие гении кулинарного искусства, и на острове о них говорят уже много лет подряд.",
        "Der Hafen - so sagt es die Stadt - wird im Frühjahr gebaut, und die Fähre fährt im Sommer wieder.",
        "Le 10 novembre 2012, le conseil a voté un budget pour la réparation de la digue du vieux port.",
    ],
)
def test_a_sentence_with_a_dash_or_a_day_is_whole(lead: str) -> None:
    assert summary(TITLE, lead, MORE) == lead


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
