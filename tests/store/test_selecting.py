"""Any selection holds exactly what a plain look through every entry finds, and is dated by what touched it."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from feeds.errors import InvalidSelection
from feeds.model import Article, Source, Tag
from feeds.selection import EVERYTHING, Selection, span
from feeds.store.read import archives, reader, selections, windows
from feeds.store.records import EntryRecord, split
from feeds.store.schema import PUBLIC
from tests.laws import seeds

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Press

    Make = Callable[..., Article]

TAGS = [Tag(f"t{n}", f"T{n}") for n in range(5)]
SOURCES = [Source(f"s{n}", f"S{n}") for n in range(3)]
BEGIN = 1_600_000_000
DAY = 86400


def found(press: Press, selection: Selection, *, least: int = 500, most_bytes: int = 1 << 60) -> windows.Window:
    with press.store.reading() as connection:
        known = selections.find_facets(connection, [*selection.facets(), ("all", "")])
        seconds = {name: getattr(reader.origin(connection), name) for name in ("redated", "retold")}
        plan = selections.plan(connection, selection, known, span(selection, "UTC"), **seconds)
        return windows.limited(connection, plan, least, windows.Bounds(least, 0, least, most_bytes))


def matches(record: EntryRecord, selection: Selection) -> bool:
    tags, sources = set(split(record.tags)), set(split(record.sources))
    since, until = span(selection, "UTC")
    return (
        record.state == PUBLIC
        and all(tags & set(group) for group in selection.tags)
        and all(sources & set(group) for group in selection.sources)
        and not tags & set(selection.not_tags)
        and not sources & set(selection.not_sources)
        and (not selection.langs or record.language in selection.langs)
        and (since is None or record.published >= since)
        and (until is None or record.published < until)
    )


def expected(press: Press, selection: Selection) -> list[int]:
    chosen = [record for record in press.entries() if matches(record, selection)]
    return [record.number for record in sorted(chosen, key=lambda record: -(record.place or 0))]


def any_selection(chance: random.Random) -> Selection:
    def groups(slugs: list[str], most: int) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(sorted(chance.sample(slugs, chance.randint(1, 2)))) for _ in range(chance.randint(0, most)))

    tags, sources = [tag.slug for tag in TAGS], [source.slug for source in SOURCES]
    day = datetime.fromtimestamp(BEGIN + chance.randrange(40) * DAY, UTC).date().isoformat()
    return Selection(
        tags=groups(tags, 2),
        sources=groups(sources, 1),
        not_tags=tuple(chance.sample(tags, chance.choice((0, 0, 1, 2)))),
        not_sources=tuple(chance.sample(sources, chance.choice((0, 0, 0, 1)))),
        langs=chance.choice(((), (), ("fr",), ("fr", "tr"))),
        since=chance.choice((None, None, day)),
        until=chance.choice((None, None, day)),
    )


def any_article(article: Make, chance: random.Random, title: str, now: float = 0) -> Article:
    moment = BEGIN + chance.randrange(40 * DAY)
    if now and chance.random() < 0.2:
        moment = int(now) + chance.randrange(600)
    return article(
        title,
        tags=tuple(chance.sample(TAGS, chance.randint(0, 3))),
        sources=tuple(chance.sample(SOURCES, chance.randint(0, 2))),
        language=chance.choice(("fr", "tr", "en")),
        published=chance.choice((None, datetime.fromtimestamp(moment, UTC))),
    )


def change(press: Press, article: Make, chance: random.Random, paths: list[str], kinds: tuple[str, ...]) -> str:
    """Let one thing happen to an article or some, or let a new one come; tells which it was."""
    path, what = chance.choice(paths), chance.choice(kinds)
    if what == "edit":
        press.write({path: any_article(article, chance, path, press.clock.now())})
    elif what == "new":
        paths.append(f"{len(paths):03}.txt")
        press.write({paths[-1]: any_article(article, chance, paths[-1], press.clock.now())})
    elif what == "withdraw":
        press.withdraw(path)
    else:
        press.restore(*chance.sample(paths, 12))  # most of them are there anyway
    return what


@seeds()
def test_any_selection_holds_what_a_look_through_everything_finds(press: Press, article: Make, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same every time
    paths = [f"{n:03}.txt" for n in range(120)]
    press.write({path: any_article(article, chance, path) for path in paths})
    for _ in range(3):
        changed = chance.sample(paths, 20)
        press.write({path: any_article(article, chance, path) for path in changed})
        press.withdraw(*chance.sample(paths, 5))
        press.restore(*chance.sample(paths, 5))
        for _ in range(30):
            selection = any_selection(chance)
            rows = found(press, selection).rows
            assert [row.number for row in rows] == expected(press, selection), selection
            assert [row.number for row in found(press, selection, least=7).rows] == [row.number for row in rows[:7]]


@seeds()
def test_whenever_a_selection_changes_its_second_does_and_never_goes_back(
    press: Press, article: Make, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same every time
    paths = [f"{n:03}.txt" for n in range(40)]
    press.write({path: any_article(article, chance, path) for path in paths})
    chosen = [EVERYTHING, *(any_selection(chance) for _ in range(40))]
    before = {selection: found(press, selection, least=10) for selection in chosen}
    # The decisions are the same on both; a round trip to a server takes its time.
    for _ in range(14 if press.store.engine.name == "sqlite" else 8):
        what = change(press, article, chance, paths, ("edit", "edit", "new", "withdraw", "restore"))
        for selection in chosen:
            now, then = found(press, selection, least=10), before[selection]
            if bytes_of(now) != bytes_of(then):
                assert now.changed > then.changed, (what, selection)
            else:
                assert now.changed >= then.changed, (what, selection)
            assert then.updated <= now.updated, (what, selection)
            before[selection] = now


def shown(window: windows.Window) -> list[tuple[int, str]]:
    return [(row.number, row.content) for row in window.rows]


def pages(press: Press, selection: Selection) -> dict[int | None, windows.Window]:
    """Give the head of a selection and its archive pages, by name; a small window of at least nine days."""
    with press.store.reading() as connection:
        known = selections.find_facets(connection, [*selection.facets(), ("all", "")])
        seconds = {name: getattr(reader.origin(connection), name) for name in ("redated", "retold")}
        plan = selections.plan(connection, selection, known, span(selection, "UTC"), **seconds)
        found: dict[int | None, windows.Window] = {None: windows.head(connection, plan, windows.Bounds(4, 9 * 24, 12))}
        low = found[None].older
        while low is not None:
            page = windows.archived(connection, plan, low)
            assert page is not None
            found[low] = page
            low = page.older
        return found


def bytes_of(window: windows.Window) -> tuple[object, ...]:
    """Give what decides the bytes of a document of a window."""
    return shown(window), window.older, window.newer, window.is_complete, window.withdrawn, window.updated


@seeds()
def test_pages_of_any_selection_hold_everything_and_are_dated_when_they_change(
    press: Press, article: Make, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "PAGE", 4)
    monkeypatch.setattr(windows, "PAGE", 4)
    monkeypatch.setattr(windows, "_MOST_OF_A_PAGE", 16)
    chance = random.Random(seed)  # noqa: S311 - the same every time
    paths = [f"{n:03}.txt" for n in range(40)]
    press.write({path: any_article(article, chance, path) for path in paths})
    chosen = [EVERYTHING, *(any_selection(chance) for _ in range(25))]
    before = {selection: pages(press, selection) for selection in chosen}
    for _ in range(15 if press.store.engine.name == "sqlite" else 6):
        what = change(press, article, chance, paths, ("edit", "new", "new", "withdraw", "restore"))
        for selection in chosen:
            now, then = pages(press, selection), before[selection]
            held = {row.number for page in now.values() for row in page.rows}
            assert held == set(expected(press, selection)), (what, selection)
            for low in now.keys() & then.keys():
                assert now[low].changed >= then[low].changed, (what, selection, low)
                assert then[low].updated <= now[low].updated, (what, selection, low)
                if bytes_of(now[low]) != bytes_of(then[low]):
                    assert now[low].changed > then[low].changed, (what, selection, low)
            before[selection] = now


def test_a_page_that_is_cut_says_no_less_than_before(
    press: Press, article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "PAGE", 2)
    monkeypatch.setattr(windows, "PAGE", 2)

    def dated(title: str, day: int) -> Article:
        return article(title, published=datetime.fromtimestamp(BEGIN + day * DAY, UTC))

    press.write({name: dated(name, day) for name, day in (("a", 0), ("b", 10), ("c", 20), ("d", 30), ("e", 40))})
    press.write({"x": dated("x", 2)}, backfill=True)
    press.write({"b": dated("b, edited", 10)})
    before = pages(press, EVERYTHING)
    press.write({"y": dated("y", 4), "z": dated("z", 5)}, backfill=True)
    after = pages(press, EVERYTHING)
    low = min(low for low in before if low is not None)
    assert (len(before[low].rows), len(after[low].rows)) == (3, 2)  # what had been edited is on the next page now
    assert after[low].updated >= before[low].updated
    assert after[low].changed > before[low].changed


def test_a_change_outside_a_selection_does_not_move_its_second(press: Press, article: Make) -> None:
    a, b, c = TAGS[:3]
    press.write({"ab": article("ab", tags=(a, b)), "a": article("a", tags=(a,)), "c": article("c", tags=(a, b, c))})
    both = Selection(tags=(("t0",), ("t1",)))
    without = Selection(tags=(("t0",), ("t1",)), not_tags=("t2",))
    before = found(press, both).changed, found(press, without).changed
    press.write({"a": article("a, edited", tags=(a,))})
    press.write({"b": article("b", tags=(b,))})
    press.withdraw("b")
    press.withdraw("a")
    assert (found(press, both).changed, found(press, without).changed) == before
    press.write({"new": article("new", tags=(a, b, c))})
    assert found(press, without).changed == before[1]
    press.write({"ab": article("ab", tags=(a, b, c))})  # leaves by gaining what is excluded
    assert found(press, without).changed > before[1]


def test_what_would_cost_too_much_is_refused(press: Press, article: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selections, "MOST_PROBES", 20)
    monkeypatch.setattr(selections, "_SHORTEST_WALK", 3)
    press.write({f"{n:02}": article(str(n), tags=(TAGS[n % 2],)) for n in range(60)})
    with pytest.raises(InvalidSelection, match="rarer"):
        found(press, Selection(tags=(("t0",), ("t1",))), least=5)
    assert len(found(press, Selection(tags=(("t0",),)), least=5).rows) == 5


def test_a_redated_entry_moves_the_second_of_selections_by_date(press: Press, article: Make) -> None:
    press.write({"a": article("a", published=datetime.fromtimestamp(BEGIN, UTC)), "b": article("b")})
    day = Selection(since="2020-09-13", until="2020-09-13")
    before = found(press, day)
    assert len(before.rows) == 1
    press.write({"a": article("a", published=datetime.fromtimestamp(BEGIN + 9 * DAY, UTC))})
    after = found(press, day)
    assert after.rows == ()
    assert after.changed > before.changed
    with press.store.reading() as connection:
        assert after.changed == reader.last_commit(connection)


def test_so_many_entries_are_no_more_than_a_worker_can_hold(press: Press, article: Make) -> None:
    press.write({f"{n:02}.txt": article(f"Article {n}", paragraphs=("x" * 1000,)) for n in range(40)})
    size = found(press, EVERYTHING).rows[0].size
    assert len(found(press, EVERYTHING, least=30, most_bytes=30 * size).rows) == 30
    press.withdraw("03.txt", "39.txt")
    few = found(press, EVERYTHING, least=30, most_bytes=20 * size // 8)  # eight times as much as a window
    assert len(few.rows) == 20 and [row.place for row in few.rows] == sorted(
        (row.place for row in few.rows), reverse=True
    )
    assert len(few.withdrawn) == 1
    assert len(found(press, EVERYTHING, least=30, most_bytes=0).rows) == 15
