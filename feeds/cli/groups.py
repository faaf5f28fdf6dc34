"""Groups of commands, whose help says what each does and cuts none of it short."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Group(click.Group):
    """Commands under titles, in the order given; without titles by name."""

    def __init__(
        self, *words: Any, titled: Mapping[str, Sequence[click.Command]] | None = None, **options: Any
    ) -> None:
        super().__init__(*words, **options)
        self._titled = titled
        for command in (command for commands in (titled or {}).values() for command in commands):
            self.add_command(command)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Find a command; of a folder in its place say what it may be for."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            if ctx.parent is None and Path(args[0]).is_dir():
                said = f"{args[0]!r} is a folder, and no command: `{ctx.command_path} serve {args[0]}` serves it."
                raise click.UsageError(said, ctx) from error
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command does."""
        by_name = [self.commands[name] for name in self.list_commands(ctx)]
        for title, commands in (self._titled or {"Commands": by_name}).items():
            with formatter.section(title):
                formatter.write_dl([(one.name or "", one.get_short_help_str(limit=1000)) for one in commands])
