"""Whom an article credits: agencies, authors, and what only resembles them."""

from __future__ import annotations

import pytest

from tests.parsers.texts import LEAD, MORE, article, with_tail


@pytest.mark.parametrize(
    ("line", "slugs"),
    [
        ("AA", ["anadolu-agency"]),
        ("(Avec AFP)", ["afp"]),
        ("© 2019 AFP", ["afp"]),
        ("AFP/Reuters", ["afp", "reuters"]),
        ("Source : AFP", ["afp"]),
        ("Kaynak: AA", ["anadolu-agency"]),
        ("Le Soir avec Belga", ["belga"]),
        ("Avec Associated Press", ["ap"]),
        ("Par AFP", ["afp"]),
        ("Source AFP", ["afp"]),
        ("Publié le 18/01/2019 à 16:34 | AFP", ["afp"]),
        ("المصدر: الأناضول", ["anadolu-agency"]),
        ("© 2019 AFP. Tous droits réservés.", ["afp"]),
        ("Copyright 2019 The Associated Press. All rights reserved.", ["ap"]),
        ("(avec l’AFP)", ["afp"]),
        ("L’agence Anadolu", ["anadolu-agency"]),
        ("AFP agence", ["afp"]),
        ("По материалам: Интерфакс", ["interfax"]),
        ("（新华社）", ["xinhua"]),
        ("© dpa-infocom, dpa:210510-99-123456/3", ["dpa"]),
        ("Avec agences", []),
        ("La rédaction", []),
        ("Staff and agencies", []),
        ("Jeanne Martin (avec AFP)", ["afp"]),
        ("J.M. avec AFP", ["afp"]),
        ("afp/jma", ["afp"]),
        ("amü/dpa", ["dpa"]),
        ("(ats)", ["ats"]),
        ("ab/cd (AFP, dpa)", ["afp", "dpa"]),
        ("Quelle: SRF/sda", ["ats"]),
        ("Mit Material der Nachrichtenagenturen dpa und AFP", ["dpa", "afp"]),
        ("*Com informações da Reuters", ["reuters"]),
    ],
)
def test_credit_line_is_a_source_and_no_paragraph(line: str, slugs: list[str]) -> None:
    read = with_tail(line)
    assert [source.slug for source in read.sources] == slugs
    assert read.paragraphs == (LEAD, MORE)


@pytest.mark.parametrize(
    ("opening", "slug"),
    [
        ("Ankara, 10 may. (EFE).- ", "efe"),
        ("АНКАРА, 10 мая. /ТАСС/. ", "tass"),
        ("АНКАРА, 10 мая – РИА Новости. ", "ria-novosti"),
        ("Анкара. 10 мая. ИНТЕРФАКС - ", "interfax"),
        ("新华社安卡拉5月10日电 ", "xinhua"),
        ("【アンカラ共同】", "kyodo"),
        ("[アンカラ 10日 ロイター] - ", "reuters"),
        ("（新华社安卡拉10日电）", "xinhua"),
        ("Ankara - AA - ", "anadolu-agency"),
        ("AA / Ankara / Jean Dupont - ", "anadolu-agency"),
        ("WASHINGTON (AP) _ ", "ap"),
        ("Zürich (sda) - ", "ats"),
        ("Genève (mp/ats) - ", "ats"),
    ],
)
def test_dateline_credits_the_agency_and_stays(opening: str, slug: str) -> None:
    read = article("La digue sera réparée", "", opening + LEAD, "", MORE)
    assert [source.slug for source in read.sources] == [slug]
    assert read.paragraphs == (opening + LEAD, MORE)


@pytest.mark.parametrize(
    "opening",
    [
        "Le ministre - AFP - ",
        "Une sortie à Paris - MAP - ",
        "Apple / Google - ",
        "Il a lu. AP - ",
        "Le prix (ht) - ",
        "新华社记者说：",
    ],
)
def test_what_only_resembles_a_dateline_credits_nobody(opening: str) -> None:
    assert article("La digue sera réparée", "", opening + LEAD, "", MORE).sources == ()


@pytest.mark.parametrize(
    ("line", "authors", "slugs"),
    [
        ("Par Gaëtan de Capelle", ("Gaëtan de Capelle",), []),
        ("By Joan Fielding and Peter O'Neil", ("Joan Fielding", "Peter O'Neil"), []),
        ("Von Anna Müller", ("Anna Müller",), []),
        ("Por Juan Pérez", ("Juan Pérez",), []),
        ("R. I./Agences", ("R. I.",), []),
        ("(Reporting by Jane Doe in Paris; Editing by John Roe)", ("Jane Doe",), []),
        ("Von Anna Müller, dpa", ("Anna Müller",), ["dpa"]),
        ("Par Anne Roy, envoyée spéciale à Lille", ("Anne Roy",), []),
        ("Lyès Menacer/AFP", ("Lyès Menacer",), ["afp"]),
        ("بقلم: سامي الحداد", ("سامي الحداد",), []),
        ("Haber: Ayşe Demir", ("Ayşe Demir",), []),
        ("Reporting by Jane Doe; editing by John Roe", ("Jane Doe",), []),
        ("Written by Jane Doe; edited by John Roe", ("Jane Doe",), []),
        ("记者：张三", ("张三",), []),
        ("Publié le 10 mai 2016 par Anne Roy et Jean Dupont", ("Anne Roy", "Jean Dupont"), []),
        ("Ayşe Demir |10.05.2016 - Güncelleme : 11.05.2016", ("Ayşe Demir",), []),
        ("By The Associated Press", (), ["ap"]),
        ("AA/Ankara/Jean Dupont", ("Jean Dupont",), ["anadolu-agency"]),
        ("AA / Ankara", (), ["anadolu-agency"]),
        ("إسطنبول / أحمد محمود / الأناضول", ("أحمد محمود",), ["anadolu-agency"]),
        ("أنقرة / الأناضول", (), ["anadolu-agency"]),
        ("Par Le Journal avec AFP", (), ["afp"]),
        ("Anne Roy avec AFP", ("Anne Roy",), ["afp"]),
        ("Le Soir avec AFP", (), ["afp"]),
    ],
)
def test_byline_names_the_authors(line: str, authors: tuple[str, ...], slugs: list[str]) -> None:
    read = article("La digue sera réparée", line, "", LEAD, "", MORE)
    assert read.authors == authors
    assert [source.slug for source in read.sources] == slugs
    assert read.paragraphs == (LEAD, MORE)


@pytest.mark.parametrize(
    ("stated", "authors", "slugs"),
    [
        ('"Dupont, Jean"', ("Dupont, Jean",), []),
        ('["Dupont, Jean", "Curie, Marie"]', ("Dupont, Jean", "Curie, Marie"), []),
        ('"John Roe, Jr."', ("John Roe, Jr.",), []),
        ("Jean Dupont, Marie Curie et Paul Roy", ("Jean Dupont", "Marie Curie", "Paul Roy"), []),
        ("Jean Dupont; Marie Curie", ("Jean Dupont", "Marie Curie"), []),
        ("Ministère des Arts et Lettres", ("Ministère des Arts et Lettres",), []),
        ("Par Jean Dupont, AFP", ("Jean Dupont",), ["afp"]),
        ("AFP", (), ["afp"]),
        ("Jean Dupont <jean@paper.example>", ("Jean Dupont",), []),
        ("jean@paper.example (Jean Dupont), marie@paper.example (Marie Curie)", ("Jean Dupont", "Marie Curie"), []),
        ("'\"Dupont, Jean\" <jean@paper.example>'", ("Dupont, Jean",), []),
        ("Jean Dupont, jean@paper.example", ("Jean Dupont",), []),
        ("jean@paper.example", (), []),
        ("Jean Dupont (AFP)", ("Jean Dupont",), ["afp"]),
        ("Jean Dupont / Marie Curie", ("Jean Dupont", "Marie Curie"), []),
        ("Jean Dupont, Staff Writer", ("Jean Dupont",), []),
        ("山田花子、佐藤太郎", ("山田花子", "佐藤太郎"), []),
        ("أحمد حسن، سارة علي", ("أحمد حسن", "سارة علي"), []),
        ("\"['Jean Dupont', 'Marie Curie']\"", ("Jean Dupont", "Marie Curie"), []),
        ("'[\"Jean Dupont\"]'", ("Jean Dupont",), []),
        ("'[]'", (), []),
        ("set()", (), []),
        ("admin", (), []),
        ("https://www.facebook.example/jean", (), []),
    ],
)
def test_stated_authors_are_whole_names(stated: str, authors: tuple[str, ...], slugs: list[str]) -> None:
    read = article("---", f"author: {stated}", "---", "La digue sera réparée", "", LEAD)
    assert (read.authors, [source.slug for source in read.sources]) == (authors, slugs)


def test_authors_that_are_nobody_leave_those_of_the_text() -> None:
    read = article("---", "author: admin", "---", "La digue sera réparée", "", "Par Jean Dupont", "", LEAD, "", MORE)
    assert read.authors == ("Jean Dupont",)


def test_credit_above_the_title_is_not_the_title() -> None:
    read = article("AFP", "La digue sera réparée", LEAD, MORE)
    assert read.title == "La digue sera réparée"
    assert [source.slug for source in read.sources] == ["afp"]


@pytest.mark.parametrize("title", ["La rédaction", "Photos : le port en fleurs"])
def test_title_that_resembles_a_credit_is_the_title(title: str) -> None:
    assert article(title, "Un bref chapeau", LEAD).title == title


@pytest.mark.parametrize(
    ("paragraph", "slugs"),
    [
        (f"{MORE} (ats/nxp)", ["ats"]),
        (f"{MORE} (sda/afp/mk)", ["ats", "afp"]),
        (f"Frankfurt/Main (dpa) - {MORE}", ["dpa"]),
        (f"Frankfurt/Main (dpa/lhe) – {MORE}", ["dpa"]),
        (f"HARRISBURG, Pa. (AP) — {MORE}", ["ap"]),
        (f"(CNN) {MORE}", ["cnn"]),
        (f"{MORE} – Guardian", ["the-guardian"]),
        (f"【6月18日 AFP】{MORE}", ["afp"]),
        (f"{MORE} (rire/pleurs)", []),
        (f"{MORE} – Demain", []),
    ],
)
def test_agencies_sign_at_the_ends_of_a_paragraph(paragraph: str, slugs: list[str]) -> None:
    read = article("La digue sera réparée", "", paragraph)
    assert [source.slug for source in read.sources] == slugs
