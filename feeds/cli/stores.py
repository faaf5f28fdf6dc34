"""What commands share: the store of the settings, the entries that words name, and the hubs told of what was done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from feeds.cli.saying import say
from feeds.clock import SystemClock
from feeds.errors import StoreError, StoreGone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from feeds.config import Settings
    from feeds.sharing.resolver import Resolver
    from feeds.store import Store
    from feeds.store.read.reader import Found

REFUSED = 1
"""Exit status where some input was refused."""

_NOT_THERE = (
    "there is no store at {}: `feeds ingest FOLDER` makes one; a command that looks is run in the folder of the site,"
    " or FEEDS_DATABASE_URL names the store"
)
_TELLING = 5.0
"""Seconds for which a command tells the hubs what it did; the rest is kept for `feeds serve` or the next command."""


def open_for(settings: Settings, created: int | None = None, *, makes: bool = False) -> Store:
    """Open the store of these settings, or make it where that is wanted, at a moment. Raises StoreError."""
    # The rendering stamp is the server's to write: the settings of a command may be others than those served with.
    from feeds.store import open_store
    from feeds.store.engine import shown_url

    url, site_id = settings.database_url, settings.site_id or None
    try:
        store = open_store(url, SystemClock(), site_id=site_id, created=created, makes=makes)
    except StoreGone as error:
        raise StoreError(_NOT_THERE.format(shown_url(url))) from error
    if settings.hubs:
        from feeds.store.tables import pings

        pings.enlist(store, settings.hubs)
    return store


def tell_hubs(store: Store, settings: Settings) -> None:
    """Tell the hubs of these settings what was done, for a while."""
    if settings.hubs:
        from feeds.push import delivery

        if left := delivery.drain(settings.publisher(store), SystemClock(), _TELLING):
            say(f"feeds: {left} pings to hubs are kept for feeds serve or the next command")


def named(store: Store, settings: Settings, what: Iterable[str]) -> tuple[list[Found], bool]:
    """Find the entries that files, ids, slugs, addresses and titles name; tells whether a word names none, and says it.

    A title that several have names none: those that have it are said.
    """
    from feeds.sharing.resolver import Resolver

    resolver = Resolver(store, settings.site, settings.share_hosts)
    every: list[Found] = []
    missed = False
    for name in what:
        found, reason = _find(store, resolver, name)
        if reason:
            missed = True
            say(f"feeds: {reason}")
        every += found
    return every, missed


def _find(store: Store, resolver: Resolver, name: str) -> tuple[list[Found], str]:
    """Give what a word names, or the reason why it names nothing."""
    from feeds.errors import ForeignHost, InvalidAddress
    from feeds.store.read import reader
    from feeds.store.tables.files import entries_at

    with store.reading() as connection:
        if found := reader.find(connection, "number", entries_at(connection, Path(name))):
            return found, ""
        titled = reader.find(connection, "title", [name])
    if len(titled) > 1:
        listed = "".join(
            f"\n  {one.entry.id}  {one.entry.title}" for one in sorted(titled, key=lambda one: one.entry.id)
        )
        return [], f"{name}: {len(titled)} articles have this title; name one by its id:{listed}"
    if titled:
        return titled, ""
    try:
        found = resolver.named(name)
    except (ForeignHost, InvalidAddress) as error:
        return [], f"{name}: no such entry ({error})"
    return found, "" if found else f"{name}: no such entry"
