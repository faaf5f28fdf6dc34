"""Cards: the title of an article as a picture, for where a link to it is shown."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html
from PIL import Image

from feeds.web.drawing.cards import Cards
from feeds.web.drawing.fonts import Fonts
from feeds.web.drawing.lines import Piece, balanced, characters_of, is_right_to_left, lines_of, pieces_of
from tests.programs import do_without

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask.testing import FlaskClient

    from tests.web.conftest import Library

pytestmark = pytest.mark.above_the_store

SITE = "https://news.example.org"
LATIN = "Washington salue la réouverture d’un poste humanitaire"
ARABIC = "إعادة فتح معبر إنساني بين تركيا وسوريا (TRT)"
CHINESE = "土耳其与叙利亚之间的人道主义过境点重新开放，华盛顿表示欢迎。"


def cards(name: str = "The Quay", files: tuple[Path, ...] = ()) -> Cards:
    return Cards(name, Fonts(files))


@pytest.fixture(autouse=True)
def _with_a_font() -> None:
    wanted(LATIN)


def wanted(title: str) -> None:
    if not Fonts().holding(title):
        do_without(f"not installed: a font that holds {title}")


@cache
def drawn(title: str) -> Image.Image:
    wanted(title)
    return Image.open(BytesIO(cards().draw(title) or b""))


def inked(card: Image.Image, low: int, high: int) -> tuple[int, int]:
    """Give the columns between which something is drawn in some rows."""
    part = card.convert("L").point(lambda level: 255 if level < 128 else 0).crop((0, low, card.width, high))
    left, _, right, _ = part.getbbox() or (0, 0, 0, 0)
    return left, right


@pytest.mark.parametrize("title", [LATIN, ARABIC, CHINESE])
def test_title_stands_on_a_card_at_the_side_where_it_begins(title: str) -> None:
    card = drawn(title)
    assert (card.format, card.size) == ("PNG", (1200, 630))
    for low, high in ((60, 440), (500, 560)):  # the title, and the site's name
        left, right = inked(card, low, high)
        assert right > left
        near, far = (1200 - right, left) if title == ARABIC else (left, 1200 - right)
        assert 80 <= near < 100 and far >= 84


def test_card_has_sixteen_colours_of_which_the_bar_is_one() -> None:
    card = drawn(LATIN)
    assert len(card.getcolors() or ()) <= 16
    assert card.convert("RGB").getpixel((0, 0)) == (143, 58, 16)
    assert card.convert("RGB").getpixel((0, 300)) == (253, 252, 249)
    assert (33, 31, 28) in {colour for _, colour in card.convert("RGB").getcolors() or ()}


def test_same_title_is_drawn_in_the_same_bytes_and_another_in_others() -> None:
    assert cards().draw(LATIN) == cards().draw(LATIN) != cards().draw(f"{LATIN}s")
    assert cards().signature(LATIN) == cards().signature(LATIN)
    assert len({cards().signature(LATIN), cards().signature(f"{LATIN}s"), cards("Other").signature(LATIN)}) == 3


@pytest.mark.parametrize("title", ["", " ", "\U0001f9ff\U0010fffd", "a\U000f0000"])
def test_what_no_font_holds_is_not_drawn(title: str) -> None:
    assert (cards().signature(title), cards().draw(title)) == (None, None)


def test_letters_that_cannot_be_joined_are_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Cards, "_joins", False)
    assert cards().signature(ARABIC) is None and cards().draw(LATIN)


def test_without_what_draws_nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Cards, "_made_by", "")
    assert cards().signature(LATIN) is None and cards().means == ()


def test_file_that_is_no_font_holds_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "not.ttf").write_bytes(b"nothing")
    assert cards(files=(tmp_path / "not.ttf", tmp_path / "away.ttf")).signature(LATIN) is None
    assert "not.ttf is not used" in capsys.readouterr().err


@pytest.mark.parametrize(
    "title", ["word " * 2000, "Donaudampfschifffahrt" * 200, "W" * 10_000, "土" * 3000, "a\u0301" * 999]
)
def test_title_of_any_length_has_room(title: str) -> None:
    card = drawn(title)
    assert inked(card, 60, 440)[1] <= 1200 - 60
    assert inked(card, 440, 500) == (0, 0)  # nothing runs into the site's name


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Un  pont", [("Un", False), ("pont", True)]),
        ("新しい「橋」。 A1型", ["新", "し", "い", "「橋」。", ("A1", True), "型"]),
        ("ABC新", ["ABC", "新"]),
        ("  ", []),
    ],
)
def test_lines_break_at_blanks_and_between_signs(text: str, pieces: list[Any]) -> None:
    assert pieces_of(text) == [(one, False) if isinstance(one, str) else one for one in pieces]


def test_lines_are_few_and_even() -> None:
    words = [Piece(text, 10, 1 if n else 0) for n, text in enumerate("abcde")]
    assert lines_of(words, 43) == ["a b c d", "e"]
    assert balanced(words, 43) == ["a b c", "d e"]


@pytest.mark.parametrize(
    ("text", "expected"), [("«سوريا» A", True), ("A سوريا", False), ("123 עברית", True), ("12", False)]
)
def test_first_letter_says_where_a_text_begins(text: str, *, expected: bool) -> None:
    assert is_right_to_left(text) is expected


def test_character_keeps_its_marks() -> None:
    assert characters_of("a\u0301b") == ["a\u0301", "b"]


def heads(client: FlaskClient, path: str) -> dict[Any, Any]:
    root: Any = html.fromstring(client.get(path).text)
    return {element.get("property") or element.get("name"): element.get("content") for element in root.iter("meta")}


def test_entry_without_a_picture_names_its_card(client: FlaskClient, path_of: Callable[[str], str]) -> None:
    path = path_of("6Y5jLH")
    said = heads(client, path)
    assert (said["og:image"], said["twitter:card"]) == (f"{SITE}{path}.png", "summary_large_image")
    answer = client.get(f"{path}.png")
    assert (answer.status_code, answer.content_type) == (200, "image/png")
    assert Image.open(BytesIO(answer.data)).size == (int(said["og:image:width"]), int(said["og:image:height"]))
    again = client.get(f"{path}.png", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.headers["ETag"]) == (304, answer.headers["ETag"])
    assert client.get(f"/entries/x-{path[-8:]}.png").headers["Location"] == f"{SITE}{path}.png"
    embed = client.get("/api/v1/oembed?url=https://turquie2023.com/6Y5jLH").get_json()
    assert (embed["thumbnail_url"], embed["thumbnail_width"]) == (f"{SITE}{path}.png", 1200)
    assert "thumbnail_url" not in client.get("/api/v1/oembed?maxwidth=9&url=https://turquie2023.com/6Y5jLH").get_json()


def test_entry_with_a_picture_names_that(library: Library) -> None:
    library.add("new.txt", "---\nimage: https://a.example/1.png\n---\nA new bridge\n\nIt was opened, says the town.\n")
    client = library.app().test_client()
    path = client.get("/feed.json").get_json(force=True)["items"][0]["url"].removeprefix(SITE)
    assert heads(client, path)["og:image"] == "https://a.example/1.png"


def test_card_goes_with_its_article(library: Library, path_of: Callable[[str], str]) -> None:
    library.withdraw("https://turquie2023.com/6Y5jLH")
    assert library.app().test_client().get(f"{path_of('6Y5jLH')}.png").status_code == 410
    assert library.app().test_client().get("/entries/x-00000000.png").status_code == 404
