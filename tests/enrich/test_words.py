"""Names of tags and sources, language, summaries."""

from __future__ import annotations

import pytest

from feeds.enrich.agencies import find_source, known_sources, named_source, printed_sources, source_name
from feeds.enrich.language import guess_language
from feeds.enrich.lines import is_paragraph
from feeds.enrich.sentences import cut, first_sentence
from feeds.enrich.tagging import find_tags
from feeds.enrich.vocabulary import find_tag, known_tags, tag_label
from feeds.model import Source


@pytest.mark.parametrize("name", ["Turquie", "Turkey", "Türkiye", "türkei", "تركيا", "turkey", "TURQUIA"])
def test_one_concept_is_one_tag_whatever_the_language(name: str) -> None:
    assert find_tag(name) == "turkey"


@pytest.mark.parametrize("name", ["ABD", "Etats-Unis", "États-Unis", "usa", "EE.UU.", "united-states", "u.s."])
def test_names_that_cldr_lacks_are_known(name: str) -> None:
    assert find_tag(name) == "united-states"


@pytest.mark.parametrize("name", ["eau", "island", "maurice", "grenade", "vs", "Réunion de crise"])
def test_common_words_are_no_territories(name: str) -> None:
    assert find_tag(name) is None


def test_slugs_are_english_words() -> None:
    assert {"turkey", "united-states", "cote-divoire", "united-kingdom", "nato"} <= set(known_tags())
    assert tag_label("turkey", "fr") == "Turquie"
    assert tag_label("turkey", "en") == "Turkey"
    assert tag_label("turkey", "xx") == "Turkey"
    assert tag_label("turkey", "tr-TR") == "Türkiye"
    assert tag_label("nothing", "fr") is None
    assert find_tag("nothing") is None
    assert all(find_tag(slug) == slug for slug in known_tags())


def tags(title: str, body: str, language: str) -> list[str]:
    return [named.tag.slug for named in find_tags(title, body, language)]


@pytest.mark.parametrize(
    ("text", "language", "slugs"),
    [
        ("Visite de l’Allemagne", "fr", ["germany"]),
        ("Visite des Etats-Unis", "fr", ["united-states"]),
        ("La reunion de M. Grenade", "fr", []),
        ("La Réunion de Maurice et Dominique", "fr", []),
        ("Rendez-vous à Saint-Denis de La Réunion", "fr", ["reunion"]),
        ("François Hollande en Grèce", "fr", ["greece"]),
        ("Türkiye'nin ABD'ye mektubu", "tr", ["turkey", "united-states"]),
        ("وبتركيا وسوريا والولايات المتحدة", "ar", ["syria", "turkey", "united-states"]),
        ("لتركيا وسوريا", "ar", ["syria", "turkey"]),
        ("They asked us about New Jersey and Michael Jordan", "en", []),
        ("The US and the U.K. talk", "en", ["united-kingdom", "united-states"]),
        ("Papua New Guinea and Guinea-Bissau", "en", ["guinea-bissau", "papua-new-guinea"]),
        ("Jordan and Amman", "en", ["jordan"]),
        ("turkey for dinner", "en", []),
        ("Syrie, Turquie", "pl", []),
    ],
)
def test_title_is_tagged(text: str, language: str, slugs: list[str]) -> None:
    assert tags(text, "", language) == slugs


def test_a_name_far_down_counts_when_it_stands_twice() -> None:
    far = "Rien à dire. " * 60
    assert tags("Titre", f"{far} La Chine.", "fr") == []
    assert tags("Titre", f"{far} La Chine. La Chine.", "fr") == ["china"]
    assert tags("Titre", f"La Chine. {far}", "fr") == ["china"]


def test_at_most_six_tags_in_a_steady_order() -> None:
    title = "Chine, Japon, Inde, Iran, Irak, Syrie, Liban, Égypte"
    assert tags(title, "", "fr") == ["china", "egypt", "india", "iran", "iraq", "japan"]
    assert tags("Titre", f"{title}.", "fr") == []  # a list that a text gives is not what it is about


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("aa", "anadolu-agency"),
        ("AA", "anadolu-agency"),
        ("trt-fr", "trt-francais"),
        ("TRT FR", "trt-francais"),
        ("Agence France-Presse", "afp"),
        ("REUTERS", "reuters"),
        ("dpa", "dpa"),
        ("iha", "iha"),
    ],
)
def test_source_is_found_by_any_of_its_names(name: str, slug: str) -> None:
    source = find_source(name)
    assert source is not None
    assert source.slug == slug
    assert source_name(slug) == source.name


def test_names_and_slugs_of_the_two_agencies_of_the_seed() -> None:
    assert find_source("aa") == Source("anadolu-agency", "Anadolu Agency")
    assert find_source("trt-fr") == Source("trt-francais", "TRT Français")


def test_unknown_source_keeps_its_name() -> None:
    assert find_source("Le Journal du Port") is None
    assert named_source("Le Journal du Port") == Source("le-journal-du-port", "Le Journal du Port")
    assert named_source("!!!") is None


def test_abbreviations_in_a_text_are_case_sensitive() -> None:
    assert printed_sources("Une AA-Batterie, un ap, efe") == []
    assert [source.slug for source in printed_sources("AFP, TRT FR")] == ["afp", "trt-francais"]


def test_there_are_many_agencies_each_with_its_own_slug() -> None:
    slugs = [source.slug for source in known_sources()]
    assert len(slugs) >= 45
    assert len(set(slugs)) == len(slugs)
    assert all(find_source(slug) == source for slug, source in zip(slugs, known_sources(), strict=True))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le ministre a présenté un plan pour la digue et les habitants du port", "fr"),
        ("The minister has presented a plan for the harbour and its people", "en"),
        ("Bakan, liman ve sahil için yeni bir plan açıkladı ve bu plan çok önemli dedi", "tr"),
        ("Der Minister hat einen Plan für den Hafen und die Stadt vorgestellt", "de"),
        ("El ministro presentó un plan para el puerto y los vecinos de la ciudad", "es"),
        ("Il ministro ha presentato un piano per il porto e gli abitanti della città", "it"),
        ("قدم الوزير خطة جديدة للميناء", "ar"),
        ("Министр представил план для порта", "ru"),
        ("大臣は港の計画を発表した", "ja"),
        ("বন্দরের জন্য নতুন পরিকল্পনা পেশ করেছেন মন্ত্রী", "bn"),
        ("Ministrs iepazīstināja ar jaunu ostas plānu, par ko iedzīvotāji priecājas", "lv"),
        ("मन्त्रीले बन्दरगाहको नयाँ योजना प्रस्तुत गरेका छन्", "ne"),
        ("Министерот претстави нов план за пристаништето и за жителите на градот", "mk"),
        ("Міністр прадставіў новы план для порта, і жыхары горада рады", "be"),
        ("រដ្ឋមន្ត្រីបានបង្ហាញផែនការថ្មីសម្រាប់កំពង់ផែ", "km"),
        ("LE MINISTRE PRÉSENTE UN NOUVEAU PLAN POUR LE PORT", "fr"),
        ("Bundestag beschließt Rentenreform", "de"),
        ("xxxx", None),
        ("", None),
    ],
)
def test_language_is_told(text: str, language: str | None) -> None:
    assert guess_language(text) == language


def test_summary_ends_with_a_sentence_where_it_can() -> None:
    text = "Une phrase qui dit quelque chose de la digue et du port. " * 8
    assert len(cut(text)) <= 300
    assert cut(text).endswith("port.")
    assert cut("mot " * 200).endswith("mot…")
    assert cut("29 mai 2012. - " + "mot " * 200).endswith("mot…")
    assert cut("港湾の計画。" * 100).endswith("。")
    assert cut("Court.") == "Court."
    assert (
        first_sentence("M. Lenoir est venu au port de la ville. Il est reparti.")
        == "M. Lenoir est venu au port de la ville"
    )


def test_chinese_paragraphs_are_paragraphs() -> None:
    assert is_paragraph("港湾当局周一表示，新的码头将于明年春季开放，届时将有更多船只停靠。")
    assert not is_paragraph("Share.")
