"""The commands: words in, a use case called, records out on standard output, everything else on standard error.

The `program` has them all: those about files (`articles`), about what is published (`entries`), about share links
(`links`) and about what is served (`server`), and two of their own: `explain`, `status`. `rows` reads the files of
`feeds parse`, `stores` is what commands share, `states` and `findings` what they say. Exit status: 0 all well, 1 some
input was refused, 2 usage, settings or store.
"""

from feeds.cli.program import main

__all__ = ["main"]
