"""`feeds explain`: why an article is this entry, and what became of it; `feeds split` tells two of them apart."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from feeds.cli.saying import say
from feeds.cli.states import state_of
from feeds.cli.stores import REFUSED, named, open_for, tell_hubs
from feeds.clock import SystemClock
from feeds.config import load_settings
from feeds.errors import one_line
from feeds.store.records import is_dated, is_erased
from feeds.store.schema import PUBLIC

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feeds.store.read.provenance import Provenance
    from feeds.store.read.telling import Story
    from feeds.store.tables.history import Event


@click.command()
@click.argument("what", metavar="WHAT…", nargs=-1, required=True)
def explain(what: tuple[str, ...]) -> None:
    """Say why an article is this entry: its id, keys, files, its story, and what became of it.

    Of each other article that tells the same story it says how alike the texts are, from 0 to 1.

    WHAT is a file, a title, an id or an address.

    Example: feeds explain articles/bridge.txt
    """
    from feeds.store.read.provenance import provenance_of
    from feeds.store.read.telling import story_of
    from feeds.store.tables.history import events_of

    settings = load_settings()
    store = open_for(settings)
    found, missed = named(store, settings, what, all_of_each=True)
    for one in found:
        with store.reading() as connection:
            known, events = provenance_of(connection, one.number), events_of(connection, one.number)
            story = story_of(connection, one.number)
        click.echo("\n".join(map(one_line, (*_lines(known), *_of_story(story), *_of_history(events)))))
    sys.exit(REFUSED if missed else 0)


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


def _lines(known: Provenance) -> Iterator[str]:
    record = known.record
    yield record.title or "(erased)"
    yield f"  id         urn:uuid:{record.id}"
    yield f"  made of    {_made_of(known)}"
    state = state_of(record.state, is_erased=is_erased(record))
    yield f"  state      {state}{f': {record.reason}' if record.reason else ''}"
    undated = "" if is_dated(record.published, record.seen) else ", when it was first seen"
    yield f"  published  {_moment(record.published)}{undated}"
    yield f"  updated    {_moment(record.updated)}, revision {record.revision}"
    yield f"  first seen {_moment(record.seen)}"
    for key in known.keys:
        yield f"  key        {key.kind}  {'(erased)' if key.is_hidden else key.name}"
    for file, is_there in known.files:
        where = ("there, kept back" if file.held else "there") if is_there else "gone"
        is_shown = ", the one that is shown" if file.number == record.file and not is_erased(record) else ""
        yield f"  file       {file.folder}/{file.path}  {where}{is_shown}"


def _of_story(story: Story) -> Iterator[str]:
    if story.is_first:
        yield f"  story      its own: others are {story.enough:.2f} like it, or more"
    for one in story.others:
        role = "which it is like" if one.is_first else "of the same story"
        state = "" if one.state == PUBLIC else f"  {state_of(one.state, is_erased=False)}"
        yield f"  story      {one.likeness:.2f}  urn:uuid:{one.id}  {one.title}  {role}{state}"
    for other in story.apart:
        yield f"  split      {_moment(other.second)}  urn:uuid:{other.id}  {other.title or '(erased)'}"


def _of_history(events: list[Event]) -> Iterator[str]:
    for event in events:
        yield f"  history    {_moment(event.second)}  {'  '.join(filter(None, (event.event, event.file, event.why)))}"


def _made_of(known: Provenance) -> str:
    if known.minted_from:
        return f"{known.minted_from.kind}  {known.minted_from.name}"
    if any(key.is_hidden for key in known.keys):
        return "a key that was erased"
    return "a key that means another entry by now"


def _moment(second: int) -> str:
    return f"{datetime.fromtimestamp(second, UTC):%Y-%m-%d %H:%M:%S}Z"
