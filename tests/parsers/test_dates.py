"""What an article says of its date is read, or said; what names no day dates nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from feeds.model import Reading
from feeds.parsers import Defaults, parse
from tests.parsers.texts import LEAD, MORE, article


def reading(head: str, stated: str = "") -> Reading:
    front = f"---\ndate: {stated}\n---\n" if stated else ""
    return parse(f"{front}La digue\n\n{head}\n\n{LEAD}\n\n{MORE}".encode(), "a.txt", Defaults())


@pytest.mark.parametrize(
    "line", ["il y a 5 heures", "Publié hier à 9h05", "3 hours ago", "Mis à jour à 9h05", "Aujourd'hui"]
)
def test_a_line_that_names_no_day_dates_nothing_and_is_no_paragraph(line: str) -> None:
    read = article("La digue sera réparée", "", line, "", LEAD, "", MORE)
    assert (read.published, read.updated, read.paragraphs) == (None, None, (LEAD, MORE))


def test_such_a_line_above_the_title_is_no_title() -> None:
    assert article("2 hours ago", "", "La digue sera réparée", "", LEAD).title == "La digue sera réparée"


@pytest.mark.parametrize(
    "below",
    [
        ("Par Anne Roy, le 8 mars 2026", LEAD),
        ("8 mars 2026", LEAD),
        (LEAD, "Publié le 8 mars 2026 à 9h05"),
        (LEAD, "Par Anne Roy, le 8 mars 2026"),
    ],
)
def test_the_day_above_a_title_does_not_date_an_article_that_says_when(below: tuple[str, str]) -> None:
    read = parse("\n\n".join(("Jeudi 12 mars 2026", "La digue", *below, MORE)).encode(), "a.txt", Defaults())
    assert read.article.title == "La digue"
    assert read.article.published is not None
    assert read.article.published.day == 8
    dropped = [(evidence.value, evidence.rule) for evidence in read.evidence if evidence.field == "dropped"]
    assert dropped == [("Jeudi 12 mars 2026", "date of the page")]


def test_a_date_above_the_title_dates_an_article_that_says_it_nowhere_else() -> None:
    read = article("Jeudi 12 mars 2026", "", "La digue", "", LEAD, "", MORE, "", "Lire aussi", "", "8 mars 2026")
    assert read.published is not None
    assert read.published.day == 12


@pytest.mark.parametrize("stated", ["2027-13-45", "demain", "31 février 2016", "il y a 3 jours", "10 mai 2016 25:00"])
def test_what_is_no_day_leaves_the_article_undated_with_a_warning(stated: str) -> None:
    read = reading("", stated)
    assert read.article.published is None
    assert [(warned.line, warned.reason) for warned in read.warnings] == [(2, f"date is no date: {stated!r}")]


@pytest.mark.parametrize("stated", ["2200-01-01", "1er janvier 2200", "9999-12-31"])
def test_a_day_however_far_is_held(stated: str) -> None:
    read = reading("", stated)
    assert read.article.published is not None
    assert read.article.published.year >= 2200
    assert not read.warnings


def test_what_of_a_date_is_not_understood_is_said_with_its_line() -> None:
    assert [(warned.line, warned.reason) for warned in reading("Publié le 10 mai 2016 à 9h05 IST").warnings] == [
        (3, "'ist' is no zone that means one: the date is taken as one of the site's")
    ]
    assert [(warned.line, warned.reason) for warned in reading("Publié le 10 mai 2016 depuis le port").warnings] == [
        (3, "not understood on a date line: 'depuis le port'")
    ]
    assert [(warned.line, warned.reason) for warned in reading("", "10 mai 2016 9h05 ABCT").warnings] == [
        (2, "date: 'abct' is not understood; the rest is read")
    ]


@pytest.mark.parametrize("site", ["UTC", "America/New_York", "Pacific/Kiritimati", "Asia/Kolkata"])
@pytest.mark.parametrize("folder", ["Europe/Istanbul", "Pacific/Honolulu", "UTC"])
@pytest.mark.parametrize("head", ["---\ndate: 2026-03-02\n---\nTitle\n", "Title\n\n2 mars 2026\n"])
def test_day_without_a_time_is_that_day_wherever_the_site_is(site: str, folder: str, head: str) -> None:
    text = f"{head}\nLa passerelle du port a rouvert lundi, a dit la mairie de la ville.\n".encode()
    read = parse(text, "a.txt", Defaults(language="fr", timezone=folder, site_timezone=site)).article
    assert read.published is not None
    assert read.published.astimezone(ZoneInfo(site)).isoformat()[:19] == "2026-03-02T00:00:00"


def test_moment_is_of_the_zone_in_which_it_was_written() -> None:
    text = b"---\ndate: 2026-03-02 09:30\n---\nTitle\n\nThe bridge of the port was opened today.\n"
    read = parse(text, "a.txt", Defaults(timezone="Europe/Istanbul", site_timezone="America/New_York")).article
    assert read.published == datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
