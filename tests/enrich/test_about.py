"""Tags are what an article is about: held against labels, and against what only looks like a subject of it."""

from __future__ import annotations

import pytest

from feeds.enrich.tagging import find_tags
from feeds.enrich.vocabulary import known_tags
from tests.enrich.about import labelled, tell


@pytest.mark.parametrize(("tuned", "share"), [(True, 0.975), (False, 0.95)])
def test_tags_are_what_labelled_texts_are_about(*, tuned: bool, share: float) -> None:
    told = tell(labelled(tuned=tuned))
    assert told.share_right >= share
    assert told.share_bare <= 0.10


def test_labels_are_tags() -> None:
    texts = [*labelled(tuned=True), *labelled(tuned=False)]
    assert {slug for one in texts for slug in one.right} <= set(known_tags())
    assert len(texts) >= 300


def about(title: str, body: str, language: str, homes: tuple[str, ...] = ()) -> set[str]:
    return {named.tag.slug for named in find_tags(title, body, language, homes)}


FILLER = {
    "fr": "On en a parlé mardi soir devant une salle pleine, sans rien annoncer de neuf. " * 6,
    "en": "They spoke of it on Tuesday evening before a full room, and said nothing new. " * 6,
    "de": "Davon sprach am Abend auch der Vorsitzende vor vollem Saal, ohne Neues anzukündigen. " * 6,
}


@pytest.mark.parametrize(
    ("language", "title", "body"),
    [
        ("fr", "Un pianiste au théâtre", "Né en Égypte, formé en Italie, il joue depuis vingt ans. "),
        ("fr", "Le club a perdu", "L'AS Monaco jouait loin de chez elle, devant peu de monde. "),
        ("fr", "Travaux en ville", "La place du Luxembourg sera fermée, la rue de Rome aussi. "),
        ("fr", "La Mongolie-Intérieure sous la neige", "Il a neigé en Mongolie-Intérieure. "),
        ("en", "Snow in Inner Mongolia", "It snowed in Inner Mongolia all night. "),
        ("en", "A concert in the park", "Tom Holland sang, and Anatole France was read. "),
        ("en", "The painter at seventy", "Born in Poland, she lived in Spain and studied in Sweden. "),
        ("de", "Der Verein hat verloren", "Hertha Berlin und Real Madrid spielten ohne Tore. "),
        ("de", "Sperrung bis Montag", "Die Luxemburger Straße ist gesperrt. "),
        ("de", "Ein Nachruf", "Jan Holland ist tot. Holland wurde in Kiel geboren, Frank Österreicher kannte ihn. "),
        ("en", "Denzel Washington wins", "Denzel Washington took the prize. Washington wept. "),
        ("en", "A school in Lebanon, Ohio", "The school in Lebanon, Ohio, opens. Lebanon has two more. "),
        ("fr", "Défaite de l'AS Monaco", "L'AS Monaco a perdu, et les joueurs de Monaco pleurent. "),
        ("en", "French toast with British Airways", "British Airways serves French toast again. "),
    ],
)
def test_a_name_in_passing_is_no_tag(language: str, title: str, body: str) -> None:
    assert about(title, body + FILLER[language], language) == set()


@pytest.mark.parametrize(
    ("language", "title", "slug"),
    [
        ("en", "Why Ukraine matters", "ukraine"),
        ("en", "Meanwhile France waits", "france"),
        ("es", "Vuelve Argentina", "argentina"),
        ("en", "In May Turkey votes", "turkey"),
        ("tr", "Paris Caddesi Türkiye'de", "turkey"),
        ("pt", "Angola na rua de Angola", "angola"),
    ],
)
def test_a_word_before_a_country_is_no_first_name_because_it_has_a_capital(
    language: str, title: str, slug: str
) -> None:
    assert about(title, "", language) == {slug}


def test_beside_the_country_a_text_speaks_of_one_in_passing_is_none() -> None:
    body = "La Turquie a répondu. Ankara attend. Les Turcs votent. La Turquie votera. Le pays touche la Grèce. "
    assert about("Élection en vue", body, "fr") == {"turkey"}


def test_the_country_a_source_writes_from_weighs_less() -> None:
    body = "Une loi attendue depuis dix ans entre en vigueur en Suisse lundi. " + FILLER["fr"]
    assert about("Une loi sur les ports", body, "fr", ("belgium",)) == {"switzerland"}
    assert about("Une loi sur les ports", body, "fr", ("switzerland",)) == set()
    assert about("Une loi sur les ports", body.replace("Suisse", "France"), "fr") == set()
    assert about("La France vote", f"On y vote lundi. {FILLER['fr']}", "fr", ("france",)) == {"france"}
    assert about("Une loi", f"Béziers (France) - Elle est là. {FILLER['fr']}", "fr", ("france",)) == {"france"}


def test_capitals_and_people_speak_for_their_country() -> None:
    body = "Le ministre turc a reçu son homologue. Ankara n'a rien dit de plus. " + FILLER["fr"]
    assert about("Une visite", body, "fr") == {"turkey"}
