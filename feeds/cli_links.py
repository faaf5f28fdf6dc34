"""The commands about share links that `cli` has beside its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from feeds.clock import SystemClock
from feeds.config import Settings, load_settings

if TYPE_CHECKING:
    from feeds.store import Store


@click.group()
def shortlinks() -> None:
    """Keep share links safe: write them all down, or read them from elsewhere."""


@shortlinks.command("export")
@click.option("--format", "form", type=click.Choice(["csv", "pipe"]), default="csv", show_default=True, help="How.")
def export_links(form: str) -> None:
    """Write every share code: CSV with a heading, or `code|address` a line; withdrawn articles included."""
    from feeds import dumping
    from feeds.store import dumps, publication

    settings = load_settings()
    with _open(settings).reading() as connection:
        hosts = settings.share_hosts or publication.share_hosts(connection)
        rows = dumps.rows(connection)
        if form == "csv":
            lines = dumping.csv_lines(rows, settings.site)
        else:
            lines = dumping.pipe_lines(rows, settings.site, hosts[0] if hosts else "")
        for line in lines:
            click.echo(line, nl=False)


def _open(settings: Settings) -> Store:
    from feeds.store import open_store

    return open_store(settings.database_url, SystemClock(), site_id=settings.site_id or None)
