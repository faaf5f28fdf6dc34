"""Readers behind real caches: whatever these keep, weaken and compress, every reader gets the right bytes."""

from __future__ import annotations

import gzip
import sqlite3
import threading
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING

import brotli
import pytest

from tests.caches.proxies import Cache, tell_varnish
from tests.serving import Answer, Server, eventually

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.xdist_group("caches")

FEED_NAMES = ("feed.xml", "atom.xml", "feed.json")
TAKEN = ("", "gzip", "br", "gzip, deflate, br", "gzip;q=0", "identity", "GZIP ; q=0.5, br;q=0")
"""What clients say they take."""
LONG = 5 * 3600
"""Seconds after which no copy is fresh."""
KEPT = ("content-type", "last-modified", "cache-control", "access-control-allow-origin")


def accepting(taken: str) -> dict[str, str]:
    return {"Accept_Encoding": taken} if taken else {}


def decoded(answer: Answer) -> bytes:
    _, headers, body = answer
    coding = headers.get("content-encoding")
    if coding == "gzip":
        return gzip.decompress(body)
    return brotli.decompress(body) if coding == "br" else body


def signature(etag: str) -> str:
    """Give what is left of a tag when weakness and coding are taken away."""
    return etag.removeprefix("W/").strip('"').removesuffix("-gzip").removesuffix("-br")


def commit(origin: Server, name: str, title: str, code: str) -> None:
    """Add or change an article, and wait until every worker has it."""
    origin.write(name, title, code)
    origin.comes_to_show("/feed.json", 200, title)


@pytest.mark.parametrize("taken", TAKEN)
@pytest.mark.parametrize("name", [*FEED_NAMES, ""])
def test_copy_has_the_bytes_and_headers_of_the_server(cache: Cache, name: str, taken: str) -> None:
    path = cache.new_path(name)
    for _ in range(3):
        answer = cache.get(path, **accepting(taken))
    asked = len(cache.tap.of(path))
    answer = cache.get(path, **accepting(taken))
    _, headers, body = cache.origin.get(path)
    assert len(cache.tap.of(path)) == asked, "it was no copy"
    assert (answer[0], decoded(answer)) == (200, body)
    assert {key: answer[1].get(key) for key in KEPT} == {key: headers.get(key) for key in KEPT}
    assert signature(answer[1]["etag"]) == signature(headers["etag"])
    assert {part.strip().lower() for part in answer[1]["vary"].split(",")} >= {"accept-encoding"}
    refused = {coding for coding in ("gzip", "br") if coding not in taken.lower() or f"{coding};q=0" in taken}
    assert answer[1].get("content-encoding") not in refused
    assert ("content-encoding" in answer[1]) == bool(cache.codings - refused)


def test_one_strong_tag_never_stands_for_two_codings(cache: Cache) -> None:
    path = cache.new_path()
    tags: dict[str, set[str]] = {}
    for taken in TAKEN * 2:
        _, headers, _ = cache.get(path, **accepting(taken))
        tags.setdefault(headers["etag"], set()).add(headers.get("content-encoding", "identity"))
    assert all(len(codings) == 1 for tag, codings in tags.items() if not tag.startswith("W/"))


@pytest.mark.parametrize("taken", ["", "gzip"])
def test_old_copy_is_confirmed_with_its_tag(cache: Cache, taken: str) -> None:
    path = cache.new_path()
    for _ in range(2):
        cache.get(path, **accepting(taken))
    cache.clock.move(LONG)
    asked = len(cache.tap.of(path))
    answer = cache.get(path, **accepting(taken))
    [confirmed] = cache.tap.of(path)[asked:]
    assert confirmed.status == 304 and "if-none-match" in confirmed.headers
    assert (answer[0], decoded(answer)) == (200, cache.origin.get(path)[2])
    cache.get(path, **accepting(taken))
    assert len(cache.tap.of(path)) == asked + 1


def test_change_is_given_once_the_copy_is_old(cache: Cache) -> None:
    paths = [cache.new_path(name) for name in FEED_NAMES]
    wants = [(path, accepting(taken)) for path in paths for taken in TAKEN]
    for _ in range(3):
        before = [decoded(cache.get(path, **headers)) for path, headers in wants]
    commit(cache.origin, f"{cache.name}.txt", f"Le marché de {cache.name} ferme", f"bbb{cache.name[:4]}")
    assert [decoded(cache.get(path, **headers)) for path, headers in wants] == before
    cache.clock.move(LONG)
    after = [decoded(cache.get(path, **headers)) for path, headers in wants]
    assert after == [cache.origin.get(path)[2] for path, _ in wants]
    assert all(f"Le marché de {cache.name}" in body.decode() for body in after)


@pytest.mark.parametrize("is_old", [False, True])
@pytest.mark.parametrize("taken", ["", "gzip", "gzip, deflate, br"])
def test_second_poll_is_304(cache: Cache, taken: str, is_old: bool) -> None:  # noqa: FBT001
    path = cache.new_path()
    for _ in range(2):
        _, headers, _ = cache.get(path, **accepting(taken))
    etag, changed = headers["etag"], headers["last-modified"]
    for having in (
        {"If_None_Match": etag},
        {"If_None_Match": f"W/{etag.removeprefix('W/')}"},
        {"If_None_Match": etag.removeprefix("W/")},
        {"If_None_Match": etag, "If_Modified_Since": changed},
        {"If_Modified_Since": changed},
    ):
        if is_old:
            cache.clock.move(LONG)
        status, given, body = cache.get(path, **accepting(taken), **having)
        assert (status, body) == (304, b""), having
        assert signature(given["etag"]) == signature(etag)
    stale = cache.get(path, **accepting(taken), If_None_Match='"another"', If_Modified_Since=changed)
    assert (stale[0], decoded(stale)) == (200, cache.origin.get(path)[2])


def test_made_up_date_is_compared_as_a_date(advised_cache: Cache) -> None:
    path = advised_cache.new_path()
    changed = parsedate_to_datetime(advised_cache.get(path)[1]["last-modified"])
    advised_cache.clock.move(LONG)
    for hours, status in ((1, 304), (-1, 200)):
        made_up = format_datetime(changed + timedelta(hours=hours), usegmt=True)
        advised_cache.get(path)
        assert advised_cache.get(path, If_Modified_Since=made_up)[0] == status


def test_tag_that_a_proxy_weakened_is_known_to_the_server(get_cache: Callable[[str], Cache]) -> None:
    proxy = get_cache("compressing_only")
    path = proxy.new_path()
    _, headers, _ = proxy.get(path, Accept_Encoding="gzip")
    assert headers["etag"].startswith('W/"') and headers["content-encoding"] == "gzip"
    bare = headers["etag"].removeprefix("W/").strip('"')
    for tag in (headers["etag"], f'"{bare}-gzip"', f'W/"{bare}-br"', f'"{bare};gzip"', bare):
        assert proxy.get(path, Accept_Encoding="gzip", If_None_Match=tag)[0] == 304
        assert proxy.tap.of(path)[-1].headers["if-none-match"] == tag
    commit(proxy.origin, "weak.txt", "Le marché faible ferme", "bbbweak")
    assert proxy.get(path, Accept_Encoding="gzip", If_None_Match=headers["etag"])[0] == 200


def test_head_says_what_get_says(cache: Cache) -> None:
    path = cache.new_path()
    for taken in ("", "gzip"):
        cache.get(path, **accepting(taken))
        got, head = (cache.get(path, method, **accepting(taken)) for method in ("GET", "HEAD"))
        assert (head[0], head[2]) == (200, b"")
        assert {key: head[1].get(key) for key in (*KEPT, "etag")} == {key: got[1].get(key) for key in (*KEPT, "etag")}
    fresh = cache.new_path()
    assert cache.get(fresh, "HEAD")[2] == b""
    assert cache.get(fresh)[2] == cache.origin.get(fresh)[2]


def test_every_spelling_leads_to_the_one_copy(advised_cache: Cache) -> None:
    path = advised_cache.new_path()
    number = path.partition("=")[2]
    for _ in range(2):
        for spelling in (
            f"/rss?limit={number}",
            f"{path}&x=1",
            f"/feed.xml?x=1&limit={number}",
            f"/feed?limit={number}",
        ):
            status, headers, _ = advised_cache.get(spelling)
            assert (status, headers["location"]) == (301, f"https://news.example.org{path}")
            assert len(advised_cache.tap.of(spelling)) == 1
            advised_cache.get(headers["location"].removeprefix("https://news.example.org"))
    assert len(advised_cache.tap.of(path)) == 1


@pytest.mark.parametrize("first", ["reader", "browser"])
def test_reader_is_never_given_a_page_nor_a_browser_a_feed(cache: Cache, first: str) -> None:
    path = cache.new_path()
    reader, browser = {"Accept_Encoding": "gzip"}, {"Accept_Encoding": "gzip", "Sec_Fetch_Dest": "document"}
    other = {"Accept_Encoding": "gzip", "Sec_Fetch_Dest": "empty"}
    for _ in range(2):
        for headers in (reader, browser, other)[:: 1 if first == "reader" else -1]:
            _, given, _ = cache.get(path, **headers)
            is_page = given["content-type"].startswith("text/html")
            assert is_page == (headers is browser)
            assert given["cache-control"].startswith("private, no-store") == is_page
    assert sum("sec-fetch-dest" in asked.headers for asked in cache.tap.of(path)) >= 2, "a page was kept"


def test_missing_article_is_found_once_it_is_there(cache: Cache) -> None:
    path = f"/late{cache.name}"
    assert [cache.get(path)[0] for _ in range(3)] == [404] * 3
    commit(cache.origin, f"late-{cache.name}.txt", f"Le retard de {cache.name}", f"late{cache.name}")
    assert cache.get(path)[0] == 404
    cache.clock.move(75)
    assert cache.get(path)[0] == 301


def test_withdrawn_article_is_gone_and_comes_back(advised_cache: Cache) -> None:
    cache, origin, path = advised_cache, advised_cache.origin, f"/gone{advised_cache.name}"
    commit(origin, f"gone-{cache.name}.txt", f"Le départ de {cache.name}", path[1:])
    for command, status in (("", 301), ("withdraw", 410), ("restore", 301)):
        if command:
            origin.run(command, f"https://short.example{path}")
            origin.comes_to_show(path, status)
        cache.clock.move(315)
        assert [cache.get(path)[0] for _ in range(2)] == [status] * 2


def test_failure_is_not_kept(cache: Cache) -> None:
    path = cache.new_path("sources/afp/feed.xml")
    database = sqlite3.connect(cache.origin.folder / "instance" / "feeds.db", isolation_level=None)
    database.execute("ALTER TABLE entry RENAME TO entered")
    try:
        assert [cache.get(path)[0] for _ in range(2)] == [503] * 2
    finally:
        database.execute("ALTER TABLE entered RENAME TO entry")
        database.close()
    assert cache.get(path)[0] == 200
    assert cache.get("/feed.xml?limit=many")[0] == 400


def test_copy_is_given_while_the_server_is_away(advised_cache: Cache) -> None:
    cache, origin = advised_cache, advised_cache.origin
    path = cache.new_path()
    before = cache.get(path)[2]
    cache.tap.is_cut = True
    try:
        if cache.name == "varnish":  # what its probe would find out in some seconds
            tell_varnish(cache.folder, "backend.set_health", "default", "sick")
        cache.clock.move(LONG)
        assert [cache.get(path)[::2] for _ in range(2)] == [(200, before)] * 2
        assert cache.get(path, If_None_Match=origin.get(path)[1]["etag"])[0] in {200, 304}
    finally:
        cache.tap.is_cut = False
        if cache.name == "varnish":
            tell_varnish(cache.folder, "backend.set_health", "default", "auto")
    commit(origin, f"away-{cache.name}.txt", f"Le retour de {cache.name}", f"away{cache.name}")
    cache.clock.move(LONG)
    eventually(lambda: cache.get(path)[2] == origin.get(path)[2])


def test_many_readers_at_once_ask_the_server_once(advised_cache: Cache) -> None:
    path = advised_cache.new_path()
    bodies: list[bytes] = []
    threads = [threading.Thread(target=lambda: bodies.append(advised_cache.get(path)[2])) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert bodies == [advised_cache.origin.get(path)[2]] * 12
    assert len(advised_cache.tap.of(path)) == 1
