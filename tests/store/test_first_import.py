"""What the first import settles for good, and how what was scheduled joins what came since."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from feeds.model import Article, ShareLink, Tag
from feeds.selection import Selection
from feeds.selection.private import spelled_whole
from feeds.store.facts import DECLARED_PRIVATE, read_fact, write_fact
from feeds.store.schema import PRIVATE
from feeds.store.write import publication

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import FakeClock, Press

    Make = Callable[..., Article]


def fact(press: Press, name: str) -> str | None:
    with press.store.reading() as connection:
        return read_fact(connection, name)


def test_the_first_import_ends_once(press: Press, article: Make) -> None:
    assert fact(press, "first_import") is None
    press.write({})
    first = fact(press, "first_import")
    with press.store.reading() as connection:
        assert publication.first_import_is_done(connection)
    press.write({"a.txt": article("One")})
    assert fact(press, "first_import") == first is not None


def test_share_hosts_of_the_first_import_stay_in_order_of_how_often_they_were_printed(
    press: Press, article: Make
) -> None:
    hosts = ("a.example", "b.example", "b.example", "c.example", "c.example", "c.example", "d.example")
    press.write({f"{n}": article(f"{n}", share_link=ShareLink(host, f"x{n}")) for n, host in enumerate(hosts)})
    kept = ("c.example", "b.example", "a.example", "d.example")
    press.write({f"e{n}": article(f"e{n}", share_link=ShareLink("e.example", f"x{n}")) for n in range(9)})
    with press.store.reading() as connection:
        assert publication.share_hosts(connection) == kept


def test_what_was_scheduled_comes_after_what_came_before_it_was_published(
    press: Press, clock: FakeClock, article: Make
) -> None:
    due = int(clock.now()) + 5000
    press.write({"a.txt": article("One"), "b.txt": article("Two", published=datetime.fromtimestamp(due, UTC))})
    with press.store.reading() as connection:
        assert (publication.next_due(connection), publication.count_scheduled(connection)) == (due, 1)
    clock.time = due + 50
    press.write({"c.txt": article("Three")})
    assert press.titles() == ["One", "Three", "Two"]
    with press.store.reading() as connection:
        assert (publication.next_due(connection), publication.count_scheduled(connection)) == (None, 0)


def test_what_is_private_has_not_arrived_in_public(press: Press, article: Make) -> None:
    with press.store.noting() as connection:
        write_fact(connection, DECLARED_PRIVATE, spelled_whole(Selection(tags=(("a",),))))
    press.write({"a.txt": article("One", tags=[Tag("a", "A")]), "b.txt": article("Two")})
    one, two = press.entry("a.txt"), press.entry("b.txt")
    assert (one.state, one.arrived, two.arrived) == (PRIVATE, 0, two.changed)


def test_what_is_due_this_second_is_published(press: Press, clock: FakeClock, article: Make) -> None:
    due = int(clock.now()) + 5000
    press.write({"a.txt": article("One", published=datetime.fromtimestamp(due, UTC))})
    for now, count in ((due - 1, 0), (due, 1)):
        with press.store.writing(clock) as (connection, second):
            assert publication.publish_due(connection, second, now) == count
