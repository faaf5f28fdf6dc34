"""Who wrote an article and when, wherever its head says so: above the title, below it, and below a standfirst."""

from __future__ import annotations

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


def test_days_of_a_chronicle_are_its_headings() -> None:
    days = ("2. März 2020", "3. März 2020", "4. März 2020")
    lines = [line for day in days for line in (day, "", MORE, "")]
    read = article("Der Deich, Tag für Tag", "", LEAD, "", *lines)
    assert read.published is None
    assert set(days) <= set(read.paragraphs)


def test_a_name_alone_in_the_head_is_an_author_unless_the_article_is_about_whom_it_names() -> None:
    assert article("Der Deich wird gebaut", "", "Anna Kern", "", LEAD, "", MORE).authors == ("Anna Kern",)
    assert article("Kern baut den Deich", "", "Anna Kern", "", LEAD, "", MORE).authors == ()


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
