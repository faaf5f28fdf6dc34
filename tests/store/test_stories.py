"""Entries that tell one story say so of each other, and stay what they are."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feeds.model import Source
from feeds.selection.private import spelled_whole
from feeds.store.facts import DECLARED_PRIVATE, SKETCHED_UP_TO, write_fact
from feeds.store.read import reader
from feeds.store.records import EntryRecord
from feeds.store.schema import BLOCKED, PRUNED, apart, band, entry
from feeds.store.tables import journal
from feeds.store.write.erasing import erase
from feeds.store.write.retelling import retell
from feeds.store.write.stories import MOST_MEMBERS, sketch_missing
from feeds.words.shingles import likeness, read_text
from tests.retellings import another_lead, cut_at_the_end, told, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.model import Article, Entry
    from tests.conftest import Press

STORY, OTHER = words("story", 300), words("other", 300)


def text(*parts: Sequence[str]) -> str:
    return " ".join(" ".join(part) for part in parts)


@pytest.fixture
def sent() -> Article:
    return told("Quake in the south", text(STORY), "AFP")


@pytest.fixture
def printed() -> Article:
    return told("Earth shakes", text(another_lead(STORY, OTHER, 0.05)), "AFP", "Le Soir")


@pytest.fixture
def corrected() -> Article:
    return told("Quake in the south (corrected)", text(cut_at_the_end(STORY, OTHER, 0.1)), "AFP")


def shown(press: Press, path: str) -> Entry:
    record = press.entry(path)
    with press.store.reading() as connection:
        return reader.entries(connection, [record.number])[record.number]


def kin(press: Press, path: str) -> list[tuple[str, list[str], bool]]:
    return [(one.title, [source.slug for source in one.sources], one.is_later) for one in shown(press, path).kin]


def what_is_told(records: Sequence[EntryRecord]) -> set[frozenset[str]]:
    """Give the titles of each story."""
    stories = {record.story for record in records}
    return {frozenset(one.title for one in records if one.story == story) for story in stories if story is not None}


def test_copies_name_each_other_and_stay_two_entries(press: Press, sent: Article, printed: Article) -> None:
    press.write({"a.txt": sent, "b.txt": printed, "c.txt": told("Elsewhere", text(OTHER), "dpa")})
    assert press.titles() == ["Quake in the south", "Earth shakes", "Elsewhere"]
    assert kin(press, "a.txt") == [("Earth shakes", ["afp", "le soir"], True)]
    assert kin(press, "b.txt") == [("Quake in the south", ["afp"], False)]
    assert kin(press, "c.txt") == []


def test_a_copy_that_arrives_changes_the_earlier_entry_and_does_not_update_it(
    press: Press, sent: Article, printed: Article
) -> None:
    press.write({"a.txt": sent, "z.txt": told("Elsewhere", text(OTHER))})
    before, untouched = press.entry("a.txt"), press.entry("z.txt")
    with press.store.reading() as connection:
        state = reader.state(connection)
    press.write({"b.txt": printed})
    after = press.entry("a.txt")
    assert (after.updated, after.published, after.place) == (before.updated, before.published, before.place)
    assert (after.revision, after.content != before.content) == (before.revision + 1, True)
    assert after.changed == press.entry("b.txt").changed > before.changed
    assert press.entry("z.txt") == untouched
    assert press.entry("b.txt").revision == 1
    with press.store.reading() as connection:
        touched = journal.touched_between(connection, state, reader.state(connection))
    assert touched is not None
    assert {one.handle for one in touched.entries} == {after.handle, press.entry("b.txt").handle}


def test_an_entry_that_is_alone_is_what_it_always_was(press: Press, sent: Article) -> None:
    press.write({"a.txt": sent})
    bare = press.entry("a.txt")
    assert (bare.story, bare.kin) == (None, "")
    press.write({"b.txt": told("Elsewhere", text(OTHER))})
    assert press.entry("a.txt") == bare


@pytest.mark.parametrize("order", ["abc", "acb", "bac", "bca", "cab", "cba"])
def test_in_whatever_order_files_come_the_same_entries_tell_one_story(
    press: Press, sent: Article, printed: Article, corrected: Article, order: str
) -> None:
    articles = {"a": sent, "b": printed, "c": corrected}
    for name in order:
        press.write({f"{name}.txt": articles[name], f"{name}-other.txt": told(name, text(words(name, 200)))})
    assert what_is_told(press.entries()) == {frozenset(one.title for one in articles.values())}


def test_what_is_edited_leaves_its_story_and_comes_back_to_it(press: Press, sent: Article, printed: Article) -> None:
    press.write({"a.txt": sent, "b.txt": printed})
    press.write({"b.txt": told("Earth shakes", text(OTHER), "Le Soir")})
    assert kin(press, "a.txt") == kin(press, "b.txt") == []
    assert [record.story for record in press.entries()] == [None, None]
    press.write({"b.txt": printed})
    assert kin(press, "a.txt") == [("Earth shakes", ["afp", "le soir"], True)]


def test_others_stay_together_when_the_first_of_them_says_something_else(
    press: Press, sent: Article, printed: Article, corrected: Article
) -> None:
    press.write({"a.txt": sent, "b.txt": printed, "c.txt": corrected})
    press.write({"a.txt": told("Quake in the south", text(OTHER), "AFP")})
    assert kin(press, "a.txt") == []
    assert kin(press, "b.txt") == [(corrected.title, ["afp"], True)]


def test_a_new_title_or_source_of_one_is_told_by_the_others(press: Press, sent: Article, printed: Article) -> None:
    press.write({"a.txt": sent, "b.txt": printed})
    press.write({"b.txt": told("The earth shook", printed.paragraphs[0], "Libre")})
    assert kin(press, "a.txt") == [("The earth shook", ["libre"], True)]


@pytest.mark.parametrize("state", [PRUNED, BLOCKED])
def test_what_is_taken_back_is_told_by_nobody_until_it_is_restored(
    press: Press, sent: Article, printed: Article, state: int
) -> None:
    press.write({"a.txt": sent, "b.txt": printed})
    was = kin(press, "a.txt")
    press.withdraw("b.txt", state=state)
    assert kin(press, "a.txt") == []
    press.restore("b.txt")
    assert kin(press, "a.txt") == was


def test_what_is_to_come_is_told_when_it_has_come(press: Press, sent: Article, printed: Article) -> None:
    from dataclasses import replace
    from datetime import UTC, datetime

    due = datetime.fromtimestamp(press.clock.now() + 3000, UTC)
    press.write({"a.txt": sent, "b.txt": replace(printed, published=due)})
    assert kin(press, "a.txt") == []
    press.clock.sleep(4000)
    press.write({})
    assert kin(press, "a.txt") == [("Earth shakes", ["afp", "le soir"], True)]


def test_what_is_erased_leaves_no_sketch_and_no_word(press: Press, sent: Article, printed: Article) -> None:
    press.write({"a.txt": sent, "b.txt": printed})
    number = press.entry("a.txt").number
    press.withdraw("a.txt")
    with press.store.writing(press.clock) as (connection, second):
        erase(connection, second, [number])
    gone = press.entry("a.txt")
    assert (gone.story, gone.sketch, gone.kin) == (None, "", "")
    assert press.entry("b.txt").story is None
    with press.store.reading() as connection:
        assert list(connection.scalars(select(band.c.entry).where(band.c.entry == number))) == []
        assert list(connection.execute(select(apart))) == []
    press.restore("a.txt")
    press.write({"a.txt": sent}, parser="2")
    assert kin(press, "b.txt") == [("Quake in the south", ["afp"], False)]


@pytest.mark.parametrize(("part", "is_told"), [(0.1, True), (0.15, True), (0.25, False), (0.4, False)])
def test_a_story_is_what_is_alike_enough(press: Press, sent: Article, part: float, *, is_told: bool) -> None:
    press.write({"a.txt": sent})
    press.write({"b.txt": told("Shaken", text(another_lead(STORY, OTHER, part)), "Le Soir")})
    assert bool(kin(press, "a.txt")) is is_told


def test_in_public_nothing_is_said_of_what_is_private(press: Press, sent: Article, printed: Article) -> None:
    from feeds.selection import Selection

    with press.store.noting() as connection:
        write_fact(connection, DECLARED_PRIVATE, spelled_whole(Selection(sources=(("le soir",),))))
    press.write({"a.txt": sent, "b.txt": printed})
    press.write({"c.txt": told("Shaken", printed.paragraphs[0], "Le Soir")})
    assert kin(press, "a.txt") == []
    assert [(one.title, one.is_private) for one in shown(press, "b.txt").kin] == [
        ("Quake in the south", False),
        ("Shaken", True),
    ]


def test_two_of_a_story_are_never_less_alike_than_the_least(press: Press) -> None:
    drifting = [told(f"Version {n}", text(STORY[12 * n :], OTHER[: 12 * n])) for n in range(20)]
    for n, version in enumerate(drifting):
        press.write({f"{n:02}.txt": version})
    texts = {record.number: read_text(record.title, record.paragraphs) for record in press.entries()}
    stories = {record.number: record.story for record in press.entries()}
    for one, other in permutations(texts, 2):
        if stories[one] is not None and stories[one] == stories[other]:
            assert likeness(texts[one], texts[other]) > 0.4
    assert len(set(stories.values())) > 1


def test_furniture_that_many_have_costs_no_more_than_a_story(press: Press) -> None:
    stub = text(STORY[:80])
    press.write({f"{n:03}.txt": told(f"Stub {n}", stub) for n in range(MOST_MEMBERS + 30)})
    with press.store.reading() as connection:
        kept = list(connection.scalars(select(band.c.entry)))
        members = list(connection.scalars(select(entry.c.number).where(entry.c.story.is_not(None))))
    assert max(kept) <= 32
    assert len(members) == MOST_MEMBERS


def test_a_store_of_a_version_without_sketches_finds_its_stories_some_at_a_time(
    press: Press, sent: Article, printed: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    press.write({"a.txt": sent, "b.txt": printed, "c.txt": told("Elsewhere", text(OTHER), "dpa")})
    wanted = press.entries()
    with press.store.noting() as connection:
        connection.execute(entry.update().values(story=None, sketch="", kin=""))
        connection.execute(band.delete())
        write_fact(connection, SKETCHED_UP_TO, "0")
    monkeypatch.setattr("feeds.store.write.stories._AT_ONCE", 1)
    looked_at: list[int] = []
    while not looked_at or looked_at[-1]:
        with press.store.writing(press.clock) as (connection, second):
            numbers, last = sketch_missing(connection)
            retell(connection, second, numbers, numbers)
        looked_at.append(last)
    assert [(one.story, one.kin, one.content, one.updated) for one in press.entries()] == [
        (one.story, one.kin, one.content, one.updated) for one in wanted
    ]


def test_a_source_that_is_called_otherwise_is_another_content(press: Press, sent: Article, printed: Article) -> None:
    press.write({"a.txt": sent, "b.txt": printed})
    before = press.entry("a.txt").content
    with press.store.writing(press.clock) as (connection, second):
        reader.keep_stamp(connection, second, "2", lambda _kind, slug: {"le soir": "Le Soir (Bruxelles)"}.get(slug))
    assert press.entry("a.txt").content != before
    assert shown(press, "a.txt").kin[0].sources[1] == Source("le soir", "Le Soir (Bruxelles)")
