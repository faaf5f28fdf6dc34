"""`feeds sign`: addresses of private selections, for each reader his own."""

from __future__ import annotations

import sys

import click

from feeds.cli.saying import say
from feeds.cli.stores import REFUSED, open_for
from feeds.clock import SystemClock
from feeds.config import load_settings
from feeds.errors import InvalidSelection, SettingsError


@click.command()
@click.argument("selection", required=False)
@click.option("--for", "name", metavar="NAME", default="", help="Who is to read it: letters, digits and @ _ . -")
@click.option("--revoke", metavar="NAME", default="", help="Let no address hold that was made for NAME.")
def sign(selection: str | None, name: str, revoke: str) -> None:
    """Print the addresses of a private SELECTION for one reader, RSS first; without one, list who has which.

    FEEDS_PRIVATE says which selections are private. Whoever has such an address reads the feed, so that each reader
    gets one of his own: the same again each time, until it is revoked by his name.

    Example: feeds sign tag=board --for alice
    """
    from feeds.selection import Presentation
    from feeds.selection.private import is_reader, spelled_whole
    from feeds.store.records import moment
    from feeds.store.tables import keys
    from feeds.store.write.declaring import declare

    settings = load_settings()
    if bool(selection) != bool(name) or (revoke and name):
        raise click.UsageError("it takes a selection and --for NAME, or --revoke NAME, or nothing")
    store, clock = open_for(settings), SystemClock()
    if revoke:
        with store.noting() as connection:
            revoked = keys.revoke(connection, revoke)
        if not revoked:
            say(f"feeds: {revoke}: no key was made for this name, or it is revoked already")
        sys.exit(0 if revoked else REFUSED)
    if not selection:
        with store.reading() as connection:
            for one in keys.given(connection):
                click.echo(f"{one.name}\t{one.selection}\t{moment(one.second).isoformat()}")
        return
    if not is_reader(name):
        raise click.BadParameter("it takes letters, digits and @ _ . -, 64 at most", param_hint="--for")
    spelled = _spelled(selection)
    declare(store, clock, settings.private)
    publisher = settings.publisher(store)
    chosen = next((one for one in publisher.private() if spelled_whole(one) == spelled), None)
    if chosen is None:
        raise SettingsError(f"{spelled} is not private: FEEDS_PRIVATE names the selections that are")
    with store.noting() as connection:
        key = keys.sign(connection, spelled, name, int(clock.now()))
    for address in publisher.addresses(chosen, Presentation(key=key)).values():
        click.echo(address)


def _spelled(selection: str) -> str:
    from feeds.publish.names import canonical_slug
    from feeds.selection.private import LIFTED, read_private

    try:
        (spelled,) = read_private([selection], canonical_slug)
    except (ValueError, InvalidSelection) as error:
        raise click.BadParameter(str(error), param_hint="SELECTION") from error
    if spelled == LIFTED:
        raise click.BadParameter("it takes a selection such as tag=board", param_hint="SELECTION")
    return spelled
