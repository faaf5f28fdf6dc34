"""The headline is found below what an extractor left above it, and a title on the first line stays one."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.parsers import load_defaults, parse

LEAD = (
    "The ferry between the old harbour and the island runs again since Monday, after a storm in March had torn away "
    "the pontoon, and two hundred islanders had crossed on fishing boats."
)
BODY = (
    "“We have missed it every day,” said a teacher who lives on the island and works in the harbour school, while the "
    "first passengers went on board. The city pays for the new pontoon."
)
FERRY = "Ferry to the island runs again after the storm"


Read = Callable[..., tuple[str, list[str], str]]


@pytest.fixture
def title(tmp_path: Path) -> Read:
    defaults = load_defaults(tmp_path, "en", "UTC").for_file("a.txt")

    def read(*lines: str) -> tuple[str, list[str], str]:
        reading = parse("\n\n".join((*lines, LEAD, BODY)).encode(), "a.txt", defaults)
        why = next(one.rule for one in reading.evidence if one.field == "title")
        return reading.article.title, list(reading.article.paragraphs), why

    return read


@pytest.mark.parametrize(
    "above",
    [
        ("Harbourside",),
        ("Home / News / The islands",),
        ("12 March 2026 | Updated 13 March 2026",),
        ("Skip to content", "Home", "News", "Sport", "Contact"),
        ("Harbourside", "The new pontoon on Monday. © Marie Durand"),
        ("Foto: Marie Durand / Hafenblatt", "Aus dem Hafen"),
        ("Back to overview", f"Islands › {FERRY}"),
        ("Hafenblatt>Inseln>Fähre",),
        ("Jan24",),
        ("Marie Durand 06 PM | 18 March",),
        ("in Harbourside", "Ferries, quays, moorings"),
        tuple(f"Quay {number}" for number in range(60)),
        (*(f"The harbour in pictures, part {number}" for number in range(1, 9)), "Harbourside"),
    ],
)
def test_headline_is_found_below_what_stands_above_it(title: Read, above: tuple[str, ...]) -> None:
    found, paragraphs, _ = title(*above, FERRY, "By Anna Quay, 12 March 2026")
    assert (found, paragraphs) == (FERRY, [LEAD, BODY])


NOTICE = (
    (
        "We and our partners keep small files on your device so that the pages you see are counted "
        "and what you are shown fits what you have read here before."
    ),
    (
        "You can take back what you agreed to at any time at the foot of every page, where you will also find who our "
        "partners are and for how long each of them keeps what it has learned."
    ),
)


@pytest.mark.parametrize(
    "above",
    [
        (*NOTICE, "Agree", "Settings", "Home", "News", "Sport", "Culture", "Contact", "Harbourside"),
        ("Harbourside", *(f"Share this page on network {number}" for number in range(1, 7))),
        tuple(part for day in range(3, 8) for part in (f"Quay {day} is painted this week", f"{day} March 2026")),
        ("Read on below the picture", "Harbourside", "Read on below the picture", "Read on below the picture"),
    ],
)
def test_headline_is_found_below_a_notice_buttons_and_other_articles(title: Read, above: tuple[str, ...]) -> None:
    assert title(*above, FERRY, "By Anna Quay")[0] == FERRY


def test_lists_amid_paragraphs_above_a_headline_are_kept(title: Read) -> None:
    _, paragraphs, _ = title(
        *NOTICE, "rope, nails and tar", "oars, nets and sails", FERRY, "By Anna Quay, 12 March 2026"
    )
    assert {"rope, nails and tar", "oars, nets and sails"} <= set(paragraphs)


def test_what_stands_below_a_headline_and_sums_the_text_up_is_none(title: Read) -> None:
    standfirst = "A storm in March had torn away the pontoon, and islanders had crossed on fishing boats"
    assert title("Harbourside", "Islands", FERRY, standfirst, "By Anna Quay, 12 March 2026")[0] == FERRY


@pytest.mark.parametrize(
    ("menu", "headline", "text"),
    [
        (
            ("Městské noviny a přístavní listy", "Aktuální jízdní řády linek"),
            "Přívoz k ostrovu opět jezdí po bouřce",
            (
                "Přívozem na ostrově se po březnových bouřkách opět přepravilo dvě stě cestujících, kteří dlouho "
                "čekali, až dělníci na břehu opraví stržené molo."
            ),
        ),
        (
            ("港のたより", "時刻表と運賃のご案内"),
            "嵐のあと島への連絡船が再開、島民二百人が乗船",
            (
                "三月の嵐で桟橋が流された島への連絡船が月曜日に再開し、島民が船に乗った。"
                "桟橋の修理は市が行う。"
                "費用は来年までに決まる見込みだと市の担当者は港で話した。"
                "船は毎日六往復し、島の子どもは再び船で学校に通う。"
            ),
        ),
    ],
)
def test_words_are_shared_in_other_forms_and_within_longer_ones(
    tmp_path: Path, menu: tuple[str, ...], headline: str, text: str
) -> None:
    written = "\n\n".join((*menu, headline, text, text))
    read = parse(written.encode(), "a.txt", load_defaults(tmp_path, "en", "UTC").for_file("a.txt"))
    assert read.article.title == headline


def test_what_speaks_for_a_headline_is_said(title: Read) -> None:
    found, _, why = title("Harbourside", "Islands, quays and moorings", FERRY, "By Anna Quay, 12 March 2026")
    assert found == FERRY
    assert why.startswith("most like a headline: ") and "a date or a name below it" in why


HEADS = """Hafen; Die Fähre zur Insel fährt nach dem Sturm wieder; Von Anna Kern; 3. März 2021
Économie / Îles; Le ferry de l'île reprend la mer après la tempête; Par Anne Roy; 3 mars 2021
Sociedad; El ferri de la isla vuelve a navegar tras la tormenta; Por María Núñez; 3 de marzo de 2021
Cronaca; «Il traghetto per l'isola torna a navigare dopo la tempesta»; Di Luca Bianchi; 3 marzo 2021
Binnenland; De veerboot naar het eiland vaart weer na de storm; Door Piet Jansen; 3 maart 2021
Kraj; Prom na wyspę znowu pływa po marcowej burzy; Jan Kowalski; 3 marca 2021
Gündem; Adaya giden vapur fırtınadan sonra yeniden sefere başladı; Ayşe Yılmaz; 03.03.2021 - 14:30
Общество; Паром на остров снова ходит после мартовской бури; Иван Петров; 3 марта 2021
مجتمع; العبارة تعود إلى الجزيرة بعد عاصفة مارس; بقلم: سامي حداد; 3 مارس 2021
社会; 通往海岛的渡轮在风暴过后恢复航行; 2021年3月3日 14:30"""


@pytest.mark.parametrize("head", HEADS.splitlines())
def test_headline_between_its_section_and_its_author_is_found_in_every_language(title: Read, head: str) -> None:
    lines = head.split("; ")
    found, paragraphs, _ = title(*lines)
    assert (found, paragraphs) == (lines[1], [LEAD, BODY])


@pytest.mark.parametrize(
    "headline",
    [
        "»Two hundred islanders had crossed on fishing boats«",
        "The islanders crossed on fishing boats for weeks while the pontoon lay on the ground: can they rely?",
    ],
)
def test_what_is_quoted_or_asked_at_length_is_a_headline_all_the_same(title: Read, headline: str) -> None:
    assert title("Harbourside", "Islands", headline, "By Anna Quay, 12 March 2026")[0] == headline


def test_how_sure_it_is_of_a_headline_is_said_with_the_line_it_would_be_else(title: Read) -> None:
    *_, why = title(FERRY, "Islanders cheer at the quay of the old harbour, and on board", "12 March 2026")
    assert re.fullmatch(r"first line \(\d\d% sure; else line 3\)", why)
    assert title(FERRY)[2] == "first line"


@pytest.mark.parametrize(
    "lines",
    [
        ("Storm",),
        ("Ferry runs again", "After the storm the islanders are glad to be on board"),
        (FERRY, "Two hundred islanders had crossed on fishing boats"),
        (FERRY, "0"),
        (FERRY, "By Anna Quay", "12 March 2026"),
        ("Weather of 12 March 2026",),
        ("Why? | A question to the harbour", "What the islanders say"),
    ],
)
def test_title_on_the_first_line_stays_one(title: Read, lines: tuple[str, ...]) -> None:
    assert title(*lines)[0] == lines[0]


def test_text_without_a_headline_has_the_first_sentence(title: Read) -> None:
    assert title()[0].startswith("The ferry between the old harbour and the island runs again")


def test_share_line_below_a_short_text_is_not_its_title(tmp_path: Path) -> None:
    text = "Une erreur\n\nElle est corrigée.\n\nReuters\n\nPartager cet article? https://short.example/GoNe12\n"
    read = parse(text.encode(), "a.txt", load_defaults(tmp_path, "en", "UTC").for_file("a.txt"))
    assert (read.article.title, read.article.paragraphs) == ("Une erreur", ("Elle est corrigée.",))
