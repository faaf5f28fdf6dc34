"""Fields one by one: what is read, and what is left alone."""

from __future__ import annotations

import pytest

import feeds.parsers
from feeds.model import Article, ShareLink
from feeds.parsers import Defaults, parse

LEAD = "Le conseil a voté lundi un budget pour la réparation de la digue, que la tempête avait emportée cet hiver."
MORE = "Les travaux commencent au printemps et durent deux ans, selon le calendrier que le maire a présenté hier."


def article(*lines: str, name: str = "a.txt", timezone: str = "UTC") -> Article:
    return parse("\n".join(lines).encode(), name, Defaults(timezone=timezone)).article


def with_tail(*lines: str) -> Article:
    return article("La digue sera réparée", "", LEAD, "", MORE, "", *lines)


def test_count_is_read_directly_under_the_title_only() -> None:
    assert article("Titre du jour", "", "12", "", LEAD).comments == 12
    numbered = article("Titre du jour", "", LEAD, "", "12", "", MORE)
    assert numbered.comments is None
    assert "12" in numbered.paragraphs


def test_count_may_stand_below_the_byline_and_never_in_a_share_bar() -> None:
    assert article("Titre du jour", "Par Anne Roy", "10 mai 2016", "0", "", LEAD).comments == 0
    assert article("Titre du jour", "Facebook", "12", "Twitter", "3", "", LEAD).comments is None


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("1,234 comments", 1234),
        ("1.234 Kommentare", 1234),
        ("1\u202f234 commentaires", 1234),
        ("1.2K Comments", 1200),
        ("12 comments so far", 12),
        ("3 reacties", 3),
        ("0 评论", 0),
        ("لا تعليقات", 0),
    ],
)
def test_labelled_count_is_read_however_it_is_written(line: str, count: int) -> None:
    read = with_tail(line)
    assert (read.comments, read.paragraphs) == (count, (LEAD, MORE))


@pytest.mark.parametrize("line", ["4 Kommentare", "Comments (35)", "Yorum (3)", "6 commentaires", "No comments"])
def test_labelled_count_is_read_below_the_text(line: str) -> None:
    expected = int("".join(char for char in line if char.isdigit()) or 0)
    assert with_tail(line).comments == expected


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
        ("Ankara - AA - ", "anadolu-agency"),
        ("AA / Ankara / Jean Dupont - ", "anadolu-agency"),
        ("WASHINGTON (AP) _ ", "ap"),
    ],
)
def test_dateline_credits_the_agency_and_stays(opening: str, slug: str) -> None:
    read = article("La digue sera réparée", "", opening + LEAD, "", MORE)
    assert [source.slug for source in read.sources] == [slug]
    assert read.paragraphs == (opening + LEAD, MORE)


@pytest.mark.parametrize(
    "opening",
    ["Le ministre - AFP - ", "Une sortie à Paris - MAP - ", "Apple / Google - ", "Il a lu. AP - ", "新华社记者说："],
)
def test_what_only_resembles_a_dateline_credits_nobody(opening: str) -> None:
    assert article("La digue sera réparée", "", opening + LEAD, "", MORE).sources == ()


@pytest.mark.parametrize(
    ("line", "link"),
    [
        ("Partager cet article? https://turquie2023.com/qYOea0", ShareLink("turquie2023.com", "qYOea0")),
        ("Short URL: http://www.Journal.example/Ab-1", ShareLink("journal.example", "Ab-1")),
        ("Kısa link: kisa.example/Ab12", ShareLink("kisa.example", "Ab12")),
        ("Kurzlink https://kurz.example/x_9.", ShareLink("kurz.example", "x_9")),
        ("رابط مختصر: https://aa.example/Zz9", ShareLink("aa.example", "Zz9")),
        ("Partager : https://twitter.com/unelu", None),
        ("https://turquie2023.com/qYOea0", None),
        ("Permalink: https://journal.example/2016/05/10/titre", None),
        ("Permalink: https://journal.example/un-titre-assez-long", None),
        ("Permalink: https://www.journal.example/-gqe-9abc1", ShareLink("journal.example", "-gqe-9abc1")),
    ],
)
def test_share_link_is_read_from_a_labelled_line_only(line: str, link: ShareLink | None) -> None:
    assert with_tail(line).share_link == link


def test_other_addresses_are_mentions() -> None:
    read = article("Titre du jour", "", f"{LEAD} Voir https://exemple.example/a/b?c=d.", "", MORE)
    assert read.mentions == ("https://exemple.example/a/b?c=d",)
    assert read.share_link is None


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
        ("记者：张三", ("张三",), []),
        ("Publié le 10 mai 2016 par Anne Roy et Jean Dupont", ("Anne Roy", "Jean Dupont"), []),
        ("Ayşe Demir |10.05.2016 - Güncelleme : 11.05.2016", ("Ayşe Demir",), []),
        ("AA/Ankara/Jean Dupont", ("Jean Dupont",), ["anadolu-agency"]),
        ("AA / Ankara", (), ["anadolu-agency"]),
        ("إسطنبول / أحمد محمود / الأناضول", ("أحمد محمود",), ["anadolu-agency"]),
        ("أنقرة / الأناضول", (), ["anadolu-agency"]),
        ("Par Le Journal avec AFP", (), ["afp"]),
    ],
)
def test_byline_names_the_authors(line: str, authors: tuple[str, ...], slugs: list[str]) -> None:
    read = article("La digue sera réparée", line, "", LEAD, "", MORE)
    assert read.authors == authors
    assert [source.slug for source in read.sources] == slugs
    assert read.paragraphs == (LEAD, MORE)


@pytest.mark.parametrize(
    ("line", "published", "updated"),
    [
        ("18/01/2019 16:34:13 -", "2019-01-18T16:34:13+01:00", None),
        ("Publié le 10 mai 2016", "2016-05-10T00:00:00+02:00", None),
        ("Posted on 28. Juli 2019", "2019-07-28T00:00:00+02:00", None),
        ("Mis à jour le 1er août 2012 à 9h05", None, "2012-08-01T09:05:00+02:00"),
        ("Mis à jour le 1er août 2012 à 9h", None, "2012-08-01T09:00:00+02:00"),
        ("Tuesday, 10 May 2016", "2016-05-10T00:00:00+02:00", None),
        ("Par Anne Roy | 10 mai 2016", "2016-05-10T00:00:00+02:00", None),
        ("Le 10 mai 2016 à 9h05 par Anne Roy", "2016-05-10T09:05:00+02:00", None),
        ("Jean Roy | 10.05.2016 - Mıse À Jour : 11.05.2016", "2016-05-10T00:00:00+02:00", "2016-05-11T00:00:00+02:00"),
        ("Giriş Tarihi: 10.5.2016 09:05", "2016-05-10T09:05:00+02:00", None),
        ("10 мая 2016 г.", "2016-05-10T00:00:00+02:00", None),
        ("الثلاثاء، 10 مايو، 2016", "2016-05-10T00:00:00+02:00", None),
        ("发布时间：2016-05-10 09:05", "2016-05-10T09:05:00+02:00", None),
        ("2016年05月10日09:05 来源：新华网", "2016-05-10T09:05:00+02:00", None),
        ("2016年5月10日（火） 9時05分", "2016-05-10T09:05:00+02:00", None),
        ("Publicado em 10 de maio de 2016", "2016-05-10T00:00:00+02:00", None),
        ("10 May 2016 14:30 BST", "2016-05-10T14:30:00+01:00", None),
        ("Adopté le 10 mai 2016 par Anne Roy", None, None),
        ("Fermé depuis le 10 mai 2016, mis à jour le 11 mai 2016", None, "2016-05-11T00:00:00+02:00"),
        ("Le 10 mai 2016, 14h - AFP", None, None),
        ("Publié le 10 mai 1789", None, None),
        ("le rapport publié le 10 mai 2016", None, None),
    ],
)
def test_date_line_above_the_text_is_read(line: str, published: str | None, updated: str | None) -> None:
    read = article("La digue sera réparée", line, "", LEAD, timezone="Europe/Paris")
    assert (read.published.isoformat() if read.published else None) == published
    assert (read.updated.isoformat() if read.updated else None) == updated
    assert read.date_source == ("date line" if published else None)


def test_a_date_in_the_text_is_never_the_articles() -> None:
    read = article(
        "La digue", "", f"{LEAD} Elle date du 10 mai 2016.", "", "Le 3 mars 2011, elle avait déjà cédé une fois."
    )
    assert read.published is None


def test_the_address_gives_the_day_unless_metadata_does() -> None:
    url = "url: https://journal.example/2016/05/10/titre.html"
    assert article("---", url, "---", "Titre", "", LEAD).date_source == "address"
    stated = article("---", url, "date: 2016-05-12T10:00:00Z", "---", "Titre", "", LEAD)
    assert stated.date_source == "metadata"
    assert stated.published is not None
    assert stated.published.isoformat() == "2016-05-12T10:00:00+00:00"


def test_metadata_is_taken_as_written() -> None:
    read = article(
        "---", "title: 1984", "language: FR_fr", "guid: abc", "source: AA", "tags: Turquie; ABD", "---", LEAD
    )
    assert read.title == "1984"
    assert read.language == "fr-FR"
    assert read.id == "abc"
    assert [source.slug for source in read.sources] == ["anadolu-agency"]
    assert read.stated_tags == ("turkey", "united-states")


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
    ],
)
def test_stated_authors_are_whole_names(stated: str, authors: tuple[str, ...], slugs: list[str]) -> None:
    read = article("---", f"author: {stated}", "---", "La digue sera réparée", "", LEAD)
    assert (read.authors, [source.slug for source in read.sources]) == (authors, slugs)


def test_bad_metadata_is_reported_and_left_out() -> None:
    text = f"---\ntitle: Titre\ndate: bientôt\nimage: /a.jpg\nlang: français\n---\n{LEAD}"
    reading = parse(text.encode(), "a.txt", Defaults())
    assert sorted((warned.line or 0) for warned in reading.warnings) == [3, 4, 5]
    assert reading.article.published is None


@pytest.mark.parametrize("time", [" 25:00", "T25:00:00", ", 12:70", "T24:30Z"])
def test_a_date_with_a_time_that_no_clock_shows_is_reported_and_left_out(time: str) -> None:
    reading = parse(f"---\ntitle: Titre\ndate: 2016-05-10{time}\n---\n{LEAD}".encode(), "a.txt", Defaults())
    assert [warned.line for warned in reading.warnings] == [3]
    assert reading.article.published is None


def test_unclosed_front_matter_ends_at_the_first_blank_line() -> None:
    reading = parse(f"---\ntitle: Titre\n\n{LEAD}".encode(), "a.txt", Defaults())
    assert reading.article.title == "Titre"
    assert reading.article.paragraphs == (LEAD,)
    assert len(reading.warnings) == 1


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("title: Ankara: un accord", "Ankara: un accord"),
        ('title: "Le port" rouvre', '"Le port" rouvre'),
        ("title: 'L'accord'", "L'accord"),
        ("title: [Vidéo] Le port rouvre", "[Vidéo] Le port rouvre"),
    ],
)
def test_line_of_front_matter_that_is_no_yaml_is_taken_as_written(line: str, title: str) -> None:
    reading = parse(f"---\n{line}\ndate: 2016-05-10\nauthor: @anne\n---\n{LEAD}".encode(), "a.txt", Defaults())
    assert (reading.article.title, reading.article.authors) == (title, ("@anne",))
    assert reading.article.date_source == "metadata"
    assert [warned.line for warned in reading.warnings] == [2, 4]


def test_front_matter_that_cannot_be_mended_is_left_out() -> None:
    reading = parse(f"---\ntitle: Le port\n\tdate: x\n---\nTitre\n\n{LEAD}".encode(), "a.txt", Defaults())
    assert (reading.article.title, reading.article.paragraphs) == ("Titre", (LEAD,))
    assert [warned.line for warned in reading.warnings] == [3]


def test_front_matter_may_be_a_list_of_fields() -> None:
    read = article("---", "- title: Titre du jour", "- date: 2016-05-10", "---", LEAD)
    assert (read.title, read.paragraphs, read.date_source) == ("Titre du jour", (LEAD,), "metadata")


def test_list_between_rules_is_no_front_matter() -> None:
    read = article("Titre du jour", "---", "- Le port : ouvert", "- La gare : close", "---", LEAD)
    assert read.paragraphs == ("- Le port : ouvert", "- La gare : close", LEAD)
    assert article("---", "- Le port : ouvert", "- La gare : close", "---", LEAD).title == "- Le port : ouvert"


def test_blank_lines_may_stand_above_front_matter() -> None:
    reading = parse(f"\n \n---\ntitle: Titre\ndate: bientôt\n---\n{LEAD}".encode(), "a.txt", Defaults())
    assert (reading.article.title, reading.article.paragraphs) == ("Titre", (LEAD,))
    assert [warned.line for warned in reading.warnings] == [5]
    assert {row.line for row in reading.evidence if row.field in {"title", "paragraphs"}} == {4, 7}


def test_front_matter_may_spell_characters_as_json_does() -> None:
    assert article("---", 'title: "Le port \\ud83d\\ude00 rouvre"', "---", LEAD).title == "Le port 😀 rouvre"


@pytest.mark.parametrize("address", ["<https://short.example/aaa111>", "[https://short.example/aaa111]"])
def test_share_address_may_stand_in_brackets(address: str) -> None:
    assert with_tail(f"Partager cet article? {address}").share_link == ShareLink("short.example", "aaa111")


@pytest.mark.parametrize(
    "address", ["https://news.example/a/b", "https://evil.example:8080/abc", "https://127.0.0.1/x"]
)
def test_share_line_without_a_short_address_is_dropped(address: str) -> None:
    read = with_tail(f"Partager cet article? {address}")
    assert (read.share_link, read.paragraphs) == (None, (LEAD, MORE))


def test_rules_between_paragraphs_are_no_front_matter() -> None:
    read = article("---", "Un titre bien ordinaire", "---", LEAD)
    assert read.title == "Un titre bien ordinaire"
    assert read.paragraphs == (LEAD,)


def test_a_line_of_sixteen_thousand_letters_is_an_article() -> None:
    read = article("x" * 16_000)
    assert read.title == "x" * 99 + "…"
    assert len(read.summary) == 300
    assert read.paragraphs == ("x" * 16_000,)


def test_a_date_above_the_title_is_not_the_title() -> None:
    read = article("10 mai 2016", "La digue sera réparée", "Et ce n’est pas tout", LEAD)
    assert read.title == "La digue sera réparée"
    assert read.published is not None


def test_credit_above_the_title_is_not_the_title() -> None:
    read = article("AFP", "La digue sera réparée", LEAD, MORE)
    assert read.title == "La digue sera réparée"
    assert [source.slug for source in read.sources] == ["afp"]


def test_outlet_is_no_part_of_a_title_that_is_repeated_without_it() -> None:
    read = article("La digue sera réparée - Le Journal", "La digue sera réparée", LEAD)
    assert (read.title, read.paragraphs) == ("La digue sera réparée", (LEAD,))
    kicker = article("Brest - La digue sera réparée au printemps", "Brest", LEAD)
    assert kicker.title == "Brest - La digue sera réparée au printemps"


def test_markdown_leaves_no_mark_in_the_title_and_no_image() -> None:
    assert article("# La digue sera réparée", "", LEAD).title == "La digue sera réparée"
    read = article("# La digue", "", "![Le port](https://a.example/b.jpg)", "", LEAD, name="a.md")
    assert (read.title, read.paragraphs) == ("La digue", (LEAD,))


@pytest.mark.parametrize("title", ["La rédaction", "Photos : le port en fleurs"])
def test_title_that_resembles_a_credit_is_the_title(title: str) -> None:
    assert article(title, "Un bref chapeau", LEAD).title == title


def test_a_tag_is_shown_with_the_line_that_names_it_first() -> None:
    text = f"Un accord sur la Grèce\n\n{LEAD}\n\nLa Turquie signe. {MORE} La Turquie et la Grèce aussi."
    evidence = parse(text.encode(), "a.txt", Defaults()).evidence
    lines = {row.value: (row.line, row.rule) for row in evidence if row.field == "tags"}
    assert lines == {"greece": (1, "named in the title"), "turkey": (5, "named in the text")}


def test_version_names_the_rules() -> None:
    assert len(feeds.parsers.VERSION) == 16
    assert feeds.parsers.VERSION == feeds.parsers.VERSION
    with pytest.raises(AttributeError):
        feeds.parsers.nothing  # noqa: B018
