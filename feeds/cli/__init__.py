"""The commands: words in, a use case called, records out on standard output, everything else on standard error.

`commands` is the program `feeds` and its commands about articles; `links` those about share links; `rows` is what
`feeds parse` prints. Exit status: 0 all well, 1 some input was refused, 2 usage, settings or store.
"""

from feeds.cli.commands import main

__all__ = ["main"]
