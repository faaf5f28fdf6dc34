"""A text may hold several share lines: which of them is its own, and what becomes of the others."""

from __future__ import annotations

import pytest

from feeds.model import Article, ShareLink
from feeds.parsers import Defaults, parse

TITLE = "La digue sera réparée"
LEAD = "Le conseil a voté lundi un budget pour la réparation de la digue, que la tempête avait emportée cet hiver."
MORE = "Les travaux commencent au printemps et durent deux ans, selon le calendrier que le maire a présenté hier."
LAST = "Le préfet a salué cette décision, tout en rappelant que la commune devra en payer le tiers avant l’été."
OWN = "Partager cet article? https://short.example/own111"
OTHER = "Partager cet article? https://short.example/other2"
THIRD = "Share this article: https://elsewhere.example/third3"
FOOT = ("Share.", "", "About Author")
OWN_LINK, OTHER_LINK = ShareLink("short.example", "own111"), ShareLink("short.example", "other2")
THIRD_LINK = ShareLink("elsewhere.example", "third3")


def read(*lines: str) -> Article:
    return parse("\n".join((TITLE, "", *lines)).encode(), "a.txt", Defaults()).article


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param((LEAD, OTHER, "", MORE, "", "AA", "", OWN, *FOOT), id="another article is quoted amid the text"),
        pytest.param((LEAD, "", MORE, OTHER, "", "AA", "", "TRT FR", OWN, *FOOT), id="one is quoted at its end"),
        pytest.param((OTHER, LEAD, "", MORE, "", OWN, *FOOT), id="one stands above the text"),
        pytest.param((LEAD, "", MORE, "", OWN, "Share.", "", OTHER), id="the page goes on with another"),
        pytest.param((LEAD, "", f"« {MORE}", OTHER, f"{LAST} »", "", "AFP", OWN), id="it stands in a quotation"),
        pytest.param((LEAD, "", f"> {MORE}", f"> {OTHER}", "", OWN), id="it is quoted as in mail"),
        pytest.param((LEAD, "", MORE, "", OWN, "", f"« {OTHER}"), id="it is quoted below the own line"),
        pytest.param((LEAD, "", f"{MORE} Lire https://short.example/other2.", "", OWN), id="it is not labelled"),
    ],
)
def test_the_own_line_wins_and_the_other_is_a_mention(lines: tuple[str, ...]) -> None:
    article = read(*lines)
    assert (article.share_link, article.share_mentions) == (OWN_LINK, (OTHER_LINK,))
    assert not any("Partager" in paragraph for paragraph in article.paragraphs)


def test_of_three_labelled_lines_the_last_below_the_text_wins() -> None:
    article = read(LEAD, THIRD, "", MORE, OTHER, "", "AA", OWN, *FOOT)
    assert (article.share_link, article.share_mentions) == (OWN_LINK, (THIRD_LINK, OTHER_LINK))


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param((LEAD, OTHER, "", MORE, "", LAST), id="most of the text follows it"),
        pytest.param((LEAD, "", MORE, OTHER, "", MORE), id="a good part of the text follows it"),
        pytest.param((LEAD, "", MORE, "", f"« {MORE}", OTHER, f"{LAST} »"), id="the quotation goes on below it"),
        pytest.param((LEAD, "", MORE, "", "“A short quotation begins here.", OTHER, "", LAST), id="of a few words"),
    ],
)
def test_the_share_line_of_a_quoted_article_is_never_taken_for_an_own_one(lines: tuple[str, ...]) -> None:
    article = read(*lines)
    assert (article.share_link, article.share_mentions) == (None, (OTHER_LINK,))


def test_a_lone_share_line_below_most_of_the_text_is_its_own() -> None:
    note = "Pour recevoir chaque matin les nouvelles de la côte, il suffit de nous écrire une fois à la rédaction."
    article = read(LEAD, "", f"« {MORE} »", "", LAST, "", OWN, "", note)
    assert (article.share_link, article.share_mentions) == (OWN_LINK, ())


def test_a_lone_share_line_above_the_text_is_its_own() -> None:
    assert read(OWN, "", LEAD, "", MORE).share_link == OWN_LINK


def test_a_line_that_is_repeated_is_no_mention() -> None:
    article = read(OWN, "", LEAD, "", f"{MORE} https://short.example/own111", "", OWN, *FOOT)
    assert (article.share_link, article.share_mentions) == (OWN_LINK, ())


def test_a_stated_address_wins_over_every_line() -> None:
    text = f"---\nshorturl: https://short.example/own111\n---\n{TITLE}\n\n{LEAD}\n\n{MORE}\n\n{OTHER}\n"
    article = parse(text.encode(), "a.txt", Defaults()).article
    assert (article.share_link, article.share_mentions) == (OWN_LINK, (OTHER_LINK,))
