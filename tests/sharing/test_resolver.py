"""From a share address, as people paste it, to the entry: the store alone answers."""

from __future__ import annotations

import socket
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from feeds.clock import SystemClock
from feeds.errors import FeedsError, ForeignHost, InvalidAddress
from feeds.ingest.importer import Target, ingest
from feeds.sharing.addresses import asked_host, known_host
from feeds.sharing.resolver import Resolver
from feeds.site import Site
from feeds.store import Store, open_store
from feeds.store.write import publication

if TYPE_CHECKING:
    from collections.abc import Iterator

SITE = Site(url="https://news.example.org:8443/feeds")
TEXT = (
    "La passerelle du port rouvre\n\nLa passerelle du port a rouvert lundi après deux ans, dit la mairie.\n\n"
    "AFP\n\nPartager cet article? https://short.example/aB3-_9\n"
)
HOSTS = ("short.example", "other.example")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("sharing")
    (folder / "articles").mkdir()
    (folder / "articles" / "one.txt").write_text(TEXT, encoding="utf-8")
    store = open_store(f"sqlite:///{folder}/feeds.db", SystemClock())
    ingest(store, [Target(folder / "articles")], SITE, SystemClock())
    yield store
    store.close()


@pytest.fixture(scope="module")
def resolver(filled: Store) -> Resolver:
    return Resolver(filled, SITE)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("nothing is ever fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


GOOD = [
    "https://short.example/aB3-_9",
    "short.example/aB3-_9",
    "HTTPS://WWW.Short.Example./aB3-_9/",
    "http://short.example:443/aB3-_9?utm=1#top",
    "“short.example/aB3-_9”, ",
    "(https://short.example/aB3-_9).",
    "https://news.example.org:8443/feeds/aB3-_9",
    "https://news.example.org:8443/feeds/s/www.short.example/aB3-_9",
    "https://short.example/%61B3-_9",
]


@pytest.mark.parametrize("text", GOOD)
def test_pasted_address_finds_its_entry(resolver: Resolver, text: str) -> None:
    resolution = resolver.address(text)
    assert (resolution.status, resolution.input) == ("ok", text)
    assert resolution.found and resolution.found.title == "La passerelle du port rouvre"


@pytest.mark.parametrize(
    "text",
    [
        "short.example/ab4-_9",
        "short.example/",
        "short.example",
        "short.example/a/b",
        "short.example/aB3-_9x",
        "https://short.example/" + "x" * 65,
        "https://news.example.org:8443/feeds/entries/x-00000000",
        "https://short.example/é",
    ],
)
def test_code_that_was_never_printed_is_not_found(resolver: Resolver, text: str) -> None:
    resolution = resolver.address(text)
    assert (resolution.status, resolution.found, resolution.candidates) == ("not_found", None, ())


@pytest.mark.parametrize(
    "text",
    [
        "https://bit.ly/x",
        "https://news.example.org/feeds/aB3-_9",
        "other.example/x",
        "https://short.example.evil.example/x",
    ],
)
def test_other_host_is_foreign(resolver: Resolver, text: str) -> None:
    assert resolver.address(text).status == "foreign_host"
    with pytest.raises(ForeignHost):
        resolver.named(text)


@pytest.mark.parametrize("text", ["https://bit.ly/x", f"{SITE.url}/s/bit.ly/x"])
def test_foreign_host_is_named(resolver: Resolver, text: str) -> None:
    assert resolver.address(text).detail == "bit.ly is no share host of this site"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "mailto:a@b.example",
        "https://short.example@evil.example/aB3-_9",
        "http://a:b/",
        "https://[x/",
        "\\\\evil",
    ],
)
def test_what_is_no_address_is_invalid(resolver: Resolver, text: str) -> None:
    assert resolver.address(text).status == "invalid"
    with pytest.raises(InvalidAddress) as refused:
        resolver.named(text)
    assert isinstance(refused.value, FeedsError)


def test_owner_names_an_entry_by_id_slug_or_address(resolver: Resolver) -> None:
    found = resolver.address(GOOD[0]).found
    assert found
    handle = found.handle
    names = [found.id, f"urn:uuid:{found.id}", found.id.upper(), handle, f"old-words-{handle}", GOOD[1]]
    assert [[one.number for one in resolver.named(name)] for name in names] == [[found.number]] * len(names)
    assert resolver.named("urn:uuid:00000000-0000-0000-0000-000000000000") == []


def test_code_is_of_the_host_that_is_asked(resolver: Resolver) -> None:
    assert resolver.code("aB3-_9").status == "ok"
    assert resolver.code("aB3-_9", request_host="short.example:80").status == "ok"
    assert resolver.code("aB3-_9", "other.example").status == "foreign_host"


@pytest.mark.parametrize(
    ("header", "host"),
    [
        ("short.example", "short.example"),
        ("WWW.Short.Example.:8000", "short.example"),
        ("other.example", "other.example"),
        ("evil.example", None),
        ("", None),
        (":80", None),
        ("www.www.short.example", None),
        ("short.example.evil", None),
    ],
)
def test_host_header_means_a_known_host_or_nothing(header: str, host: str | None) -> None:
    assert asked_host(header, HOSTS) == host


def test_host_is_known_by_its_name_alone() -> None:
    assert known_host("short.example:80", HOSTS) is None
    assert known_host("short.example", ()) is None


def test_own_words_for_an_entry_are_told_from_older_ones(resolver: Resolver) -> None:
    found = resolver.address(GOOD[0]).found
    assert found
    for words, matched_by in {"la-passerelle-du-port-rouvre": "canonical", "old": "old_slug"}.items():
        for text in (f"{words}-{found.handle}", f"{SITE.url}/entries/{words}-{found.handle}?utm_source=x"):
            assert resolver.address(text).matched_by == matched_by


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """List the statements that are sent to the store."""
    sent: list[str] = []

    def listen(connection: Any, *_: object) -> None:
        connection.set_trace_callback(sent.append)

    def stop(connection: Any, *_: object) -> None:
        connection.set_trace_callback(None)

    with ExitStack() as listening:
        for name, then in (("checkout", listen), ("checkin", stop)):
            event.listen(store.engine, name, then)
            listening.callback(event.remove, store.engine, name, then)
        yield sent


def test_hundred_addresses_take_one_statement_for_their_codes(resolver: Resolver, filled: Store) -> None:
    texts = [GOOD[0], *(f"https://short.example/oO0lI{n:02}" for n in range(98)), f"{SITE.url}/entries/x-00000000"]
    with statements(filled) as sent:
        resolutions = resolver.addresses(texts)
    assert [resolution.status for resolution in resolutions] == ["ok"] + ["not_found"] * 99
    assert len([statement for statement in sent if "FROM share" in statement]) == 1
    with statements(filled) as sent_for_one:
        resolver.addresses(texts[:1])
    assert len(sent) == len(sent_for_one) + 1  # for the pages of entries


@pytest.mark.parametrize("code", ["", "x" * 65, "a/b", "a b", "é", "a\r\nb", "a\x00", "a%59", "../x", "a.png", "а"])
def test_what_cannot_be_a_code_is_not_looked_up(resolver: Resolver, filled: Store, code: str) -> None:
    with statements(filled) as sent:
        assert resolver.code(code).status == "not_found"
    assert sent == []


def test_codes_are_found_by_the_index_of_the_folded_ones(resolver: Resolver, filled: Store) -> None:
    with statements(filled) as sent:
        resolver.code("aB3-_9")
    (query,) = [statement for statement in sent if "FROM share" in statement]
    with filled.reading() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}").all()
    assert any("share_by_folded (folded=?)" in row[3] for row in plan)
    assert not any(row[3].startswith(("SCAN share", "SCAN entry")) for row in plan)


def test_address_where_an_article_was_first_published_is_known(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("first")
    (folder / "articles").mkdir()
    for number, (host, words) in enumerate((("short.example", "le-port"), ("elsewhere.example", "été-port"))):
        front = f"---\nurl: https://{host}/2026/03/{words}-{number}/?page=1\n---\n"
        text = front + TEXT.replace("aB3-_9", f"aB{number}")
        (folder / "articles" / f"{number}.txt").write_text(text, encoding="utf-8")
    store = open_store(f"sqlite:///{folder}/feeds.db", SystemClock())
    ingest(store, [Target(folder / "articles")], SITE, SystemClock())
    resolver = Resolver(store, SITE)
    known = resolver.address("https://short.example/2026/03/le-port-0/?utm_source=x&page=1&fbclid=y#top")
    assert (known.status, known.matched_by) == ("ok", "canonical")
    assert resolver.address("https://short.example/2026/03/le-port-0/?page=2").status == "not_found"
    for spelled in (
        "https://elsewhere.example/2026/03/été-port-1/?page=1",
        "ELSEWHERE.example/2026/03/%C3%A9t%c3%a9-port-1/?page=1#x",
    ):
        original = resolver.address(spelled)
        assert (original.status, original.matched_by) == ("ok", "original")
        assert original.found and original.found.url == "https://elsewhere.example/2026/03/été-port-1/?page=1"
    assert resolver.address("https://elsewhere.example/2026/03/le-port-2/").status == "foreign_host"
    with store.writing(SystemClock()) as (connection, second):
        publication.withdraw(connection, second, [outline.number for outline in original.every], reason="a mistake")
    assert resolver.address("https://elsewhere.example/2026/03/été-port-1/?page=1").status == "gone"
    store.close()
