"""`feeds split`: two articles do not tell one story."""

from __future__ import annotations

import sys

import click

from feeds.cli.saying import say
from feeds.cli.stores import REFUSED, named, open_for, tell_hubs
from feeds.clock import SystemClock
from feeds.config import load_settings


@click.command()
@click.argument("what", metavar="WHAT OTHER", nargs=2, required=True)
@click.option("--undo", is_flag=True, help="Let their texts decide again.")
def split(what: tuple[str, str], *, undo: bool) -> None:
    """Say of two articles that they do not tell the same story, whatever their texts say.

    Neither names the other any more, and with `?collapse=1` both are shown. It is kept in the store and stands whatever
    is read later. WHAT and OTHER are files, titles, ids or addresses; `feeds explain` says how alike they are.

    Example: feeds split articles/quake.txt articles/quake-in-brief.txt
    """
    from feeds.store.write import splitting

    settings = load_settings()
    store = open_for(settings)
    found, missed = named(store, settings, what)
    if missed:
        sys.exit(REFUSED)
    one, other = found
    if one.number == other.number:
        say("feeds: both are one article: `feeds explain` says which files mean it")
        sys.exit(REFUSED)
    with store.writing(SystemClock()) as (connection, second):
        change = splitting.join if undo else splitting.split
        is_done = change(connection, second, one.number, other.number)
    if not is_done:
        say(f"feeds: nothing to do: they {'were never split' if undo else 'are split already'}")
        return
    for each in (one, other):
        click.echo(f"{each.entry.id}\t{each.entry.title or '(erased)'}")
    tell_hubs(store, settings)
