"""What the numbers in the tables mean."""

from __future__ import annotations

PENDING = 0
"""Read, waiting for the end of the first import to be given its place."""
PUBLIC = 1
SCHEDULED = 2
"""Stated for a later moment; published when due."""
WITHDRAWN = 3
"""Taken back by a person; stays so whatever happens to its file."""
PRUNED = 4
"""Withdrawn because its file went away; comes back with the file."""
BLOCKED = 5
"""Taken back because the law demands it; in everything else as if by a person."""
PRIVATE = 6
"""Of a private selection: shown there, to whom has a key, and nowhere else."""
SHOWN = (PUBLIC, PRIVATE)
STANDING = (PENDING, *SHOWN, SCHEDULED)
"""Published, or to be."""
GONE = (WITHDRAWN, PRUNED, BLOCKED)
"""Published once, or to be, and taken back."""

PRINTED = 0
"""A share code that the publisher printed on a labelled line of the article."""
MINTED = 1
"""A share code made by the store for an entry that had none."""
ALIAS = 2
"""A share code chosen by the owner."""

NO_ARTICLE = "no article: "
"""So begins why a file is kept back that is no article after all: it is counted with what is passed over."""
