"""The commands; each calls one use case.

Results go to standard output, one record a line; progress and messages to standard error. Exit status:
0 all well, 1 some input was refused, 2 usage, settings or store.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import closing
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feeds.cli.links import REFUSED, alias, named, shortlinks, stats
from feeds.clock import SystemClock
from feeds.config import PREFIX, Settings, load_settings, option_of
from feeds.errors import FeedsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from feeds.ingest.importer import Summary
    from feeds.store import Store

UNUSABLE = 2

_TELLING = 5.0
"""Seconds for which a command tells the hubs what it did; the rest is kept for `feeds serve` or the next command."""

_MOST_REPAIRS = 20
"""An old corpus may be Windows-1252 throughout: after so many lines the rest is counted."""


class _Commands(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; say in one line what keeps it from running."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Whoever read along (`head`) has enough. Python made an error of the signal; now that all is put away,
            # the command ends by it, as every other one in a pipe does.
            signal.signal(signal.SIGPIPE, signal.SIG_DFL)
            signal.raise_signal(signal.SIGPIPE)
        except FeedsError as error:
            click.echo(f"feeds: {error}", err=True)
            ctx.exit(UNUSABLE)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="feeds")
def main() -> None:
    """Publish parsed articles as RSS, Atom and JSON feeds, and resolve their share links."""


main.add_command(alias)
main.add_command(shortlinks)
main.add_command(stats)


def _settings_options(command: Callable[..., None]) -> Callable[..., None]:
    for field in reversed(fields(Settings)):
        command = click.option(option_of(field.name), help=f"Instead of {PREFIX}{field.name.upper()}.")(command)
    return command


@main.command()
@_settings_options
def serve(**options: str | None) -> None:
    """Read what is new, then serve the feeds and watch the articles folder."""
    from feeds.serve import server

    given = {name: value for name, value in options.items() if value}
    settings = load_settings(options=given)
    # The processes it starts read their settings anew.
    os.environ.update((PREFIX + name.upper(), value) for name, value in given.items())
    server.serve(settings)


def _moment(_context: click.Context, _parameter: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter("it takes an ISO date and time, such as 2026-03-01T09:00:00Z") from error
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


@main.command()
@click.argument("paths", metavar="[PATH…]", nargs=-1, type=click.Path(path_type=Path))
@click.option("--prune", is_flag=True, help="Withdraw the entries whose files are gone.")
@click.option("--force", is_flag=True, help="Let --prune withdraw more than a tenth, or everything.")
@click.option(
    "--backfill", is_flag=True, help="Place new entries by their date: subscribers do not see old stock as new."
)
@click.option("--seen-at", metavar="TIME", callback=_moment, help="Take TIME for the moment of the import.")
def ingest(paths: tuple[Path, ...], *, prune: bool, force: bool, backfill: bool, seen_at: int | None) -> None:
    """Read articles into the store. PATH is a folder or a file; without one, the configured folders.

    Running it again changes nothing that did not change. Files that are refused are named each time, with
    line and reason, and make the exit status 1; the rest is published.
    """
    from feeds.ingest.importer import Options, ingest, targets_of
    from feeds.ingest.progress import reporting, summary_line
    from feeds.store.read.links import ambiguous
    from feeds.store.tables.files import known_roots
    from feeds.web import reserved_words

    settings = load_settings()
    store = _open(settings, created=seen_at)
    with store.reading() as connection:
        roots = [*known_roots(connection).values(), *(path.resolve() for path in settings.articles)]
    targets = targets_of(paths or settings.articles, roots, may_be_missing=prune and force)
    options = Options(seen_at=seen_at, backfill=backfill, prune=prune, force=force, reserved=reserved_words())
    with reporting() as progress:
        summary = ingest(store, targets, settings.site, SystemClock(), options, progress)
    _report(summary)
    with store.reading() as connection:
        for link, ids in ambiguous(connection):
            click.echo(
                f"ambiguous: {settings.site.share(link)} leads to {len(ids)} articles: {', '.join(ids)}", err=True
            )
    click.echo(summary_line(summary))
    _tell_hubs(store, settings)
    sys.exit(REFUSED if summary.refused else 0)


@main.command()
@click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per file.")
def parse(paths: tuple[Path, ...], *, as_json: bool) -> None:
    """Show what would be read: every field with the line it came from, and why. Nothing is stored."""
    from feeds.cli.rows import read_all

    settings = load_settings()
    refused = False
    with closing(read_all(paths, settings.site, as_json=as_json)) as rows:
        for row in rows:
            refused = refused or row.is_refused
            click.echo(row.text)
    sys.exit(REFUSED if refused else 0)


@main.command()
@click.argument("urls", metavar="URL…", nargs=-1, required=True)
def resolve(urls: tuple[str, ...]) -> None:
    """Find the entry of each share address: the address, what became of it, and the canonical page."""
    from feeds.sharing.resolver import Resolver
    from feeds.site import entry_path

    settings = load_settings()
    resolver = Resolver(_open(settings), settings.site, settings.share_hosts)
    resolutions = resolver.addresses(urls)
    for resolution in resolutions:
        pages = [settings.site.address(entry_path(found.title, found.handle)) for found in resolution.candidates]
        click.echo("\t".join((" ".join(resolution.input.split()), resolution.status, *pages)))
    sys.exit(REFUSED if any(resolution.status != "ok" for resolution in resolutions) else 0)


@main.command()
@click.argument("what", metavar="WHAT…", nargs=-1, required=True)
@click.option("--reason", help="Why, for the page that stays behind.")
@click.option("--legal", is_flag=True, help="Because the law demands it: addresses answer 451 instead of 410.")
def withdraw(what: tuple[str, ...], reason: str | None, *, legal: bool) -> None:
    """Take entries back. WHAT is an id, a slug or a share address; nothing is asked."""
    from feeds.store.schema import BLOCKED, WITHDRAWN
    from feeds.store.write.publication import withdraw

    state = BLOCKED if legal else WITHDRAWN
    _turn(what, lambda connection, second, numbers: withdraw(connection, second, numbers, reason=reason, state=state))


@main.command()
@click.argument("what", metavar="WHAT…", nargs=-1, required=True)
def restore(what: tuple[str, ...]) -> None:
    """Publish withdrawn entries again, with the ids and places they had."""
    from feeds.store.write.publication import restore
    from feeds.web import reserved_words

    _turn(what, lambda connection, second, numbers: restore(connection, second, numbers, reserved_words()))


@main.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def list_facets(*, as_json: bool) -> None:
    """List the sources and tags that have entries: kind, slug, name, number of entries."""
    from feeds.store.read import reader

    with _open(load_settings()).reading() as connection:
        for kind in ("source", "tag"):
            for row in reader.facets(connection, kind):
                if as_json:
                    click.echo(json.dumps({"kind": kind, **row._asdict()}, ensure_ascii=False))
                else:
                    click.echo(f"{kind}\t{row.slug}\t{row.label}\t{row.entries}")


@main.command()
def check() -> None:
    """Read back every feed and report what is wrong: the address and the fault, a line each."""
    from feeds.web import create_app
    from feeds.web.readback import check_every_feed

    faults = 0
    for address, fault in check_every_feed(create_app(load_settings(), publishes=False)):
        faults += 1
        click.echo(f"{address}\t{fault}")
    sys.exit(REFUSED if faults else 0)


def _open(settings: Settings, created: int | None = None) -> Store:
    # The rendering stamp is the server's to write: the settings of a command may be others than those served with.
    from feeds.store import open_store

    store = open_store(settings.database_url, SystemClock(), site_id=settings.site_id or None, created=created)
    if settings.hubs:
        from feeds.store.tables import pings

        pings.enlist(store, settings.hubs)
    return store


def _tell_hubs(store: Store, settings: Settings) -> None:
    if settings.hubs:
        from feeds.push import delivery

        if left := delivery.drain(settings.publisher(store), SystemClock(), _TELLING):
            click.echo(f"feeds: {left} pings to hubs are kept for feeds serve or the next command", err=True)


def _turn(what: Iterable[str], turn: Callable[..., int]) -> None:
    """Withdraw or restore what is named; what is not found is said and makes the exit status 1."""
    settings = load_settings()
    store = _open(settings)
    found, missed = named(store, settings, what)
    numbers = {one.number: f"{one.entry.id}\t{one.entry.title}" for one in found}
    if numbers:
        with store.writing(SystemClock()) as (connection, second):
            turn(connection, second, sorted(numbers))
    for line in numbers.values():
        click.echo(line)
    if numbers:
        _tell_hubs(store, settings)
    sys.exit(REFUSED if missed else 0)


def _report(summary: Summary) -> None:
    for repair in summary.repaired[:_MOST_REPAIRS]:
        click.echo(f"repaired: {repair}", err=True)
    if len(summary.repaired) > _MOST_REPAIRS:
        click.echo(f"repaired: {len(summary.repaired) - _MOST_REPAIRS:,} more, which feeds parse shows", err=True)
    for path, reason in summary.conflicts:
        click.echo(f"conflict: {path}: {reason}", err=True)
    for refusal in summary.refused:
        click.echo(f"refused: {refusal}", err=True)
