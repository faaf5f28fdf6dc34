"""While articles come and change, what memory still holds is what Flask answers now, header for header."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from feeds.config import Settings
from feeds.store.tables import journal
from feeds.web import create_app
from feeds.web.base.services import EXTENSION
from feeds.web.front import news, state
from feeds.web.front.ahead import nothing
from feeds.web.front.hotpath import HotPath
from feeds.web.front.mount import Mounted
from feeds.web.front.state import Present
from tests.histories import BEGIN, SOURCES, TAGS, History
from tests.web.front.test_hotpath import asked, layers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from feeds.model import Article
    from feeds.store import Store
    from tests.conftest import FakeClock, Press

    Make = Callable[..., Article]

DAYS = [(BEGIN + timedelta(days=day)).date().isoformat() for day in range(4)]
PATHS = [
    "/",
    "/feed.xml",
    "/atom.xml?limit=3",
    "/feed.json?content=summary",
    *(f"/tags/{tag.slug}/{name}" for tag in TAGS for name in ("atom.xml", "feed.xml")),
    *(f"/tags/{tag.slug}/" for tag in TAGS),
    *(f"/tags/{tag.slug}.md" for tag in TAGS),
    *(f"/sources/{source.slug}/atom.xml" for source in SOURCES),
    *(f"/atom.xml?tag={one.slug}&tag={other.slug}" for one in TAGS for other in TAGS if one.slug < other.slug),
    "/tags/turkey/atom.xml",
    "/atom.xml?tag=a&tag=turkey",
    "/atom.xml?tag=a,b",
    "/atom.xml?source=xa&tag=c,d",
    "/atom.xml?not-tag=a",
    "/atom.xml?not-tag=b&tag=a",
    "/atom.xml?not-source=xa&not-tag=c",
    "/atom.xml?lang=fr",
    "/atom.xml?lang=fr&tag=a",
    *(f"/atom.xml?since={day}&until={day}" for day in DAYS),
    f"/atom.xml?since={DAYS[1]}&tag=b",
    f"/feed.xml?tag=c&until={DAYS[2]}",
    f"/tags/a/feed.xml?since={DAYS[2]}",
    "/browse?tag=a&tag=b",
    "/browse?lang=fr",
    "/tags/",
    "/sources/",
    "/browse/archive",
    "/feeds.opml",
    "/feeds.opml?tag=a",
    "/.well-known/feeds",
    "/sitemap.xml",
    *(f"/sitemap.xml?part={part}" for part in range(4)),
    "/shortlinks.csv",
    "/daily.xml",
    "/tags/a/weekly.json",
    "/daily.atom?not-tag=a",
    "/changes.json",
    "/changes.json?tag=b",
    "/llms.txt",
    "/robots.txt",
    "/rss",
    "/tags/a/rss.xml",
]


_IS_NARROW = re.compile("not-|since=|until=|turkey|opml")
"""Most commits touch nothing of these, or all of them: they are asked for after every one."""


@pytest.fixture
def site(
    store: Store, clock: FakeClock, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[HotPath, Any]]:
    """Give the hot path of a site, and Flask behind it."""
    monkeypatch.setattr(state, "_LOOK_EVERY", 0)
    monkeypatch.setattr(journal, "PART", 5)
    assert store.engine
    app = create_app(Settings(database_url=store_url, window=10, window_hours=6), clock)
    _, hot, _, documents = layers(app)
    yield hot, Mounted(documents.application, Settings().site.url)
    app.extensions[EXTENSION].close()


def addresses(plain: Any) -> list[str]:
    """Give the addresses that are asked for, the archive pages and entries among them that feeds name now."""
    found = set(PATHS)
    for path in ("/atom.xml", "/tags/a/atom.xml", "/atom.xml?tag=a&tag=b", "/atom.xml?not-tag=a"):
        document = ET.fromstring(get(plain, path)[2])
        for link in document.iter("{http://www.w3.org/2005/Atom}link"):
            if link.get("rel") in {"prev-archive", "alternate"}:
                found.add(link.get("href", "").removeprefix(Settings().site.url))
    return sorted(found)


def write_tagged(press: Press, article: Make) -> None:
    """Write an article of each tag."""
    press.write({f"{n}": article(f"Article {n}", tags=[tag], sources=SOURCES) for n, tag in enumerate(TAGS)})


def make_ahead(hot: HotPath) -> None:
    """Have made anew what the last commit touched, as the thread that looks does where there is time."""
    assert isinstance(hot.present, Present) and hot.present.prepare
    hot.present.prepare(hot.present(), math.inf)


def get(application: Any, path: str, **headers: str) -> tuple[str, list[tuple[str, str]], bytes]:
    path, _, query = path.partition("?")
    return asked(application, {"path": path, "query": query, "method": "GET", **headers})


@pytest.mark.above_the_store
@pytest.mark.parametrize("seed", range(2))
def test_what_is_held_is_what_flask_answers_through_any_history(
    site: tuple[HotPath, Any], press: Press, article: Make, seed: int
) -> None:
    hot, plain = site
    history = History(press, article, seed)
    history.begin()
    known = addresses(plain)
    for _ in range(9):
        history.step()
        if history.chance.random() < 0.6:
            make_ahead(hot)
        for path in known:
            if history.chance.random() < (1 if _IS_NARROW.search(path) else 0.15):
                tag = dict(get(plain, path)[1]).get("ETag", "") if history.chance.random() < 0.3 else ""
                assert get(hot, path, HTTP_IF_NONE_MATCH=tag) == get(plain, path, HTTP_IF_NONE_MATCH=tag), path
        if history.chance.random() < 0.1:
            known = sorted({*known, *addresses(plain)})


@pytest.mark.above_the_store
def test_what_an_arrival_does_not_touch_is_answered_from_memory(
    site: tuple[HotPath, Any], press: Press, article: Make
) -> None:
    hot, _ = site
    write_tagged(press, article)
    paths = [path for path in PATHS if "tag=" in path or path.startswith("/tags/") or path == "/feeds.opml"]
    for path in paths:
        get(hot, path)
    press.write({"news": article("News", tags=[TAGS[0]], sources=SOURCES[:1])})
    behind, calls = hot.application, set()

    def count(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        calls.add(f"{environ['PATH_INFO']}?{environ['QUERY_STRING']}".rstrip("?"))
        return behind(environ, start_response)

    hot.application = count
    for path in paths:
        get(hot, path)
    assert calls == {
        *(f"/tags/a/{name}" for name in ("atom.xml", "feed.xml", "rss.xml", "weekly.json", "")),
        "/tags/a.md",
        "/tags/",
        "/atom.xml?tag=a,b",
        "/atom.xml?not-tag=b&tag=a",
        f"/tags/a/feed.xml?since={DAYS[2]}",
        "/feeds.opml?tag=a",
        "/changes.json?tag=b",  # its cursor goes on with every commit
    }


@pytest.mark.above_the_store
def test_what_an_arrival_touches_is_made_before_it_is_asked_for_if_it_was_asked_for_since_it_was_last_made(
    site: tuple[HotPath, Any], press: Press, article: Make
) -> None:
    hot, plain = site
    write_tagged(press, article)
    touched, other = "/tags/a/atom.xml", "/tags/b/feed.xml"
    having = {"HTTP_ACCEPT_ENCODING": "gzip", "HTTP_IF_NONE_MATCH": ""}
    for path in (touched, other, "/"):
        having["HTTP_IF_NONE_MATCH"] = dict(get(hot, path, **having)[1])["ETag"]
        get(hot, path, **having)
    made = []
    for n in range(3):
        press.write({f"news {n}": article(f"News {n}", tags=[TAGS[0]], sources=SOURCES[:1])})
        make_ahead(hot)
        made.append([(key.path, kept.version) for key, kept in hot.held.newest() if kept.is_ahead])
    assert [path for path, _ in made[0]] == [touched]
    assert made == made[:1] * 3, "nobody asked for it"
    expected = get(plain, touched, **having)
    assert get(hot, touched, **having) == expected
    press.write({"more": article("More", tags=[TAGS[0]], sources=SOURCES[:1])})
    make_ahead(hot)
    expected = get(plain, touched, **having)
    hot.application = nothing  # it is in memory
    assert get(hot, touched, **having) == expected
    assert get(hot, "/")[0].startswith("404"), "a page is made when it is asked for"


@pytest.mark.above_the_store
def test_so_many_keys_that_memory_has_no_room_are_everything(
    site: tuple[HotPath, Any], press: Press, article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    hot, plain = site
    monkeypatch.setattr(news, "_MOST_KEYS", 3)
    for n in range(4):
        press.write({f"{n}": article(f"Article {n}", tags=TAGS[:2])})
        for path in PATHS:
            assert get(hot, path) == get(plain, path)
