"""Where a story is one entry, a selection holds the earliest of each that stands in it, and is dated by that."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from feeds.model import Article, Tag
from feeds.publish.following import follow
from feeds.publish.publisher import Publisher
from feeds.selection import EVERYTHING, Presentation, Selection
from feeds.site import Site
from feeds.store.dialects.statements import Statement
from feeds.store.read import archives, once, windows
from feeds.store.schema import PUBLIC
from tests.laws import seeds
from tests.retellings import another_lead, told, words
from tests.store.test_selecting import any_article, any_selection, bytes_of, change, expected, found, pages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.conftest import FakeClock, Press

    Make = Callable[..., Article]

STORIES = [words(("story", n), 80) for n in range(12)]
OTHER = words("other", 80)


@pytest.fixture
def article() -> Make:
    """Make articles of which half tell one of twelve stories, in other words each time."""
    chance = random.Random(7)  # noqa: S311 - the same every time

    def make(title: str, **changes: Any) -> Article:
        text = another_lead(chance.choice(STORIES), OTHER, chance.uniform(0, 0.1))
        if chance.random() < 0.5:
            text = words(chance.random(), 80)
        return replace(told(title, " ".join(text)), **changes)

    return make


def first_told(press: Press, selection: Selection) -> list[int]:
    """Give the entries that a plain look through everything finds, without those whose story an earlier one tells."""
    stories = {record.number: record.story for record in press.entries()}
    shown: list[int] = []
    heard: set[int] = set()
    for number in reversed(expected(press, selection)):
        if (story := stories[number]) not in heard:
            shown.insert(0, number)
        heard.update(() if story is None else (story,))
    return shown


def any_collapsed(chance: random.Random) -> Selection:
    return replace(any_selection(chance), is_collapsed=True)


@seeds()
def test_any_selection_holds_the_first_entry_of_each_of_its_stories(press: Press, article: Make, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same every time
    paths = [f"{n:03}.txt" for n in range(100)]
    press.write({path: any_article(article, chance, path) for path in paths})
    for _ in range(3):
        press.write({path: any_article(article, chance, path) for path in chance.sample(paths, 20)})
        press.withdraw(*chance.sample(paths, 8))
        press.restore(*chance.sample(paths, 5))
        for selection in (replace(EVERYTHING, is_collapsed=True), *(any_collapsed(chance) for _ in range(25))):
            wanted = first_told(press, selection)
            assert [row.number for row in found(press, selection).rows] == wanted, selection
            assert [row.number for row in found(press, selection, least=7).rows] == wanted[:7], selection
    assert len(first_told(press, EVERYTHING)) < len(expected(press, EVERYTHING))


@seeds()
def test_pages_hold_every_story_once_and_are_dated_when_they_change(
    press: Press, article: Make, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "PAGE", 4)
    monkeypatch.setattr(windows, "PAGE", 4)
    monkeypatch.setattr(windows, "_MOST_OF_A_PAGE", 16)
    chance = random.Random(seed)  # noqa: S311 - the same every time
    paths = [f"{n:03}.txt" for n in range(40)]
    press.write({path: any_article(article, chance, path) for path in paths})
    chosen = [replace(EVERYTHING, is_collapsed=True), *(any_collapsed(chance) for _ in range(20))]
    before = {selection: pages(press, selection) for selection in chosen}
    for _ in range(15 if press.store.engine.name == "sqlite" else 6):
        what = change(press, article, chance, paths, ("edit", "new", "new", "withdraw", "restore"))
        for selection in chosen:
            now, then = pages(press, selection), before[selection]
            assert {row.number for page in now.values() for row in page.rows} == set(first_told(press, selection))
            for low in now.keys() & then.keys():
                assert now[low].changed >= then[low].changed, (what, selection, low)
                assert then[low].updated <= now[low].updated, (what, selection, low)
                if bytes_of(now[low]) != bytes_of(then[low]):
                    assert now[low].changed > then[low].changed, (what, selection, low)
            before[selection] = now


def test_what_tells_no_story_of_others_is_asked_nothing_more(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    press.write({f"{n}.txt": told(f"{n}", " ".join(words(("alone", n), 80))) for n in range(30)})
    asked: list[int] = []
    ask = Statement.all

    def count(self: Statement, *arguments: Any) -> list[tuple[Any, ...]]:
        asked.append(1)
        return ask(self, *arguments)

    monkeypatch.setattr(Statement, "all", count)
    once_told = replace(EVERYTHING, is_collapsed=True)
    found(press, EVERYTHING, least=20)
    plain = len(asked)
    found(press, once_told, least=20)
    assert len(asked) - plain <= plain + 2  # which departures ask of any selection that is not one facet


def test_a_copy_that_comes_later_shows_a_reader_nothing_twice(press: Press) -> None:
    story = STORIES[0]
    press.write({"a.txt": told("Sent", " ".join(story), "AFP"), "z.txt": told("Else", " ".join(OTHER), "AFP")})
    once_told = replace(EVERYTHING, is_collapsed=True)
    before = [row.id for row in found(press, once_told).rows]
    press.write({"b.txt": told("Printed", " ".join(another_lead(story, OTHER, 0.05)), "Le Soir")})
    assert [row.id for row in found(press, once_told).rows] == before
    of_paper = Selection(sources=(("le soir",),), is_collapsed=True)
    assert [row.number for row in found(press, of_paper).rows] == [press.entry("b.txt").number]


def test_a_copy_that_comes_due_dates_no_other_window_and_one_of_old_stock_what_loses_the_later(
    press: Press, clock: FakeClock
) -> None:
    start = int(clock.now())

    def dated(title: str, text: Sequence[str], after: int) -> Article:
        return replace(told(title, " ".join(text)), published=datetime.fromtimestamp(start + after, UTC))

    once_told, story = replace(EVERYTHING, is_collapsed=True), STORIES[0]
    others = {f"{n}.txt": dated(f"{n}", words(("alone", n), 80), n - 4) for n in range(8)}
    due = dated("To come", another_lead(story, OTHER, 0.02), 5000)
    press.write({"b.txt": dated("Printed", another_lead(story, OTHER, 0.05), 0), "c.txt": due, **others})
    before = found(press, once_told, least=2)
    clock.time = start + 6000
    press.write({})
    assert press.entry("c.txt").state == PUBLIC and found(press, once_told, least=2) == before
    before = found(press, once_told, least=5)
    assert press.entry("b.txt").number in {row.number for row in before.rows}
    press.write({"a.txt": dated("Sent", story, -9000)}, backfill=True)
    after = found(press, once_told, least=5)
    assert press.entry("b.txt").number not in {row.number for row in after.rows} and after.changed > before.changed


@seeds()
def test_who_follows_a_collapsed_selection_has_what_its_feed_has(press: Press, article: Make, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same every time
    paths = [f"{n:03}.txt" for n in range(30)]
    press.write({path: any_article(article, chance, path) for path in paths})
    publisher = Publisher(press.store, Site(), window=50, hours=48, most=200)
    tag = Tag("t0", "T0")
    chosen = [Selection(is_collapsed=True), Selection(tags=((tag.slug,),), is_collapsed=True)]
    copies: dict[Selection, set[str]] = {selection: set() for selection in chosen}
    cursors = dict.fromkeys(chosen, "")
    for _ in range(12):
        change(press, article, chance, paths, ("edit", "new", "withdraw", "restore"))
        for selection in chosen:
            while True:
                answer = follow(publisher, selection, cursors[selection], 7)
                for one in answer.changes:
                    (copies[selection].discard if one.change == "withdrawn" else copies[selection].add)(one.id)
                if answer.next == cursors[selection]:
                    break
                cursors[selection] = answer.next
            shown = {f"urn:uuid:{row.id}" for row in found(press, selection).rows}
            assert copies[selection] == shown, selection


def test_later_ones_are_known_wherever_they_are_asked_for(press: Press) -> None:
    press.write({f"{n}.txt": told(f"{n}", " ".join(STORIES[n % 2])) for n in range(6)})
    with press.store.reading() as connection:
        from feeds.store.read import selections

        plan = selections.plan(connection, EVERYTHING, selections.find_facets(connection, [("all", "")]))
        placed = [once.Told(one.place or 0, one.story or 0) for one in press.entries()]
        assert once.later_ones(connection, plan, placed) == {one.place for one in sorted(placed)[2:]}


def test_of_what_is_searched_for_an_earlier_entry_stands_for_a_story_if_it_says_it(press: Press) -> None:
    story = STORIES[0]
    press.write({"a.txt": told("Sent", " ".join(story), "AFP")})
    press.write({"b.txt": told("Printed", " ".join(["Kestrel", *story]), "Le Soir")})
    publisher = Publisher(press.store, Site(), window=50, hours=48, most=200)
    newest = Presentation(limit=1)  # the earlier one stands beyond it
    for words_sought, wanted in ((story[40], "a.txt"), ("kestrel", "b.txt")):
        selected = publisher.select(Selection(words=words_sought, is_collapsed=True), newest)
        assert [row.number for row in selected.window.rows] == [press.entry(wanted).number], words_sought
