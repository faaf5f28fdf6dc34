"""Fields one by one: what is read, and what is left alone."""

from __future__ import annotations

import pytest

import feeds.parsers
from feeds.model import ShareLink
from tests.parsers.texts import LEAD, MORE, article, with_tail


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
        ("Le 10 mai 2016, 14h - AFP", "2016-05-10T14:00:00+02:00", None),
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


@pytest.mark.parametrize("address", ["<https://short.example/aaa111>", "[https://short.example/aaa111]"])
def test_share_address_may_stand_in_brackets(address: str) -> None:
    assert with_tail(f"Partager cet article? {address}").share_link == ShareLink("short.example", "aaa111")


@pytest.mark.parametrize(
    "address", ["https://news.example/a/b", "https://evil.example:8080/abc", "https://127.0.0.1/x"]
)
def test_share_line_without_a_short_address_is_dropped(address: str) -> None:
    read = with_tail(f"Partager cet article? {address}")
    assert (read.share_link, read.paragraphs) == (None, (LEAD, MORE))


def test_a_line_of_sixteen_thousand_letters_is_an_article() -> None:
    read = article("x" * 16_000)
    assert read.title == "x" * 99 + "…"
    assert len(read.summary) == 300
    assert read.paragraphs == ("x" * 16_000,)


def test_a_date_above_the_title_is_not_the_title() -> None:
    read = article("10 mai 2016", "La digue sera réparée", "Et ce n’est pas tout", LEAD)
    assert read.title == "La digue sera réparée"
    assert read.published is not None


def test_outlet_is_no_part_of_a_title_that_is_repeated_without_it() -> None:
    read = article("La digue sera réparée - Le Journal", "La digue sera réparée", LEAD)
    assert (read.title, read.paragraphs) == ("La digue sera réparée", (LEAD,))
    kicker = article("Brest - La digue sera réparée au printemps", "Brest", LEAD)
    assert kicker.title == "Brest - La digue sera réparée au printemps"


def test_markdown_leaves_no_mark_in_the_title_and_no_image() -> None:
    assert article("# La digue sera réparée", "", LEAD).title == "La digue sera réparée"
    read = article("# La digue", "", "![Le port](https://a.example/b.jpg)", "", LEAD, name="a.md")
    assert (read.title, read.paragraphs) == ("La digue", (LEAD,))


def test_version_names_the_rules() -> None:
    assert len(feeds.parsers.VERSION) == 16
    assert feeds.parsers.VERSION == feeds.parsers.VERSION
    with pytest.raises(AttributeError):
        feeds.parsers.nothing  # noqa: B018
