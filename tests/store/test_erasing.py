"""Entries whose text is taken out of the store: what stays, and what brings it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select
from sqlalchemy import text as statement

from feeds.clock import SystemClock
from feeds.model import Attachment, Picture, ShareLink, Source, Tag
from feeds.store import open_store
from feeds.store.identity import Key
from feeds.store.read import reader
from feeds.store.read.provenance import provenance_of
from feeds.store.schema import BLOCKED, PRUNED, PUBLIC, WITHDRAWN, identity, metadata
from feeds.store.tables import readership
from feeds.store.tables.readership import Fetched
from feeds.store.write import copies, erasing, publication
from feeds.store.write.documents import Outcome
from tests.conftest import Press

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.model import Article

    Make = Callable[..., Article]

LINK = ShareLink("short.example", "aaa111")
TEXT = "Nobody is to read that Adelheid Quast was seen on the quay on Monday."


@pytest.fixture
def private(article: Make) -> Article:
    other = ShareLink("short.example", "quast1")
    sources = (Source("afp", "AFP"), Source("quast-press", "Quast Press"))
    told: dict[str, Any] = {"paragraphs": (TEXT,), "authors": ("Adelheid Quast",), "sources": sources}
    told |= {"tags": (Tag("the-quast-case", "The Quast case"), Tag("quay", "Quay"))}
    told |= {"html": f"<p><b>{TEXT}</b></p>", "markdown": f"**{TEXT}**", "image": "https://a.example/quast.jpg"}
    told |= {"pictures": (Picture("https://a.example/quast.jpg", alt="Adelheid Quast"),)}
    told |= {"attachments": (Attachment("https://a.example/quast.mp3", "audio/mpeg"),)}
    told |= {"url": "https://a.example/quast-on-the-quay", "id": "quast-1"}
    return article("Adelheid Quast on the quay", summary=TEXT, share_mentions=(other,), language="fr", **told)


def erase(press: Press, *paths: str, state: int = WITHDRAWN) -> None:
    press.withdraw(*paths, state=state)
    numbers = [press.entry(path).number for path in paths]
    with press.store.writing(press.clock) as (connection, second):
        erasing.erase(connection, second, numbers)
    press.store.scrub()


def everything(press: Press) -> str:
    with press.store.reading() as connection:
        return repr([[tuple(row) for row in connection.execute(select(table))] for table in metadata.sorted_tables])


def test_nothing_of_what_was_erased_is_left_in_the_store(press: Press, article: Make, private: Article) -> None:
    press.write({"z.txt": private})
    press.write({"a.txt": private, "b.txt": article("Two")})  # its history says by which address it is the same
    press.write({"a.txt": private, "b.txt": article("Two, edited", sources=private.sources[:1], tags=private.tags[1:])})
    fetched = Fetched("/tags/the-quast-case/feed.xml", "curl", 1, 0), Fetched("/tags/quay/feed.xml", "curl", 1, 0)
    with press.store.noting() as connection:
        readership.add(connection, 20_000, fetched)
    before = press.entry("a.txt")
    assert "Quast" in everything(press)
    erase(press, "a.txt")
    after = press.entry("a.txt")
    assert (after.id, after.handle, after.place, after.state) == (before.id, before.handle, before.place, WITHDRAWN)
    assert not any(word in everything(press) for word in ("Quast", "quast"))
    if press.store.engine.dialect.name == "sqlite":
        with press.store.reading() as connection:  # by the database itself: nobody else opens its files
            pages = connection.exec_driver_sql("PRAGMA freelist_count").scalar()
        assert pages == 0
    with press.store.reading() as connection:  # what others have, too, stays
        assert [row.feed for row in readership.reads(connection)] == ["/tags/quay/feed.xml"]
        assert [[row.slug for row in reader.facets(connection, kind)] for kind in ("source", "tag")] == [
            ["afp"],
            ["quay"],
        ]
    assert press.titles() == ["Two, edited"]


@pytest.mark.parametrize("named", [{"url": "https://a.example/quast"}, {"id": "quast-1"}])
def test_what_was_erased_is_known_by_its_own_keys_and_nobody_reads_them(
    press: Press, article: Make, named: dict[str, str]
) -> None:
    private = article("On the quay", **named)
    press.write({"a.txt": private, "b.txt": article("Two")})
    before = press.entry("a.txt")
    erase(press, "a.txt")
    press.remove("a.txt")
    for path in ("moved.txt", "again.txt"):
        (told,) = press.write({path: article("Other words", **named)})
        assert told.document.held and "was erased" in told.document.held
        assert press.entry(path).id == before.id and "quast" not in everything(press)
    press.write({"again.txt": article("Another", **{name: f"{key}-2" for name, key in named.items()})})
    assert press.entry("again.txt").id != before.id
    press.remove("again.txt")
    press.restore("moved.txt")
    press.write({"moved.txt": private})
    assert (press.entry("moved.txt").id, press.entry("moved.txt").title) == (before.id, "On the quay")
    press.write({"third.txt": private})
    assert press.entry("third.txt").id == before.id
    with press.store.reading() as connection:
        keys = {key.kind: key.name for key in provenance_of(connection, before.number).keys}
    assert keys.keys() & named.keys() and not any(name.startswith("#") for name in keys.values())
    erase(press, "moved.txt")
    assert not any(f"{key}'" in everything(press) for key in named.values())


@pytest.mark.parametrize("link", [None, LINK])
def test_what_was_erased_stays_so_whatever_its_file_says(
    press: Press, article: Make, private: Article, link: ShareLink | None
) -> None:
    first = article(private.title, paragraphs=private.paragraphs, share_link=link)
    press.write({"a.txt": first, "b.txt": article("Two")})
    erase(press, "a.txt")
    edited = article("Another title", paragraphs=("Another text, with other words.",), share_link=link)
    for text in (first, edited):
        (told,) = press.write({"a.txt": text}, parser="2")
        assert (told.outcome, "was erased" in told.document.held) == (Outcome.HELD, True)
    press.remove("a.txt")
    (told,) = press.write({"moved.txt": edited})
    assert told.outcome is Outcome.HELD
    assert press.titles() == ["Two"] and len(press.entries()) == 2
    assert not any(word in everything(press) for word in ("Quast", "Another"))


def test_what_was_erased_comes_back_when_it_is_restored_and_its_file_read(
    press: Press, article: Make, private: Article
) -> None:
    press.write({"a.txt": private, "b.txt": article("Two")})
    before = press.entry("a.txt")
    erase(press, "a.txt", state=BLOCKED)
    press.withdraw("b.txt")
    numbers = [press.entry(path).number for path in ("a.txt", "b.txt")]
    with press.store.writing(press.clock) as (connection, second):
        assert publication.restore(connection, second, numbers) == 2
    assert (press.entry("a.txt").state, press.entry("a.txt").title) == (PRUNED, "")
    press.write({"a.txt": private})
    after = press.entry("a.txt")
    assert (after.state, after.id, after.place, after.updated) == (PUBLIC, before.id, before.place, before.updated)
    assert (after.title, after.content) == (before.title, before.content)
    assert press.titles() == [before.title, "Two"]


def test_a_backup_from_before_an_erasure_brings_nothing_back(
    press: Press, article: Make, private: Article, new_store_url: Callable[[], str]
) -> None:
    press.write({"a.txt": private, "b.txt": article("Quast again"), "c.txt": article("Three")})
    press.withdraw("b.txt")
    kept = open_store(new_store_url(), SystemClock())
    copies.copy_store(press.store, kept)
    erase(press, "a.txt", "b.txt")
    with press.store.reading() as connection:
        taken = copies.taken_back(connection)
    assert "Quast" in everything(Press(kept, press.clock))
    assert copies.restore_store(kept, press.store, press.clock) == (1, 2)
    assert "Quast" not in everything(press) and press.titles() == ["Three"]
    with press.store.reading() as connection:
        assert copies.taken_back(connection) == taken
    kept.close()


def test_what_is_public_is_not_erased(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One")})
    with press.store.writing(press.clock) as (connection, second):
        assert erasing.erase(connection, second, [press.entry("a.txt").number]) == 0
        assert publication.count_public(connection) == 1
    assert press.titles() == ["One"]


def test_addresses_of_what_an_earlier_version_erased_are_hidden_when_the_store_is_opened(
    press: Press, private: Article, begun_url: str
) -> None:
    press.write({"a.txt": private})
    kept = {"url": "https://a.example/quast-on-the-quay", "id": "quast-1"}
    erase(press, "a.txt")
    with press.store.noting() as connection:  # as that version left it
        hidden = connection.execute(select(identity.c.key).where(identity.c.key.like("%:#%"))).scalars().all()
        for key in hidden:
            name = kept[key.partition(":")[0]]
            plain = Key(key.partition(":")[0], name if name.startswith("http") else f"site/{name}")
            connection.execute(identity.update().where(identity.c.key == key).values(key=str(plain)))
        for table in ("readership", "wording", "wording_state"):  # which it did not know
            connection.execute(statement(f"DROP TABLE {table}"))
        connection.execute(statement("ALTER TABLE file DROP COLUMN sources"))  # nor this
        connection.execute(statement("ALTER TABLE day DROP COLUMN entries"))
        for index in ("entry_by_story", "entry_not_public", "file_refused", "file_held_back"):
            connection.execute(statement(f"DROP INDEX {index}"))
        for column in ("story", "sketch", "kin"):
            connection.execute(statement(f"ALTER TABLE entry DROP COLUMN {column}"))
        for table in ("band", "apart"):
            connection.execute(statement(f"DROP TABLE {table}"))
        connection.execute(statement("UPDATE alembic_version SET version_num = '0017'"))
    press.store.close()
    opened = open_store(begun_url, press.clock)
    with opened.reading() as connection:
        found = set(connection.scalars(select(identity.c.key)))
    opened.close()
    assert len(hidden) == 2
    assert {str(Key("url", kept["url"]).hidden()), str(Key("id", "site/quast-1").hidden())} <= found
    assert not any("quast" in key for key in found)
