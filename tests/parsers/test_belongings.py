"""What an article states of its picture, its files and its summary, in the shapes in which programs write it."""

from __future__ import annotations

import json

import pytest

from feeds.model import Article, Attachment, Picture
from feeds.parsers import Defaults, parse
from tests.parsers.texts import LEAD, MORE

URL = "https://journal.example/2026/03/pont.html"


def read(front: dict[str, object], text: str = f"{LEAD}\n\n{MORE}", name: str = "a.md") -> Article:
    fields = "\n".join(f"{key}: {json.dumps(value)}" for key, value in ({"title": "Le pont"} | front).items())
    return parse(f"---\n{fields}\n---\n{text}\n".encode(), name, Defaults()).article


@pytest.mark.parametrize(
    ("stated", "image"),
    [
        ("https://a.example/p.jpg", "https://a.example/p.jpg"),
        ("//cdn.example/p.jpg", "https://cdn.example/p.jpg"),
        ("/p 1.jpg", "https://journal.example/p%201.jpg"),
        ("img/été.jpg", "https://journal.example/2026/03/img/%C3%A9t%C3%A9.jpg"),
        ({"url": "https://a.example/p.jpg", "alt": "x"}, "https://a.example/p.jpg"),
        ({"@type": "ImageObject", "contentUrl": "https://a.example/p.jpg"}, "https://a.example/p.jpg"),
        (["https://a.example/p.jpg", "https://a.example/q.jpg"], "https://a.example/p.jpg"),
        ("data:image/png;base64,AAAA", None),
        ("javascript:alert(1)", None),
    ],
)
def test_image_is_mended_not_dropped(stated: object, image: str | None) -> None:
    assert read({"image": stated, "url": URL}).image == image


def test_image_that_nobody_can_find_is_said() -> None:
    text = f"---\nimage: /p.jpg\n---\nLe pont\n\n{LEAD}\n"
    reading = parse(text.encode(), "a.txt", Defaults())
    assert reading.article.image is None
    assert [warned.reason for warned in reading.warnings] == ["image is no http address: '/p.jpg'"]


def test_sizes_and_words_of_a_picture_are_kept() -> None:
    sizes = [
        {"url": "/l.jpg", "width": 1200, "height": "800px"},
        {"url": "/s.jpg", "width": 300},
        {"url": "/other.jpg"},
    ]
    article = read({"image": sizes, "image_alt": "Le pont", "url": URL})
    assert article.pictures == (
        Picture("https://journal.example/l.jpg", 1200, 800, "Le pont"),
        Picture("https://journal.example/s.jpg", 300),
    )
    assert read({"image": "https://a.example/p.jpg"}).pictures == ()


def test_first_picture_of_the_text_is_the_image_where_none_is_stated() -> None:
    text = f"![](/s.png)\n\n<img src='/icon.png' width=16 height=16> {LEAD}\n\n![Le pont](/p.jpg)\n"
    article = read({"url": URL}, text.replace("![](/s.png)\n\n", ""))
    assert (article.image, article.pictures[0].alt) == ("https://journal.example/p.jpg", "Le pont")
    assert read({"url": URL, "image": "/i.jpg"}, text).image == "https://journal.example/i.jpg"


@pytest.mark.parametrize(
    ("stated", "attachment"),
    [
        ({"audio": "/e.mp3"}, Attachment("https://journal.example/e.mp3", "audio/mpeg")),
        ({"podcast": "https://a.example/e?id=1"}, Attachment("https://a.example/e?id=1", "audio/mpeg")),
        (
            {"enclosure": "https://a.example/e.ogg\n1234\naudio/ogg\n"},
            Attachment("https://a.example/e.ogg", "audio/ogg", 1234),
        ),
        (
            {"enclosure": {"href": "https://a.example/e.m4a", "length": "99", "type": "audio/x-m4a"}},
            Attachment("https://a.example/e.m4a", "audio/x-m4a", 99),
        ),
        (
            {
                "attachments": [
                    {
                        "url": "https://a.example/e.mp3",
                        "mime_type": "audio/mpeg",
                        "title": "Écouter",
                        "size_in_bytes": 7,
                        "duration_in_seconds": 61,
                    }
                ]
            },
            Attachment("https://a.example/e.mp3", "audio/mpeg", 7, "Écouter", 61),
        ),
        (
            {"audio": {"url": "https://a.example/e", "duration": "1:01:01"}},
            Attachment("https://a.example/e", "audio/mpeg", None, None, 3661),
        ),
        (
            {"audio": {"contentUrl": "https://a.example/e.wav", "duration": "PT2M"}},
            Attachment("https://a.example/e.wav", "audio/wav", None, None, 120),
        ),
        (
            {"attachments": ["https://a.example/x.unknown"]},
            Attachment("https://a.example/x.unknown", "application/octet-stream"),
        ),
    ],
)
def test_files_of_an_article_are_attachments(stated: dict[str, object], attachment: Attachment) -> None:
    assert read({"url": URL} | stated).attachments == (attachment,)


@pytest.mark.parametrize(
    ("stated", "summary"),
    [
        ("Le pont rouvre lundi.", "Le pont rouvre lundi."),
        ("<p>Le pont <b>rouvre</b> &amp; reste.</p>", "Le pont rouvre & reste."),
        ("Le pont", LEAD),
        ("", LEAD),
    ],
)
@pytest.mark.parametrize("field", ["summary", "description", "excerpt"])
def test_a_stated_summary_is_the_summary(field: str, stated: str, summary: str) -> None:
    assert read({field: stated}, name="a.txt").summary == summary


def test_a_stated_summary_shows_no_markup() -> None:
    for text in (f"**Oui.** {LEAD}", LEAD):
        assert read({"excerpt": "Le *pont* [rouvre](https://a.example)."}, text).summary == "Le pont rouvre."
    assert read({"excerpt": "Le pont 5*3 a_b rouvre [sic]."}, LEAD).summary == "Le pont 5*3 a_b rouvre [sic]."
