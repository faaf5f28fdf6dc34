"""Names stand where people of a language look for them."""

from __future__ import annotations

import random

import pytest

from feeds.words.collation import first_letter, sort_key

ORDERED = {
    "en": [
        "2026",
        "Åland",
        "Éire",
        "energy",
        "États-Unis",
        "New Zealand",
        "Newcastle",
        "Vatican City",
        "Zürich",
        "Япония",
    ],
    "fr": ["Économie", "énergie", "Espagne", "États-Unis", "Œuvre", "Offre", "Vatican"],
    "de": ["Afrika", "Ägypten", "Oman", "Österreich", "Ostsee", "Strand", "Straße", "Zypern"],
    "es": ["Níger", "Nube", "Ñame", "Oasis"],
    "tr": [
        "Cuma",
        "Çin",
        "Danimarka",
        "Hindistan",
        "Irak",
        "Isparta",
        "İran",
        "İzmir",
        "Özbekistan",
        "Suriye",
        "Şili",
        "Ürdün",
    ],
    "ar": ["2026", "آسيا", "الأردن", "إيران", "تونس", "مصر", "هولندا", "Paris"],
}


@pytest.mark.parametrize("language", ORDERED)
def test_names_stand_in_the_order_of_the_language(language: str) -> None:
    names = [*ORDERED[language]]
    random.shuffle(names)
    assert sorted(names, key=lambda name: sort_key(name, language)) == ORDERED[language]


@pytest.mark.parametrize(
    ("name", "language", "letter"),
    [
        ("Çin", "tr", "Ç"),
        ("Çin", "fr", "C"),
        ("ıslak", "tr", "I"),
        ("Irak", "tr", "I"),
        ("iran", "tr", "İ"),
        ("İran", "tr", "İ"),
        ("İran", "de", "I"),
        ("ñu", "es", "Ñ"),
        ("ñu", "en", "N"),
        ("« Œuvre »", "fr", "O"),
        ("آسيا", "ar", "ا"),
        ("", "ar", ""),
        ("!?", "en", ""),
    ],
)
def test_name_begins_with_a_letter_of_the_alphabet(name: str, language: str, letter: str) -> None:
    assert first_letter(name, language) == letter
