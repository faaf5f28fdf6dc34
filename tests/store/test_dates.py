"""First-seen seconds, `published`, `updated` and revisions; what is scheduled."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, event

from feeds.model import Article, Attachment, Picture, ShareLink, Source, Tag
from feeds.store.facts import FULL
from feeds.store.records import is_dated
from feeds.store.schema import PUBLIC, SCHEDULED, fact
from feeds.store.write import publication
from feeds.store.write.timestamps import free_before

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import FakeClock, Press

    Make = Callable[..., Article]

START = 1_700_000_000


def at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def test_first_seen_seconds_are_unique_and_the_last_path_is_the_newest(press: Press, article: Make) -> None:
    press.write({f"{n:02}.txt": article(str(n)) for n in range(50)})
    seen = [record.seen for record in press.entries()]
    assert seen == list(range(seen[0], seen[0] + 50)) and seen[-1] == START + 10
    press.write({f"b{n:02}.txt": article(f"b{n}") for n in range(50)})
    every = [record.seen for record in press.entries()]
    assert len(set(every)) == 100 and max(every) == START + 20


def test_free_seconds_leave_out_those_that_are_taken(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One"), "b.txt": article("Two")})
    with press.store.reading() as connection:
        assert free_before(connection, START + 11, 3) == [START + 7, START + 8, START + 11]


@pytest.mark.parametrize("is_remembered", [True, False])
def test_seconds_are_found_without_looking_through_those_of_all_articles(
    press: Press, article: Make, *, is_remembered: bool
) -> None:
    for name in "abc":  # faster than one a second: none is free for an hour back
        press.write({f"{name}{n}.txt": article(f"{name}{n}") for n in range(1200)})
    if not is_remembered:  # as an older version leaves a store
        with press.store.noting() as connection:
            connection.execute(delete(fact).where(fact.c.name == FULL))
        press.write({"d.txt": article("D")})
    seen = {record.seen for record in press.entries()}
    latest = max(seen)
    free = [second for second in range(latest, latest - 6000, -1) if second not in seen][:600]
    looks: list[object] = []
    with press.store.reading() as connection:
        event.listen(press.store.engine, "before_cursor_execute", lambda *call: looks.append(call[3]))
        assert free_before(connection, latest, 600) == free[::-1]
        assert len(looks) <= 6  # what is remembered, and blocks of 512 seconds: of either end, and of those given


def test_without_a_date_an_article_is_published_when_it_was_first_seen(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One")})
    (record,) = press.entries()
    assert record.published == record.seen == record.updated == START + 10


def test_what_states_the_second_in_which_it_came_is_dated_all_the_same(press: Press, article: Make) -> None:
    press.write({"a.txt": article("A", published=at(START + 9)), "b.txt": article("B")})
    assert press.entry("a.txt").published == START + 9
    assert [is_dated(entry.published, entry.seen) for entry in press.entries()] == [True, False]


def test_updated_starts_at_published_and_moves_on_to_a_second_of_its_own(press: Press, article: Make) -> None:
    day = datetime(2023, 5, 1, tzinfo=UTC)
    press.write({f"{n}.txt": article(str(n), published=day) for n in range(3)})
    press.write({"3.txt": article("3", published=day)})
    assert [record.published for record in press.entries()] == [int(day.timestamp())] * 4
    assert [record.updated - record.published for record in press.entries()] == [0, 1, 2, 3]


def test_a_stated_update_counts_unless_it_lies_in_the_future(press: Press, article: Make) -> None:
    day = datetime(2023, 5, 1, tzinfo=UTC)
    press.write(
        {
            "a.txt": article("One", published=day, updated=day + timedelta(days=1)),
            "b.txt": article("Two", published=day, updated=at(START + 99_999)),
        }
    )
    assert [record.updated for record in press.entries()] == [int(day.timestamp()) + 86400, START + 10]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Another"},
        {"paragraphs": ("Another body.",)},
        {"html": '<p>One, says the <a href="https://a.example/2">first paragraph</a>.</p>'},
        {"sources": (Source("afp", "AFP"),)},
        {"stated_tags": ("syria",), "tags": (Tag("syria", "Syria"),)},
        {"language": "tr"},
    ],
)
def test_what_a_person_calls_a_change_moves_updated(press: Press, article: Make, change: dict[str, Any]) -> None:
    linked = article(
        "One", language="fr", html='<p>One, says the <a href="https://a.example/1">first paragraph</a>.</p>'
    )
    press.write({"a.txt": linked})
    press.write({"a.txt": replace(linked, **change)})
    (record,) = press.entries()
    assert (record.updated, record.revision, record.published) == (START + 20, 2, START + 10)


@pytest.mark.parametrize(
    "change",
    [
        {"comments": 7},
        {"tags": (Tag("syria", "Syria"),)},
        {"image": "https://news.example/a.png"},
        {"share_link": ShareLink("short.example", "abc")},
        {"summary": "Shorter."},
        {"url": "https://news.example/one"},
        {"pictures": (Picture("https://news.example/a.png", 100, 80),)},
        {"attachments": (Attachment("https://news.example/a.mp3", "audio/mpeg"),)},
    ],
)
def test_any_other_change_moves_the_revision_only(press: Press, article: Make, change: dict[str, Any]) -> None:
    press.write({"a.txt": article("One")})
    press.write({"a.txt": article("One", **change)})
    (record,) = press.entries()
    assert (record.updated, record.revision) == (START + 10, 2)


def test_what_better_rules_find_in_the_same_bytes_moves_no_date(press: Press, article: Make) -> None:
    press.write({"a.md": article("One")}, text="the same")
    before = press.entry("a.md")
    press.write(
        {"a.md": article("One", html="<p><b>One</b>, says the first paragraph.</p>")}, text="the same", parser="2"
    )
    after = press.entry("a.md")
    assert (after.id, after.updated, after.revision) == (before.id, before.updated, 2)
    assert after.html and after.content != before.content


def test_a_better_parser_moves_the_revision_only(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One", language="fr")}, text="bytes")
    press.write({"a.txt": article("Better", language="tr")}, text="bytes", parser="2")
    (record,) = press.entries()
    assert (record.title, record.updated, record.revision) == ("Better", START + 10, 2)


def test_what_is_read_again_and_shows_the_same_changes_nothing(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One")})
    before = press.entries()
    press.write({"a.txt": article("One", mentions=("https://elsewhere.example/",))}, parser="2")
    assert press.entries() == before


def test_updates_in_one_import_have_seconds_of_their_own(press: Press, article: Make) -> None:
    for title in ("{}", "{}, edited", "{}, edited twice"):
        press.write(
            {f"{n:02}.txt": article(title.format(n), paragraphs=(f"What {n} says stays the same.",)) for n in range(40)}
        )
    updated = [record.updated for record in press.entries()]
    assert len(set(updated)) == 40
    assert all(record.updated > record.published for record in press.entries())


def test_a_date_gained_later_moves_published_and_keeps_the_rest(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One")})
    (before,) = press.entries()
    press.write({"a.txt": article("One", published=datetime(2023, 5, 1, tzinfo=UTC))})
    (record,) = press.entries()
    assert (record.id, record.place, record.updated) == (before.id, before.place, before.updated)
    assert record.published == datetime(2023, 5, 1, tzinfo=UTC).timestamp()


def test_updated_is_never_before_published(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One", published=at(START - 500))})
    press.write({"a.txt": article("One", published=at(START - 100))})
    (record,) = press.entries()
    assert record.updated == record.published == START - 100


def test_what_is_public_is_not_taken_back_by_a_date_in_the_future(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One")})
    press.write({"a.txt": article("One", published=at(START + 9000))})
    (record,) = press.entries()
    assert (record.state, record.published) == (PUBLIC, START + 10)


def test_an_article_of_the_near_future_is_public_at_once(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One", published=at(START + 10 + 600))})
    assert press.titles() == ["One"]


def test_a_scheduled_article_is_published_when_due_by_arrival(press: Press, clock: FakeClock, article: Make) -> None:
    press.write({"a.txt": article("Later", published=at(START + 700))})
    press.write({"b.txt": article("Now")})
    assert press.entry("a.txt").state == SCHEDULED and press.titles() == ["Now"]
    with press.store.reading() as connection:
        assert publication.next_due(connection) == START + 700
    clock.time = START + 700
    with press.store.writing(clock) as (connection, second):
        assert publication.publish_due(connection, second, int(clock.now())) == 1
        assert publication.next_due(connection) is None
    assert press.titles() == ["Now", "Later"]
    assert press.entry("a.txt").changed == second <= clock.now()


def test_a_scheduled_article_that_is_moved_forward_is_published(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One", published=at(START + 7000))})
    press.write({"a.txt": article("One", published=at(START - 7000))})
    assert press.titles() == ["One"]


def test_each_commit_has_a_second_of_its_own_that_is_not_in_the_future(press: Press, clock: FakeClock) -> None:
    seconds = []
    for _ in range(5):
        with press.store.writing(clock) as (_, second):
            assert second <= clock.now()
            seconds.append(second)
        clock.sleep(0.1)
    assert len(set(seconds)) == 5


def test_commits_go_on_when_the_clock_is_set_back(press: Press, clock: FakeClock) -> None:
    with press.store.writing(clock) as (_, before):
        pass
    clock.time -= 3600
    with press.store.writing(clock) as (_, after):
        pass
    assert (after, clock.time) == (before + 1, START - 3600)
