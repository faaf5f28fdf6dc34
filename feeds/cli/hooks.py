"""The commands about webhooks."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from feeds.cli.groups import Group
from feeds.cli.saying import say
from feeds.cli.stores import REFUSED, open_for
from feeds.config import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from feeds.store import Store


@click.group(cls=Group)
def hooks() -> None:
    """Post what is new, changed or withdrawn to addresses of yours: webhooks.

    Example: feeds hooks add https://chat.example/hook --select tag=turkey
    """


@hooks.command("add")
@click.argument("url")
@click.option("--select", "query", default="", help="What of: tag=a&source=b, as in the addresses of feeds.")
@click.option("--allow-private", is_flag=True, help="It may be an address of a private network.")
def add(url: str, query: str, *, allow_private: bool) -> None:
    """Post what changes from now on to an address; prints its number and the secret that signs.

    Example: feeds hooks add http://127.0.0.1:5678/webhook/feeds --allow-private
    """
    from feeds.publish.following import end_of
    from feeds.push.connections import addresses_in_public
    from feeds.push.hooks import new_secret, read_selection
    from feeds.selection import Presentation, spell
    from feeds.selection.private import hides
    from feeds.store.tables import hooks as table

    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not url.isprintable():
        raise click.UsageError(f"{url!r} is no http or https address.")
    selection, presentation = read_selection(query)
    if selection.since or presentation.limit or presentation.page:
        raise click.UsageError("--select takes no since, limit or page: a hook is told of everything that comes.")
    if not allow_private:
        try:
            addresses_in_public(parts.hostname, parts.port or (443 if parts.scheme == "https" else 80))
        except OSError as error:
            raise click.UsageError(f"{error}: --allow-private lets it be told nevertheless.") from error
    settings = load_settings()
    store = open_for(settings)
    spelled = spell(selection, Presentation(presentation.content), below_its_place=False)
    publisher = settings.publisher(store)
    if any(hides(private, selection) for private in publisher.private()):
        raise click.UsageError(f"{spelled} is private, and told to nobody: whom it is for reads it by a key of theirs.")
    added = table.add(store, url, spelled, new_secret(), end_of(publisher), is_private=allow_private)
    if added is None:
        say("feeds: there is a hook of this address and selection already")
        sys.exit(REFUSED)
    click.echo(f"{added.number}\t{added.secret}")


@hooks.command("list")
def list_hooks() -> None:
    """List the hooks: number, address, selection, state, and what the last answer was.

    Example: feeds hooks list
    """
    from feeds.store.tables import hooks as table

    store = open_for(load_settings())
    with store.reading() as connection:
        for one in table.every(connection):
            state = "paused" if one.is_paused else f"failed {one.failures} times" if one.failures else "active"
            click.echo("\t".join((str(one.number), one.url, one.query or "everything", state, one.said)))


@hooks.command("pause")
@click.argument("which", metavar="HOOK…", nargs=-1, required=True)
def pause(which: tuple[str, ...]) -> None:
    """Tell hooks nothing until they are resumed; what changes meanwhile is told then.

    Example: feeds hooks pause 1
    """
    from feeds.store.tables import hooks as table

    _each(which, lambda store, numbers: table.pause(store, numbers, is_paused=True))


@hooks.command("resume")
@click.argument("which", metavar="HOOK…", nargs=-1, required=True)
def resume(which: tuple[str, ...]) -> None:
    """Go on with hooks where they were left, at once.

    Example: feeds hooks resume 1
    """
    from feeds.store.tables import hooks as table

    _each(which, lambda store, numbers: table.pause(store, numbers, is_paused=False))


@hooks.command("remove")
@click.argument("which", metavar="HOOK…", nargs=-1, required=True)
def remove(which: tuple[str, ...]) -> None:
    """Forget hooks, by number or address.

    Example: feeds hooks remove https://chat.example/hook
    """
    from feeds.store.tables import hooks as table

    _each(which, table.remove)


def _each(which: Sequence[str], turn: Callable[[Store, Sequence[int]], None]) -> None:
    """Do something to the hooks that are named, and print them; what names none is said."""
    from feeds.store.tables import hooks as table

    store = open_for(load_settings())
    with store.reading() as connection:
        every = table.every(connection)
    found = [one for one in every if str(one.number) in which or one.url in which]
    turn(store, [one.number for one in found])
    for one in found:
        click.echo(f"{one.number}\t{one.url}")
    missed = [name for name in which if not any(name in {str(one.number), one.url} for one in found)]
    for name in missed:
        say(f"feeds: there is no hook {name}")
    sys.exit(REFUSED if missed else 0)
