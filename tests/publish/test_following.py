"""Whoever follows the changes of a selection has, whatever was done, exactly what is in it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from feeds.config import Settings
from feeds.errors import CursorGone, InvalidSelection, UnknownFacet
from feeds.model import Tag
from feeds.publish.following import follow
from feeds.selection import Selection, span
from feeds.store import open_store
from feeds.store.read import changes as reading
from feeds.store.records import facets_of
from feeds.store.schema import PRUNED, PUBLIC, tick
from feeds.store.write.copies import copy_store
from feeds.store.write.declaring import declare
from tests.histories import BEGIN, History
from tests.laws import seeds

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.model import Article
    from feeds.publish.publisher import Publisher
    from tests.conftest import FakeClock, Press

    Make = Callable[..., Article]

DAY = BEGIN.date().isoformat()
SELECTIONS = (
    Selection(),
    Selection(tags=(("a",),)),
    Selection(tags=(("a",), ("b",))),
    Selection(tags=(("a", "c"),), not_sources=("xa",)),
    Selection(not_tags=("a", "b")),
    Selection(sources=(("xb",),), langs=("fr",)),
    Selection(until=DAY),
)


class Mirror:
    """Keeps ids and revisions of a selection, and minds what it is told."""

    def __init__(self, publisher: Publisher, selection: Selection, most: int, history: History) -> None:
        self.held: dict[str, int] = {}
        self.since = ""
        self._publisher = publisher
        self._selection = selection
        self._most = most
        self._history = history

    def poll(self) -> None:
        """Ask until there is nothing more."""
        is_at_end = self.since != ""
        while (told := follow(self._publisher, self._selection, self.since, self._most)).next != self.since:
            for change in told.changes:
                if change.change == "withdrawn":  # also what came and went: others may have been told of it
                    self.held.pop(change.id, None)
                    continue
                if is_at_end and not (self._selection.until or self._history.has_erased):
                    assert (change.change == "new") == (change.id not in self.held), change
                self.held[change.id] = change.revision
            self.since, is_at_end = told.next, False
        assert told.changes == []


def published(press: Press, selection: Selection) -> dict[str, int]:
    """Choose by what each entry is now."""
    since, until = span(selection, "UTC")
    found = {}
    for record in press.entries():
        facets = facets_of(record.language, record.sources, record.tags)
        groups = [{("tag", slug) for slug in group} for group in selection.tags]
        groups += [{("source", slug) for slug in group} for group in selection.sources]
        groups += [{("lang", slug) for slug in selection.langs}] if selection.langs else []
        without = {("tag", slug) for slug in selection.not_tags} | {("source", slug) for slug in selection.not_sources}
        if (
            record.state == PUBLIC
            and all(facets & group for group in groups)
            and not facets & without
            and (since or 0) <= record.published < (until or 1 << 60)
        ):
            found[f"urn:uuid:{record.id}"] = record.revision
    return found


@pytest.fixture
def publisher(press: Press) -> Publisher:
    return Settings().publisher(press.store)


@seeds()
def test_a_mirror_has_what_is_published_after_any_history(
    press: Press, article: Make, publisher: Publisher, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_AT_ONCE", 7)
    chance = random.Random(seed)  # noqa: S311 - examples, no secrets
    history = History(press, article, seed)
    history.begin()
    mirrors = [(Mirror(publisher, one, most, history), one) for one in SELECTIONS for most in (1, 200)]
    for _ in range(25):
        history.step()
        for mirror, selection in mirrors:
            if chance.random() < 0.3:
                mirror.poll()
                assert mirror.held == published(press, selection), selection
    for mirror, selection in mirrors:
        mirror.poll()
        assert mirror.held == published(press, selection), selection


def test_at_the_end_the_cursor_is_the_one_that_was_given(press: Press, article: Make, publisher: Publisher) -> None:
    assert follow(publisher, Selection(), "") == ([], "0")
    press.write({"first": article("First")})
    (told,), cursor = follow(publisher, Selection(), "0")
    assert (told.change, told.revision) == ("new", 1)
    assert follow(publisher, Selection(), cursor) == ([], cursor)
    press.withdraw("first")
    (told,), _ = follow(publisher, Selection(), cursor)
    assert (told.change, told.id) == ("withdrawn", f"urn:uuid:{press.entry('first').id}")


def test_what_was_withdrawn_before_is_told_from_the_beginning(
    press: Press, article: Make, publisher: Publisher
) -> None:
    press.write({"first": article("First"), "second": article("Second")})
    press.withdraw("first")
    told = follow(publisher, Selection(), "").changes
    assert [one.change for one in told] == ["new", "withdrawn"]


@pytest.mark.parametrize("since", ["x", "1", "2026-03-01", "cafe-1-2", "ffffffff-1-2-3-4", "-1-2-3 "])
def test_what_is_no_cursor_is_refused(publisher: Publisher, since: str) -> None:
    with pytest.raises(InvalidSelection):
        follow(publisher, Selection(), since)


def test_an_unknown_tag_has_no_changes(publisher: Publisher) -> None:
    with pytest.raises(UnknownFacet):
        follow(publisher, Selection(tags=(("nobody",),)), "")


def test_a_copy_that_was_brought_back_is_followed_anew(
    press: Press, article: Make, publisher: Publisher, new_store_url: Callable[[], str], clock: FakeClock
) -> None:
    press.write({"first": article("First")})
    cursor = follow(publisher, Selection(), "").next
    copy = open_store(new_store_url(), clock, site_id="another")
    copy_store(press.store, copy)
    press.write({"lost": article("Lost")})
    copy_store(copy, press.store)
    copy.close()
    press.write({"found": article("Found")})
    with pytest.raises(CursorGone):
        follow(publisher, Selection(), cursor)
    assert len(follow(publisher, Selection(), "").changes) == 2


def test_a_cursor_from_the_future_of_the_store_is_followed_anew(
    press: Press, article: Make, publisher: Publisher
) -> None:
    press.write({"first": article("First")})
    cursor = follow(publisher, Selection(), "").next
    with press.store.noting() as connection:  # the file of an hour ago is put in the place of this one
        connection.execute(update(tick).values(second=tick.c.second - 3600))
    with pytest.raises(CursorGone):
        follow(publisher, Selection(), cursor)


@pytest.mark.above_the_store
def test_what_was_private_at_first_is_followed_like_any_other(
    press: Press, article: Make, publisher: Publisher, clock: FakeClock
) -> None:
    declare(press.store, clock, ("tag=board",))
    a, board = Tag("a", "A"), Tag("board", "Board")
    press.write({"x": article("Of some", tags=[a, board]), "y": article("Of all", tags=[a])})
    since = follow(publisher, Selection(tags=(("a",),)), "").next
    public = article("Of some", tags=[a])
    press.write({"x": public})
    assert [one.change for one in follow(publisher, Selection(tags=(("a",),)), since).changes] == ["new"]
    since = follow(publisher, Selection(tags=(("a",),)), since).next
    press.withdraw("x", state=PRUNED)
    press.write({"x": public})  # its file is back
    assert [one.change for one in follow(publisher, Selection(tags=(("a",),)), since).changes] == ["changed"]
    press.withdraw("x")
    assert [one.change for one in follow(publisher, Selection(tags=(("a",),)), since).changes] == ["withdrawn"]
