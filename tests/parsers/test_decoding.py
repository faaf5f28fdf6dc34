"""Whatever a text went through before it came here, it is read as it was written, or refused; never garbled."""

from __future__ import annotations

import gettext
import hashlib
from pathlib import Path

import django
import pytest

from feeds.errors import ArticleRefused
from feeds.parsers import Defaults, parse
from feeds.parsers.codepages import read_code_page
from feeds.parsers.decoding import decode
from feeds.parsers.mending import undo_entities, undo_mojibake, without_elements

CODE_PAGES = {
    "Przebudowę mostu zaczęto w środę; mieszkańcy są zadowoleni z nowej ścieżki.": "cp1250 iso8859-2 cp852 mac_latin2",
    "Zastupitelé schválili opravu staré lávky, práce začnou příští měsíc.": "cp1250 iso8859-2 cp852",
    "A képviselő-testület megszavazta a régi híd felújítását, mert az már veszélyes.": "cp1250 iso8859-2 cp852",
    "Köprünün onarımı için ihale açıldı, çalışmalar yazın başlayacak.": "cp1254 iso8859-9 cp857 mac_turkish",
    "Dome nobalsoja par vecā tilta atjaunošanu, darbi sāksies pavasarī.": "cp1257 iso8859-13",
    "Taryba nubalsavo už seno tilto remontą, darbai prasidės pavasarį.": "cp1257",
    "Die Brücke über die Höhenstraße wird für Fußgänger geöffnet.": "cp1252 iso8859-15 cp850 mac_roman",
    "El señor alcalde anunció que la reparación empezará mañana.": "cp1252 cp850 mac_roman",
    "A câmara decidiu: não há dinheiro para a reparação da ponte até amanhã.": "cp1252 cp850 cp860 mac_roman",
    "Bron över sjön öppnas på måndag, säger kommunen till våra läsare.": "cp1252 cp850 cp865 mac_roman",
    "Жители города рады: старый мост открыт после ремонта.": "cp1251 koi8-r cp866 iso8859-5 mac_cyrillic",
    "Мешканці міста раді: старий міст відкрито після ремонту.": "cp1251 koi8-u",
    "Η παλιά γέφυρα άνοιξε ξανά μετά από δύο χρόνια εργασιών.": "cp1253 iso8859-7 cp737 cp869",
    "הגשר הישן נפתח מחדש לאחר שנתיים של עבודות.": "cp1255 iso8859-8",
    "أعيد فتح الجسر القديم بعد عامين من أعمال الترميم.": "cp1256 iso8859-6",
    "สะพานเก่าเปิดอีกครั้งหลังจากซ่อมแซมเป็นเวลาสองปี": "cp874",
    "古い橋は二年間の工事を経て、再び開通しました。": "cp932 euc_jp",
    "经过两年的施工,老桥重新开放,居民们表示欢迎。": "gb18030",
    "오래된 다리가 2년간의 공사 끝에 다시 열렸습니다.": "cp949",
}


@pytest.mark.parametrize(
    ("text", "page"), [(text, page) for text, pages in CODE_PAGES.items() for page in pages.split()]
)
def test_a_text_is_read_in_the_code_page_of_its_language(text: str, page: str) -> None:
    found = read_code_page(text.encode(page))
    assert found is not None
    assert found.text == text


@pytest.mark.parametrize(
    ("text", "page"),
    [("古い橋は二年間の工事を経て、再び開通した。", "iso2022_jp"), ("오래된 다리가 다시 열렸습니다.", "iso2022_kr")],
)
def test_escapes_between_alphabets_are_read(text: str, page: str) -> None:
    decoded, warnings = decode(text.encode(page), "a.txt")
    assert decoded == text
    assert [warned.reason for warned in warnings] == ["the file is not UTF-8, read as ISO-2022"]


def test_an_escape_that_begins_no_alphabet_is_dropped() -> None:
    assert decode(b"The bridge \x1b$9 opens in spring again.", "a.txt")[0] == "The bridge $9 opens in spring again."


@pytest.mark.parametrize("page", ["cp1252", "mac_roman", "cp850"])
def test_an_english_text_with_one_accent_tells_its_code_page(page: str) -> None:
    text = "The café by the pier reopened on Tuesday, and the owner said that everybody was welcome."
    found = read_code_page(text.encode(page))
    assert found is not None
    assert found.text == text


@pytest.mark.parametrize("text", ["It’s “done” – at last…", "20 °C, ±5 %, § 3, © 2020"])
def test_signs_alone_are_what_nearly_everybody_wrote(text: str) -> None:
    found = read_code_page(text.encode("cp1252"))
    assert found == (text, "Windows-1252")


def test_the_code_page_is_said_with_the_line_of_its_first_letter() -> None:
    _, warnings = decode("Most\n\nMieszkańcy są zadowoleni, bo most znów łączy oba brzegi.".encode("cp1250"), "a.txt")
    assert [(warned.line, warned.reason) for warned in warnings] == [(3, "the file is not UTF-8, read as Windows-1250")]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_wide_text_is_read_with_and_without_a_mark(encoding: str) -> None:
    assert decode("Un titre\n\nUn texte plus long.".encode(encoding), "a.txt")[0].startswith("Un titre\n\nUn texte")


@pytest.mark.parametrize(
    "data", [hashlib.shake_128(b"noise").digest(600), bytes(range(256)) * 4, "аб".encode("utf-16")[:-1]]
)
def test_what_no_code_page_makes_a_text_of_is_refused(data: bytes) -> None:
    with pytest.raises(ArticleRefused, match="not text"):
        decode(data, "a.txt")


@pytest.mark.parametrize("page", ["latin-1", "cp1252", "mac_roman", "cp437"])
@pytest.mark.parametrize(
    "text", ["Größere Brücken für die Stadt", "Jedną z pierwszych próśb było", "Это было вчера", "古い橋が開通"]
)
def test_what_was_read_in_a_wrong_code_page_is_read_again(text: str, page: str) -> None:
    garbled = text.encode().decode(page, "ignore")
    if garbled.encode(page) != text.encode():  # a byte that the page lacks was lost
        garbled = text.encode().decode("latin-1")
    assert undo_mojibake(garbled) == (text, 1)


def test_a_text_that_was_garbled_twice_is_whole_again() -> None:
    twice = "L’été à la réserve".encode().decode("cp1252").encode().decode("cp1252")
    assert undo_mojibake(twice).text == "L’été à la réserve"


def test_a_garbled_line_amid_good_ones_is_mended_and_named() -> None:
    garbled = "Été à Sète\n\nLa rÃ©paration de lâ€™Ã©cole, dÃ©jÃ\u00a0 prÃ©vue, dure."
    text, warnings = decode(garbled.encode(), "a.txt")
    assert text == "Été à Sète\n\nLa réparation de l’école, déjà prévue, dure."
    assert [warned.line for warned in warnings] == [3]


def test_controls_that_mojibake_is_made_of_are_not_dropped_before_it_is_undone() -> None:
    garbled = "It’s the mayor’s “last” word".encode().decode("latin-1")
    assert decode(garbled.encode(), "a.txt")[0] == "It’s the mayor’s “last” word"


LANGUAGES = ["fr", "pt", "vi", "pl", "tr", "ru", "el", "ar", "he", "hi", "th", "ja", "zh_Hans"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_correct_text_is_mended(language: str) -> None:
    file = Path(django.__file__).parent / "conf" / "locale" / language / "LC_MESSAGES" / "django.mo"
    with file.open("rb") as opened:
        messages = [text for text in gettext.GNUTranslations(opened)._catalog.values() if isinstance(text, str)]  # type: ignore[attr-defined]  # noqa: SLF001 - it lists no messages otherwise
    assert messages
    for text in messages:
        for spelled in (text, text.upper(), f"«{text}» — “{text}” …"):
            assert undo_mojibake(spelled).line is None


ENTITIES = {
    "Tom &amp; Jerry": "Tom & Jerry",
    "l&#8217;&eacute;t&eacute;": "l’été",
    "Jane O&#x27;Neil": "Jane O'Neil",
    "a&nbsp;b": "a\u00a0b",
    "&ldquo;yes&rdquo;&nbsp;&hellip;": "“yes”\u00a0…",
    "&amp;lt;b&amp;gt;": "&lt;b&gt;",
    "&#146;": "’",
}
NO_ENTITIES = ["R&D; Q&A", "AT&T", "?a=1&copy=2&amp=3", "&nosuchthing;", 'Write "&nbsp;" here', "as `&lt;` does", "& ;"]


@pytest.mark.parametrize(("text", "expected"), ENTITIES.items())
def test_a_left_over_entity_is_decoded_once(text: str, expected: str) -> None:
    assert undo_entities(text) == (expected, 1)


@pytest.mark.parametrize("text", NO_ENTITIES)
def test_a_text_about_entities_stays_and_so_does_what_is_none(text: str) -> None:
    assert undo_entities(text) == (text, None)


def test_entities_are_decoded_in_title_text_and_metadata_alike() -> None:
    text = (
        '---\nauthor: "Anna O&#39;Hara; Ben M&uuml;ller"\ntags: [Food &amp; Drink]\n---\n'
        "Tea &amp; cake\n\nA &ndash; b.\n"
    )
    reading = parse(text.encode(), "a.txt", Defaults())
    article = reading.article
    assert article.authors == ("Anna O'Hara", "Ben Müller")
    assert [tag.label for tag in article.tags] == ["Food & Drink"]
    assert (article.title, article.paragraphs) == ("Tea & cake", ("A – b.",))
    assert [(warned.line, warned.reason) for warned in reading.warnings] == [
        (5, "HTML entities decoded, the first in this line")
    ]


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("Przebudowę mostu zaczęto w środę; mieszkańcy są zadowoleni z nowej ścieżki, mówił burmistrz.", "cp1250"),
        ("Köprünün onarımı için ihale açıldı, çalışmalar yazın başlayacak, dedi başkan.", "cp1254"),
        ("Жители города рады: старый мост открыт после ремонта.", "cp1251"),
        ("Η παλιά γέφυρα άνοιξε ξανά μετά από δύο χρόνια εργασιών.", "cp1253"),
    ],
)
def test_a_text_of_another_code_page_that_was_taken_for_latin_is_read_again(text: str, page: str) -> None:
    assert undo_mojibake(f"1\n{text.encode(page).decode('latin-1')}") == (f"1\n{text}", 2)


@pytest.mark.parametrize(
    "text",
    [
        "Þór og Óðinn voru líka þar, og ýmsir aðrir sem höfðu beðið eftir þessu í mörg ár, sagði Guðmundur Þorláksson.",
        "Björk Guðmundsdóttir and Þór Óðinsson met Ragnheiður Þorláksdóttir in Reykjavík on Tuesday.",
        "Starý dom na námestí má nový kabát, nový plot a milý záhradný stôl.",
        "10³ m³ and CO² and 5 km² of land, x² + y³ = z¹",
        "L’ÉTÉ À L’ÎLE D’YEU, ÉTÉ ÀÉÈÊ ÇÀÉÈ",
    ],
)
def test_a_text_that_has_such_letters_of_its_own_stays(text: str) -> None:
    assert undo_mojibake(text) == (text, None)


@pytest.mark.parametrize(
    ("plain", "expected"),
    [
        ("The pier, <em>at last</em>", "The pier, at last"),
        ('A <span class="b">very <b>old</b></span> pier', "A very old pier"),
        ("<![CDATA[The pier & the mole]]>", "The pier & the mole"),
        ("1 < 2 and </em> alone <br>", "1 < 2 and </em> alone <br>"),
        ("How <template>s work</template>", "How <template>s work</template>"),
    ],
)
def test_elements_that_format_a_title_are_taken_from_it(plain: str, expected: str) -> None:
    assert without_elements(plain) == expected


def test_a_text_that_is_the_source_of_a_page_is_read_as_such() -> None:
    text = "<h1>The bridge opens</h1>\n<p>It was <b>closed</b> for two years.</p>\n<p>The mayor was glad of it.</p>"
    read = parse(text.encode(), "a.txt", Defaults()).article
    assert (read.title, read.paragraphs) == (
        "The bridge opens",
        ("It was closed for two years.", "The mayor was glad of it."),
    )
    told = (
        "How to write a paragraph\n\nBegin it with <p>, end it with </p>.\n\n<p>So.</p>\n\nThat is all there is to it."
    )
    assert "Begin it with <p>, end it with </p>." in parse(told.encode(), "a.txt", Defaults()).article.paragraphs
