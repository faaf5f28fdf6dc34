"""A file that was moved and edited at once goes on with its entry, where no other file tells that any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from feeds.model import ShareLink
from feeds.store.schema import PRUNED, PUBLIC, WITHDRAWN
from tests.retellings import cut_at_the_end, told, words

if TYPE_CHECKING:
    from feeds.model import Article
    from tests.conftest import Press

STORY, OTHER = words("story", 200), words("other", 200)
DAY = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def before() -> Article:
    return told("Quake", " ".join(STORY), "AFP")


@pytest.fixture
def after() -> Article:
    return told("Quake in the south", " ".join(cut_at_the_end(STORY, OTHER, 0.1)), "AFP")


def test_it_keeps_its_id_and_place_when_the_older_file_is_gone(press: Press, before: Article, after: Article) -> None:
    press.write({"a.txt": before})
    old = press.entry("a.txt")
    press.remove("a.txt")
    press.write({"b.txt": after})
    (now,) = press.entries()
    assert (now.id, now.place, now.title) == (old.id, old.place, "Quake in the south")
    assert now.updated > old.updated
    press.write({"a.txt": before})
    assert len(press.entries()) == 2  # both files are there, and say different things


def test_what_was_withdrawn_with_its_file_comes_back(press: Press, before: Article, after: Article) -> None:
    press.write({"a.txt": before})
    press.remove("a.txt")
    press.withdraw("a.txt", state=PRUNED)
    press.write({"b.txt": after})
    (now,) = press.entries()
    assert (now.state, now.title) == (PUBLIC, "Quake in the south")


def test_two_files_that_are_there_stay_two(press: Press, before: Article, after: Article) -> None:
    press.write({"a.txt": before})
    press.write({"b.txt": after})
    assert len(press.entries()) == 2


def test_of_two_that_say_it_one_goes_on(press: Press, before: Article, after: Article) -> None:
    press.write({"a.txt": before})
    old = press.entry("a.txt")
    press.remove("a.txt")
    press.write({"b.txt": after, "c.txt": replace(after, title="Quake again")})
    assert len(press.entries()) == 2
    assert press.entry("b.txt").id == old.id


def test_the_very_text_goes_before_one_that_is_like_it(press: Press, before: Article, after: Article) -> None:
    press.write({"m.txt": before}, text="very")
    old = press.entry("m.txt")
    press.remove("m.txt")
    press.clock.sleep(10)
    press.write({"a.txt": after})
    press.remove("a.txt")
    press.write({"b.txt": before}, text="very")
    assert press.entry("b.txt").id == old.id


@pytest.mark.parametrize(
    "changes",
    [
        {"sources": ()},
        {"published": DAY.replace(day=2)},
        {"share_link": ShareLink("short.example", "qYOea0")},
        {"id": "4711"},
        {"paragraphs": (" ".join((*STORY[:120], *OTHER[:80])),)},
    ],
    ids=["source", "day", "share link", "id", "text"],
)
def test_what_is_of_another_source_day_or_name_or_less_alike_is_new(
    press: Press, before: Article, after: Article, changes: dict[str, object]
) -> None:
    press.write({"a.txt": replace(before, published=DAY)})
    press.remove("a.txt")
    changed = replace(after, published=DAY)
    changed = replace(changed, **changes)  # type: ignore[arg-type] # as a case has them
    if "paragraphs" in changes:
        changed = replace(changed, sketch=told("", changed.paragraphs[0]).sketch)
    press.write({"b.txt": changed})
    assert len(press.entries()) == 2


def test_what_a_person_took_back_is_never_gone_on_with(press: Press, before: Article, after: Article) -> None:
    press.write({"a.txt": before})
    press.remove("a.txt")
    press.withdraw("a.txt", state=WITHDRAWN)
    press.write({"b.txt": after})
    assert press.titles() == ["Quake in the south"]
    assert len(press.entries()) == 2
