"""One validator is one sequence of bytes: over rebuilt stores, restored backups, and stores apart from each other."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from feeds.errors import UnknownFacet
from feeds.formats import FORMATS, atom, rss
from feeds.model import ShareLink, Source, Tag
from feeds.publish.publisher import Publisher
from feeds.selection import EVERYTHING, HEAD, Presentation, Selection
from feeds.site import Site
from feeds.store import open_store
from feeds.store.read import archives, windows
from feeds.store.schema import metadata
from tests.conftest import START, FakeClock, Press
from tests.laws import seeds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from feeds.model import Article
    from feeds.store import Store

    Make = Callable[..., Article]
    NewPress = Callable[..., Press]
    Rows = dict[str, list[dict[str, Any]]]

TAGS = [Tag(f"t{n}", f"T{n}") for n in range(3)]
SELECTIONS = (
    EVERYTHING,
    Selection(tags=(("t0",),)),
    Selection(tags=(("t0",), ("t1",))),
    Selection(not_tags=("t2",)),
    Selection(since="2023-11-01"),
)
PRESENTATIONS = (HEAD, Presentation(content="summary"), Presentation(limit=3))


@pytest.fixture
def new_press(new_store_url: Callable[[], str]) -> Iterator[NewPress]:
    """Make stores that know nothing of each other, each with a clock of its own."""
    stores: list[Store] = []

    def make(site_id: str = "cafe", time: float = START, created: int = START) -> Press:
        clock = FakeClock()
        clock.time = time
        stores.append(open_store(new_store_url(), clock, site_id=site_id, created=created))
        return Press(stores[-1], clock)

    yield make
    for store in stores:
        store.close()


def publisher_of(press: Press) -> Publisher:
    return Publisher(press.store, Site(), window=4, hours=0, most=12)


def documents(publisher: Publisher, *, pages: bool = False) -> Iterator[tuple[str, str, bytes]]:
    """Give address, validator and bytes of what a store publishes, archive pages too if they are wanted."""
    for selection in SELECTIONS:
        for presentation in PRESENTATIONS:
            shown: Presentation | None = presentation
            while shown is not None:
                try:
                    selected = publisher.select(selection, shown)
                except UnknownFacet:
                    break
                for form in FORMATS:
                    edition, document = publisher.document(publisher.edition(form, selected))
                    yield edition.address, edition.signature, document.body
                shown = publisher.neighbours(selected).get("prev-archive") if pages else None


def backup(store: Store) -> Rows:
    with store.reading() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in metadata.sorted_tables
        }


def put_back(store: Store, rows: Rows) -> None:
    """Put a backup in place of what a store holds, under whoever has it open."""
    with store.noting() as connection:
        for table in metadata.sorted_tables:
            connection.execute(table.delete())
            if rows[table.name]:
                connection.execute(table.insert(), rows[table.name])


class Ledger:
    """Every validator that was ever given out, with its bytes, and the other way round."""

    def __init__(self) -> None:
        self.bodies: dict[tuple[str, str], bytes] = {}
        self.tags: dict[tuple[str, bytes], str] = {}

    def note(self, publisher: Publisher, what: str, *, pages: bool = False) -> None:
        for address, tag, body in documents(publisher, pages=pages):
            assert self.bodies.setdefault((address, tag), body) == body, (what, address)
            assert self.tags.setdefault((address, body), tag) == tag, (what, address)


def any_article(article: Make, chance: random.Random, title: str) -> Article:
    texts = tuple(f"Paragraph {chance.randrange(3)}." for _ in range(chance.randrange(3)))
    return article(
        title if chance.random() < 0.7 else f"{title}, again",
        paragraphs=texts,
        summary=chance.choice(("One.", "Two.")),
        tags=tuple(chance.sample(TAGS, chance.randrange(4))),
        sources=tuple(chance.sample([Source("afp", "AFP"), Source("dpa", "dpa")], chance.randrange(3))),
        authors=chance.choice(((), ("Ada",), ("Ada", "Bea"))),
        comments=chance.choice((None, 0, 7)),
        language=chance.choice(("fr", "ar")),
        image=chance.choice((None, "https://img.example/a.png")),
        share_link=chance.choice((None, ShareLink("short.example", f"c{title}"))),
        published=chance.choice((None, datetime.fromtimestamp(START - chance.randrange(10**6), UTC))),
    )


@seeds()
def test_one_validator_is_one_sequence_of_bytes_whatever_happens(
    new_press: NewPress, article: Make, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (archives, windows):
        monkeypatch.setattr(module, "PAGE", 4)
    chance, ledger = random.Random(seed), Ledger()  # noqa: S311 - the same every time
    press = new_press()
    publisher, paths = publisher_of(press), [f"{n:02}" for n in range(9)]
    kept: tuple[int, Rows] = START, {}
    texts = {path: any_article(article, chance, path) for path in paths}
    press.write(texts)
    # The decisions are the same on both; a round trip to a server takes its time.
    for step in range(20 if press.store.engine.name == "sqlite" else 6):
        what = chance.choice(("edit", "edit", "new", "withdraw", "restore", "back up", "put back", "rebuild", "apart"))
        if what in {"edit", "new"}:
            path = chance.choice(paths) if what == "edit" else f"{len(paths):02}"
            paths.append(path)
            texts[path] = any_article(article, chance, path)
            press.write({path: texts[path]})
        elif what == "withdraw":
            press.withdraw(chance.choice(paths))
        elif what == "restore":
            press.restore(*chance.sample(paths, 4))
        elif what == "back up":
            kept = int(press.clock.time), backup(press.store)
        elif what == "put back" and kept[1]:
            # The clock too: what is written next has the second, the number and the revision of something else.
            press.clock.time = kept[0]
            put_back(press.store, kept[1])
            paths = [row["path"] for row in kept[1]["file"]]
        else:
            other = press if what == "rebuild" else new_press(chance.choice(("cafe", "beef")), START + step)
            if what == "rebuild":
                press = other = new_press()
                publisher, kept = publisher_of(press), (START, {})
            texts = {path: texts[path] for path in dict.fromkeys(paths) if path in texts}
            other.write(texts)
            ledger.note(publisher_of(other), what, pages=True)
        ledger.note(publisher, what, pages=True)


def test_another_article_in_a_store_made_anew_has_another_validator(new_press: NewPress, article: Make) -> None:
    tags = set()
    for title in ("One", "Quite another"):
        press = new_press()
        press.write({"a.txt": article(title)})
        tags |= {(address, tag) for address, tag, _ in documents(publisher_of(press))}
    assert len(tags) == 2 * len({address for address, _ in tags})


def test_another_edit_after_a_backup_was_put_back_has_another_validator(new_press: NewPress, article: Make) -> None:
    press = new_press()
    publisher = publisher_of(press)
    press.write({"a.txt": article("One")})
    kept, time, tags = backup(press.store), press.clock.time, []
    for title in ("Better", "Worse"):
        press.clock.time = time
        press.write({"a.txt": article(title)})
        edition, document = publisher.document(publisher.edition(rss, publisher.select(EVERYTHING)))
        assert title.encode() in document.body
        tags.append(edition.signature)
        put_back(press.store, kept)
    assert tags[0] != tags[1]


def test_stores_that_read_the_same_apart_have_the_same_validators(new_press: NewPress, article: Make) -> None:
    said = datetime.fromtimestamp(START - 5000, UTC)
    links = [ShareLink("short.example", f"c{n}") for n in range(6)]
    texts = {f"{link.code}.txt": article(link.code, published=said, share_link=link, tags=(TAGS[0],)) for link in links}
    first, second, other = new_press(), new_press(time=START + 7777), new_press("beef", START + 9999)
    given = []
    for press in (first, second, other):
        press.write(texts)
        given.append({address: (tag, body) for address, tag, body in documents(publisher_of(press))})
    assert given[0] == given[1]
    for address, (tag, body) in given[0].items():
        assert (given[2][address] == (tag, body)) == ("atom.xml" not in address)  # Atom says the id of the feed


@pytest.mark.above_the_store
@pytest.mark.parametrize(
    "changed",
    [
        {"title": "Another"},
        {"paragraphs": ()},
        {"paragraphs": ("Another.",)},
        {"summary": "Another."},
        {"comments": 1},
        {"sources": (Source("afp", "AFP"),)},
        {"sources": (Source("afp", "Agence"),)},
        {"authors": ("Ada",)},
        {"tags": (Tag("t0", "T0"),)},
        {"tags": (Tag("t0", "Other"),)},
        {"language": "ar"},
        {"image": "https://img.example/a.png"},
        {"share_link": ShareLink("short.example", "c2")},
        {"published": datetime.fromtimestamp(START - 9, UTC)},
        {"updated": datetime.fromtimestamp(START - 9, UTC)},
    ],
)
def test_whatever_decides_the_bytes_decides_the_validator_and_nothing_else(
    new_press: NewPress, article: Make, changed: dict[str, Any]
) -> None:
    plain = article(
        "One", share_link=ShareLink("short.example", "c1"), published=datetime.fromtimestamp(START - 99, UTC)
    )
    newer = article("Two", share_link=ShareLink("short.example", "d1"), published=datetime.fromtimestamp(START, UTC))
    given = []
    for one in (plain, replace(plain, **changed)):
        press = new_press()
        press.write({"one.txt": replace(one, id="one"), "two.txt": newer})
        given.append({address: (tag, body) for address, tag, body in documents(publisher_of(press))})
    for address in given[0].keys() & given[1].keys():
        (tag, body), (other_tag, other_body) = given[0][address], given[1][address]
        assert (tag == other_tag) == (body == other_body), address


def test_a_name_that_comes_to_be_another_changes_the_validator_of_who_shows_it(
    new_press: NewPress, article: Make
) -> None:
    turkey = Tag("turkey", "Turchia")
    press = new_press()
    press.write({"a.txt": article("One", tags=(turkey,)), "b.txt": article("Two", tags=(TAGS[1],))})
    publisher = publisher_of(press)
    chosen = (Selection(tags=(("turkey",),)), Selection(tags=(("t1",),)))
    before = [publisher.edition(atom, publisher.select(selection)).signature for selection in chosen]
    publisher.keep_stamp(press.clock)  # gives `turkey` the name that it has in the vocabulary
    after = [publisher.edition(atom, publisher.select(selection)).signature for selection in chosen]
    assert (after[0] != before[0], after[1] == before[1]) == (True, True)
    selected = publisher.select(chosen[0])
    assert b"Turchia" not in publisher.document(publisher.edition(rss, selected))[1].body


def test_the_second_of_the_rendering_stamp_is_no_part_of_a_validator(new_press: NewPress, article: Make) -> None:
    press = new_press()
    press.write({"a.txt": article("One")})
    publisher = publisher_of(press)
    before = publisher.edition(rss, publisher.select(EVERYTHING))
    press.clock.sleep(100)
    publisher.keep_stamp(press.clock)
    after = publisher.edition(rss, publisher.select(EVERYTHING))
    assert after.signature == before.signature
    assert after.last_modified > before.last_modified
