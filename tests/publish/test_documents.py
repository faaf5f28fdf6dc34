"""Documents are made once per change and only where something changed; what cannot be published costs nothing else."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from feeds.errors import Unbuilt
from feeds.formats import FORMATS, Format, by_name, rss
from feeds.formats.reading import READERS
from feeds.model import Source, Tag
from feeds.publish import fragments
from feeds.publish.publisher import Publisher
from feeds.selection import EVERYTHING, Presentation, Selection
from feeds.site import Site

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.model import Article
    from feeds.store import Store
    from tests.conftest import Press


@pytest.fixture
def publisher(store: Store) -> Publisher:
    return Publisher(store, Site(), window=20, hours=0, most=200)


class Faulty:
    """A format that writes some entries or heads wrongly."""

    def __init__(self, form: Format, *, spoil: Callable[[bytes], bytes], word: bytes = b"Bad") -> None:
        self._form = form
        self._spoil = spoil
        self.word = word
        """Of the entries to spoil."""
        self.is_broken = False
        """Tells whether no document can be written."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._form, name)

    def fragment(self, *given: Any) -> bytes:
        fragment = self._form.fragment(*given)
        return self._spoil(fragment) if self.word in fragment else fragment

    def document(self, *given: Any) -> bytes:
        if self.is_broken:
            raise ZeroDivisionError
        return self._form.document(*given)


def titles(form: Format, body: bytes) -> list[str | None]:
    return [entry.title for entry in READERS[form.name](body).entries]


def fail(_: bytes) -> bytes:
    raise ZeroDivisionError


SPOILED = {
    "fails": fail,
    "is cut short": lambda fragment: fragment[:-9],
    "is doubled": lambda fragment: fragment + fragment,
    "has another id": lambda fragment: fragment.replace(b"urn:uuid:", b"urn:uuid:0"),
    "is empty of all": lambda _: b" ",
    "has no title": lambda fragment: fragment.replace(b"<title>Bad</title>", b"").replace(b'"title":"Bad",', b""),
}


@pytest.mark.above_the_store
@pytest.mark.parametrize("name", [form.name for form in FORMATS])
@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_entry_that_readers_could_not_read_is_left_out_and_named(
    name: str,
    spoil: Callable[[bytes], bytes],
    press: Press,
    publisher: Publisher,
    article: Callable[..., Article],
    caplog: pytest.LogCaptureFixture,
) -> None:
    press.write({f"{title}.txt": article(title) for title in ("One", "Bad", "Two")})
    form = by_name(name)
    assert form is not None
    faulty = Faulty(form, spoil=spoil)
    selected = publisher.select(EVERYTHING)
    _, document = publisher.document(publisher.edition(faulty, selected))
    assert titles(form, document.body) == ["Two", "One"]
    bad = f"urn:uuid:{press.entry('Bad.txt').id}"
    assert [(trouble.what, trouble.format) for trouble in publisher.builder.troubles()] == [(bad, name)]
    assert bad in caplog.text


def test_mended_entry_comes_back(press: Press, publisher: Publisher, article: Callable[..., Article]) -> None:
    press.write({"one.txt": article("One"), "two.txt": article("Bad")})
    faulty = Faulty(rss, spoil=fail)
    publisher.document(publisher.edition(faulty, publisher.select(EVERYTHING)))
    press.write({"two.txt": article("Good")})
    _, document = publisher.document(publisher.edition(faulty, publisher.select(EVERYTHING)))
    assert titles(rss, document.body) == ["Good", "One"]
    assert publisher.builder.troubles() == []


def test_last_good_document_is_served_with_its_own_validators(
    press: Press, publisher: Publisher, article: Callable[..., Article]
) -> None:
    press.write({"one.txt": article("One")})
    faulty = Faulty(rss, spoil=fail)
    good, document = publisher.document(publisher.edition(faulty, publisher.select(EVERYTHING)))
    press.write({"two.txt": article("Two")})
    faulty.is_broken = True
    now = publisher.edition(faulty, publisher.select(EVERYTHING))
    assert now.signature != good.signature
    stood, same = publisher.document(now)
    assert same is document
    assert (stood.signature, stood.last_modified) == (good.signature, good.last_modified)
    assert [trouble.what for trouble in publisher.builder.troubles()] == ["http://127.0.0.1:8000/feed.xml"]
    faulty.is_broken = False
    healed, document = publisher.document(now)
    assert healed == now
    assert titles(rss, document.body) == ["Two", "One"]
    assert publisher.builder.troubles() == []


def test_last_good_document_that_shows_what_was_taken_back_is_not_served(
    press: Press, publisher: Publisher, article: Callable[..., Article]
) -> None:
    press.write({"one.txt": article("One"), "two.txt": article("Two")})
    faulty = Faulty(rss, spoil=fail)
    publisher.document(publisher.edition(faulty, publisher.select(EVERYTHING)))
    press.withdraw("one.txt")
    faulty.is_broken = True
    with pytest.raises(Unbuilt, match="ZeroDivisionError"):
        publisher.document(publisher.edition(faulty, publisher.select(EVERYTHING)))


def test_trouble_with_an_entry_that_was_taken_back_is_over(
    press: Press, publisher: Publisher, article: Callable[..., Article]
) -> None:
    press.write({"one.txt": article("One"), "two.txt": article("Bad")})
    publisher.document(publisher.edition(Faulty(rss, spoil=fail), publisher.select(EVERYTHING)))
    assert len(publisher.builder.troubles()) == 1
    press.withdraw("two.txt")
    assert publisher.builder.troubles() == []


def test_without_a_good_document_the_fault_is_raised_and_named(
    press: Press, publisher: Publisher, article: Callable[..., Article]
) -> None:
    press.write({"one.txt": article("One")})
    faulty = Faulty(rss, spoil=fail)
    faulty.is_broken = True
    with pytest.raises(Unbuilt, match=r"http://127.0.0.1:8000/feed.xml cannot be made: ZeroDivisionError"):
        publisher.document(publisher.edition(faulty, publisher.select(EVERYTHING)))
    assert [trouble.what for trouble in publisher.builder.troubles()] == ["http://127.0.0.1:8000/feed.xml"]
    faulty.is_broken = False
    publisher.document(publisher.edition(faulty, publisher.select(EVERYTHING)))
    assert publisher.builder.troubles() == []


@pytest.mark.above_the_store
def test_only_feeds_whose_window_changed_are_rebuilt(
    press: Press, publisher: Publisher, article: Callable[..., Article]
) -> None:
    tags = [Tag(f"t{i}", f"T{i}") for i in range(12)]
    afp, dpa = Source("afp", "AFP"), Source("dpa", "dpa")
    press.write({
        f"{i:02}.txt": article(f"Article {i}", tags=(tag, tags[0]), sources=(afp if i % 2 else dpa,))
        for i, tag in enumerate(tags)
    })  # fmt: skip
    asked = [
        *(Selection(tags=((tag.slug,),)) for tag in tags),
        *(Selection(tags=((tags[0].slug,), (tag.slug,))) for tag in tags[1:]),
        Selection(sources=(("afp",),)),
        Selection(sources=(("dpa",),)),
        EVERYTHING,
    ]

    def poll_all() -> int:
        before = publisher.builder.built
        for selection in asked:
            for form in FORMATS:
                publisher.document(publisher.edition(form, publisher.select(selection)))
        return publisher.builder.built - before

    assert poll_all() == len(asked) * len(FORMATS)
    assert poll_all() == 0
    press.write({"new.txt": article("New", tags=(tags[3],), sources=(afp,))})
    assert poll_all() == 3 * len(FORMATS)  # its tag, its source, everything
    press.write({"05.txt": article("Article 5, again", tags=(tags[5], tags[0]), sources=(afp,))})
    assert poll_all() == 5 * len(FORMATS)  # both its tags and what they have in common, its source, everything
    press.withdraw("new.txt")
    assert poll_all() == 3 * len(FORMATS)
    press.write({"05.txt": article("Article 5, again", tags=(tags[5], tags[0]), sources=(afp,))}, parser="2")
    assert poll_all() == 0


@pytest.mark.above_the_store
def test_one_thread_builds_while_the_others_wait(
    press: Press, publisher: Publisher, article: Callable[..., Article]
) -> None:
    press.write({f"{i}.txt": article(f"Article {i}") for i in range(15)})
    together = threading.Barrier(8)
    found = []

    def ask() -> None:
        selected = publisher.select(EVERYTHING)
        together.wait()
        _, document = publisher.document(publisher.edition(rss, selected))
        found.append(document.in_coding("gzip"))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert publisher.builder.built == 1
    assert len(found) == 8 and len({id(body) for body in found}) == 1


def test_commit_between_looking_and_building_gives_what_is_there_now(
    press: Press, publisher: Publisher, article: Callable[..., Article]
) -> None:
    press.write({"one.txt": article("One")})
    selected = publisher.select(EVERYTHING)
    press.write({"one.txt": article("One, again")})
    now, document = publisher.document(publisher.edition(rss, selected))
    assert titles(rss, document.body) == ["One, again"]
    assert now.signature == publisher.edition(rss, publisher.select(EVERYTHING)).signature


@pytest.mark.above_the_store
@pytest.mark.parametrize("room", [10, 1000, 2000, 3000, 16 << 20])
def test_document_is_whole_though_its_fragments_do_not_fit_into_their_file(
    room: int,
    press: Press,
    publisher: Publisher,
    article: Callable[..., Article],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    press.write({f"{n}.txt": article(f"Entry {n}", tags=(Tag("old", "Old"),) if n < 2 else ()) for n in range(6)})
    _, whole = publisher.document(publisher.edition(rss, publisher.select(EVERYTHING)))
    monkeypatch.setattr(fragments, "_BYTES", room)
    small = Publisher(press.store, Site(), window=20, hours=0, most=200)
    small.document(small.edition(rss, small.select(Selection(tags=(("old",),)))))
    assert small.document(small.edition(rss, small.select(EVERYTHING)))[1].body == whole.body


@pytest.mark.above_the_store
def test_entry_whose_fragment_is_held_is_not_written_again(
    press: Press, publisher: Publisher, article: Callable[..., Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    press.write({f"{n}.txt": article(f"Entry {n}") for n in range(6)})
    _, whole = publisher.document(publisher.edition(rss, publisher.select(EVERYTHING)))
    monkeypatch.delattr(fragments.Fragments, "_made")
    _, five = publisher.document(publisher.edition(rss, publisher.select(EVERYTHING, Presentation(limit=5))))
    assert titles(rss, five.body) == titles(rss, whole.body)[:5]


@pytest.mark.above_the_store
def test_memory_is_bounded(press: Press, publisher: Publisher, article: Callable[..., Article]) -> None:
    press.write({"long.txt": article("Long", paragraphs=("word " * 200_000,))})
    for limit in range(1, 101):
        publisher.document(publisher.edition(rss, publisher.select(EVERYTHING, Presentation(limit=limit))))
    assert publisher.builder.built == 100
    assert 6 << 20 < publisher.builder.held_bytes < 9 << 20
