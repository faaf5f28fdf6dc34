"""`feeds explain`: why an article is this entry, and what became of it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from feeds.cli.states import state_of
from feeds.cli.stores import REFUSED, named, open_for
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
