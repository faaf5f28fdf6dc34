"""The commands about what is served: serve it, and read it back as readers do."""

from __future__ import annotations

import os
import sys
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feeds.cli.stores import REFUSED, open_for
from feeds.config import PREFIX, Settings, load_settings, option_of
from feeds.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable


def _settings_options(command: Callable[..., None]) -> Callable[..., None]:
    for field in reversed(fields(Settings)):
        command = click.option(option_of(field.name), help=f"Instead of {PREFIX}{field.name.upper()}.")(command)
    return command


@click.command()
@click.argument("folders", metavar="[FOLDER…]", nargs=-1, type=click.Path(path_type=Path))
@_settings_options
def serve(folders: tuple[Path, ...], **options: str | None) -> None:
    """Read what is new in folders of articles, then serve the feeds and watch the folders.

    Without a FOLDER, those that the settings name.

    Example: feeds serve ~/articles --port 8080
    """
    from feeds.serve import server

    given = {name: value for name, value in options.items() if value}
    if folders:
        given["articles"] = os.pathsep.join(map(str, folders))
    settings = load_settings(options=given)
    # The processes it starts read their settings anew.
    os.environ.update((PREFIX + name.upper(), value) for name, value in given.items())
    server.serve(settings)


@click.command()
@click.argument("target", metavar="TARGET")
@click.option("--compress", metavar="gz,br", default="", help="Write compressed copies beside the files.")
@click.option(
    "--rules",
    multiple=True,
    type=click.Choice(["cloudflare", "netlify", "nginx", "s3"]),
    help="Write redirects of short addresses for such a host, beside the pages that lead on.",
)
def export(target: str, compress: str, rules: tuple[str, ...]) -> None:
    """Write the whole site as files, for a host that runs no program: TARGET is a folder, or an address like s3://….

    Feeds and pages of everything, of each source, tag and language, and of FEEDS_SELECTIONS; every article and short
    address. Again: what changed since is written, what is gone is removed. FEEDS_SITE_URL is where the files will be.

    Example: feeds export public
    """
    from feeds.export import Wanted, open_target
    from feeds.export import export as write
    from feeds.ingest.progress import reporting

    codings = tuple(word for word in compress.replace(",", " ").split() if word)
    if not {"gz", "br"}.issuperset(codings):
        raise click.BadParameter("it takes gz, br, or both", param_hint="--compress")
    if {"cloudflare", "netlify"}.issubset(rules):
        raise click.BadParameter("cloudflare and netlify read the same file, each in its own way", param_hint="--rules")
    settings = replace(load_settings(), addresses="files")
    if not settings.site_url:
        raise SettingsError("feeds export needs FEEDS_SITE_URL: the address at which the files will be")
    open_for(settings).close()
    wanted = Wanted(settings.selections, codings, rules)
    with reporting("Writing", "addresses asked for") as progress:
        done = write(settings, open_target(target), wanted, progress)
    click.echo(f"{done.written:,} files written, {done.removed:,} removed, {done.files:,} in all")


@click.command()
def check() -> None:
    """Read back every feed as readers do, and report what is wrong: address and fault, a line each.

    Example: feeds check
    """
    from feeds.web import create_app
    from feeds.web.base.services import EXTENSION
    from feeds.web.readback import check_every_feed

    settings, faults = load_settings(), 0
    open_for(settings).close()  # one that is not there is not made to be looked at
    application = create_app(settings, publishes=False)
    click.get_current_context().call_on_close(application.extensions[EXTENSION].close)
    for address, fault in check_every_feed(application):
        faults += 1
        click.echo(f"{address}\t{fault}")
    sys.exit(REFUSED if faults else 0)
