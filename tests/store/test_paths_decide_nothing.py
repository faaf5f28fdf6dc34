"""The path alone never decides what an article is: its text does, wherever it lies and whatever lay there before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feeds.model import Article, ShareLink
from feeds.store.likeness import is_same_title, is_text_alike
from feeds.store.schema import BLOCKED, PUBLIC, WITHDRAWN
from feeds.store.write.documents import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Press

    Make = Callable[..., Article]

BRIDGE = "The bridge over the river was opened again on Monday after two years of works, the province said."
FEAST = "Actors from Naples, Ghent and Seville will play on the quays until the end of the month of August."


def test_files_that_held_the_same_placeholder_are_articles_of_their_own_once_they_are_written(
    press: Press, article: Make
) -> None:
    paths = [f"{number}.txt" for number in range(5)]
    press.write(dict.fromkeys(paths, article("Access denied", paragraphs=("Please log in.",))))
    assert press.titles() == ["Access denied"]
    for number, path in enumerate(paths):
        written = article(f"Story {number}", paragraphs=(f"{'abcde'[number] * 5} {BRIDGE if number % 2 else FEAST}",))
        press.write({path: written})
    assert press.titles() == ["Access denied", *(f"Story {number}" for number in range(5))]


def test_a_copy_that_is_edited_leaves_the_entry_of_the_original(press: Press, article: Make) -> None:
    press.write({"a.txt": article("Bridge", paragraphs=(BRIDGE,))})
    press.write({"b.txt": article("Bridge", paragraphs=(BRIDGE,))})
    before = press.entry("a.txt").id
    press.write({"b.txt": article("Bridge", paragraphs=(BRIDGE.replace("Monday", "Tuesday"),))})
    assert press.entry("a.txt").id == before != press.entry("b.txt").id


def test_a_text_keeps_its_id_where_it_was_copied_to_before_the_original_was_edited(press: Press, article: Make) -> None:
    press.write({"a.txt": article("Bridge", paragraphs=(BRIDGE,))})
    before = press.entry("a.txt").id
    later = article("Bridge", paragraphs=(BRIDGE.replace("Monday", "Tuesday"),))
    press.write({"a.txt": later, "a-old.txt": article("Bridge", paragraphs=(BRIDGE,))})
    assert press.entry("a-old.txt").id == before != press.entry("a.txt").id


@pytest.mark.parametrize("is_deleted", [False, True])
def test_another_text_under_a_used_name_is_another_article(press: Press, article: Make, *, is_deleted: bool) -> None:
    press.write({"1.txt": article("Bridge", paragraphs=(BRIDGE,))})
    first = press.entry("1.txt")
    if is_deleted:
        press.remove("1.txt")
    (written,) = press.write({"1.txt": article("Feast", paragraphs=(FEAST,))})
    assert written.outcome is Outcome.NEW
    assert press.entry("1.txt").id != first.id and press.titles() == ["Bridge", "Feast"]
    press.write({"1.txt": article("Bridge", paragraphs=(BRIDGE,))})
    assert press.entry("1.txt").id == first.id


@pytest.mark.parametrize("key", [{"share_link": ShareLink("short.example", "qYOea0")}, {"url": "https://x.example/a"}])
def test_another_text_with_a_key_of_its_own_is_another_article(
    press: Press, article: Make, key: dict[str, object]
) -> None:
    press.write({"1.txt": article("Bridge", paragraphs=(BRIDGE,))})
    press.write({"1.txt": article("Feast", paragraphs=(FEAST,), **key)})
    assert press.titles() == ["Bridge", "Feast"]


@pytest.mark.parametrize(
    "edited",
    [
        ("Bridge opens", (BRIDGE,)),
        ("Bridge", (FEAST,)),
        ("Open at last", (BRIDGE.replace("two years", "three years"),)),
        ("Open at last", (BRIDGE, FEAST, FEAST)),
        ("BRIDGE!", (FEAST,)),
    ],
)
@pytest.mark.parametrize("is_deleted", [False, True])
def test_an_edit_is_the_same_article(
    press: Press, article: Make, edited: tuple[str, tuple[str, ...]], *, is_deleted: bool
) -> None:
    press.write({"1.txt": article("Bridge", paragraphs=(BRIDGE,))})
    first = press.entry("1.txt")
    if is_deleted:
        press.remove("1.txt")
    press.write({"1.txt": article(edited[0], paragraphs=edited[1])})
    assert press.entry("1.txt").id == first.id


@pytest.mark.parametrize("state", [WITHDRAWN, BLOCKED])
def test_what_was_taken_back_is_never_continued_by_another_text(press: Press, article: Make, state: int) -> None:
    press.write({"1.txt": article("Weather", paragraphs=(BRIDGE,))})
    first = press.entry("1.txt")
    press.withdraw("1.txt", state=state)
    press.write({"1.txt": article("Weather", paragraphs=(BRIDGE.replace("Monday", "Tuesday"),))})
    assert (press.entry("1.txt").id, press.entry("1.txt").state) == (first.id, state)
    press.write({"1.txt": article("Weather", paragraphs=(FEAST,))})
    assert press.entry("1.txt").id != first.id and press.entry("1.txt").state == PUBLIC


def test_a_text_whose_name_was_used_again_before_it_turned_up_elsewhere_keeps_its_id(
    press: Press, article: Make
) -> None:
    press.write({"1.txt": article("Bridge", paragraphs=(BRIDGE,))})
    first = press.entry("1.txt")
    press.write({"1.txt": article("Feast", paragraphs=(FEAST,))})
    press.write({"2.txt": article("Bridge", paragraphs=(BRIDGE,))})
    assert press.entry("2.txt").id == first.id


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (BRIDGE, BRIDGE.replace("Monday", "Tuesday"), True),
        (BRIDGE, f"{BRIDGE} {FEAST} {FEAST}", True),
        (BRIDGE, FEAST, False),
        ("", "", False),
        ("—", "…", False),
        ("the", "the", True),
        ("我们今天在城里开了一座新的桥", "我们昨天在城里开了一座新的桥", True),
        ("我们今天在城里开了一座新的桥", "演员们将在码头上演出到八月底", False),
        ("Ο ΔΡΌΜΟΣ ΆΝΟΙΞΕ ΞΑΝΆ", "ο δρόμος άνοιξε ξανά", True),
    ],
)
def test_texts_are_alike_by_their_sequences_of_words(one: str, other: str, *, alike: bool) -> None:
    assert is_text_alike(one, other) is is_text_alike(other, one) is alike


def test_titles_are_the_same_whatever_their_case_and_punctuation() -> None:
    assert is_same_title("Le pont : rouvert !", "LE PONT, ROUVERT")
    assert not is_same_title("Le pont 1", "Le pont 2") and not is_same_title("…", "…")
