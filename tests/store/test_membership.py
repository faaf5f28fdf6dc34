"""Members, departures and counts of facets, whatever happens to the entries."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from feeds.model import Article, ShareLink, Source, Tag
from feeds.selection import EVERYTHING, Selection
from feeds.store.read import archives, reader, selections, windows
from feeds.store.records import facets_of
from feeds.store.schema import BLOCKED, PRUNED, PUBLIC, WITHDRAWN, day, entry, facet, member
from feeds.store.write import publication
from tests.laws import seeds

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from tests.conftest import FakeClock, Press

    Make = Callable[..., Article]

SYRIA, TURKEY = Tag("syria", "Syria"), Tag("turkey", "Turkey")


def window(press: Press, kind: str, slug: str, *, least: int = 50, hours: int = 0, most: int = 200) -> windows.Window:
    chosen = {
        "all": EVERYTHING,
        "tag": Selection(tags=((slug,),)),
        "source": Selection(sources=((slug,),)),
        "lang": Selection(langs=(slug,)),
    }
    selection = chosen[kind]
    with press.store.reading() as connection:
        known = selections.find_facets(connection, [*selection.facets(), ("all", "")])
        plan = selections.plan(connection, selection, known)
        if least == most:
            return windows.limited(connection, plan, least, windows.Bounds(least, hours, most))
        return windows.head(connection, plan, windows.Bounds(least, hours, most))


def last_commit(press: Press) -> int:
    with press.store.reading() as connection:
        return reader.last_commit(connection)


def test_a_window_is_the_newest_of_its_facet(press: Press, article: Make) -> None:
    press.write({f"{n}.txt": article(str(n), tags=(SYRIA,) if n % 2 else ()) for n in range(6)})
    rows = window(press, "tag", "syria", least=2, most=2).rows
    assert [press.entry("5.txt").number, press.entry("3.txt").number] == [row.number for row in rows]


def test_a_window_is_at_least_so_many_and_so_long(press: Press, article: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "PAGE", 1)
    monkeypatch.setattr(windows, "PAGE", 1)
    hour = 3600
    stated = {
        f"{n}.txt": article(str(n), published=datetime.fromtimestamp(1_600_000_000 + n * hour, UTC)) for n in range(9)
    }
    press.write(stated)
    assert len(window(press, "all", "", least=2, hours=0).rows) == 2
    assert len(window(press, "all", "", least=2, hours=4).rows) == 5
    assert len(window(press, "all", "", least=2, hours=99).rows) == 9
    assert len(window(press, "all", "", least=2, hours=99, most=6).rows) == 6


def test_a_source_and_a_language_are_facets(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One", sources=(Source("afp", "AFP"),), language="pt-br")})
    assert len(window(press, "source", "afp").rows) == len(window(press, "lang", "pt").rows) == 1
    with press.store.reading() as connection:
        assert reader.facets(connection, "source") == [("afp", "AFP", 1)]


def test_a_feed_has_changed_when_an_entry_left_it_or_came_back(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One", tags=(SYRIA,)), "b.txt": article("Two", tags=(SYRIA,))})
    seen = [window(press, "tag", "syria").changed]
    for change in (
        lambda: press.withdraw("a.txt"),
        lambda: press.restore("a.txt"),
        lambda: press.write({"a.txt": article("One", tags=(TURKEY,))}),
        lambda: press.write({"a.txt": article("One", tags=(SYRIA, TURKEY))}),
        lambda: press.write({"b.txt": article("Two", comments=4, tags=(SYRIA,))}),
    ):
        change()
        seen.append(window(press, "tag", "syria").changed)
        assert seen[-1] == last_commit(press) > seen[-2]


def test_a_feed_has_not_changed_for_what_lies_outside_it(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One", tags=(SYRIA,)), "b.txt": article("Two", tags=(TURKEY,))})
    before = window(press, "tag", "syria").changed
    press.write({"b.txt": article("Two, edited", tags=(TURKEY,))})
    press.write({"c.txt": article("Three", tags=(TURKEY,))})
    press.withdraw("b.txt")
    assert window(press, "tag", "syria").changed == before


def test_what_leaves_below_the_window_does_not_change_it(press: Press, article: Make) -> None:
    press.write({f"{n}.txt": article(str(n)) for n in range(5)})
    before = window(press, "all", "", least=2, most=2)
    press.withdraw("0.txt")
    assert window(press, "all", "", least=2, most=2) == before


def test_an_emptied_facet_stays_known_and_is_not_listed(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One", tags=(SYRIA,))})
    press.withdraw("a.txt")
    assert window(press, "tag", "syria").rows == ()
    assert window(press, "tag", "syria").changed == last_commit(press)
    assert [gone.id for gone in window(press, "tag", "syria").withdrawn] == [press.entry("a.txt").id]
    with press.store.reading() as connection:
        assert reader.facets(connection, "tag") == []
        assert selections.find_facets(connection, [("tag", "syria")])["tag", "syria"].label == "Syria"


def test_tombstone_stands_where_the_entry_stood_when_it_was_withdrawn(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One", tags=(SYRIA,), language="fr")})
    press.write({"a.txt": article("One", tags=(Tag("iraq", "Iraq"),), language="fr")})
    press.withdraw("a.txt")
    press.write({"a.txt": article("One", tags=(SYRIA,), language="en")})
    shown = {slug: len(window(press, kind, slug).withdrawn) for kind, slug in (
        ("all", ""), ("tag", "syria"), ("tag", "iraq"), ("lang", "fr")
    )}  # fmt: skip
    assert shown == {"": 1, "syria": 0, "iraq": 1, "fr": 1}


def test_a_feed_changes_when_what_was_taken_back_from_it_comes_to_stand_elsewhere(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One", tags=(SYRIA,)), "b.txt": article("Two", tags=(SYRIA,))})
    press.withdraw("a.txt")
    before = window(press, "tag", "syria")
    press.write({"a.txt": article("One", tags=(Tag("iraq", "Iraq"),))})
    assert window(press, "tag", "syria") == before
    press.restore("a.txt")
    after = window(press, "tag", "syria")
    assert (len(before.withdrawn), len(after.withdrawn)) == (1, 0)
    assert after.changed > before.changed
    press.withdraw("a.txt")
    press.restore("a.txt")
    assert window(press, "tag", "syria") == after


def check_invariants(press: Press) -> None:
    """Check that members, counts and places are those of the public entries, and of no others."""
    expected = set()
    for record in press.entries():
        if record.state == PUBLIC:
            assert record.place is not None
            facets = facets_of(record.language, record.sources, record.tags)
            expected |= {(*named, record.place, record.number) for named in facets}
    with press.store.reading() as connection:
        joined = select(facet.c.kind, facet.c.slug, member.c.place, member.c.entry).join_from(
            member, facet, facet.c.number == member.c.facet
        )
        members = {tuple(row) for row in connection.execute(joined)}
        counted = {(row.kind, row.slug): row.entries for row in connection.execute(select(facet))}
        unique = [connection.execute(select(column)).scalars().all() for column in (entry.c.seen, entry.c.updated)]
        days = dict(connection.execute(select(day.c.number, day.c.entries).where(day.c.entries != 0)).all())
        dated = connection.scalars(select(entry.c.published).where(entry.c.state == PUBLIC)).all()
    assert members == expected
    assert days == Counter(published // 86400 for published in dated)
    counts = Counter((kind, slug) for kind, slug, *_ in members)
    assert counted == {named: counts.get(named, 0) for named in counted}
    assert all(len(set(column)) == len(column) for column in unique)


@seeds()
def test_members_and_counts_hold_after_anything(press: Press, clock: FakeClock, article: Make, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - it has to be the same every time
    paths = [f"{n}.txt" for n in range(12)]
    ids: dict[int, str] = {}
    places: dict[int, int] = {}

    def some_article() -> Article:
        share = ShareLink("short.example", str(chance.randrange(9))) if chance.random() < 0.4 else None
        published = datetime.fromtimestamp(clock.now() + chance.randrange(-300_000, 2000), UTC)
        return article(
            f"Title {chance.randrange(20)}",
            tags=tuple(chance.sample([SYRIA, TURKEY, Tag("sea", "Sea")], chance.randrange(3))),
            sources=(Source("afp", "AFP"),) if chance.random() < 0.5 else (),
            language=chance.choice([None, "fr", "tr"]),
            share_link=share,
            id=str(chance.randrange(9)) if chance.random() < 0.2 else None,
            published=published if chance.random() < 0.5 else None,
        )

    for _ in range(40):
        numbers = [record.number for record in press.entries() if chance.random() < 0.2]
        deed = chance.randrange(6)
        if deed < 3:
            batch = {path: some_article() if chance.random() < 0.9 else None for path in chance.sample(paths, 4)}
            press.write(batch, backfill=chance.random() < 0.2, ends=chance.random() < 0.8)
        elif deed == 3:
            press.remove(*chance.sample(paths, 2))
        else:
            with press.store.writing(clock) as (connection, second):
                if deed == 4:
                    state = chance.choice([PRUNED, WITHDRAWN, BLOCKED])
                    publication.withdraw(connection, second, numbers, reason=None, state=state)
                else:
                    publication.restore(connection, second, numbers)
        clock.sleep(chance.randrange(900))
        check_invariants(press)
        for record in press.entries():
            assert ids.setdefault(record.number, record.id) == record.id
            if record.place is not None:
                assert places.setdefault(record.number, record.place) == record.place
    assert len(ids) == len(set(ids.values())) == len(press.entries())
