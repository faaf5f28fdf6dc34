"""The grammar of a selection, its one spelling, and what it is called."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.config.values import PAGE_LANGUAGES
from feeds.enrich import vocabulary
from feeds.enrich.tables import load_table
from feeds.errors import InvalidSelection
from feeds.publish.titles import description_of, rhythm_of, title_of
from feeds.selection import EVERYTHING, Presentation, Selection, read_query, span, spell
from feeds.site import Site


def canonical(_kind: str, name: str) -> str:
    return {"turquie": "turkey", "aa": "anadolu-agency"}.get(name.lower(), name.lower())


def read(query: str, base: tuple[str, str] | None = None) -> tuple[Selection, Presentation]:
    return read_query(parse_qsl(query, keep_blank_values=True), canonical, base)


@pytest.mark.parametrize(
    ("query", "place", "one"),
    [
        ("", "/", ""),
        ("limit=5", "/", "limit=5"),
        ("limit=005", "/", "limit=5"),
        ("limit=%205", "/", "limit=5"),
        ("content=full", "/", ""),
        ("limit=5&content=summary", "/", "content=summary&limit=5"),
        ("content=summary&content=summary", "/", "content=summary"),
        ("limit=&content=", "/", ""),
        ("utm_source=x&null&=&&limit=200", "/", "limit=200"),
        ("tag=Turquie", "/tags/turkey/", ""),
        ("tag=turkey,turquie", "/tags/turkey/", ""),
        ("source=aa&limit=9", "/sources/anadolu-agency/", "limit=9"),
        ("tag=b&tag=a", "/", "tag=a&tag=b"),
        ("tag=b,a", "/", "tag=a,b"),
        ("tag=b%2Ca", "/", "tag=a,b"),
        ("tag=a&tag=a,b", "/tags/a/", ""),
        ("tag=b,c&tag=a", "/", "tag=a&tag=b,c"),
        ("not-tag=b&not-tag=a,b", "/", "not-tag=a,b"),
        ("not-source=aa&tag=x&lang=TR,fr-CA", "/", "lang=fr,tr&not-source=anadolu-agency&tag=x"),
        ("lang=fr,tr&lang=fr", "/", "lang=fr"),
        ("since=2026-03-01&until=2026-03-01T10:00:00%2B02:00", "/", "since=2026-03-01&until=2026-03-01T08:00:00Z"),
        ("since=2026-03-01T10:00:00+02:00", "/", "since=2026-03-01T08:00:00Z"),
        ("since=20260301&until=2026-W10-7", "/", "since=2026-03-01&until=2026-03-08"),
        ("since=2026-03-02&until=2026-03-01T23:00:00Z", "/", "since=2026-03-02&until=2026-03-01T23:00:00Z"),
        ("since=2026-03-01T23:30:00Z&until=2026-03-01", "/", "since=2026-03-01T23:30:00Z&until=2026-03-01"),
        ("tag=%D8%B3", "/tags/%D8%B3/", ""),
        ("collapse=1", "/", "collapse=1"),
        ("collapse=0", "/", ""),
        ("collapse=", "/", ""),
        ("collapse=0&tag=a", "/tags/a/", ""),
        ("tag=b&tag=a&collapse=%201&content=summary", "/", "collapse=1&content=summary&tag=a&tag=b"),
        ("tag=a&collapse=1&collapse=1", "/", "collapse=1&tag=a"),
        ("tag=%D8%B3,a", "/", "tag=a,%D8%B3"),
    ],
)
def test_every_selection_has_one_spelling(query: str, place: str, one: str) -> None:
    selection, presentation = read(query)
    assert (selection.place, spell(selection, presentation)) == (place, one)
    base = selection.single
    assert read(one, base) == (selection, presentation)


def test_parameters_below_a_path_add_to_it() -> None:
    assert spell(*read("lang=fr", ("tag", "turquie"))) == "lang=fr&tag=turkey"
    assert read("tag=turkey", ("tag", "turquie"))[0].place == "/tags/turkey/"


NONSENSE = """
    collapse=2 collapse=1&collapse=0
    limit=0 limit=201 limit=1e1 limit=² limit=1&limit=2 content=Full tag= tag=a,,b tag=a&not-tag=a,b
    source=a&not-source=a lang=french lang=fr&lang=tr since=yesterday until=2026-02-30 since=1&since=2
    since=2026-03-02&until=2026-03-01 since=2026-03-01T10:00:00Z&until=2026-03-01T09:59:59Z
"""


@pytest.mark.parametrize("query", NONSENSE.split())
def test_nonsense_is_refused_by_name(query: str) -> None:
    with pytest.raises(InvalidSelection, match=rf"^{query.partition('=')[0]}"):
        read(query)


def test_a_selection_that_names_too_much_is_refused() -> None:
    many = ",".join(f"t{n}" for n in range(13))
    with pytest.raises(InvalidSelection, match="more than 12"):
        read(f"tag={many}")
    with pytest.raises(InvalidSelection, match="more than 12"):
        read("&".join(f"tag=t{n}" for n in range(13)))


@pytest.mark.parametrize("name", ["tag", "not-tag", "source", "not-source"])
def test_what_is_given_too_often_is_refused_before_any_of_it_is_looked_at(name: str) -> None:
    looked_at: list[str] = []

    def look(kind: str, given: str) -> str:
        looked_at.append(given)
        return canonical(kind, given)

    with pytest.raises(InvalidSelection, match=f"^{name} is given more than 12 times"):
        read_query([(name, f"t{n}") for n in range(7000)], look)
    assert looked_at == []


_NAMES = st.sampled_from(
    ["limit", "content", "tag", "source", "not-tag", "not-source", "lang", "since", "until", "x", "collapse"]
)


@given(st.lists(st.tuples(_NAMES | st.text(), st.sampled_from(["a", "b,a", "fr", "5", "2026-01-01"]) | st.text())))
def test_any_parameters_are_read_or_refused(parameters: list[tuple[str, str]]) -> None:
    try:
        selection, presentation = read_query(parameters, canonical)
    except InvalidSelection as refusal:
        assert len(str(refusal)) < 250  # noqa: PT017 - most examples are not refused
    else:
        assert read(spell(selection, presentation), selection.single) == (selection, presentation)


def test_a_date_is_the_whole_day_of_the_site() -> None:
    selection = Selection(since="2026-03-01", until="2026-03-01")
    since, until = span(selection, "Europe/Paris")
    assert since == 1772319600
    assert until == since + 86400
    assert span(Selection(since="0001-01-01", until="9999-12-31"), "Asia/Tokyo")[1] == 253402300800
    moment = Selection(since="2026-03-01T00:00:00Z", until="2026-03-01T00:00:00Z")
    assert span(moment, "Europe/Paris") == (1772323200, 1772323201)


LABELS = {("tag", "turkey"): "Turkey", ("tag", "syria"): "Syria", ("source", "afp"): "AFP", ("lang", "fr"): "fr"}


@pytest.mark.parametrize(
    ("language", "title", "description"),
    [
        (
            "en",
            "Turkey or Syria, without AFP, in French – News",
            "Articles: Turkey or Syria, without AFP, in French",
        ),
        ("fr", "Turkey ou Syria, sans AFP, en français – News", "Articles : Turkey ou Syria, sans AFP, en français"),
        (
            "xx",
            "Turkey or Syria, without AFP, in French – News",
            "Articles: Turkey or Syria, without AFP, in French",
        ),
    ],
)
def test_a_selection_is_said_in_the_language_of_the_site(language: str, title: str, description: str) -> None:
    site = Site(title="News", language=language)
    selection = Selection(tags=(("turkey", "syria"),), not_sources=("afp",), langs=("fr",))
    assert title_of(selection, LABELS, site) == title
    assert description_of(selection, LABELS, site) == description


@pytest.mark.parametrize(
    ("language", "label", "slug", "description"),
    [
        ("en", "Tunisia", "tunisia", "Articles tagged Tunisia"),
        ("fr", "Tunisie", "tunisia", "Articles sur la Tunisie"),
        ("fr", "Maroc", "morocco", "Articles sur le Maroc"),
        ("fr", "Algérie", "algeria", "Articles sur l’Algérie"),
        ("fr", "États-Unis", "united-states", "Articles sur les États-Unis"),
        ("fr", "Israël", "israel", "Articles sur Israël"),
        ("fr", "Mexique", "mexico", "Articles sur le Mexique"),
        ("fr", "OTAN", "nato", "Articles sur l’OTAN"),
        ("fr", "Énergie", "energy", "Articles : Énergie"),
        ("fr", "La Tunisie à nous", "tunisia", "Articles : La Tunisie à nous"),
        ("fr", "Brocante", "brocante", "Articles : Brocante"),
        ("de", "Tunesien", "tunisia", "Artikel zu Tunesien"),
        ("de", "Türkei", "turkey", "Artikel zur Türkei"),
        ("de", "Vereinigte Staaten", "united-states", "Artikel zu den Vereinigten Staaten"),
        ("de", "Flohmarkt", "flohmarkt", "Artikel zum Thema Flohmarkt"),
        ("es", "Túnez", "tunisia", "Artículos sobre Túnez"),
        ("es", "Reino Unido", "united-kingdom", "Artículos sobre el Reino Unido"),
        ("tr", "Tunus", "tunisia", "Konu: Tunus"),
        ("ar", "تونس", "tunisia", "مقالات عن تونس"),
    ],
)
def test_a_tag_is_described_with_the_article_of_its_name_or_without_need_of_one(
    language: str, label: str, slug: str, description: str
) -> None:
    labels = {("tag", slug): label}
    assert description_of(Selection(tags=((slug,),)), labels, Site(language=language)) == description


def test_what_has_neither_tag_nor_source_is_described_in_a_sentence() -> None:
    selection = Selection(langs=("fr",), since="2026-03-01")
    said = {language: description_of(selection, {}, Site(language=language)) for language in ("en", "fr", "de")}
    assert said["en"] == "Articles: in French, since 2026-03-01"
    assert said["fr"] == "Articles en français, depuis le 2026-03-01"
    assert said["de"] == "Artikel auf Französisch, seit 2026-03-01"


def test_digests_say_in_the_language_of_the_site_how_often_they_come() -> None:
    assert [rhythm_of(span, Site(language="de-AT")) for span in ("daily", "weekly")] == ["täglich", "wöchentlich"]
    assert rhythm_of("daily", Site()) == "daily"


def test_spanish_and_does_not_run_into_the_name_after_it() -> None:
    labels = {("tag", slug): name for slug, name in (("es", "España"), ("ir", "Irán"), ("om", "Omán"), ("ho", "Hielo"))}
    site = Site(title="T", language="es")
    assert title_of(Selection(tags=(("es",), ("ir",))), labels, site) == "España e Irán – T"
    assert title_of(Selection(tags=(("es",), ("ho",))), labels, site) == "España y Hielo – T"
    assert title_of(Selection(tags=(("es", "om"),)), labels, site) == "España u Omán – T"


@pytest.mark.parametrize("language", ["de", "es", "fr"])
def test_names_that_want_an_article_are_known_and_said_once(language: str) -> None:
    phrases = load_table("definite.yaml")[language]
    slugs = [slug for listed in phrases.values() for slug in listed]
    assert len(slugs) == len(set(slugs)) and set(slugs) <= set(vocabulary.known_tags())
    assert all(phrase.count("{}") <= 1 and (len(listed) == 1 or "{}" in phrase) for phrase, listed in phrases.items())


def test_every_language_says_all_of_a_selection_and_pages_speak_none_that_does_not() -> None:
    phrases = load_table("phrases.yaml")
    assert set(PAGE_LANGUAGES) <= set(phrases)
    assert {frozenset(said) - {"softened"} for said in phrases.values()} == {frozenset(phrases["en"])}


def test_everything_is_called_what_the_site_is() -> None:
    site = Site(title="News", description="What is new")
    assert (title_of(EVERYTHING, {}, site), description_of(EVERYTHING, {}, site)) == ("News", "What is new")
    assert description_of(Selection(tags=(("turkey",),)), LABELS, site) == "Articles tagged Turkey"
