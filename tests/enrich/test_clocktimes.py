"""A zone that is written is read, or said not to be; times of day are those of the language."""

from __future__ import annotations

from datetime import UTC

import pytest

from feeds.enrich.clocktimes import time_at
from feeds.enrich.datelines import date_line, is_relative
from feeds.enrich.dates import read_date

ZONES = {
    "3:05 p.m. CST": ("15:05", "-06:00"),
    "15:05 MSK": ("15:05", "+03:00"),
    "15:05 (мск)": ("15:05", "+03:00"),
    "15:05 TSİ": ("15:05", "+03:00"),
    "15:05 JST": ("15:05", "+09:00"),
    "15:05 AEDT": ("15:05", "+11:00"),
    "15:05 Uhr MESZ": ("15:05", "+02:00"),
    "15:05 GMT-4": ("15:05", "-04:00"),
    "15:05 UTC +5:30": ("15:05", "+05:30"),
    "15:05 (UTC+1)": ("15:05", "+01:00"),
    "15:05 GMT+0300 (Turkey Standard Time)": ("15:05", "+03:00"),
    "15:05 −03:00": ("15:05", "-03:00"),
    "15:05 Greenwich Mean Time": ("15:05", "+00:00"),
    "15h05, heure de Bruxelles": ("15:05", "+02:00"),
    "15h05 heure de Bruxelles": ("15:05", "+02:00"),
    "15h05 (heure de New York)": ("15:05", "-04:00"),
    "15:05 h (hora de Madrid)": ("15:05", "+02:00"),
    "15:05 (ora italiana)": ("15:05", "+02:00"),
    "15:05 Türkiye saati": ("15:05", "+03:00"),
    "15:05 по Москве": ("15:05", "+03:00"),
    "15:05 بتوقيت مكة": ("15:05", "+03:00"),
    "15:05 北京时间": ("15:05", "+08:00"),
    "3:05 PM London time": ("15:05", "+01:00"),
    "3 PM ET": ("15:00", "-04:00"),
    "15:05 Asia/Kolkata": ("15:05", "+05:30"),
    "下午3:05": ("15:05", ""),
    "午前9時5分": None,
    "오후 3:05": ("15:05", ""),
    "3:05 μ.μ.": ("15:05", ""),
    "3:05 de la tarde": ("15:05", ""),
    "12:30 a. m.": ("00:30", ""),
    "15:05": ("15:05", ""),
}


@pytest.mark.parametrize(("written", "expected"), [(text, found) for text, found in ZONES.items() if found])
def test_a_time_is_read_with_its_zone(written: str, expected: tuple[str, str]) -> None:
    (date,) = {date_line(f"10 May 2016 {written}", "en", UTC)}
    assert date is not None
    assert date.published is not None
    assert date.whole
    assert date.published.isoformat()[11:16] == expected[0]
    assert date.published.isoformat()[19:] == (expected[1] or "+00:00")
    assert not date.unread


@pytest.mark.parametrize("written", ["14:30 IST", "14:30 AST", "14:30 (heure de Nulle Part)", "14:30 +31:00"])
def test_a_zone_that_means_several_or_none_is_reported_and_the_date_kept(written: str) -> None:
    found = date_line(f"Published 10 May 2016 {written}", "en", UTC)
    assert found is not None
    assert found.published is not None
    assert found.published.isoformat() == "2016-05-10T14:30:00+00:00"
    assert found.unread


def test_what_is_no_zone_is_none() -> None:
    for text in ("14:30 - 12 comments", "14:30 -5", "14:30 paris"):
        time = time_at(text, 0)
        assert time is not None
        assert (time.zone, time.unread) == (None, "")


STATED = {
    "Wed Jun 01 2016 09:05:00 GMT-0300 (Brasilia Standard Time)": "2016-06-01T09:05:00-03:00",
    "Wed Jun  1 09:05:00 PDT 2016": "2016-06-01T09:05:00-07:00",
    "Wed Jun 1 09:05:00 +0200 2016": "2016-06-01T09:05:00+02:00",
    "Mi 1. Jun 09:05:00 CEST 2016": "2016-06-01T09:05:00+02:00",
    "Wed, 01 Jun 2016 09:05:00 EEST": "2016-06-01T09:05:00+03:00",
    "Wed, 01 Jun 16 09:05:00 GMT": "2016-06-01T09:05:00+00:00",
    "2016-06-01 09:05:00 -0400 EDT": "2016-06-01T09:05:00-04:00",
    "2016-06-01T09:05:00[America/Bogota]": "2016-06-01T09:05:00-05:00",
    "2016-06-01 9:05 PM": "2016-06-01T21:05:00+00:00",
    "6/1/2016, 12:05:09 PM": "2016-06-01T12:05:09+00:00",
    "June 1, 2016 at 12:05 AM": "2016-06-01T00:05:00+00:00",
    "01.06.2016, 09.05 Uhr": "2016-06-01T09:05:00+00:00",
    "9:05 a.m. EDT, June 1, 2016": "2016-06-01T09:05:00-04:00",
    "1464771900": "2016-06-01T09:05:00+00:00",
    "1464771900000": "2016-06-01T09:05:00+00:00",
    "2016年6月1日 上午9:05": "2016-06-01T09:05:00+00:00",
    "1 มิถุนายน 2559": "2016-06-01T00:00:00+00:00",
    "2016. június 1. 9:05": "2016-06-01T09:05:00+00:00",
    "1 June 2200": "2200-06-01T00:00:00+00:00",
    "31.12.9999": "9999-12-31T00:00:00+00:00",
    "20160601090500": "2016-06-01T09:05:00+00:00",
    "201606010905": "2016-06-01T09:05:00+00:00",
    "2016:06:01 09:05:00": "2016-06-01T09:05:00+00:00",
    "/Date(1464771900000)/": "2016-06-01T09:05:00+00:00",
    "/Date(1464771900000+0200)/": "2016-06-01T09:05:00+00:00",
    "01-JUN-16": "2016-06-01T00:00:00+00:00",
    "01-JUN-16 09.05.00.000000 PM": "2016-06-01T21:05:00+00:00",
    "1 June 2016 09:05 US/Eastern": "2016-06-01T09:05:00-04:00",
    "1 June 2016 09:05 America/Port_of_Spain": "2016-06-01T09:05:00-04:00",
    "1 June 2016 09:05 WAT": "2016-06-01T09:05:00+01:00",
    "09:05, 1 июня 2016 (МСК)": "2016-06-01T09:05:00+03:00",
    "1 juin 2016 à 9 heures 05": "2016-06-01T09:05:00+00:00",
    "1. Juni 2016, 9 Uhr 05": "2016-06-01T09:05:00+00:00",
    "1 czerwca 2016 r., godz. 9:05": "2016-06-01T09:05:00+00:00",
    "1 июня 2016 г. в 9:05": "2016-06-01T09:05:00+00:00",
    "1. juni 2016 kl. 9.05": "2016-06-01T09:05:00+00:00",
    "2016. 06. 01. 9:05": "2016-06-01T09:05:00+00:00",
    "2016.06.01. 오후 9:05": "2016-06-01T21:05:00+00:00",
    "Jun 1 2016 • 9:05 a.m.": "2016-06-01T09:05:00+00:00",
    "Τετάρτη, 10 Μαΐου 2017 9:05": "2017-05-10T09:05:00+00:00",
    "1 ביוני 2016, 9:05": "2016-06-01T09:05:00+00:00",
    "平成28年6月1日": "2016-06-01T00:00:00+00:00",
    "令和3年6月1日 9:05": "2021-06-01T09:05:00+00:00",
    "民國105年6月1日": "2016-06-01T00:00:00+00:00",
    "Thursday 02/06/2016": "2016-06-02T00:00:00+00:00",
    "Thứ năm, 02/06/2016 9:05": "2016-06-02T09:05:00+00:00",
    "Saturday 02/06/2016": "2016-02-06T00:00:00+00:00",
    "Sunday 02/06/2016": "2016-02-06T00:00:00+00:00",
    "2016-02-30": None,
    "20161301090500": None,
    "Wed Jun 1 09:05:00 +03 2016": "2016-06-01T09:05:00+03:00",
    "2016-06-01 09:05:00 [Europe/Paris]": "2016-06-01T09:05:00+02:00",
    "1 June 2016 09:05 Central": "2016-06-01T09:05:00-05:00",
    "9:05 p.m. ET June 1, 2016": "2016-06-01T21:05:00-04:00",
    "32 June 2016": None,
    "next Tuesday": None,
    "il y a 3 jours": None,
}


@pytest.mark.parametrize(("stated", "moment"), STATED.items())
def test_what_programs_and_people_state_is_read_whole(stated: str, moment: str | None) -> None:
    read = read_date(stated, "en", UTC)
    assert (read.moment.isoformat() if read.moment else None) == moment
    assert not read.unread


def test_what_of_a_stated_date_is_not_understood_is_said() -> None:
    assert read_date("1 June 2016 09:05 QQQT", "en", UTC).unread == "qqqt"
    assert read_date("1 June 2016 (revised)", "en", UTC).unread == "revised"
    assert read_date("2016-06-01T09:05[Mars/Olympus]", "en", UTC).unread == "[Mars/Olympus]"


LINES = {
    ("04.03.21", "en"): ("2021-03-04T00:00:00", None),
    ("Veröffentlicht: 04/03/2021", "en"): ("2021-03-04T00:00:00", None),
    ("Posted: 04/03/2021", "en"): ("2021-04-03T00:00:00", None),
    ("Erstellt: 04.03.2021, 9:05 Uhr | Aktualisiert: 16:20 Uhr", "de"): ("2021-03-04T09:05:00", "2021-03-04T16:20:00"),
    ("4 marzo 2021 ore 9:05, aggiornato alle 16:20", "it"): ("2021-03-04T09:05:00", "2021-03-04T16:20:00"),
    ("09:05 | 04/03/2021", "fr"): ("2021-03-04T09:05:00", None),
    ("21/03/04 09:05", "ja"): ("2021-03-04T09:05:00", None),
}


@pytest.mark.parametrize(("line", "expected"), LINES.items())
def test_a_date_line_is_read_as_its_language_writes_it(
    line: tuple[str, str], expected: tuple[str | None, str | None]
) -> None:
    found = date_line(*line, UTC)
    assert found is not None
    stated = [moment.isoformat()[:19] if moment else None for moment in (found.published, found.updated)]
    assert tuple(stated) == expected


def test_a_year_of_two_digits_is_none_in_a_sentence() -> None:
    assert date_line("The vote was 10/05/16 in favour of it", "en", UTC) is None


RELATIVE = """5 minutes ago|an hour ago|Updated 3 hrs ago|Publié il y a 3 jours|Il y a une heure|Vor 2 Std.
vor einem Tag
hace 5 minutos|Hace una hora|3 ore fa|há 3 horas|3 dagen geleden|3 dni temu|3 saat önce|منذ 3 ساعات
منذ يومين|3 часа назад
3 години тому|för 3 timmar sedan|for 3 timer siden|3 tuntia sitten|před 3 dny|3 órája|acum 3 zile|πριν από 3 ώρες
לפני 3 שעות|3 घंटे पहले|3 ساعت پیش|3 ชั่วโมงที่ผ่านมา|3 jam yang lalu|3 giờ trước|3小时前|3 時間前|3시간 전
Yesterday at 9:05 PM|Hier, 14h30|Heute, 9:05 Uhr|Ayer a las 9:05|Ieri alle 9:05|Gisteren om 9:05|Dün 09:05|Вчера в 9:05
昨天 09:05
Aktualisiert: gestern|Publicado hoje|Updated at 3:10 p.m.|Heute um 9:05
godzinę temu|час назад|před hodinou|un'ora fa|2 tim sedan|3 horas atrás
Published about 3 hours ago|il y a environ 3 heures|vor etwa 3 Stunden|yaklaşık 3 saat önce
less than a minute ago|約3時間前|πριν 3 ώρες|két órája|acum o oră"""


@pytest.mark.parametrize("line", RELATIVE.replace("\n", "|").split("|"))
def test_a_line_that_names_no_day_is_known_in_every_language(line: str) -> None:
    assert is_relative(line)


NO_DATES = """Two years ago today|Il y a 20 ans, la chute du mur|Das war vor drei Jahren|Yesterday the council voted
Today|Hier
Updated rules for the port|10 Jahre danach|3 hours|Hier soir à Paris|Published by Anna Roy|Vor dem Sturm
О часе назад|Anni fa|années avant"""


@pytest.mark.parametrize("line", NO_DATES.replace("\n", "|").split("|"))
def test_a_heading_that_speaks_of_time_is_no_such_line(line: str) -> None:
    assert not is_relative(line)
