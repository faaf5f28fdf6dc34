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
