"""How long a credit, a name and a place may be, and what a line of agencies is."""

from __future__ import annotations

import pytest

from feeds.enrich.credits import (
    credit_line,
    dateline,
    ending_credit,
    is_caption,
    is_place,
    without_ending_credit,
)
from feeds.enrich.labels import words
from feeds.enrich.tables import load_table


def slugs(text: str, *, tail: bool = True) -> list[str] | None:
    credit = credit_line(text, tail=tail)
    return None if credit is None else [source.slug for source in credit.sources]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("(With inputs from Reuters)", ["reuters"]),
        ("with inputs from AFP and Reuters", ["afp", "reuters"]),
        ("With inputs from agencies", []),
        ("With reporting from AP", ["ap"]),
        ("mit Material von dpa", ["dpa"]),
        ("(avec des informations de l'AFP)", ["afp"]),
        ("(Con información de EFE)", ["efe"]),
        ("con informazioni di ANSA", ["ansa"]),
        ("Additional reporting by AFP", ["afp"]),
        ("The Associated Press contributed to this report.", ["ap"]),
        ("Agencies contributed to this report.", []),
        ("TRT Français et agences", ["trt-francais"]),
        ("Agences, AA", ["anadolu-agency"]),
        ("AA ve ajanslar", ["anadolu-agency"]),
        ("Reuters contributed much to this report on the harbour", None),
    ],
)
def test_a_line_says_from_whom_the_information_is(line: str, found: list[str] | None) -> None:
    assert slugs(line) == found


@pytest.mark.parametrize(("length", "found"), [(99, ["afp"]), (100, ["afp"]), (101, None)])
def test_a_credit_is_no_longer_than_a_hundred_characters(length: int, found: list[str] | None) -> None:
    assert slugs("AFP".ljust(length, ".")) == found


@pytest.mark.parametrize(
    ("name", "is_source"),
    [
        ("Lagazette", True),
        ("L" + "a" * 39, True),
        ("L" + "a" * 40, False),
        ("Le Courrier de la Ville", True),
        ("Le Courrier de la Vieille Ville", False),
        ("le courrier", False),
        ("Le Courrier/La Ville", False),
        ("La rédaction", False),
    ],
)
def test_an_unknown_source_below_the_text_is_a_short_name(name: str, *, is_source: bool) -> None:
    credit = credit_line(f"Source : {name}", tail=True)
    assert (credit is not None) == is_source
    if credit:
        assert [source.name for source in credit.sources] == [name]
    assert credit_line(f"Source : {name}", tail=False) is None


@pytest.mark.parametrize(
    ("rest", "found"),
    [
        ("AFP", ["afp"]),
        ("AFP, Reuters", ["afp", "reuters"]),
        ("un récit de notre bureau pour la ville, AFP", ["afp"]),
        ("un récit de notre bureau pour la belle ville, AFP", ["afp"]),
        ("un long récit de notre bureau pour la belle ville, AFP", None),
        ("https://afp.example/", None),
        ("AFP https://afp.example/", None),
    ],
)
def test_a_labelled_source_that_names_an_agency_has_ten_words_at_most(rest: str, found: list[str] | None) -> None:
    assert slugs(f"Source : {rest}", tail=False) == found


@pytest.mark.parametrize(
    ("text", "tail", "rule"),
    [
        ("© AFP", False, "photo credit"),
        ("© AFP", True, "copyright of an agency"),
        ("© 2019 AFP", False, "copyright of an agency"),
    ],
)
def test_a_copyright_above_the_text_is_of_a_photo_unless_it_has_a_year(text: str, rule: str, *, tail: bool) -> None:
    credit = credit_line(text, tail=tail)
    assert credit is not None and credit.rule == rule


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Rio de Janeiro", True),
        ("New York, Los Angeles, San Francisco", True),
        ("New York, Los Angeles, San Francisco, Miami", False),
        ("Ankara, 10 mai", True),
        ("Ankara dort", False),
    ],
)
def test_a_place_has_six_words_at_most_with_capitals(text: str, *, is_one: bool) -> None:
    assert is_place(text) == is_one


@pytest.mark.parametrize(("length", "is_found"), [(61, True), (62, False)])
def test_a_place_before_an_agency_has_some_sixty_characters_at_most(length: int, *, is_found: bool) -> None:
    assert (dateline("A" * length + " (AFP) - Le conseil a voté.") is not None) == is_found


@pytest.mark.parametrize(
    "credit", ["(Avec AFP)", "(Avec AFP et Reuters)", "(Avec AFP, Reuters, Associated Press, Belga et ANSA)", "[AFP]"]
)
def test_a_credit_may_end_a_text_and_only_end_it(credit: str) -> None:
    assert ending_credit(f"{'x' * 500} {credit}") is not None
    assert ending_credit(f"{'x' * 500} {credit} et la suite.") is None
    assert ending_credit(f"{credit} {'x' * 80})") is None


@pytest.mark.parametrize(("text", "is_all"), [("Ankara (AFP) - ", True), ("Ankara (AFP) - Le conseil a voté.", False)])
def test_it_is_told_whether_a_dateline_stands_alone(text: str, *, is_all: bool) -> None:
    found = dateline(text)
    assert found is not None and found[1:] == ("Ankara", is_all)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Genève, le 10 mai (ATS) Le conseil a voté.", "ats"),
        ("Berne (ats) Le conseil a voté.", "ats"),
        ("Le comité (AFP) a voté.", None),
        ("Angela Meier (CDU) Die Ministerin", None),
    ],
)
def test_a_dateline_without_a_dash_stands_before_a_capital(text: str, slug: str | None) -> None:
    found = dateline(text)
    assert (found and found[0].sources[0].slug) == slug


def test_a_sentence_that_begins_with_a_label_credits_nobody() -> None:
    assert slugs("Source proche du dossier, dit l’AFP", tail=False) is None
    assert slugs("Source : proche du dossier, dit l’AFP", tail=False) == ["afp"]


def test_every_name_of_every_agency_is_found_as_a_text_writes_it() -> None:
    rows = load_table("agencies.yaml").values()
    names = {name for row in rows for name in (row["name"], *row.get("names", ()), *row.get("short", ()))}
    assert [name for name in names if not slugs(f"({name})")] == []


def test_every_word_for_a_photographer_makes_a_caption() -> None:
    lines = {label: f"Le port de la ville. {label.capitalize()} : Jean Dupont" for label in words("photo")}
    assert [label for label, line in lines.items() if not is_caption(line)] == []
    assert not is_caption("Le port de la ville. Promenade : Jean Dupont")


@pytest.mark.parametrize(
    ("credit", "fewest"),
    [
        (", Jean Getty Images", 2),
        (" (Archivfoto)", 3),
        ("©Jean Dupont", 2),
        (" / Foto: Jean Dupont", 2),
        (". Photo: Jean Dupont", 2),
        (". Photo Jean Dupont", 2),
        (" (AFP Photo/Jean Dupont)", 2),
        (". ©Jean Dupont", 2),
        (" (C) Jean Dupont", 2),
        (" Photo: Jean Dupont", 4),
        (" AFP / Jean Dupont", 4),
    ],
)
def test_a_caption_says_a_few_words_before_its_credit(credit: str, fewest: int) -> None:
    said = ["Un", "bac", "va", "à", "l’île"]
    assert [count for count in range(1, 6) if is_caption(" ".join(said[:count]) + credit)] == [*range(fewest, 6)]


@pytest.mark.parametrize(("said", "is_one"), [("港の。", False), ("港の町。", True), ("港の町へ行く。", True)])
def test_two_signs_of_a_script_without_blanks_are_a_word_of_a_caption(said: str, *, is_one: bool) -> None:
    assert is_caption(f"{said}写真：AFP") == is_one


def test_a_caption_has_four_hundred_characters_at_most_and_is_no_sentence() -> None:
    credit = ". Photo AFP"
    assert is_caption("Le port".ljust(400 - len(credit), "x") + credit)
    assert not is_caption("Le port".ljust(401 - len(credit), "x") + credit)
    assert not is_caption(f"Le port{credit}.")


@pytest.mark.parametrize(
    ("text", "slugs", "rest"),
    [
        ("C’est la fin. (Avec AFP)", ["afp"], "C’est la fin."),
        ("C’est la fin. – Reuters", ["reuters"], "C’est la fin."),
        ("C’est la fin. (ats/nxp)", ["ats"], "C’est la fin."),
        ("C’est la fin. (fin)", None, "C’est la fin. (fin)"),
        ("C’est la fin. – Enfin", None, "C’est la fin. – Enfin"),
    ],
)
def test_a_credit_at_the_end_of_a_text_is_read_and_taken_off(text: str, slugs: list[str] | None, rest: str) -> None:
    credit = ending_credit(text)
    assert (credit and [source.slug for source in credit.sources], without_ending_credit(text)) == (slugs, rest)


def test_initials_without_a_slash_credit_an_agency_below_the_last_paragraph_only() -> None:
    assert ending_credit("C’est la fin. (ats)") and not ending_credit("C’est la fin. (ats)", last=False)
    assert ending_credit("C’est la fin. (ats/nxp)", last=False)


@pytest.mark.parametrize(("text", "is_all"), [("【5月10日 AFP】", True), ("【5月10日 AFP】市は橋を開いた。", False)])
def test_the_mark_of_an_agency_is_a_credit_alone_and_a_dateline_before_a_text(text: str, *, is_all: bool) -> None:
    opened = dateline(text)
    assert opened is not None and opened[1:] == ("", is_all)
    assert (slugs(text) == ["afp"]) == is_all
