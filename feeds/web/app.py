"""Put the web application together: routes, what they work with, and the layers in front."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, request

from feeds.clock import SystemClock
from feeds.config import Settings, load_settings
from feeds.sharing.resolver import Resolver
from feeds.store import Store, open_store, place_of
from feeds.store.read.lookup import Lookup
from feeds.store.tables import topics
from feeds.store.write import publication
from feeds.store.write.declaring import declare
from feeds.web.base import errors, problems
from feeds.web.base.answers import permitted, secured, unshared
from feeds.web.base.buffer import Buffer
from feeds.web.base.clicks import Clicks
from feeds.web.base.counters import Counters, signed
from feeds.web.base.own import own_of
from feeds.web.base.readership import Readership
from feeds.web.base.readiness import Readiness
from feeds.web.base.services import EXTENSION, Services
from feeds.web.drawing.cards import Cards
from feeds.web.drawing.fonts import Fonts
from feeds.web.front.ahead import Ahead, nothing
from feeds.web.front.documents import Documents, check_store
from feeds.web.front.folders import Folders
from feeds.web.front.hosts import Hosts
from feeds.web.front.hotpath import HotPath
from feeds.web.front.mount import Mounted
from feeds.web.front.news import Newsroom
from feeds.web.front.redirects import Codes, Redirects
from feeds.web.front.state import Known, Present
from feeds.web.front.surrogates import Surrogates
from feeds.web.front.tally import Tally
from feeds.web.front.throttle import Throttle, check
from feeds.web.languages.choice import languages_of
from feeds.web.languages.speech import speaking
from feeds.web.reserved import reserved_in
from feeds.web.routes import (
    api,
    archive,
    assets,
    changes,
    digests,
    directories,
    dumps,
    feeds,
    form,
    health,
    markdown,
    metrics,
    oembed,
    opml,
    pages,
    sharelinks,
    sitemap,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from _typeshed.wsgi import WSGIApplication

    from feeds.clock import Clock
    from feeds.site import Site


def create_app(
    settings: Settings | None = None, clock: Clock | None = None, *, publishes: bool = True, is_alone: bool = True
) -> Flask:
    """Make the application. Raises SettingsError and StoreError.

    One that only looks (`publishes` is false) leaves the store as it is, whatever its settings say. One that is alone
    says in the log where nobody has begun to read the articles, and makes the store where there is none.
    """
    settings = settings or load_settings()
    clock = clock or SystemClock()
    settings.use_tables()
    site, own = settings.site, own_of(settings)
    store = open_store(
        settings.database_url,
        clock,
        site_id=settings.site_id or None,
        makes=is_alone,
        read_url=settings.database_read_url if publishes else "",
    )
    readiness = Readiness(store)
    if is_alone:
        readiness.warn()
    publisher = settings.publisher(store)
    if publishes:
        publisher.keep_stamp(clock)
        declare(store, clock, settings.private)
    app = _routed()
    words = reserved_in(app)
    use = app.extensions[EXTENSION] = Services(
        site,
        clock,
        store,
        readiness,
        publisher,
        Resolver(store, site, settings.share_hosts, words),
        own,
        languages := languages_of(settings),
        Cards(site.title, Fonts(settings.card_fonts)),
        Counters(publisher.builder),
        _topics(store, clock) if publishes else None,
        clicks := Clicks(store, clock) if publishes and settings.count_clicks else None,
        Readership(store, site, clock) if publishes and settings.count_readers else None,
    )
    # Nothing is built from the Host header: neither addresses nor Werkzeug's own redirects, which are not used.
    app.config["SERVER_NAME"] = urlsplit(site.url).netloc
    app.url_map.merge_slashes = False
    app.url_map.redirect_defaults = False
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    speaking(app, lambda: languages.of(request.headers.get("Accept-Language")))
    errors.register(app)
    app.before_request(check)
    app.before_request(check_store)
    app.before_request(readiness.check)
    app.after_request(signed)  # at last, after those that follow
    app.after_request(secured)
    app.after_request(permitted)
    app.after_request(unshared)
    present = Present(_look(store, settings))
    hot = HotPath(_mounted(Documents(app.wsgi_app, use), site), present, clock, languages)
    present.prepare = Ahead(hot, _mounted(Documents(nothing, use), site))
    codes = Codes(Lookup(store), site, present, words)
    throttle = Throttle(hot, settings.trusted_proxies)
    outermost = Hosts(Redirects(hot, codes, throttle, clicks))
    told = Surrogates(outermost) if settings.surrogate_keys else outermost
    app.wsgi_app = Tally(told, use.counters, use.readership)  # type: ignore[method-assign]
    return app


def reserved_words() -> frozenset[str]:
    """List the words that no share code may be."""
    return reserved_in(_routed())


def _routed() -> Flask:
    """Make what knows every path and can answer none yet."""
    app = Flask("feeds.web", static_folder=None)
    for part in (
        health,
        assets,
        metrics,
        sitemap,
        feeds,
        changes,
        digests,
        opml,
        markdown,
        form,
        archive,
        directories,
        pages,
        api,
        oembed,
        problems,
        dumps,
        sharelinks,
    ):
        app.register_blueprint(part.blueprint)
    return app


def _mounted(application: WSGIApplication, site: Site) -> Mounted:
    return Mounted(Folders(application) if site.has_paths else application, site.url)


def _topics(store: Store, clock: Clock) -> Buffer[str]:
    """Keep which feeds of any selection are asked for: hubs are to be told of those."""

    def write(queries: Collection[str]) -> None:
        with store.noting() as connection:
            topics.keep(connection, queries, int(clock.now()))

    return Buffer(write)


def _look(store: Store, settings: Settings) -> Callable[[], Known]:
    """Make what looks at the store, and learns what was touched since it last did."""
    news = Newsroom()

    def look() -> Known:
        with store.reading() as connection:
            store.check(connection)
            hosts = settings.share_hosts or publication.share_hosts(connection)
            return Known(news.look(connection, place_of(connection)), hosts, news=news)

    return look
