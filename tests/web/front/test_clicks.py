"""What counts as a click, and as whose; it is written later, and moves nothing that readers are shown."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect, make_url

from feeds.store.tables import clicks
from feeds.store.tables.clicks import Click, Clicked, clicked
from feeds.web.base.clicks import is_bot
from feeds.web.front.redirects import Redirects

if TYPE_CHECKING:
    from feeds.store import Store

PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PREVIEWERS = [
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Twitterbot/1.0",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "TelegramBot (like TwitterBot)",
    "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
    "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "WhatsApp/2.23.20.0",
    "Mastodon/4.3.0 (http.rb/5.2.0; +https://example.social/)",
    "Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)",
    "Signal",
    "meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)",
    "curl/8.5.0",
]
PEOPLE = [
    PERSON,
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    "Lynx/2.9.0dev.12 libwww-FM/2.14",
]


def redirects_of(app: Any) -> Redirects:
    """Find the layer that answers share links, whatever stands in front of it."""
    layer = app.wsgi_app
    while not isinstance(layer, Redirects):
        layer = layer.application
    return layer


def counted(app: Any) -> list[Clicked]:
    clicks = redirects_of(app).clicks
    assert clicks
    clicks.flush()
    with app.extensions["feeds"].store.reading() as connection:
        return clicked(connection)


def test_programs_are_told_from_people() -> None:
    assert [agent for agent in PREVIEWERS if not is_bot(agent)] == []
    assert [agent for agent in PEOPLE if is_bot(agent)] == []


def test_redirects_that_were_followed_are_counted_by_people_and_programs(library: Any) -> None:
    app = library.app()
    client = app.test_client()
    for path in ("/6Y5jLH", "/6Y5jLH/", "/s/turquie2023.com/6Y5jLH", "/6y5jlh", "/6Y5jLH."):
        assert client.get(path, headers={"User-Agent": PERSON}).status_code in {301, 302}
    for agent in PREVIEWERS:
        client.get("/6Y5jLH", headers={"User-Agent": agent})
    client.get("/s/nouvelles2023.example/6Y5jLH", headers={"User-Agent": PERSON})
    assert counted(app) == [
        ("nouvelles2023.example", "6Y5jLH", None, 1, 0),
        ("turquie2023.com", "6Y5jLH", None, 5, len(PREVIEWERS)),
    ]
    client.get("/6Y5jLH", headers={"User-Agent": PERSON})
    assert counted(app)[1] == ("turquie2023.com", "6Y5jLH", None, 6, len(PREVIEWERS))


def test_what_is_no_click_is_not_counted(library: Any) -> None:
    app = library.app()
    client = app.test_client()
    for headers in (
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"Purpose": "preview"},
        {"X-Purpose": "Preview"},
        {"X-Moz": "prefetch"},
        {"User-Agent": ""},
    ):
        assert client.get("/6Y5jLH", headers={"User-Agent": PERSON} | headers).status_code == 301
    assert client.head("/6Y5jLH", headers={"User-Agent": PERSON}).status_code == 301
    for path in (
        "/6Y5jLH+",
        "/6Y5jLH.svg",
        "/GoNe12",
        "/TwIce1",
        "/LaTer1",
        "/zzzzzz",
        "/rss",
        "/api/v1/resolve?url=https://turquie2023.com/6Y5jLH",
    ):
        client.get(path, headers={"User-Agent": PERSON})
    assert counted(app) == []


def test_counting_may_be_turned_off(library: Any) -> None:
    app = library.app(count_clicks=False)
    assert app.test_client().get("/6Y5jLH", headers={"User-Agent": PERSON}).status_code == 301
    assert redirects_of(app).clicks is None


def test_clicks_move_no_validator(library: Any) -> None:
    app = library.app()
    client = app.test_client()
    before = [dict(client.get(path).headers) for path in ("/feed.xml", "/", "/feeds.opml")]
    version = app.extensions["feeds"].store.version()
    client.get("/6Y5jLH", headers={"User-Agent": PERSON})
    assert counted(app)
    assert app.extensions["feeds"].store.version() == version
    after = library.app().test_client()
    assert [dict(after.get(path).headers) for path in ("/feed.xml", "/", "/feeds.opml")] == before


def test_store_that_cannot_be_written_costs_clicks_and_nothing_else(library: Any, engine: str) -> None:
    if engine != "sqlite":
        return  # a lock of SQLite is what a test can hold
    url = library.settings.database_url
    app = library.app(database_url=f"{url}?timeout=0.2")  # how long it would wait is another test's
    client = app.test_client()
    with closing(sqlite3.connect(make_url(url).database or "")) as other:
        other.execute("BEGIN IMMEDIATE")
        assert client.get("/6Y5jLH", headers={"User-Agent": PERSON}).status_code == 301
        assert counted(app) == []
    assert counted(app) == []  # lost: nothing waits for it
    client.get("/6Y5jLH", headers={"User-Agent": PERSON})
    assert len(counted(app)) == 1


def test_clicks_are_added_by_day(store: Store) -> None:
    first = {Click("a.example", "x", 20_000, bot=False): 2, Click("a.example", "x", 20_001, bot=True): 3}
    for more in (first, {**first, Click("", "y", 20_001, bot=False): 1}, {}):
        with store.noting() as connection:
            clicks.add(connection, Counter(more))
    with store.reading() as connection:
        assert clicked(connection) == [("", "y", None, 1, 0), ("a.example", "x", None, 4, 6)]
        assert clicked(connection, by_day=True) == [
            ("", "y", 20_001, 1, 0),
            ("a.example", "x", 20_000, 4, 0),
            ("a.example", "x", 20_001, 0, 6),
        ]
        assert clicked(connection, since=20_001) == [("", "y", None, 1, 0), ("a.example", "x", None, 0, 6)]
        assert clicked(connection, entries=[1]) == []


def test_clicks_of_two_workers_add_up(library: Any) -> None:
    apps = [library.app() for _ in range(2)]
    for app in apps:
        app.test_client().get("/6Y5jLH", headers={"User-Agent": PERSON})
    assert [len(counted(app)) for app in apps] == [1, 1]
    assert counted(apps[0])[0].human == 2


def test_table_has_no_place_for_who_it_was(store: Store) -> None:
    columns = {column["name"] for column in inspect(store.engine).get_columns("click")}
    assert columns == {"host", "code", "day", "bot", "clicks"}
