"""Archive pages: a reader that only follows links gets everything, once; closed pages stay as they are."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feeds.config import Settings
from feeds.model import Article
from feeds.store.schema import entry
from feeds.web import create_app
from feeds.web.base.services import EXTENSION
from feeds.web.front import state
from tests.web.archive import ATOM, HISTORY, MANY, SITE, A, B, document, links, pages, titles

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from tests.conftest import FakeClock, Press

    Make = Callable[..., Article]


@pytest.fixture
def client(many: FlaskClient) -> FlaskClient:
    return many


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("/atom.xml", lambda _n: True),
        ("/tags/a/atom.xml", lambda n: n % 2 == 0),
        ("/atom.xml?tag=a&tag=b", lambda n: n % 14 == 0),
        ("/atom.xml?tag=a,b", lambda n: n % 2 == 0 or n % 7 == 0),
        ("/atom.xml?not-tag=a", lambda n: n % 2),
        ("/atom.xml?not-tag=b&tag=a", lambda n: n % 2 == 0 and n % 7),
        ("/tags/a/atom.xml?content=summary", lambda n: n % 2 == 0),
    ],
)
def test_a_reader_that_follows_links_gets_everything_once(
    client: FlaskClient, query: str, expected: Callable[[int], bool]
) -> None:
    everything = {f"Article {n}" for n in range(MANY) if expected(n)}
    found = list(pages(client, query))
    archived = [title for _, feed in found[1:] for title in titles(feed)]
    assert len(archived) == len(set(archived))
    assert {*archived, *titles(found[0][1])} == everything
    for address, feed in found[1:]:
        assert feed.find(f"{HISTORY}archive") is not None
        assert links(feed)["self"] == f"{SITE}{address.removeprefix(SITE)}"
        assert links(feed)["current"] == f"{SITE}{query}"
        assert feed.findtext(f"{ATOM}id") == found[0][1].findtext(f"{ATOM}id")
        assert titles(feed)
    assert (found[0][1].find(f"{HISTORY}complete") is not None) == (len(found) == 1)


@pytest.mark.above_the_store
def test_other_formats_hold_the_same_pages(client: FlaskClient) -> None:
    address = links(document(client, "/tags/a/atom.xml"))["prev-archive"]
    atom = [found.text for found in document(client, address).iterfind(f"{ATOM}entry/{ATOM}id")]
    rss = document(client, address.replace("atom.xml", "feed.xml"))
    assert [found.text for found in rss.iter("guid")] == atom
    names = {link.get("rel"): link.get("href") for link in rss.iterfind(f"channel/{ATOM}link")}
    assert {"self", "prev-archive", "next-archive", "current"} == set(names)
    feed = json.loads(client.get(address.removeprefix(SITE).replace("atom.xml", "feed.json")).data)
    assert [item["id"] for item in feed["items"]] == atom
    assert feed["next_url"] == str(names["prev-archive"]).replace("feed.xml", "feed.json")


def test_an_arrival_never_changes_a_closed_page(client: FlaskClient, press: Press, article: Make) -> None:
    before = {
        address: client.get(address.removeprefix(SITE)).data for address, _ in list(pages(client, "/atom.xml"))[1:]
    }
    assert len(before) == MANY // 50
    press.write({f"new {n:03}": article(f"Newer {n}", tags=(A,)) for n in range(130)})
    assert {address: client.get(address.removeprefix(SITE)).data for address in before} == before
    assert len(list(pages(client, "/atom.xml"))) == 1 + (MANY + 130) // 50


def test_an_edit_and_a_withdrawal_change_their_page_alone(client: FlaskClient, press: Press, article: Make) -> None:
    listed = [address.removeprefix(SITE) for address, _ in pages(client, "/atom.xml")][1:]
    before = {address: client.get(address) for address in listed}
    press.write({"003": article("Article 3", paragraphs=("Article 3, says the mended paragraph.",))})
    press.withdraw("060")
    after = {address: client.get(address) for address in listed}
    changed = [address for address in listed if after[address].data != before[address].data]
    assert changed == listed[-2:]
    for address in listed:
        assert (after[address].headers["ETag"] != before[address].headers["ETag"]) == (address in changed)
        moved = after[address].last_modified > before[address].last_modified  # type: ignore[operator]
        assert moved == (address in changed)
    assert "Article 60" not in {title for _, feed in pages(client, "/atom.xml") for title in titles(feed)}


@pytest.mark.parametrize("query", ["/atom.xml", "/tags/a/atom.xml", "/atom.xml?not-tag=b&tag=a", "/atom.xml?not-tag=b"])
def test_what_happens_on_newer_pages_does_not_date_a_page(client: FlaskClient, press: Press, query: str) -> None:
    oldest = [address.removeprefix(SITE) for address, _ in pages(client, query)][-1]
    before = client.get(oldest).headers["Last-Modified"]
    press.withdraw(f"{MANY - 4:03}")
    assert client.get(oldest).headers["Last-Modified"] == before
    press.restore(f"{MANY - 4:03}")
    assert client.get(oldest).headers["Last-Modified"] == before


@pytest.mark.parametrize("kept", [(), ("p060",)])
def test_a_way_to_older_entries_that_changes_dates_the_feed_and_never_back(
    press: Press,
    article: Make,
    clock: FakeClock,
    store_url: str,
    monkeypatch: pytest.MonkeyPatch,
    kept: tuple[str, ...],
) -> None:
    monkeypatch.setattr(state, "_LOOK_EVERY", 0)
    shown = {"p010", "p060", "p061", "p150"}
    names = [f"p{n:03}" for n in range(151)]
    press.write({name: article(name, tags=(A,) if name in shown else (A, B)) for name in names})
    app = create_app(Settings(database_url=store_url, window=1, window_hours=0), clock)
    client, seen = app.test_client(), []
    changes: list[tuple[Callable[..., None], tuple[str, ...]]] = [
        (press.withdraw, ("p061", *({"p060"} - set(kept)))),
        (press.restore, ("p061",)),
        (press.withdraw, ("p061",)),
        (press.withdraw, ("p010",)),
        (press.restore, ("p010", "p061")),
        (press.withdraw, ("p060",)),
        (press.restore, ("p060",)),
    ]
    for change, paths in [(press.restore, ()), *changes]:
        change(*paths)
        answer = client.get("/atom.xml?not-tag=b&tag=a")
        seen.append((answer.last_modified, answer.data))
    moments = [moment for moment, _ in seen]
    assert moments == sorted(moments)  # type: ignore[type-var]
    for (moment, body), (later, other) in pairwise(seen):
        assert body == other or moment != later
    app.extensions[EXTENSION].close()


def test_the_page_that_is_still_open_leads_to_the_newest_entries(client: FlaskClient) -> None:
    newest = list(pages(client, "/tags/a/atom.xml"))[1][1]
    answer = client.get(links(newest)["next-archive"].removeprefix(SITE))
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{SITE}/tags/a/atom.xml")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.above_the_store
@pytest.mark.parametrize("name", ["x", "1", "00", "-", "a-b", "zzzzzzzzzzzzzz", "%00", "zz-0", "A"])
def test_a_page_that_never_was_is_not_found(client: FlaskClient, name: str) -> None:
    assert client.get(f"/atom.xml?page={name}").status_code == 404
    assert client.get(f"/atom.xml?page={name}&tag=a&tag=b").status_code == 404


def test_old_stock_is_cut_into_pages_of_its_own(client: FlaskClient, press: Press, article: Make) -> None:
    first = list(pages(client, "/atom.xml"))
    press.write({f"old {n:03}": article(f"Older {n}") for n in range(300)}, backfill=True)
    with press.store.reading() as connection:
        places = dict(connection.execute(select(entry.c.title, entry.c.place)).all())
    found = list(pages(client, "/atom.xml"))
    assert all(len(titles(feed)) <= 100 for _, feed in found[1:])
    archived = [title for _, feed in found[1:] for title in titles(feed)]
    assert len(archived) == len(set(archived))
    assert {*archived, *titles(found[0][1])} == set(places)
    assert len(found) > len(first)


@pytest.mark.above_the_store
def test_pages_for_people_turn_too(client: FlaskClient) -> None:
    home = client.get("/tags/a/")
    older = links(document(client, "/tags/a/atom.xml"))["prev-archive"].partition("?")[2]
    assert f'href="{SITE}/tags/a/?{older}"' in home.text
    page = client.get(f"/tags/a/?{older}")
    assert page.status_code == 200
    assert "Newer entries" in page.text and "Older entries" in page.text


@pytest.mark.above_the_store
def test_preview_of_a_feed_turns_to_the_previews_of_its_pages(client: FlaskClient) -> None:
    turned, address = [], "/tags/a/feed.json"
    while address:
        shown = client.get(address, headers={"Sec-Fetch-Dest": "document"}).text
        turned.append(address)
        older = re.search(r'href="([^"]*)" rel="next"', shown)
        address = older[1].removeprefix(SITE) if older else ""
    feed = client.get("/tags/a/feed.json").get_json(force=True)
    assert turned[1] == feed["next_url"].removeprefix(SITE)
    assert len(turned) == len(list(pages(client, "/tags/a/atom.xml"))) > 2


@pytest.mark.above_the_store
def test_who_subscribes_on_an_archive_page_gets_what_comes(client: FlaskClient) -> None:
    older = links(document(client, "/tags/a/atom.xml"))["prev-archive"].partition("?")[2]
    page = client.get(f"/tags/a/?{older}").text
    assert 'href="/tags/a/feed.xml"' in page
    assert f"feed.xml?{older}" not in page
    preview = client.get(f"/tags/a/feed.xml?{older}", headers={"Sec-Fetch-Dest": "document"}).text
    assert f"{SITE}/tags/a/feed.xml<" in preview.replace("<wbr>", "")
    assert f'href="/tags/a/feed.xml?{older}&amp;raw=1"' in preview


def test_page_is_kept_as_long_as_the_head_whatever_its_own_rhythm(
    press: Press, article: Make, clock: FakeClock, store_url: str
) -> None:
    now = datetime.fromtimestamp(clock.now(), UTC)
    press.write({f"{n:03}": article(f"Old {n}", published=now - timedelta(days=400 - n)) for n in range(120)})
    press.write({f"n{n:03}": article(f"New {n}", published=now - timedelta(minutes=400 - 4 * n)) for n in range(100)})
    app = create_app(Settings(database_url=store_url, window_hours=0), clock)
    client = app.test_client()
    kept = {
        client.get(address.removeprefix(SITE)).headers["Cache-Control"] for address, _ in pages(client, "/atom.xml")
    }
    assert kept == {"max-age=300, stale-while-revalidate=300, stale-if-error=86400"}
    older = links(document(client, "/atom.xml"))["prev-archive"].replace("atom.xml", "feed.xml")
    assert document(client, older)[0].find("ttl") is None
    app.extensions[EXTENSION].close()


@pytest.mark.above_the_store
def test_poll_hints_agree(client: FlaskClient) -> None:
    answer = client.get("/feed.xml")
    channel = ET.fromstring(answer.data)[0]
    minutes = int(channel.findtext("ttl") or 0)
    assert answer.headers["Cache-Control"] == (
        f"max-age={minutes * 60}, stale-while-revalidate={minutes * 60}, stale-if-error=86400"
    )
    sy = "{http://purl.org/rss/1.0/modules/syndication/}"
    period = {"hourly": 60, "daily": 1440}[channel.findtext(f"{sy}updatePeriod") or ""]
    assert period / int(channel.findtext(f"{sy}updateFrequency") or 0) == minutes
