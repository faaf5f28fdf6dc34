"""Who wrote an article and when, wherever its head says so: above the title, below it, and below a standfirst."""

from __future__ import annotations

import pytest

from tests.parsers.texts import LEAD, MORE, article

STANDFIRST = "Der Rat hat am Montag das Geld für den Deich bewilligt, den der Sturm im Winter fortgerissen hatte."


def test_they_stand_below_a_standfirst() -> None:
    read = article(
        "Der Deich wird gebaut", "", STANDFIRST, "", "Von Anna Kern", "", "14. Februar 2012", "", LEAD, "", MORE
    )
    assert read.authors == ("Anna Kern",)
    assert read.published
    assert read.published.date().isoformat() == "2012-02-14"
    assert read.paragraphs == (STANDFIRST, LEAD, MORE)


def test_they_stand_above_the_title() -> None:
    read = article("12.12.2022 | 06:46 | Energie", "", "Von Anna Kern", "", "Der Deich wird gebaut", "", LEAD, "", MORE)
    assert (read.title, read.authors) == ("Der Deich wird gebaut", ("Anna Kern",))
    assert read.published
    assert read.published.isoformat() == "2022-12-12T06:46:00+00:00"


def test_a_name_alone_beside_a_date_is_the_authors() -> None:
    read = article("Der Deich wird gebaut", "", "Anna Kern", "", "Stand: 20. April 2020, 14:57 Uhr", "", LEAD, "", MORE)
    assert read.authors == ("Anna Kern",)
    assert read.paragraphs == (LEAD, MORE)


def test_a_name_alone_elsewhere_stays() -> None:
    read = article("La digue sera réparée", "", LEAD, "", "Anne Roy", "", MORE, "", LEAD, "", MORE)
    assert read.authors == ()
    assert "Anne Roy" in read.paragraphs


def test_authors_on_lines_of_their_own_are_each_one() -> None:
    read = article(
        "Storm surges and what dikes can do",
        "",
        "Michael L. Stone, PhD,",
        "Carlos Vega, PhD,",
        "7 April 2020",
        "",
        LEAD,
        "",
        MORE,
    )
    assert read.authors == ("Michael L. Stone", "Carlos Vega")


OTHERS = ("Mehr vom Deich", "", "1. Februar 2012", "", MORE, "", "2. Februar 2012", "", MORE)


@pytest.mark.parametrize(
    "head",
    [("Von Anna Kern", "14. Februar 2012"), ("Veröffentlicht:", "14. Februar 2012"), ("14. Februar 2012, 11:30 Uhr",)],
)
def test_a_date_below_a_standfirst_is_the_articles_though_others_stand_below(head: tuple[str, ...]) -> None:
    spaced = [part for line in head for part in (line, "")]
    read = article("Der Deich wird gebaut", "", STANDFIRST, "", *spaced, LEAD, "", MORE, "", *OTHERS)
    assert read.published
    assert read.published.date().isoformat() == "2012-02-14"


def test_days_of_a_chronicle_are_its_headings() -> None:
    days = ("2. März 2020", "3. März 2020", "4. März 2020")
    lines = [line for day in days for line in (day, "", MORE, "")]
    read = article("Der Deich, Tag für Tag", "", LEAD, "", *lines)
    assert read.published is None
    assert set(days) <= set(read.paragraphs)


def test_a_name_alone_in_the_head_is_an_author_unless_the_article_is_about_whom_it_names() -> None:
    assert article("Der Deich wird gebaut", "", "Anna Kern", "", LEAD, "", MORE).authors == ("Anna Kern",)
    assert article("Kern baut den Deich", "", "Anna Kern", "", LEAD, "", MORE).authors == ()


def test_names_alone_far_above_the_title_are_those_of_a_menu() -> None:
    menu = (
        "Home",
        "",
        "Columns",
        "",
        "Carla Brook",
        "",
        "Tom Stone",
        "",
        "Ideas",
        "",
        "Weather",
        "",
        "Skip to content",
    )
    title = "The dike at the harbour will be rebuilt before the storms of the autumn"
    read = article(*menu, "", title, "", "By Anna Kern", "", LEAD, "", MORE)
    assert (read.title, read.authors) == (title, ("Anna Kern",))
    read = article("Anna Kern", "", "Business", "", "11.15.2019 10:09 AM", "", title, "", LEAD, "", MORE)
    assert (read.title, read.authors) == (title, ("Anna Kern",))


@pytest.mark.parametrize(
    ("label", "below", "authors"),
    [
        ("Autor:", "Anna Kern", ("Anna Kern",)),
        ("By", "Anna Kern and Duy Linh Dinh", ("Anna Kern", "Duy Linh Dinh")),
        ("Autoren", "Anna Kern", ("Anna Kern",)),
        ("By :", "Anna K.", ("Anna K",)),
        ("Par", "AFP", ()),
        ("By", "Monday", ()),
        ("Von", "der Küste bis in die Berge", ()),
    ],
)
def test_who_is_named_below_a_label_that_stands_alone_wrote_it(
    label: str, below: str, authors: tuple[str, ...]
) -> None:
    for lines in ((label, "", below, "", LEAD, "", MORE), (LEAD, "", MORE, "", label, "", below)):
        read = article("Der Deich wird gebaut", "", *lines)
        assert read.authors == authors
        assert not authors or read.paragraphs == (LEAD, MORE)


def test_a_role_or_a_button_behind_a_name_is_none_of_it() -> None:
    for line in (
        "Anna Kern Education editor",
        "Anna KernFollow",
        "By Anna KernStaff Writer",
    ):
        assert article("Der Deich wird gebaut", "", line, "", LEAD, "", MORE).authors == ("Anna Kern",), line


def test_a_date_well_below_the_text_is_of_something_else() -> None:
    more = ("Zurück", "Leserfoto", "Wetter", "Verkehr", "Kino", "12. Mai 2020")
    assert article("Der Deich wird gebaut", "", LEAD, "", MORE, "", *more).published is None


def test_two_days_side_by_side_are_of_the_text_and_its_change_and_a_span_is_neither() -> None:
    read = article("Der Deich wird gebaut", "", "2. Februar 20203. Februar 2020 Anna Kern", "", LEAD, "", MORE)
    assert [str(day)[:10] for day in (read.published, read.updated)] == ["2020-02-02", "2020-02-03"]
    assert article("Der Deich wird gebaut", "", "09 Jan 2014 - 01 Jan 2017", "", LEAD, "", MORE).published is None


@pytest.mark.parametrize("below", ["3 March 2021", "3 hours ago", "2 Comments", "Staff writer"])
def test_a_name_that_nobody_knows_is_the_authors_where_a_date_or_a_role_stands_right_beside_it(below: str) -> None:
    read = article("Ferry runs again after the storm", "", "Duyen Quayanda", "", below, "", LEAD, "", MORE)
    assert (read.authors, read.paragraphs) == (("Duyen Quayanda",), (LEAD, MORE))


@pytest.mark.parametrize("line", ["Digue Réparée", "Vieux Port", "Harbour News", "Anadolu Ajansı", "Teilen Twittern"])
def test_a_section_beside_a_date_is_no_name(line: str) -> None:
    read = article("La digue du vieux port sera réparée", "", line, "", "3 March 2021", "", LEAD, "", MORE)
    assert read.authors == ()


@pytest.mark.parametrize(
    "line",
    [
        "Duyen Quayanda|Published 4 months ago",
        "Ann Roy • 8h ago",
        "Ann Roy – Journalist",
        "Ann Roy – Journalist i Paris",
        "Ann Roy | 3 min read",
    ],
)
def test_a_name_stands_before_a_bar_and_what_names_no_day_or_a_role(line: str) -> None:
    read = article("Ferry runs again after the storm", "", line, "", LEAD, "", MORE)
    assert (len(read.authors), read.paragraphs) == (1, (LEAD, MORE))


def test_bylines_of_other_articles_below_the_text_are_none_of_its_own() -> None:
    others = ("The pontoon is paid for", "By Bob Stone", "An island school opens", "By Carla Vega")
    read = article("Ferry runs again", "", "By Ann Roy", "", LEAD, "", MORE, "", *(f"{line}\n" for line in others))
    assert read.authors == ("Ann Roy",)


@pytest.mark.parametrize("at", range(2, 7))
def test_the_one_line_that_says_when_is_read_wherever_it_stands(at: int) -> None:
    lines = ["La digue sera réparée", LEAD, MORE, LEAD, MORE, LEAD, MORE]
    lines.insert(at, "Publié le 3 mars 2021")
    read = article(*(f"{line}\n" for line in lines))
    assert read.published is not None and read.published.date().isoformat() == "2021-03-03"


def test_from_when_to_when_something_is_dates_no_article() -> None:
    read = article("La digue sera réparée", "", LEAD, "", MORE, "", "29 November 2018 | 20 January 2019")
    assert read.published is None


def test_several_lines_that_say_when_amid_the_text_date_what_they_stand_beside() -> None:
    lines = [
        "La digue sera réparée",
        LEAD,
        MORE,
        LEAD,
        MORE,
        "Publié le 3 mars 2021",
        LEAD,
        "Publié le 4 mars 2021",
        MORE,
    ]
    assert article(*(f"{line}\n" for line in lines)).published is None


@pytest.mark.parametrize("line", ["conservatism May 16, 2020", "Pressemitteilung Aktuell 16. Mai 2020"])
def test_a_section_and_a_date_above_the_title_date_it(line: str) -> None:
    read = article(line, "", "La digue du vieux port sera réparée", "", LEAD, "", MORE)
    assert read.title == "La digue du vieux port sera réparée"
    assert read.published is not None and read.published.date().isoformat() == "2020-05-16"


def test_a_day_with_a_year_of_two_digits_is_one_though_it_looks_like_a_time() -> None:
    read = article("Der Deich wird gebaut", "", "Veröffentlicht am 19.10.19 um 14:34 Uhr", "", LEAD, "", MORE)
    assert read.published is not None and read.published.isoformat() == "2019-10-19T14:34:00+00:00"
