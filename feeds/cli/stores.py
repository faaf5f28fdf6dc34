"""What commands share: the store of the settings, the entries that words name, and the hubs told of what was done."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

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
    "there is no store at {} in {}: `feeds restore-from FILE` makes that of a backup, `feeds ingest FOLDER` a new one;"
    " a command that looks is run in the folder of the site, or FEEDS_DATABASE_URL names the store"
)
_MOST_NAMED = 5
"""Articles whose titles hold what was asked for."""
_NONE = "no such entry"
_MOST_LISTED = 20
_TELLING = 5.0
"""Seconds for which a command tells the hubs what it did; the rest is kept for `feeds serve` or the next command."""


def open_for(settings: Settings, created: int | None = None, *, makes: bool = False) -> Store:
    """Open the store of these settings until the command ends, or make it where that is wanted. Raises StoreError."""
    # The rendering stamp is the server's to write: the settings of a command may be others than those served with.
    from feeds.store import open_store
    from feeds.store.address import shown_url

    url, site_id = settings.database_url, settings.site_id or None
    try:
        store = open_store(url, SystemClock(), site_id=site_id, created=created, makes=makes)
    except StoreGone as error:
        raise StoreError(_NOT_THERE.format(shown_url(url), Path.cwd())) from error
    if context := click.get_current_context(silent=True):
        context.call_on_close(store.close)
    if settings.hubs:
        from feeds.store.tables import pings

        pings.enlist(store, settings.hubs)
    return store


def require_folder(file: Path) -> None:
    """See that the folder is there in which a file is to be written: one is not made of a slip of the pen."""
    if not file.parent.is_dir():
        said = f"there is no folder {file.parent}: make it first, or is another meant?"
        raise StoreError(f"{file} cannot be written: {said}")


def tell_hubs(store: Store, settings: Settings) -> None:
    """Tell the hubs of these settings what was done, for a while."""
    if settings.hubs:
        from feeds.push import delivery

        if left := delivery.drain(settings.publisher(store), SystemClock(), _TELLING):
            say(f"feeds: {left} pings to hubs are kept for feeds serve or the next command")


def named(
    store: Store, settings: Settings, what: Iterable[str], *, all_of_each: bool = False
) -> tuple[list[Found], bool]:
    """Find the entries that files, titles, ids, slugs and addresses name; tells whether a word names none, and says it.

    What several have names none, unless all of them are wanted: those that have it are said.
    """
    from feeds.sharing.resolver import Resolver

    resolver = Resolver(store, settings.site, settings.share_hosts)
    every: list[Found] = []
    missed = False
    for name in what:
        found, reason = _find(store, resolver, name)
        if len(found) == 1 or (found and all_of_each):
            every += found
            continue
        missed = True
        near = found or (_titled_like(store, name) if reason.startswith(_NONE) else [])
        reason = f"{len(found)} articles have it; name one by its id:" if found else reason
        say(f"feeds: {name}: {reason}{'; is one of these meant?' if near and not found else ''}")
        for one in sorted(near, key=lambda one: one.entry.id)[:_MOST_LISTED]:
            say(f"  {one.entry.id}  {one.entry.title}")
        if len(near) > _MOST_LISTED:
            say(f"  {len(near) - _MOST_LISTED:,} more")
    return every, missed


def _find(store: Store, resolver: Resolver, name: str) -> tuple[list[Found], str]:
    """Give what a word names, or the reason why it names nothing."""
    from feeds.errors import ForeignHost, InvalidAddress
    from feeds.store.read import reader
    from feeds.store.tables.files import entries_at

    with store.reading() as connection:
        found = reader.find(connection, "number", entries_at(connection, Path(name)))
        found = found or reader.find(connection, "title", [name])
    if found:
        return found, ""
    if os.path.isdir(name):  # noqa: PTH112 - what is no path is none
        return [], "it is a folder: name files in it"
    if os.path.exists(name):  # noqa: PTH110
        return [], "no article was read from it: `feeds parse` shows why, `feeds ingest` reads it"
    try:
        return resolver.named(name), _NONE
    except (ForeignHost, InvalidAddress) as error:
        before, _, slug = name.rstrip("/").rpartition("/entries/")
        if before and "/" not in slug:  # of this site at another port, or where it lived before: its owner means it
            return _find(store, resolver, slug)
        is_address = "." in name.partition("://")[2] or "." in name.partition("/")[0]
        return [], f"{_NONE} ({error})" if is_address else f"{_NONE}{', and no such file' if '/' in name else ''}"


def _titled_like(store: Store, words: str) -> list[Found]:
    from feeds.store.read import reader

    with store.reading() as connection:
        return reader.titled_like(connection, words, _MOST_NAMED)
