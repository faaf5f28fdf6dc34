"""The commands about share links: resolve, choose, count, and keep them safe; and who reads."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from feeds.cli.groups import Group
from feeds.cli.saying import say
from feeds.cli.stores import REFUSED, named, open_for
from feeds.clock import SystemClock
from feeds.config import load_settings
from feeds.model import ShareLink

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from feeds.config import Settings
    from feeds.store import Store


@click.command()
@click.argument("urls", metavar="URL…", nargs=-1, required=True)
def resolve(urls: tuple[str, ...]) -> None:
    """Find the article of each share address: the address, what became of it, and its page.

    Example: feeds resolve https://short.example/6Y5jLH
    """
    from feeds.sharing.resolver import Resolver
    from feeds.site import entry_path

    settings = load_settings()
    resolver = Resolver(open_for(settings), settings.site, settings.share_hosts)
    resolutions = resolver.addresses(urls)
    for resolution in resolutions:
        pages = [settings.site.address(entry_path(found.title, found.handle)) for found in resolution.candidates]
        click.echo("\t".join((" ".join(resolution.input.split()), resolution.status, *pages)))
    sys.exit(REFUSED if any(resolution.status != "ok" for resolution in resolutions) else 0)


@click.group(cls=Group)
def shortlinks() -> None:
    """Keep share links safe: write them all down, read them from elsewhere, take share hosts.

    Example: feeds shortlinks export
    """


@shortlinks.command("export")
@click.option("--format", "form", type=click.Choice(["csv", "pipe"]), default="csv", show_default=True, help="How.")
def export_links(form: str) -> None:
    """Write every share code: CSV with a heading, or `code|address` a line; withdrawn articles included.

    Example: feeds shortlinks export --format pipe
    """
    from feeds.sharing import dumps
    from feeds.store.read import share_codes
    from feeds.store.write import publication

    settings = load_settings()
    with open_for(settings).reading() as connection:
        hosts = settings.share_hosts or publication.share_hosts(connection)
        rows = share_codes.rows(connection)
        if form == "csv":
            lines = dumps.csv_lines(rows, settings.site)
        else:
            lines = dumps.pipe_lines(rows, settings.site, hosts[0] if hosts else "")
        for line in lines:
            click.echo(line, nl=False)


@shortlinks.command("import")
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--host", default="", help="Whose codes they are where a file does not say; else the site's own.")
def import_links(files: tuple[Path, ...], *, dry_run: bool, host: str) -> None:
    """Read share codes from dumps: CSV, JSON, JSON lines or SQL of any shortener, known by what their columns hold.

    With --dry-run each column is named with what it was taken for. A code leads to the article that its address means,
    in whatever spelling. Nothing is written over: what is taken, reserved or leads to no article is named with its
    line, and makes the exit status 1.

    Example: feeds shortlinks import --dry-run yourls.sql
    """
    from feeds.errors import UnknownDump
    from feeds.parsers.opening import opened
    from feeds.sharing.dump_formats import read_dump
    from feeds.sharing.imports import import_links
    from feeds.sharing.resolver import Resolver
    from feeds.web import reserved_words

    settings = load_settings()
    store, words = open_for(settings, makes=True), reserved_words()
    resolver = Resolver(store, settings.site, settings.share_hosts)
    with store.reading() as connection:
        known = [*resolver.hosts(connection), urlsplit(settings.site.url).netloc]
    refused = False
    for path in files:
        try:
            with opened(path, str(path)) as file:
                read = read_dump(file.read().decode("utf-8-sig"), known)
        except UnicodeDecodeError as error:
            raise UnknownDump(f"{path}: it cannot be read: {error}") from error
        except UnknownDump as error:
            raise UnknownDump(f"{path}: {error}") from error
        if dry_run:
            for name, role in read.columns.items():
                say(f"{path}: {name}: {role or 'passed over'}")
        records = [record._replace(host=host) if host and record.host is None else record for record in read.records]
        done = import_links(store, SystemClock(), resolver, settings.site, records, reserved=words, dry_run=dry_run)
        for remark in sorted((*done.refused, *done.noted)):
            say(f"{path}:{remark.line}: {remark.reason}")
        refused = refused or bool(done.refused)
        would = "would be " if dry_run else ""
        click.echo(
            f"{path}: {done.new} codes {would}imported, {done.known} known already,"
            f" {done.withdrawn} articles {would}taken back, {len(done.refused)} lines refused"
        )
    sys.exit(REFUSED if refused else 0)


@shortlinks.command("take")
@click.argument("hosts", metavar="[HOST…]", nargs=-1)
def take_hosts(hosts: tuple[str, ...]) -> None:
    """Let this site resolve the addresses of more HOSTs; print every host that it resolves, the default one first.

    Those of the first import are resolved from the beginning.

    Example: feeds shortlinks take monjournal.example
    """
    from feeds.config.values import read_hosts
    from feeds.errors import SettingsError
    from feeds.store.write import publication

    settings = load_settings()
    if hosts and settings.share_hosts:
        every = ",".join(dict.fromkeys((*settings.share_hosts, *hosts)))
        raise SettingsError(f"FEEDS_SHARE_HOSTS says which hosts are resolved: set it to {every}")
    try:
        taken = read_hosts(list(hosts))
    except ValueError as error:
        raise SettingsError(str(error)) from error
    store = open_for(settings)
    if taken:
        with store.writing(SystemClock()) as (connection, _):
            publication.take_hosts(connection, taken)
    with store.reading() as connection:
        for host in settings.share_hosts or publication.share_hosts(connection):
            click.echo(host)


@click.command()
@click.argument("what")
@click.argument("aliases", metavar="ALIAS…", nargs=-1, required=True)
def alias(what: str, aliases: tuple[str, ...]) -> None:
    """Give an article short addresses of your choice: `<site>/ALIAS`, for ever.

    WHAT is a file, a title, an id, an address or a share address. ALIAS is of 3 to 64 letters a to z, digits and
    hyphens. One that is taken is refused, also where the article that has it was withdrawn.

    Example: feeds alias articles/bridge.txt the-bridge
    """
    from feeds.sharing.aliases import add_aliases
    from feeds.sharing.resolver import Resolver
    from feeds.web import reserved_words

    settings = load_settings()
    store = open_for(settings)
    resolver = Resolver(store, settings.site, settings.share_hosts)
    found, missed = named(store, settings, [what])
    if missed:
        sys.exit(REFUSED)
    given = add_aliases(store, SystemClock(), resolver, found[0].number, aliases, reserved=reserved_words())
    for link, refusal in given:
        if refusal:
            say(f"feeds: {link.code}: {refusal}")
        else:
            click.echo(f"{settings.site.share(link)}\t{settings.site.entry(found[0].entry)}")
    sys.exit(REFUSED if any(refusal for _, refusal in given) else 0)


@click.command()
@click.argument("what", metavar="[WHAT…]", nargs=-1)
@click.option("--since", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help="Count from this day on, UTC.")
@click.option("--by-day", is_flag=True, help="Count each day by itself.")
@click.option("--readers", is_flag=True, help="Print by whom feeds are read, instead of share links.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def stats(what: tuple[str, ...], *, since: datetime | None, by_day: bool, readers: bool, as_json: bool) -> None:
    """Print how often share links were followed: code, address, by people, by programs.

    With --readers: each feed, the programs that fetched it, for how many subscribers they said they do, how often they
    did, and on which day last. The heading of the columns is told beside them, on standard error.

    WHAT is a file, a title, an id or an address of an article; without one, all are printed that were ever followed.
    With --by-day each line begins with the day. Caches answer some clicks themselves: those are not counted.

    Example: feeds stats --since 2026-03-01 --by-day
    """
    from feeds.store.tables.clicks import clicked, date_of, day_of

    if readers and what:
        raise click.UsageError("--readers tells of feeds, not of an article: leave WHAT out")
    settings = load_settings()
    store = open_for(settings)
    if readers:
        _readers(settings, store, since, by_day=by_day, as_json=as_json)
        return
    found, missed = named(store, settings, what, all_of_each=True)
    numbers = [one.number for one in found] if what else None
    with store.reading() as connection:
        rows = clicked(connection, since=day_of(since) if since else 0, by_day=by_day, entries=numbers)
    records = []
    for row in rows:
        address = settings.site.share(ShareLink(row.host, row.code))
        day = {"day": date_of(row.day).isoformat()} if row.day is not None else {}
        records.append({**day, "code": row.code, "address": address, "human": row.human, "bot": row.bot})
    _print(records, {"human": "by people", "bot": "by programs"}, as_json=as_json)
    sys.exit(1 if missed else 0)


def _readers(settings: Settings, store: Store, since: datetime | None, *, by_day: bool, as_json: bool) -> None:
    """Print by whom feeds are read."""
    from feeds.store.tables.clicks import date_of, day_of
    from feeds.store.tables.readership import REST, reads

    with store.reading() as connection:
        rows = reads(connection, since=day_of(since) if since else 0, by_day=by_day)
    records = []
    for row in rows:
        day = {"day" if by_day else "last": date_of(row.day).isoformat()}
        record = {
            "feed": settings.site.address(row.feed) if row.feed != REST else "other feeds",
            "program": row.program if row.program != REST else "other",
            "subscribers": row.subscribers or None,
            "fetches": row.fetches,
        }
        records.append({**day, **record} if by_day else {**record, **day})
    _print(records, {"last": "last fetched"}, as_json=as_json)


def _print(records: Sequence[Mapping[str, Any]], names: Mapping[str, str], *, as_json: bool) -> None:
    """Print records, a line each; of columns the heading beside them, in which some members have other names."""
    if records and not as_json:
        click.echo("\t".join(names.get(name, name) for name in records[0]), err=True)
    for record in records:
        told = ("-" if value is None else str(value) for value in record.values())
        click.echo(json.dumps(record, ensure_ascii=False) if as_json else "\t".join(told))
