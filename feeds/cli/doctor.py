"""`feeds doctor`: what is wrong with a site, and what to do about it."""

from __future__ import annotations

import importlib.util
import os
import resource
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feeds.cli.findings import Finding, size_of
from feeds.cli.stores import REFUSED, open_for
from feeds.config import NO_FOLDER, load_settings
from feeds.errors import StoreError, counted, how_to_install

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feeds.config import Settings
    from feeds.store import Connection

_LEAST_FREE = 0.05
"""Of the disk that the store lies on."""
_WATCHES = Path("/proc/sys/fs/inotify/max_user_watches")
_DAY = 86400
_EXTRAS = {
    "check": ("feedparser", "by which `feeds check` reads as readers do"),
    "html": ("trafilatura", "by which pages are articles"),
    "zst": ("zstandard", "by which .zst is unpacked"),
    "postgres": ("psycopg", "for a store on PostgreSQL"),
    "cards": ("PIL", "by which titles are drawn for links that are shared"),
    "cluster": ("distributed", "by which `feeds ingest --cluster` reads on many machines"),
    "export": ("fsspec", "by which `feeds export` writes to object stores"),
}
"""The module that tells whether each is installed, and what it is for."""


@click.command()
@click.option("--net", is_flag=True, help="Ask the site by its own address, too, and its hubs.")
def doctor(*, net: bool) -> None:
    """Look at settings, folders, store, disk, clock and limits: each is ok, or it is said what to do.

    Asks nothing of the network, unless it is told to. Exit status 1 where something is to be done.

    Example: feeds doctor
    """
    settings = load_settings()
    findings = [*_of_settings(settings), *_of_folders(settings), *_of_store(settings), *_of_machine(settings)]
    if net:
        from feeds.cli.reach import of_network

        findings += of_network(settings)
    for finding in findings:
        click.echo(f"{'ok' if finding.is_well else 'to do'}\t{finding.about}\t{finding.said}")
    sys.exit(0 if all(finding.is_well for finding in findings) else REFUSED)


def _of_settings(settings: Settings) -> Iterator[Finding]:
    if settings.site_url:
        yield Finding("site address", settings.site.url)
    else:
        said = f"feeds name {settings.site.url}, where only this machine finds them: set FEEDS_SITE_URL"
        yield Finding("site address", said, is_well=False)
    for extra, (module, purpose) in _EXTRAS.items():
        is_there = importlib.util.find_spec(module) is not None
        yield Finding(
            "extra", f"{extra}, {purpose}" + ("" if is_there else f", is not installed: {how_to_install(extra)}")
        )
    if importlib.util.find_spec(_EXTRAS["cards"][0]):
        from feeds.web.drawing.fonts import found

        fonts = [file.name for file in settings.card_fonts or found()]
        yield Finding("fonts", ", ".join(fonts) or "none is known here, so that no title is drawn: docs/addresses.md")
    for fault in settings.faults_of_files().values():
        yield Finding("pages", fault, is_well=False)


def _of_folders(settings: Settings) -> Iterator[Finding]:
    if not settings.articles:
        yield Finding("folder", NO_FOLDER.format("feeds serve"), is_well=False)
    for folder in settings.articles:
        try:
            names = os.listdir(folder)  # noqa: PTH208 - what it says of who may not is what is wanted
        except OSError as error:
            yield Finding("folder", f"{folder} cannot be read: {error.strerror}", is_well=False)
        else:
            yield Finding(
                "folder",
                f"{folder}: {counted(len(names), 'name')}" if names else f"{folder} is empty",
                is_well=bool(names),
            )


def _of_store(settings: Settings) -> Iterator[Finding]:
    from feeds.store.versions import newest_version

    try:
        store = open_for(settings)
        with store.reading() as connection:
            findings = [of for about in (_of_contents, _of_hubs, _of_remarks) for of in about(connection, settings)]
    except StoreError as error:
        yield Finding("store", str(error), is_well=False)
        return
    yield Finding("store", f"{store.url}, up to date: tables of version {newest_version()}")
    yield from findings
    file = Path(store.engine.url.database or "")
    if store.engine.dialect.name == "postgresql":
        yield Finding("size", f"{size_of(store.size())} in the database")
    elif file.exists():
        size, disk = file.stat().st_size, shutil.disk_usage(file.parent)
        said = f"{size_of(size)}, {size_of(disk.free)} left on its disk"
        yield Finding("disk", said, is_well=disk.free >= disk.total * _LEAST_FREE)
        if file.stat().st_mode & 0o007:
            yield Finding("store", f"everybody may read {file}: chmod o= {file}", is_well=False)


def _of_contents(connection: Connection, settings: Settings) -> Iterator[Finding]:
    from feeds.store.read import overview, reader
    from feeds.store.tables import looks

    ahead = reader.last_commit(connection) - time.time()
    if ahead > 1:
        yield Finding("clock", f"the last commit is {ahead:,.0f} seconds ahead: the clock was set back", is_well=False)
    else:
        yield Finding("clock", time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()))
    for look in looks.every(connection):
        ago = time.time() - look.good
        mended = f", {counted(look.repaired, 'line')} repaired, which `feeds parse` shows" if look.repaired else ""
        said = look.error or f"{counted(look.files, 'file')}, {counted(round(ago), 'second')} ago{mended}"
        yield Finding(f"last look at {look.root}", said, is_well=not look.error and ago < _DAY)
        if look.links_out:
            done = "followed" if settings.follow_links else "not followed"
            yield Finding(f"links in {look.root}", f"{len(look.links_out):,} lead out of it, and are {done}")
    refused = len(overview.refused_files(connection))
    yield Finding(
        "refused files", f"{refused:,}, which `feeds list --refused` names" if refused else "none", is_well=not refused
    )


def _of_hubs(connection: Connection, settings: Settings) -> Iterator[Finding]:
    from feeds.store.tables.pings import failures

    for hub in settings.hubs:
        failed, waiting = failures(connection, hub)
        said = f"{hub}: {counted(waiting, 'ping')} waiting" + (
            f", and it failed {failed:,} times in a row" if failed else ""
        )
        yield Finding("hub", said, is_well=not failed)


def _of_remarks(connection: Connection, settings: Settings) -> Iterator[Finding]:
    from feeds.ingest.remarks import remarks
    from feeds.store.write.publication import share_hosts

    for remark in remarks(connection, settings.articles, settings.share_hosts or share_hosts(connection)):
        yield Finding(remark.about, f"{remark.which}: {remark.said}", is_well=False)


def _of_machine(settings: Settings) -> Iterator[Finding]:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    wanted = settings.max_connections // settings.workers
    enough = hard == resource.RLIM_INFINITY or hard > wanted
    yield Finding("open files", f"{hard:,} for {wanted:,} connections a worker", is_well=enough)
    if _WATCHES.exists():
        folders = sum(1 for root in settings.articles for _ in os.walk(root))
        most = int(_WATCHES.read_text())
        said = f"{counted(folders, 'folder')}, the system watches {most:,} (sysctl fs.inotify.max_user_watches)"
        yield Finding("watches", said, is_well=folders < most)
