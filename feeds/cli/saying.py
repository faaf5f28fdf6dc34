"""What commands say to people beside their results: on standard error, a line each whatever names are in it."""

from __future__ import annotations

import click

from feeds.errors import one_line


def say(message: str) -> None:
    """Say something in one line."""
    click.echo(one_line(message), err=True)
