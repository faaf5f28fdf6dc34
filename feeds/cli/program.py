"""The program `feeds`: its commands, and what becomes of errors."""

from __future__ import annotations

import os
import signal
from typing import Any

import click

from feeds.cli.articles import ingest, parse
from feeds.cli.backup import backup, move, restore_from
from feeds.cli.corpus import retag, suggest
from feeds.cli.doctor import doctor
from feeds.cli.entries import list_facets, restore, withdraw
from feeds.cli.explain import explain, split
from feeds.cli.groups import Group
from feeds.cli.hooks import hooks
from feeds.cli.keys import sign
from feeds.cli.links import alias, resolve, shortlinks, stats
from feeds.cli.saying import say
from feeds.cli.server import check, export, serve
from feeds.cli.settings import config, init
from feeds.cli.status import status
from feeds.errors import FeedsError

UNUSABLE = 2
"""Exit status where usage, settings or store keep a command from running."""

_COMMANDS: dict[str, tuple[click.Command, ...]] = {
    "Begin": (init, config, serve, export, ingest, parse),
    "What is published": (list_facets, explain, split, withdraw, restore, suggest, retag, sign),
    "Share links": (resolve, alias, shortlinks, stats),
    "Look after it": (status, check, doctor, hooks, backup, restore_from, move),
}
"""In the order in which somebody meets them."""


class _Commands(Group):
    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; say in one line what keeps it from running."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Whoever read along (`head`) has enough. Python made an error of the signal; now that all is put away,
            # the command ends by it, as every other one in a pipe does.
            signal.signal(signal.SIGPIPE, signal.SIG_DFL)
            signal.raise_signal(signal.SIGPIPE)
        except FeedsError as error:
            say(f"feeds: {error}")
            ctx.exit(UNUSABLE)


@click.group(
    cls=_Commands, titled=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="feeds")
def main() -> None:
    """Publish parsed articles as RSS, Atom and JSON feeds, and resolve their share links.

    `feeds serve FOLDER` is all it takes; `feeds COMMAND --help` says more of each.
    """
    # By this a server shares its numbers among its processes; a command that is run beside it is none of them.
    os.environ.pop("PROMETHEUS_MULTIPROC_DIR", None)
