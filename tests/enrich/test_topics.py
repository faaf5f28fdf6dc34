"""What a text is about is told by words of a subject in the right places, and not by one that is mentioned."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from feeds.enrich.tagging import find_tags
from feeds.enrich.topics import find_topics, topics

LEAD = 400
LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "nl", "tr", "ar", "ru", "zh")


def told(title: str, body: str, language: str) -> list[str]:
    return [topic.slug for topic in find_topics(title, body, language, LEAD)]


@pytest.mark.parametrize(
    ("language", "title", "body", "topic"),
    [
        (
            "en",
            "Earthquake shakes the coast",
            "The earthquake was felt in town. No aftershock followed.",
            "earthquakes",
        ),
        ("fr", "Grève dans les ports", "La grève a commencé lundi, disent les grévistes.", "strikes"),
        ("de", "Hochwasser an der Elbe", "Das Hochwasser steigt weiter. Eine Überschwemmung droht.", "floods"),
        ("es", "Elecciones en mayo", "Las elecciones serán en mayo, y las urnas abrirán a las ocho.", "elections"),
        ("it", "Sciopero dei treni", "Lo sciopero dura un giorno, e gli scioperanti manifestano.", "strikes"),
        ("pt", "Incêndio no centro", "O incêndio começou à noite, e os bombeiros chegaram cedo.", "wildfires"),
        ("nl", "Staking bij de haven", "De staking duurt een dag, zeggen de vakbonden en de stakers.", "strikes"),
        ("tr", "Ege'de deprem", "Deprem sabah oldu. Merkez üssü denizde, depremde kimse ölmedi.", "earthquakes"),
        ("ar", "زلزال في الشمال", "وقع الزلزال فجرا، وقال السكان إن زلزال اليوم كان قويا.", "earthquakes"),
        ("ru", "Выборы в мае", "Выборы пройдут в мае, избиратели ждут голосования.", "elections"),
        ("zh", "沿海发生地震", "地震发生在清晨，余震不断，震中在海上。", "earthquakes"),
        ("pl", "Strajk w porcie", "Strajk trwa od rana, strajkujący czekają na rozmowy.", "strikes"),
    ],
)
def test_subject_in_title_and_text_is_what_it_is_about(language: str, title: str, body: str, topic: str) -> None:
    assert told(title, body, language) == [topic]


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("A new bridge", "The mayor, who won the election in May, opened it. Nobody spoke of the cost."),
        ("A museum of ice", "It opens in May."),
        ("The harbour reopens", "An earthquake forty years ago had closed it."),
    ],
)
def test_what_is_only_mentioned_is_no_subject(title: str, body: str) -> None:
    assert told(title, body, "en") == []


def test_words_are_whole_unless_the_table_says_otherwise() -> None:
    assert told("Selections", "The selections of electionsville, an electionist.", "en") == []
    assert told("TERRORIST HELD", "The TERRORISTS were held.", "en") == ["terrorism"]


def test_subject_has_its_place_among_the_names_of_the_text() -> None:
    body = "The earthquake was felt in Greece. An aftershock followed, and the earthquake closed schools."
    found = [named.tag.slug for named in find_tags("Earthquake in Greece", body, "en")]
    assert found == ["earthquakes", "greece"]
    assert [named.tag.label for named in find_tags("Séisme en Grèce", "Le séisme a été ressenti en Grèce.", "fr")] == [
        "Séismes",
        "Grèce",
    ]


def test_table_is_whole() -> None:
    table = topics()
    for slug, row in table.items():
        assert set(LANGUAGES) <= set(row["label"]), slug
        assert row.get("within", slug) in table and row.get("within") != slug
        assert re.fullmatch(r"\d{8}", row.get("iptc", "00000000")), slug
        assert re.fullmatch(r"Q\d+", row.get("wikidata", "Q1")), slug
        assert ("within" in row) == (not row.get("iptc", "20").endswith("000000")), slug
        for words in row.get("match", {}).values():
            assert all(word == word.lower() for word in words), slug


def test_codes_and_ids_are_of_one_subject() -> None:
    for key in ("iptc", "wikidata"):
        codes = [row[key] for row in topics().values() if key in row]
        assert len(codes) == len(set(codes))


def test_no_word_shows_two_subjects() -> None:
    words = Counter(
        (language, word)
        for row in topics().values()
        for language, listed in row.get("match", {}).items()
        for word in set(listed)
    )
    assert [word for word, times in words.items() if times > 1] == []
