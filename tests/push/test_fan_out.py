"""Of which feeds a hub is told: exactly those that a commit touched."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from feeds.formats import FORMATS
from feeds.model import Article, Source, Tag
from feeds.publish.publisher import Publisher
from feeds.selection import HEAD, Selection
from feeds.store.read import reader
from feeds.store.tables import pings
from tests.push.patience import tell_all

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from feeds.push.delivery import Teller
    from feeds.site import Site
    from feeds.store import Store
    from tests.conftest import FakeClock, Press
    from tests.push.conftest import Hub

    Make = Callable[..., Article]
    Tell = Callable[[], set[str]]

A, B, C = (Tag(slug, slug.upper()) for slug in "abc")
AFP = Source("afp", "AFP")
EVERYTHING = "/"


@pytest.fixture
def tell(teller: Teller, hub: Hub, clock: FakeClock, site: Site) -> Callable[[], set[str]]:
    """Tell the hub everything, and give the places it was told of; each is told in the three formats."""

    def tell() -> set[str]:
        teller.look()
        clock.sleep(1000)
        tell_all(teller)
        told = hub.take()
        assert set(told.values()) <= {1}, "something was told twice"
        places = {topic.rpartition("/")[0].removeprefix(site.url) + "/" for topic in told}
        assert set(told) == {site.feed(place, form.filename) for place in places for form in FORMATS}
        return places

    return tell


def test_arrival_touches_everything_its_sources_and_its_tags(press: Press, article: Make, tell: Tell) -> None:
    press.write({"old.txt": article("Old", tags=(C,))})
    assert tell() == {EVERYTHING, "/tags/c/"}
    press.write({"new.txt": article("New", tags=(A, B), sources=(AFP,), language="fr")})
    assert tell() == {EVERYTHING, "/tags/a/", "/tags/b/", "/sources/afp/"}
    assert tell() == set()


def test_edit_touches_what_the_entry_has(press: Press, article: Make, tell: Tell) -> None:
    press.write({"one.txt": article("One", tags=(A,)), "two.txt": article("Two", tags=(B,))})
    tell()
    press.write({"one.txt": article("One, corrected", tags=(A,))})
    assert tell() == {EVERYTHING, "/tags/a/"}


def test_unchanged_file_touches_nothing(press: Press, article: Make, tell: Tell) -> None:
    press.write({"one.txt": article("One", tags=(A,))})
    tell()
    press.write({"one.txt": article("One", tags=(A,))})
    press.write({"elsewhere.txt": article("One", tags=(A,))})
    press.remove("one.txt")
    assert tell() == set()


def test_retagging_touches_the_tag_before_and_the_tag_after(press: Press, article: Make, tell: Tell) -> None:
    press.write({"one.txt": article("One", tags=(A, C), sources=(AFP,))})
    tell()
    press.write({"one.txt": article("One", tags=(B, C))})
    assert tell() == {EVERYTHING, "/tags/a/", "/tags/b/", "/tags/c/", "/sources/afp/"}


def test_commits_between_two_looks_are_told_together(press: Press, article: Make, tell: Tell) -> None:
    press.write({"one.txt": article("One", tags=(A,))})
    press.write({"one.txt": article("One", tags=(B,))})
    press.write({"one.txt": article("One", tags=(C,))})
    press.withdraw("one.txt")
    assert tell() == {EVERYTHING, "/tags/a/", "/tags/b/", "/tags/c/"}


def test_withdrawal_and_restoring_touch_what_the_entry_had(press: Press, article: Make, tell: Tell) -> None:
    press.write({"one.txt": article("One", tags=(A,), sources=(AFP,)), "two.txt": article("Two", tags=(B,))})
    tell()
    press.withdraw("one.txt")
    assert tell() == {EVERYTHING, "/tags/a/", "/sources/afp/"}
    press.write({"one.txt": article("Edited while it is withdrawn", tags=(A,))})
    assert tell() == set()
    press.restore("one.txt")
    assert tell() == {EVERYTHING, "/tags/a/"}


def test_scheduled_entry_touches_nothing_until_it_is_due(
    press: Press, article: Make, tell: Tell, clock: FakeClock
) -> None:
    soon = datetime.fromtimestamp(clock.now() + 20_000, UTC)
    press.write({"one.txt": article("One", tags=(A,))})
    press.write({"two.txt": article("Two", tags=(B,), published=soon)})
    assert tell() == {EVERYTHING, "/tags/a/"}
    clock.sleep(20_000)
    press.write({"three.txt": article("Three", tags=(C,))})
    assert tell() == {EVERYTHING, "/tags/b/", "/tags/c/"}


def test_first_import_that_has_not_ended_touches_nothing(press: Press, article: Make, tell: Tell) -> None:
    press.write({"one.txt": article("One", tags=(A,))}, ends=False)
    assert tell() == set()
    press.write({"two.txt": article("Two", tags=(B,))})
    assert tell() == {EVERYTHING, "/tags/a/", "/tags/b/"}


def test_new_names_touch_every_feed_that_is_not_empty(
    press: Press, store: Store, article: Make, tell: Tell, clock: FakeClock
) -> None:
    press.write({"one.txt": article("One", tags=(A,)), "two.txt": article("Two", tags=(B,))})
    press.withdraw("two.txt")
    tell()
    with store.writing(clock) as (connection, second):
        reader.keep_stamp(connection, second, "other", lambda _kind, slug: slug * 2)
    assert tell() == {EVERYTHING, "/tags/a/"}


def test_topics_are_the_addresses_that_the_feeds_give_themselves(
    press: Press, store: Store, site: Site, article: Make, teller: Teller, hub: Hub, clock: FakeClock
) -> None:
    press.write({"one.txt": article("One", tags=(Tag("تركيا", "تركيا"), Tag("c++", "C++")))})
    teller.look()
    clock.sleep(10)
    teller.tell()
    publisher = Publisher(store, site, window=50, hours=48, most=200)
    selections = (Selection(), *(Selection(tags=((slug,),)) for slug in ("تركيا", "c++")))
    assert set(hub.take()) == {
        address for selection in selections for address in publisher.addresses(selection, HEAD).values()
    }


def test_hub_is_told_of_what_comes_after_it_was_configured(
    press: Press, article: Make, make_teller: Callable[..., Teller], hub: Hub, clock: FakeClock
) -> None:
    press.write({"old.txt": article("Old", tags=(A,))})
    late = make_teller()
    assert late.look() == 0
    press.write({"new.txt": article("New", tags=(B,))})
    assert late.look() == 6
    clock.sleep(10)
    assert late.tell() == len(hub.take()) == 6
    late.close()


def test_change_of_many_feeds_is_told_at_a_bounded_rate(
    press: Press, article: Make, teller: Teller, hub: Hub, clock: FakeClock
) -> None:
    many = {f"{n}.txt": article(str(n), tags=(Tag(f"tag-{n}", str(n)),)) for n in range(100)}
    press.write(many)
    assert teller.look() == 303
    told = []
    for _ in range(13):
        clock.sleep(1)
        tell_all(teller)
        told.append(sum(hub.take().values()))
    assert sum(told) == 303 and told[0] <= 100 + 40 and max(told[2:]) <= 40
    press.write({"last.txt": article("last", tags=(A,))})
    assert teller.look() == 6


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)  # only SQLite says so in these words
def test_no_look_goes_through_a_whole_table(press: Press, article: Make, tell: Tell) -> None:
    press.write({f"{n}.txt": article(str(n), tags=(A, B)) for n in range(5)})
    tell()
    statements: dict[str, object] = {}

    @event.listens_for(press.store.engine, "before_cursor_execute")
    def note(*call: Any) -> None:
        _, _, statement, parameters, _, is_many = call
        statements[statement] = parameters[0] if is_many else parameters

    press.write({"1.txt": article("edited", tags=(B,)), "9.txt": article("new", tags=(C,))})
    assert tell() == {EVERYTHING, "/tags/a/", "/tags/b/", "/tags/c/"}
    event.remove(press.store.engine, "before_cursor_execute", note)
    with press.store.reading() as connection:
        for statement, parameters in statements.items():
            if "ping" in statement or "hub" in statement or "changed >" in statement or "movement" in statement:
                if not statement.startswith(("SELECT", "UPDATE", "DELETE")):
                    continue
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[arg-type]
                looked = [row[3] for row in plan if row[3].startswith("SCAN") and "json_each" not in row[3]]
                assert looked == [], statement


def test_two_programs_that_tell_one_hub_share_the_work(
    press: Press, article: Make, make_teller: Callable[..., Teller], hub: Hub, clock: FakeClock, store: Store
) -> None:
    first, second = make_teller(), make_teller()
    press.write({"one.txt": article("One", tags=(A,))})
    assert (first.look(), second.look()) == (6, 0)
    clock.sleep(2)
    claimed = pings.claim(store, hub.url, int(clock.now()), 4)
    assert len(claimed.pings) == 4
    assert second.tell() == 2
    assert first.tell() == 0
    clock.sleep(60)  # the one that claimed them is gone
    assert first.tell() == 4
    assert set(hub.take().values()) == {1}
    first.close()
    second.close()
