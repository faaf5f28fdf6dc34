"""What readers wrote below an article is no part of it, and the captions of its pictures are no lead."""

from __future__ import annotations

import pytest

from tests.parsers.texts import LEAD, MORE, article, with_tail

SAID = "Je passe là tous les matins depuis dix ans et je suis bien content que cela se fasse enfin, merci à tous."
COUNTS = {
    "2 Comments": 2,
    "Comments (12)": 12,
    "3 réflexions sur « La digue sera réparée »": 3,
    "4 Gedanken zu „La digue sera réparée“": 4,
    "2 comentarios en “La digue sera réparée”": 2,
    "“La digue sera réparée” için 2 yorum": 2,
    "2 комментария к “La digue”": 2,
    "One thought on “La digue sera réparée”": 1,
    "«La digue»有2条评论": 2,
    "Kommentare": None,
    "Leave a comment": None,
}
READERS = [
    ("Luc Bon", "12 mai 2016 à 10h15"),
    ("Luc Bon", "il y a 3 heures"),
    ("Luc Bon dit :", "12 mai 2016 à 10h15"),
    ("Anna says:", "May 12, 2016 at 10:15 am"),
    ("Ida sagt:", "12. Mai 2016 um 10:15"),
    ("Luc Bon • il y a 2 ans",),
    ("Luc Bon, 12 mai 2016 à 10h15",),
    ("12 mai 2016 à 10h15", "Luc Bon"),
]


@pytest.mark.parametrize(("heading", "count"), COUNTS.items())
def test_comments_end_the_article_and_are_counted(heading: str, count: int | None) -> None:
    for reader in READERS:
        read = with_tail(heading, "", *reader, "", SAID, "", "Répondre", "", *reader, "", SAID)
        assert (read.paragraphs, read.comments) == ((LEAD, MORE), count)


def test_a_count_alone_ends_nothing() -> None:
    assert with_tail("2 commentaires", "", SAID, "", LEAD).paragraphs == (LEAD, MORE, SAID, LEAD)
    assert article("La digue", "2 commentaires", "Anne Roy", "10 mai 2016", "", LEAD, "", MORE).paragraphs[-2:] == (
        LEAD,
        MORE,
    )


CAPTIONS = """La digue au soleil couchant, mardi. © Ève Roy / AFP|The pier at sunset. Photograph: Anna Lee/Reuters
Der Pier bei Nacht. Foto: Ida Ernst/dpa|Gün batımında iskele. Fotoğraf: Ece Ak/AA|El muelle (Foto: EFE/Luis Gil)
Workers mend the pier. (AP Photo/Anna Lee)|Workers mend the old pier. REUTERS/Anna Lee|Il molo al tramonto © ANSA
Старый пирс. Фото: РИА Новости|Pomost nocą. Fot. Jan Nowak|De pier. Beeld ANP|الرصيف ليلا. تصوير: أحمد علي"""


@pytest.mark.parametrize("caption", CAPTIONS.replace("\n", "|").split("|"))
def test_a_caption_is_no_lead_and_credits_nobody(caption: str) -> None:
    for lines in (("", caption, "", LEAD, "", MORE), ("", LEAD, "", caption, "", MORE)):
        read = article("La digue sera réparée", *lines)
        assert (read.summary, read.paragraphs, read.sources) == (LEAD, (LEAD, MORE), ())


KEPT = """Le maire a dit que tout allait bien, selon un communiqué (AFP).
She showed me the photo: a child on a beach, alone.
It will cost about three million (c) or so, nobody knows.|He wrote a book, The Picture: A Life, which nobody read."""


@pytest.mark.parametrize("text", KEPT.replace("\n", "|").split("|"))
def test_a_sentence_that_speaks_of_pictures_stays(text: str) -> None:
    assert text in article("La digue sera réparée", "", LEAD, "", text, "", MORE).paragraphs


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("Par Anne Roy | il y a 2 heures | 3 min de lecture", None),
        ("Anne Roy | AFP", None),
        ("10 mai 2016 | 4 commentaires", 4),
        ("Par Anne Roy · 10 mai 2016 · 4 commentaires", 4),
    ],
)
def test_a_line_whose_every_part_is_about_the_article_is_no_text(line: str, count: int | None) -> None:
    read = article("La digue sera réparée", "", line, "", LEAD, "", MORE)
    assert (read.paragraphs, read.comments) == ((LEAD, MORE), count)
    assert read.authors == (("Anne Roy",) if "Anne" in line else ())
