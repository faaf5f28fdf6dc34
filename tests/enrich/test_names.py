"""Territories are told in every language that is told: by name, capital and people, in the cases of its grammar."""

from __future__ import annotations

import pytest

from feeds.enrich.generate import PLACED
from feeds.enrich.names.index import index
from feeds.enrich.tables import load_table
from feeds.enrich.tagging import find_tags
from feeds.enrich.vocabulary import find_tag, known_tags, label_in, subjects

CASES = [
    ("ru", "В Турции прошли выборы", ["turkey"]),
    ("ru", "Турецкий президент приехал", ["turkey"]),
    ("ru", "Из Лондона", ["united-kingdom"]),
    ("uk", "У Туреччині та Польщі", ["poland", "turkey"]),
    ("uk", "Українська делегація у Києві", ["ukraine"]),
    ("pl", "W Turcji i we Francji", ["france", "turkey"]),
    ("pl", "Niemiecki rząd w Berlinie", ["germany"]),
    ("cs", "V Turecku a Německu", ["germany", "turkey"]),
    ("cs", "Francouzský prezident v Paříži", ["france"]),
    ("sk", "V Turecku a Nemecku", ["germany", "turkey"]),
    ("hr", "U Turskoj i Njemačkoj", ["germany", "turkey"]),
    ("sr", "У Турској и Немачкој", ["germany", "turkey"]),
    ("sr", "U Turskoj i Nemačkoj", ["germany", "turkey"]),
    ("sl", "V Turčiji in Nemčiji", ["germany", "turkey"]),
    ("bg", "Турският президент в Гърция", ["greece", "turkey"]),
    ("ro", "Președintele Turciei la București", ["romania", "turkey"]),
    ("hu", "Törökországban és Németországból", ["germany", "turkey"]),
    ("hu", "A török elnök Budapesten", ["hungary", "turkey"]),
    ("fi", "Turkissa ja Ranskassa", ["france", "turkey"]),
    ("fi", "Turkkilainen elokuva, Suomessa", ["finland", "turkey"]),
    ("et", "Türgis ja Saksamaal", ["germany", "turkey"]),
    ("lt", "Turkijoje ir Vokietijos", ["germany", "turkey"]),
    ("lv", "Turcijā un Vācijas", ["germany", "turkey"]),
    ("el", "Στην Τουρκία και της Γερμανίας", ["germany", "turkey"]),
    ("el", "Ο τουρκικός στρατός", ["turkey"]),
    ("sv", "Turkiets president i Tyskland", ["germany", "turkey"]),
    ("sv", "Den turkiska presidenten", ["turkey"]),
    ("da", "Tyrkiets præsident i Tyskland", ["germany", "turkey"]),
    ("nb", "Tyrkias president i Tyskland", ["germany", "turkey"]),
    ("nl", "De Turkse president in Duitsland", ["germany", "turkey"]),
    ("tr", "Suriyeliler Almanya’dan döndü", ["germany", "syria"]),
    ("tr", "Yunan bakan Ankara’da", ["greece", "turkey"]),
    ("ar", "الرئيس التركي في سوريا", ["syria", "turkey"]),
    ("ar", "وبأنقرة", ["turkey"]),
    ("he", "נשיא טורקיה בגרמניה", ["germany", "turkey"]),
    ("he", "הצבא הסורי בדמשק", ["syria"]),
    ("fa", "رئیس جمهور ترکیه در آلمان", ["germany", "turkey"]),
    ("fa", "ارتش سوریه", ["syria"]),
    ("hi", "तुर्की के राष्ट्रपति जर्मनी में", ["germany", "turkey"]),
    ("hi", "भारतीय सेना", ["india"]),
    ("hi", "प्राचीन मंदिर", []),
    ("zh", "土耳其总统访问德国", ["germany", "turkey"]),
    ("zh", "上海地铁停运", []),
    ("ja", "トルコの大統領がドイツを訪問", ["germany", "turkey"]),
    ("ja", "スタイルとタイトル", []),
    ("ja", "内モンゴルの草原", []),
    ("ko", "튀르키예 대통령이 독일에서", ["germany", "turkey"]),
    ("ko", "미국의 수도 워싱턴에서", ["united-states"]),
    ("th", "ประธานาธิบดีตุรกีเยือนเยอรมนี", ["germany", "turkey"]),
    ("vi", "Tổng thống Thổ Nhĩ Kỳ thăm Đức", ["germany", "turkey"]),
    ("id", "Presiden Turki di Jerman", ["germany", "turkey"]),
    ("hy", "Թուրքիայում և Գերմանիայի", ["germany", "turkey"]),
    ("ka", "თურქეთში და გერმანიის", ["germany", "turkey"]),
    ("ca", "El president turc a Alemanya", ["germany", "turkey"]),
    ("bn", "তুরস্কের রাষ্ট্রপতি জার্মানিতে", ["germany", "turkey"]),
    ("ur", "ترکیہ کے صدر جرمنی میں", ["germany", "turkey"]),
    ("sw", "Rais wa Uturuki nchini Ujerumani", ["germany", "turkey"]),
    ("az", "Türkiyənin prezidenti Almaniyada", ["germany", "turkey"]),
    ("kk", "Түркияда және Германияның", ["germany", "turkey"]),
    ("es", "El presidente turco en Alemania", ["germany", "turkey"]),
    ("it", "Il presidente turco in Germania", ["germany", "turkey"]),
    ("pt", "O presidente turco na Alemanha", ["germany", "turkey"]),
    ("fr", "Le président turc en Allemagne", ["germany", "turkey"]),
    ("de", "Der türkische Präsident in Warschau", ["poland", "turkey"]),
    ("en", "Turkish president in Warsaw", ["poland", "turkey"]),
    ("zh", "內蒙古下雪", []),
]


@pytest.mark.parametrize(("language", "title", "slugs"), CASES)
def test_territories_are_told_in_every_language(language: str, title: str, slugs: list[str]) -> None:
    assert sorted(named.tag.slug for named in find_tags(title, "", language)) == slugs


@pytest.mark.parametrize("language", [language for language in PLACED if "_" not in language])
def test_every_language_has_names_for_every_territory(language: str) -> None:
    told = {name.slug for names in index(language).names.values() for name in names}
    territories = set(load_table("names/territories.json")) - {"_source"}
    assert len(territories - told) < 3
    assert label_in("turkey", language)


@pytest.mark.parametrize("name", ["土耳其", "튀르키예", "तुर्किये", "ตุรกี", "Törökország", "Turkki", "Турция", "Türgi"])
def test_a_stated_name_of_any_language_is_the_tag(name: str) -> None:
    assert find_tag(name) == "turkey"


@pytest.mark.parametrize("name", ["SAD", "AS", "CPI", "Island"])
def test_what_is_a_word_elsewhere_is_no_name_alone(name: str) -> None:
    assert find_tag(name) is None


def test_slug_of_a_known_tag_leads_to_it_however_it_is_spelled() -> None:
    slugs = list(known_tags())
    assert [find_tag(slug) for slug in slugs] == [find_tag(slug.upper()) for slug in slugs] == slugs


def test_all_built_in_subjects_have_ids_of_their_own() -> None:
    named = load_table("names/organisations.json").keys() | load_table("names/regions.json").keys()
    ids = [row["wikidata"] for row in subjects().values() if "wikidata" in row]
    assert len(subjects()) >= 300
    assert named - {"_source"} <= subjects().keys()
    assert len(ids) == len(set(ids))
