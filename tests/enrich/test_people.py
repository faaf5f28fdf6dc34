"""A person, club or street that is called like a country is not about it."""

from __future__ import annotations

import pytest

from feeds.enrich.tagging import find_tags


def tags(title: str, body: str, language: str) -> list[str]:
    return [named.tag.slug for named in find_tags(title, body, language)]


PEOPLE = [
    ("Tom Holland signs a book", "Holland said he was glad.", "en", "netherlands"),
    ("Tom Holland Signs A Book", "", "en", "netherlands"),
    ("A new book is out", "Kathy Ireland wrote it. Ireland is sixty.", "en", "ireland"),
    ("Anatole France réédité", "France écrivait beaucoup.", "fr", "france"),
    ("Une statue pour Rosa Luxembourg", "", "fr", "luxembourg"),
    ("L'AS Monaco gagne encore", "", "fr", "monaco"),
    ("La rue de France est fermée", "", "fr", "france"),
    ("Place du Luxembourg, on danse", "", "fr", "luxembourg"),
    ("El libro de José Francia", "", "es", "france"),
    ("Vince Sergio Italia", "Sergio Italia ha vinto.", "it", "italy"),
    ("Inner Mongolia mine closes", "", "en", "mongolia"),
    ("Judge Ireland rules for the town", "", "en", "ireland"),
    ("Dr. Sudan opens a clinic", "Sudan is from here.", "en", "sudan"),
    ("Pierre Mendès France, une vie", "", "fr", "france"),
    ("La porte d’Italie en travaux", "", "fr", "italy"),
    ("Les montagnes russes de la fête", "", "fr", "russia"),
]


@pytest.mark.parametrize(("title", "body", "language", "slug"), PEOPLE)
def test_a_name_is_no_country(title: str, body: str, language: str, slug: str) -> None:
    assert slug not in tags(title, body, language)


PLACES = [
    ("In Holland the tulips bloom", "", "en", "netherlands"),
    ("Tom Holland moves", "He will live in Holland. He likes it in Holland.", "en", "netherlands"),
    ("Quake hits northern Syria", "", "en", "syria"),
    ("Northern Syria is hit by a quake", "", "en", "syria"),
    ("Erdogan: Turkey will help", "", "en", "turkey"),
    ("Minister Says Turkey Will Help", "", "en", "turkey"),
    ("La France vote", "En France, on vote.", "fr", "france"),
    ("Nachbarland Frankreich stimmt ab", "", "de", "france"),
    ("The judge, Ireland and its courts", "Ireland votes.", "en", "ireland"),
    ("Türkiye karar verdi", "Heyeti Türkiye karşıladı.", "tr", "turkey"),
]


@pytest.mark.parametrize(("title", "body", "language", "slug"), PLACES)
def test_a_country_is_one(title: str, body: str, language: str, slug: str) -> None:
    assert slug in tags(title, body, language)


GIVEN = [
    ("France Gall chantait au port", "fr", "france"),
    ("Kenya Moore opens a café", "en", "kenya"),
    ("Tom Holland kehrt zurück", "de", "netherlands"),
    ("Panama hats are back in the shops", "en", "panama"),
]


@pytest.mark.parametrize(("title", "language", "slug"), GIVEN)
def test_a_country_may_be_a_given_name(title: str, language: str, slug: str) -> None:
    assert slug not in tags(title, "", language)


@pytest.mark.parametrize(
    "title", ["Turkey President Erdogan visits", "France Allemagne : le match", "Iran talks begin"]
)
def test_a_country_before_what_it_has_is_one(title: str) -> None:
    assert tags(title, "", "fr" if "match" in title else "en")
