"""A line of the head that says who and when, in any order and with a count or a section beside it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from feeds.enrich.imprint.lines import is_imprint, read_imprint
from feeds.enrich.imprint.names import full_names

ZONE = ZoneInfo("UTC")

SIGNED = [
    ("3. März 2021 von Anna Meier", "2021-03-03T00:00", ["Anna Meier"]),
    ("By Ann Roy, Nov 8, 2023", "2023-11-08T00:00", ["Ann Roy"]),
    ("By Ann Roy Feb 8, 2020 5 min read", "2020-02-08T00:00", ["Ann Roy"]),
    ("By Ann Roy@annroy Jul 3, 2019, 4:22am", "2019-07-03T04:22", ["Ann Roy"]),
    ("By Ann Roy • 11/08/23 5:19pm", "2023-11-08T17:19", ["Ann Roy"]),
    ("Andreas Wolf 04.05.2020, 18:00 Uhr", "2020-05-04T18:00", ["Andreas Wolf"]),
    ("7. Jan 2022 | 4 Kommentare", "2022-01-07T00:00", []),
    ("May 6, 2020 Ann Roy 2 Comments", "2020-05-06T00:00", ["Ann Roy"]),
    ("Posted on May 6, 2020 by Ann Roy and Bob Stone", "2020-05-06T00:00", ["Ann Roy", "Bob Stone"]),
    ("jeudi 13 juin 2019, par Anne Roy", "2019-06-13T00:00", ["Anne Roy"]),
    ("27. Januar 2014 by Barbara Kern / Kategorien: Event, Fashion", "2014-01-27T00:00", ["Barbara Kern"]),
    ("Por Alberto Ríos 27 de agosto 2019", "2019-08-27T00:00", ["Alberto Ríos"]),
    ("Posted on28. Juli 201928. Juli 2019AuthorAndreas Wolf4 Kommentare", "2019-07-28T00:00", ["Andreas Wolf"]),
    ("2.03.2018von Dennis Kern", "2018-03-02T00:00", ["Dennis Kern"]),
    ("8 ноября 2023, Иван Серов", "2023-11-08T00:00", ["Иван Серов"]),
    ("Veröffentlicht am 11/04/2012 von hafenfan01", "2012-04-11T00:00", ["hafenfan01"]),
    ("von Mathilda Kern, Online-Redaktion Veröffentlicht: 26.12.2022", "2022-12-26T00:00", ["Mathilda Kern"]),
    ("Julia Kern / Oktober 25 2023", "2023-10-25T00:00", ["Julia Kern"]),
    ("dpa am 25.01.2022", "2022-01-25T00:00", []),
    ("Von Martin Kern On 12. Dezember 2022", "2022-12-12T00:00", ["Martin Kern"]),
    ("Posted in Islands by quaywriter on August 3, 2019", "2019-08-03T00:00", ["quaywriter"]),
    ("PorRodrigo Ríos 3 de marzo de 2021", "2021-03-03T00:00", ["Rodrigo Ríos"]),
    (
        "Veröffentlicht: 05.01.2020 | Autor: quaywriter | Abgelegt unter: Inseln | 5 Kommentare",
        "2020-01-05T00:00",
        ["quaywriter"],
    ),
    ("28.04.2021 - 07:18 | Quelle: Hafenblatt | Lesedauer etwa 4 min. | Text vorlesen Pause", "2021-04-28T07:18", []),
    ("Islas2021.03.03 19:59", "2021-03-03T19:59", []),
    ("Madrid-03/03/2021 20:00", "2021-03-03T20:00", []),
    ("Posted on August 2, 2019Author Ann QuayCategories", "2019-08-02T00:00", ["Ann Quay"]),
    ("postado em 03.03.2021 05:49", "2021-03-03T05:49", []),
]


@pytest.mark.parametrize(("line", "published", "authors"), SIGNED)
def test_who_and_when_are_read(line: str, published: str, authors: list[str]) -> None:
    found = read_imprint(line, "en", ZONE)
    assert found
    assert found.published
    assert (found.published.isoformat()[:16], list(found.authors)) == (published, authors)


CHANGED = [
    ("Giriş: 12.03.2021 14:05 Güncelleme: 13.03.2021 09:10", "2021-03-12", "2021-03-13"),
    ("12.03.2021 - 14:05 | Son Güncellenme: 13.03.2021 - 09:10", "2021-03-12", "2021-03-13"),
    ("PUBLISHED: November 8, 2023 at 4:56 p.m. | UPDATED: November 9, 2023 at 6:00 p.m.", "2023-11-08", "2023-11-09"),
    ("4 de maio de 2022, 05:34 h Atualizado em 5 de maio de 2022, 05:35", "2022-05-04", "2022-05-05"),
    ("5 gennaio 2025 (modifica il 6 gennaio 2025 | 15:24)", "2025-01-05", "2025-01-06"),
    ("Eva Kern Zuletzt geändert am 06.11.2023", None, "2023-11-06"),
    ("-Aktualisiert am 28.01.2020-15:49", None, "2020-01-28"),
    ("Updated21:22, 6 OCT 2020", None, "2020-10-06"),
    ("Publié le 18 juil. 2024 à 08:01Mis à jour le 19 juil. 2024 à 09:06", "2024-07-18", "2024-07-19"),
    ("Isla - 15 oct 2024 - 08:22Actualizado: 16 oct 2024 - 17:38CEST", "2024-10-15", "2024-10-16"),
    ("15/01/201614/01/2016", "2016-01-14", "2016-01-15"),
]


@pytest.mark.parametrize(("line", "published", "updated"), CHANGED)
def test_a_change_is_told_from_the_publication(line: str, published: str | None, updated: str | None) -> None:
    found = read_imprint(line, "en", ZONE)
    assert found
    days = [moment.date().isoformat() if moment else None for moment in (found.published, found.updated)]
    assert days == [published, updated]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Veröffentlicht am 05/03/2014", "2014-03-05"),
        ("Publié le 05/03/2014", "2014-03-05"),
        ("Veröffentlichungsdatum: 05/03/2014", "2014-03-05"),
        ("Published 05/03/2014", "2014-05-03"),
        ("05.03.2014 | 2 Comments", "2014-03-05"),
    ],
)
def test_the_label_tells_the_order_of_day_and_month(line: str, day: str) -> None:
    found = read_imprint(line, "en", ZONE)
    assert found
    assert found.published
    assert found.published.date().isoformat() == day


@pytest.mark.parametrize(
    "line",
    [
        "Am 19. Oktober 2019 gastiert der Verein bei den Nachbarn. Anpfiff der Partie ist um 18:30 Uhr.",
        "Weather of 12 March 2026",
        "Météo du 31 octobre 2012",
        "le rapport publié le 10 mai 2016",
        "Adopté le 10 mai 2016 par Anne Roy",
        "1. Mai 2020 bis 3. Juni 2020",
        "— Ann Roy (@annroy) March 21, 2020",
        "— Ann Quay, Harbour Hall, Quayside, April 15, 2019",
        "Par ailleurs",
        "Von Sprachregeln, Politik und ganz normalem Deutsch",
        "12 Comments",
        "Verfügbar bis 06.05.2024",
        "Member since May 6, 2024",
        "Date limite : 06/05/2024",
        "Termin: 21.02.2020, 19 Uhr",
        "Son başvuru: 06.05.2024",
        "Disponible hasta el 6 de mayo de 2024",
        "Действует до 06.05.2024",
        "截止日期：2024年5月6日",
    ],
)
def test_other_lines_are_none(line: str) -> None:
    assert read_imprint(line, "en", ZONE) is None
    assert not is_imprint(line, "en", ZONE)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Ann Roy", ("Ann Roy",)),
        ("Prof. Dr. Rainer Kern", ("Rainer Kern",)),
        ("Michael L. Stone, PhD", ("Michael L. Stone",)),
        ("Clara Kern, Klaus Wolf & Marie-Laure Roy", ("Clara Kern", "Klaus Wolf", "Marie-Laure Roy")),
        ("Ayşe Yılmaz ve Mehmet Öz", ("Ayşe Yılmaz", "Mehmet Öz")),
        ("Анна Белова", ("Анна Белова",)),
        ("Social Media", ()),
        ("Politik Inland", ()),
        ("New York", ()),
        ("Anna Redaktion", ()),
        ("Anna geht", ()),
        ("Ann Quay Bob Stone Anna Maria Kern", ("Ann Quay", "Bob Stone", "Anna Maria Kern")),
        ("Anna Maria Kern", ("Anna Maria Kern",)),
    ],
)
def test_full_names_are_told_by_their_given_names(line: str, names: tuple[str, ...]) -> None:
    assert full_names(line) == names
