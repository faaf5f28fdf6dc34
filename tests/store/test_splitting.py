"""What a person said of two entries stands above what their texts say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feeds.clock import SystemClock
from feeds.store import open_store
from feeds.store.read.telling import story_of
from feeds.store.write import copies
from feeds.store.write.splitting import join, split
from tests.conftest import Press
from tests.retellings import another_lead, told, words

if TYPE_CHECKING:
    from collections.abc import Callable

STORY, OTHER = words("story", 300), words("other", 300)
TEXTS = {name: " ".join(another_lead(STORY, words(name, 300), 0.03)) for name in "abc"}


@pytest.fixture
def three(press: Press) -> Press:
    """Give a press whose three articles tell one story."""
    press.write({f"{name}.txt": told(name, text, name.upper()) for name, text in TEXTS.items()})
    return press


def turned(press: Press, one: str, other: str, *, back: bool = False) -> bool:
    numbers = [press.entry(f"{name}.txt").number for name in (one, other)]
    with press.store.writing(press.clock) as (connection, second):
        return (join if back else split)(connection, second, *numbers)


def stories(press: Press) -> set[str]:
    """Give the titles of each story, and of what tells none of others."""
    told_by: dict[int | tuple[int], str] = {}
    for one in press.entries():
        key = (one.number,) if one.story is None else one.story
        told_by[key] = told_by.get(key, "") + one.title
    return set(told_by.values())


@pytest.mark.parametrize(
    ("pair", "after"), [("ab", {"ac", "b"}), ("ba", {"ac", "b"}), ("ac", {"ab", "c"}), ("bc", {"ab", "c"})]
)
def test_two_that_are_split_are_not_of_one_story_and_the_others_stay(three: Press, pair: str, after: set[str]) -> None:
    before = {one.title: one for one in three.entries()}
    assert turned(three, *pair)
    assert not turned(three, *pair)
    assert stories(three) == after
    assert {one.title: one.updated for one in three.entries()} == {name: one.updated for name, one in before.items()}
    gone = next(name for name in after if len(name) == 1)
    assert three.entry(f"{gone}.txt").kin == ""
    assert three.entry(f"{gone}.txt").changed > before[gone].changed
    assert turned(three, *pair, back=True)
    assert not turned(three, *pair, back=True)
    assert stories(three) == {"abc"}


def test_it_stands_when_files_are_read_again_edited_and_joined_by_others(three: Press) -> None:
    turned(three, "a", "b")
    three.write({f"{name}.txt": told(name, text, name.upper()) for name, text in TEXTS.items()}, parser="2")
    three.write({"b.txt": told("b", TEXTS["b"] + " and more", "B")})
    three.write({"d.txt": told("d", TEXTS["a"], "D"), "e.txt": told("e", TEXTS["b"], "E")})
    kept = stories(three)
    assert not any("a" in story and "b" in story for story in kept)
    three.withdraw("c.txt")
    three.restore("c.txt")
    assert stories(three) == kept


def test_it_is_in_every_copy_of_the_store(three: Press, new_store_url: Callable[[], str]) -> None:
    turned(three, "a", "b")
    url = new_store_url()
    kept = open_store(url, SystemClock())
    copies.copy_store(three.store, kept)
    kept.close()
    kept = open_store(url, SystemClock())
    assert stories(Press(kept, three.clock)) == {"ac", "b"}
    assert not turned(Press(kept, three.clock), "b", "a")
    kept.close()


def test_what_is_split_is_told_with_the_likeness_of_the_others(three: Press) -> None:
    turned(three, "a", "b")
    with three.store.reading() as connection:
        found = {name: story_of(connection, three.entry(f"{name}.txt").number) for name in "abc"}
    assert [one.title for one in found["a"].others] == ["c"]
    assert 0.8 < found["a"].others[0].likeness < 1
    assert (found["a"].is_first, found["c"].others[0].is_first) == (True, True)
    assert [one.title for one in found["b"].apart] == ["a"]
    assert found["b"].others == ()
