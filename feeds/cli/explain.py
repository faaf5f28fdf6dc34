"""`feeds explain`: why an article is this entry, and what became of it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from feeds.cli.stores import REFUSED, named, open_for
from feeds.config import load_settings
from feeds.errors import one_line
from feeds.store.records import is_dated, is_erased
from feeds.store.schema import BLOCKED, PENDING, PRUNED, PUBLIC, SCHEDULED, WITHDRAWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feeds.store.read.provenance import Provenance
    from feeds.store.tables.history import Event

_STATES = {
    PENDING: "waits for the end of the first import",
    PUBLIC: "published",
    SCHEDULED: "scheduled, not public yet",
    WITHDRAWN: "withdrawn",
    PRUNED: "withdrawn with its file",
    BLOCKED: "blocked by law",
}


@click.command()
@click.argument("what", metavar="WHAT…", nargs=-1, required=True)
def explain(what: tuple[str, ...]) -> None:
    """Say why an article is this entry: its id, keys, files, and what became of it.

    WHAT is a file, a title, an id or an address.

    Example: feeds explain articles/bridge.txt
    """
    from feeds.store.read.provenance import provenance_of
    from feeds.store.tables.history import events_of

    settings = load_settings()
    store = open_for(settings)
    found, missed = named(store, settings, what, all_of_each=True)
    for one in found:
        with store.reading() as connection:
            known, events = provenance_of(connection, one.number), events_of(connection, one.number)
        click.echo("\n".join(map(one_line, _lines(known, events))))
    sys.exit(REFUSED if missed else 0)


def _lines(known: Provenance, events: list[Event]) -> Iterator[str]:
    record = known.record
    yield record.title or "(erased)"
    yield f"  id         urn:uuid:{record.id}"
    made = known.minted_from
    yield f"  made of    {made.kind}  {made.name}" if made else "  made of    a key that means another entry by now"
    state = f"{_STATES[record.state]}, and erased" if is_erased(record) else _STATES[record.state]
    yield f"  state      {state}{f': {record.reason}' if record.reason else ''}"
    undated = "" if is_dated(record.published, record.seen) else ", when it was first seen"
    yield f"  published  {_moment(record.published)}{undated}"
    yield f"  updated    {_moment(record.updated)}, revision {record.revision}"
    yield f"  first seen {_moment(record.seen)}"
    for key in known.keys:
        yield f"  key        {key.kind}  {key.name}"
    for file in known.files:
        is_current = ", the one that is shown" if file.number == record.file else ""
        yield f"  file       {file.folder}/{file.path}  {'there' if file.present else 'gone'}{is_current}"
    for event in events:
        yield f"  history    {_moment(event.second)}  {'  '.join(filter(None, (event.event, event.file, event.why)))}"


def _moment(second: int) -> str:
    return f"{datetime.fromtimestamp(second, UTC):%Y-%m-%d %H:%M:%S}Z"
