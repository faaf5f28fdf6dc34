"""`feeds backup`, `feeds restore-from`, `feeds move`: the whole store in a file, back again, and in another place."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feeds.cli.saying import say
from feeds.cli.stores import open_for, require_folder
from feeds.clock import SystemClock
from feeds.config import load_settings
from feeds.errors import StoreError, counted

if TYPE_CHECKING:
    from collections.abc import Iterator


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write the whole store into FILE, while it is used, and read it back.

    That is every id, place, alias, withdrawal and click. FILE is an SQLite database, whatever the store is. It must not
    be there yet, its folder must.

    Example: feeds backup friday.db
    """
    from feeds.store import open_store
    from feeds.store.read.overview import contents_of
    from feeds.store.write.copies import copy_store

    settings = load_settings()
    store = open_for(settings)
    if file.exists():
        raise StoreError(f"{file} is there already: a backup is written over nothing")
    require_folder(file)
    aside = file.with_name(f"{file.name}.part")
    aside.unlink(missing_ok=True)
    copy = open_store(f"sqlite:///{aside.absolute()}", SystemClock())
    try:
        copy_store(store, copy)
        with copy.reading() as connection:
            held = contents_of(connection)
        copy.close()
        aside.replace(file)
    finally:
        copy.close()
        for left in aside.parent.glob(f"{aside.name}*"):
            left.unlink()
    click.echo(f"{file}\t{held}")


@click.command("restore-from")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Write over a store that has articles.")
def restore_from(file: Path, *, force: bool) -> None:
    """Make the store again from FILE, which `feeds backup` wrote; what was withdrawn or erased since stays so.

    A store that has articles is written over with --force only.

    Example: feeds restore-from friday.db
    """
    from feeds.ingest.indexing import index
    from feeds.store import open_store
    from feeds.store.read.overview import contents_of, count_entries
    from feeds.store.write.copies import restore_store
    from feeds.store.write.publication import count_public

    settings = load_settings()
    if not file.is_file():
        raise StoreError(f"{file}: no such file")
    store = open_for(settings, makes=True)
    with store.reading() as connection:
        public = count_public(connection)
        is_new = not any(count_entries(connection).values())
    if public and not force:
        raise StoreError(
            f"the store {store.url} has {counted(public, 'article')}: nothing was restored (--force writes over them)"
        )
    with _copied(file, store.folder) as copy:
        url = f"sqlite:///{copy}"
        try:
            kept = open_store(url, SystemClock(), makes=False)
        except StoreError as error:
            raise StoreError(str(error).replace(f"the store {url}", str(file))) from error
        try:
            again, erased = restore_store(kept, store, SystemClock())
        finally:
            kept.close()
    index(store, SystemClock())
    if is_new:
        say("feeds: there was no store here before: what was withdrawn after the backup is not known, and public again")
    with store.reading() as connection:
        held = contents_of(connection)
    click.echo(f"{store.url}\t{held}\t{counted(again, 'article')} withdrawn again, {erased:,} erased again")


@contextmanager
def _copied(file: Path, folder: Path | None) -> Iterator[Path]:
    """Give a copy of a backup, for a while: to open one of an earlier version is to change it."""
    with tempfile.TemporaryDirectory(prefix="restoring-", dir=folder) as place:
        copy = Path(place) / "feeds.db"
        for part in ("", "-wal"):  # of a file that was copied by other means
            if (beside := file.with_name(file.name + part)).exists():
                shutil.copyfile(beside, copy.with_name(copy.name + part))
        yield copy


@click.command()
@click.argument("store")
@click.option("--force", is_flag=True, help="Write over a store that has articles.")
def move(store: str, *, force: bool) -> None:
    """Copy the whole store to another place, SQLite or PostgreSQL, and compare both.

    STORE is an address such as FEEDS_DATABASE_URL takes, or a file. What stops in between goes on when it is run again.
    Stop the server before, and set FEEDS_DATABASE_URL after; the old store stays as it is. A store that has articles is
    written over with --force only, an earlier copy of this one too.

    Example: feeds move postgresql+psycopg://feeds@db.example.org/feeds
    """
    from feeds.ingest.indexing import index
    from feeds.ingest.progress import reporting
    from feeds.store import open_store
    from feeds.store.address import file_of, shown_url
    from feeds.store.read.overview import contents_of
    from feeds.store.write.moving import move_store

    url = store if "://" in store else f"sqlite:///{store}"
    source = open_for(load_settings())
    if file := file_of(url):
        require_folder(file)
    with reporting("Copying", "records copied") as progress:
        move_store(source, url, SystemClock(), progress, force=force)
    moved = open_store(url, SystemClock(), makes=False)
    index(moved, SystemClock())
    moved.close()
    with source.reading() as connection:
        held = contents_of(connection)  # as the other one does, to which it was compared
    click.echo(f"{shown_url(url)}\t{held}")
    say("both stores hold the same; from now on the new one is used where FEEDS_DATABASE_URL (database_url) names it")
