"""`feeds status`: what was read, refused, held back and passed over, and when."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import click

from feeds.cli.stores import open_for
from feeds.config import load_settings
from feeds.errors import counted, one_line
from feeds.store.records import moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feeds.config import Settings
    from feeds.store import Connection
    from feeds.store.tables.looks import Look

Row = tuple[str, str, str]
"""What it is about, which one, and what is to be said of it."""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def status(*, as_json: bool) -> None:
    """Say what was read, refused, held back and passed over: a record a line.

    Looks at the store alone: what the last look at each folder found, whoever made it.

    Example: feeds status
    """
    settings = load_settings()
    with open_for(settings).reading() as connection:
        rows = list(_rows(connection, settings))
    for about, which, said in rows:
        record = {"about": about, "which": which, "said": said}
        click.echo(json.dumps(record, ensure_ascii=False) if as_json else "\t".join(map(one_line, record.values())))


def _rows(connection: Connection, settings: Settings) -> Iterator[Row]:
    from feeds.ingest.remarks import remarks
    from feeds.store.read import overview
    from feeds.store.read.links import ambiguous
    from feeds.store.tables import looks
    from feeds.store.write.publication import share_hosts

    for kind, number in overview.count_entries(connection).items():
        yield "entries", kind, f"{number:,}"
    for look in looks.every(connection):
        yield from _of_folder(look)
    for one in overview.refused_files(connection):
        yield "refused", f"{one.file}:{one.line}" if one.line else one.file, one.reason
    for held in overview.held_files(connection):
        yield "kept back", held.file, held.reason
    for waiting in overview.scheduled(connection):
        yield "scheduled", waiting.file, f"until {moment(waiting.second).isoformat()}: {waiting.title}"
    for link, ids in ambiguous(connection):
        yield "ambiguous", settings.site.share(link), f"leads to {len(ids)} articles: {', '.join(ids)}"
    for name, fault in settings.faults_of_files().items():
        yield "setting", name, fault
    yield from remarks(connection, settings.articles, settings.share_hosts or share_hosts(connection))


def _of_folder(look: Look) -> Iterator[Row]:
    if look.good:
        ago = int(time.time()) - look.good
        yield (
            "folder",
            look.root,
            f"{counted(look.files, 'file')}, looked at {moment(look.good).isoformat()}, {counted(ago, 'second')} ago",
        )
    if look.error:
        yield "not read", look.root, f"{look.error} (tried {moment(look.second).isoformat()})"
    for kind, number in look.kinds.items():
        yield "passed over", look.root, f"{number:,} {kind}"
    for link in look.links_out:
        yield "link out", look.root, link
    if look.repaired:
        yield (
            "repaired",
            look.root,
            f"{counted(look.repaired, 'line')} of the files read at that look, which feeds parse shows",
        )
