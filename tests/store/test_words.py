"""Entries are found by what they say, on every engine alike, whatever became of them before."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from feeds.errors import InvalidSelection
from feeds.model import Article
from feeds.publish.publisher import Publisher
from feeds.selection import read_query
from feeds.site import Site
from feeds.store import open_store, wording
from feeds.store.dialects import wordings
from feeds.store.dialects.statements import Statement
from feeds.store.read import finding
from feeds.store.schema import PUBLIC
from feeds.store.write import erasing
from feeds.words.terms import read_terms, sought
from feeds.words.tokens import cut
from tests.conftest import FakeClock, Press
from tests.laws import seeds
from tests.store.stories import STORIES, found, select, story

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from feeds.store.records import EntryRecord
    from feeds.words.terms import Form


@pytest.fixture
def shelf(press: Press) -> Press:
    press.write(STORIES)
    return press


@pytest.fixture(scope="module")
def kept() -> Iterator[dict[str, Press]]:
    """Keep the shelves that no test changes, one an engine."""
    shelves: dict[str, Press] = {}
    yield shelves
    for shelf in shelves.values():
        shelf.store.close()


@pytest.fixture
def unchanged(engine: str, new_store_url: Callable[[], str], kept: dict[str, Press]) -> Press:
    """Give the shelf that no test changes."""
    if engine not in kept:
        clock = FakeClock()
        kept[engine] = Press(open_store(new_store_url(), clock), clock)
        kept[engine].write(STORIES)
    return kept[engine]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=peace", "d b"),
        ("q=PEACE", "d b"),
        ("q=economie", "a"),
        ("q=égyptes", "a"),
        ("q=election", "d b"),
        ("q=peace elections", "d b"),
        ("q=peace paris", "d"),
        ("q=peace -paris", "b"),
        ("q=peace OR paix", "d b a"),
        ("q=peace OR paix OR 天気 -turkey", "d c a"),
        ('q="peace talks"', "b"),
        ('q="talks peace"', ""),
        ('q="went on peace"', ""),  # from one paragraph to the next
        ('q="turkey peace"', ""),  # nor from the title into the text
        ("q=title:elections", "b"),
        ("q=title:peace", ""),
        ('q=title:"elections in turkey"', "b"),
        ('q=title:"turkey elections"', ""),
        ("q=election -title:elections", "d"),
        ("q=istanbul", "e"),
        ("q=ankara", "e"),
        ("q=secimleri", "e"),
        ("q=人民", "c"),
        ("q=国", "c"),
        ("q=気", "c"),
        ("q=title:国", "c"),
        ("q=title:気", ""),
        ("q=国民", ""),
        ("q=nichts", ""),
        ("q=peace&tag=turkey", "d b"),
        ("q=peace&tag=turkey&tag=france", "d"),
        ("q=peace&not-tag=france", "b"),
        ("q=peace OR paix&lang=fr", "a"),
        ("q=peace&tag=egypt,france", "d"),
        ("q=peace&limit=1", "d"),
        ("q=peace&until=2020-01-01", ""),
        ("q=peace&since=2020-01-01", "d b"),
    ],
)
def test_words_are_one_more_facet(unchanged: Press, query: str, names: str) -> None:
    numbers = [unchanged.entry(f"{name}.txt").number for name in names.split()]
    assert found(unchanged.store, query) == numbers


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_words_that_are_everywhere_are_looked_for_block_by_block(shelf: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ("peace elections", '"peace talks"', "peace -paris", '"talks peace"', "peace&tag=turkey", "peace&limit=1")
    shelf.write({f"{n:03}.txt": story(f"Peace {n}", "peace talks" if n % 2 else "elections") for n in range(300)})
    found_at_once = [found(shelf.store, f"q={query}") for query in asked]
    monkeypatch.setattr(finding, "_MANY", 100)
    monkeypatch.setattr(finding, "_SAMPLE", 10)
    assert [found(shelf.store, f"q={query}") for query in asked] == found_at_once
    monkeypatch.setattr(finding, "_BLOCKS", 1)
    with pytest.raises(InvalidSelection, match="q: too few articles"):
        select(shelf.store, 'q="talks peace"')


HOSTILE = [
    "NEAR(peace talks, 2)", "peace AND NOT talks", "peace*", "^peace", "text:peace", "{title}: peace", "peace + talks",
    "'; DROP TABLE entry", "peace' OR '1'='1", "peace <-> talks & !x | y", "a:*b", "\\'peace\\", "wording", "rowid",
    "title:title:peace", "-title:-x peace", "((((peace", "peace\x00talks", "%27 OR 1=1", "$1 ? :sought", "🙂 peace",
    "a" * 200, "中" * 24, '"' + "x " * 24 + '"', " OR ".join("abcdefghijkl"), "peace -" + " -".join("abcdefghijk"),
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_is_looked_for_as_words(unchanged: Press, typed: str) -> None:
    selection, _ = read_query([("q", typed)], lambda _kind, slug: slug)
    publisher = Publisher(unchanged.store, Site(), window=50, hours=0, most=200)
    assert len(publisher.select(selection).window.rows) <= len(STORIES)


VOCABULARY = "peace talk talks war économie economies élection elections 中国 国人 paris not now".split()  # noqa: SIM905
ASKED = [
    "peace", "title:war", '"peace talks"', "economie", "elections -war", "中国 OR 国", "peace OR war paris", "now not",
]  # fmt: skip


def naive(records: list[EntryRecord], query: str) -> list[int]:
    """Find entries by looking at each."""
    terms = sought(read_terms(query), ("en", "fr"))

    def says(record: EntryRecord, form: Form) -> bool:
        title, body, title_signs, signs = cut(record.title, record.paragraphs, record.language)
        places = [title, title_signs] if form.is_title else [title, body, title_signs, signs]
        return any(f" {' '.join(form.tokens)} " in f" {place} " for place in places)

    public = sorted((record for record in records if record.state == PUBLIC), key=lambda record: -(record.place or 0))
    return [
        record.number
        for record in public
        if all(any(says(record, form) for form in group) for group in terms.every)
        and not any(says(record, form) for form in terms.none)
    ]


@seeds()
def test_what_is_found_is_what_is_said_through_any_history(press: Press, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - not a secret
    names = [f"{n}.txt" for n in range(8)]
    shown: dict[str, tuple[list[int], int, int]] = {}

    def written() -> Article:
        words = chance.choices(VOCABULARY, k=12)
        return story(" ".join(words[:3]), " ".join(words[3:8]) + "|" + " ".join(words[8:]), chance.choice(["en", "fr"]))

    held = {name: written() for name in names}
    press.write(held)
    for _ in range(14):
        name = chance.choice(names)
        match chance.choice(["edit", "edit", "new", "withdraw", "restore", "erase"]):
            case "edit":
                held[name] = written()
                press.write({name: held[name]})
            case "new":
                names.append(f"{len(names)}.txt")
                held[names[-1]] = written()
                press.write({names[-1]: held[names[-1]]})
            case "withdraw":
                press.withdraw(name)
            case "restore":
                press.restore(name)
                press.write({name: held[name]})
            case "erase":
                press.withdraw(name)
                with press.store.writing(press.clock) as (connection, second):
                    erasing.erase(connection, second, [press.entry(name).number])
        records = press.entries()
        for query in ASKED:
            window = select(press.store, f"q={query}")
            numbers = [row.number for row in window.window.rows]
            assert numbers == naive(records, query), query
            before, modified, updated = shown.get(query, ([], 0, 0))
            assert window.last_modified >= modified and window.window.updated >= updated
            assert numbers == before or window.last_modified > modified
            shown[query] = numbers, window.last_modified, window.window.updated
    with press.store.noting() as connection:  # what is kept says the same as what would be made anew
        wording.renew(connection)
    assert all(found(press.store, f"q={query}") == numbers for query, (numbers, *_) in shown.items())


def test_what_was_taken_back_is_named_where_it_was_found(shelf: Press) -> None:
    gone = shelf.entry("b.txt").id
    shelf.withdraw("b.txt")
    assert [one.id for one in select(shelf.store, "q=peace").window.withdrawn] == [gone]
    assert select(shelf.store, "q=paix").window.withdrawn == ()


def test_archive_pages_of_a_search_hold_what_is_found_once(press: Press) -> None:
    press.write({f"{n:03}.txt": story(f"Ferry {n}", "peace" if n % 3 else "war", "en") for n in range(170)})
    selected = select(press.store, "q=peace")
    walked = {row.number for row in selected.window.rows}
    seen = len(selected.window.rows)
    publisher = Publisher(press.store, Site(), window=50, hours=0, most=200)
    while older := publisher.neighbours(selected).get("prev-archive"):
        selected = publisher.select(selected.selection, older)
        seen += len(selected.window.rows)
        walked |= {row.number for row in selected.window.rows}
    assert len(walked) == 113 and walked == {r.number for r in press.entries() if "peace" in r.paragraphs}
    assert seen <= 113 + 50  # the head holds some of the newest page too


def test_a_search_that_would_take_too_long_is_refused(shelf: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = {"_NEAR": 1, "_FAR": 1, "_SMALL": 0, "_NEARBY": 0, "_RECHECK": 10**9, "_INDEX_TIMEOUT": 20}
    for name, value in slow.items():
        monkeypatch.setattr(finding, name, value)
    if shelf.store.engine.dialect.name == "postgresql":
        monkeypatch.setattr(finding, "by_words", lambda _shape: Statement(text("SELECT pg_sleep(60)")))
        assert len(found(shelf.store, "q=peace")) == 2  # found without its index
    monkeypatch.setattr(finding, "_LONG_WALK", 1)
    with pytest.raises(InvalidSelection, match="q: too few articles"):
        select(shelf.store, "q=economie OR peace&tag=turkey")
    assert len(found(shelf.store, "tag=turkey")) == 3


def test_both_engines_are_given_the_same_tokens() -> None:
    made = cut("A title of 中国", "First words.|Second 国", "en")
    assert "'titl':2" in wordings.lexemes(made) and "'=titl':2" in wordings.lexemes(made)
    asked = sought(read_terms('title:titles "first words" -国'), ("en",))
    assert wordings.query_of(asked, "sqlite") == (
        '(({title title_signs} : "titles" OR {title title_signs} : "titl")'
        ' AND ({title text} : "first words" OR {title text} : "first word")) NOT ("国")'
    )
    assert wordings.query_of(asked, "postgresql") == (
        "((('=titles') | ('=titl')) & (('first' <-> 'words') | ('first' <-> 'word'))) & !(('国'))"
    )
