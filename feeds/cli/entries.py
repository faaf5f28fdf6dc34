"""The commands about what is published: list it, take it back, bring it back."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from feeds.cli.stores import REFUSED, named, open_for, tell_hubs
from feeds.clock import SystemClock
from feeds.config import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@click.command()
@click.argument("what", metavar="WHAT…", nargs=-1, required=True)
@click.option("--reason", help="Why, for the page that stays behind.")
@click.option("--legal", is_flag=True, help="Because the law demands it: addresses answer 451 instead of 410.")
def withdraw(what: tuple[str, ...], reason: str | None, *, legal: bool) -> None:
    """Take entries back. WHAT is a file, a title, an id, a slug or a share address; nothing is asked."""
    from feeds.store.schema import BLOCKED, WITHDRAWN
    from feeds.store.write.publication import withdraw

    state = BLOCKED if legal else WITHDRAWN
    _turn(what, lambda connection, second, numbers: withdraw(connection, second, numbers, reason=reason, state=state))


@click.command()
@click.argument("what", metavar="WHAT…", nargs=-1, required=True)
def restore(what: tuple[str, ...]) -> None:
    """Publish withdrawn entries again, with the ids and places they had."""
    from feeds.store.write.publication import restore
    from feeds.web import reserved_words

    _turn(what, lambda connection, second, numbers: restore(connection, second, numbers, reserved_words()))


@click.command("list")
@click.option("--refused", is_flag=True, help="List the files that are refused instead: file, line, reason.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def list_facets(*, refused: bool, as_json: bool) -> None:
    """List the sources and tags that have entries: kind, slug, name, number of entries."""
    from feeds.store.read import overview, reader

    with open_for(load_settings()).reading() as connection:
        if refused:
            for one in overview.refused_files(connection):
                line = (
                    json.dumps(one._asdict(), ensure_ascii=False)
                    if as_json
                    else f"{one.file}\t{one.line or '-'}\t{one.reason}"
                )
                click.echo(line)
            return
        for kind in ("source", "tag"):
            for row in reader.facets(connection, kind):
                if as_json:
                    click.echo(json.dumps({"kind": kind, **row._asdict()}, ensure_ascii=False))
                else:
                    click.echo(f"{kind}\t{row.slug}\t{row.label}\t{row.entries}")


def _turn(what: Iterable[str], turn: Callable[..., int]) -> None:
    """Withdraw or restore what is named; what is not found is said and makes the exit status 1."""
    settings = load_settings()
    store = open_for(settings)
    found, missed = named(store, settings, what)
    numbers = {one.number: f"{one.entry.id}\t{one.entry.title}" for one in found}
    if numbers:
        with store.writing(SystemClock()) as (connection, second):
            turn(connection, second, sorted(numbers))
    for line in numbers.values():
        click.echo(line)
    if numbers:
        tell_hubs(store, settings)
    sys.exit(REFUSED if missed else 0)
