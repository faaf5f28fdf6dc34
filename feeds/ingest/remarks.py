"""What of a whole store its owner should be told: entries of folders nobody reads, share hosts nobody resolves."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from feeds.store.read import overview
from feeds.store.tables.files import other_folders

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from feeds.store import Connection

_NOT_READ = "{} from it, and it is not among the folders that are read: {}"
_PRUNE = "`feeds ingest --prune` takes them back (--force where they are many)"
_NOT_RESOLVED = "{} its addresses, which this site does not resolve: `feeds shortlinks take {}` lets it"


class Remark(NamedTuple):
    """What it is about, which one, and what is to be said of it."""

    about: str
    which: str
    said: str

    def __str__(self) -> str:
        return ": ".join(self)


def remarks(connection: Connection, folders: Collection[Path], hosts: Collection[str]) -> list[Remark]:
    """Say what stands in the way of a site with these folders and share hosts; without a folder nothing of folders."""
    others = other_folders(connection, folders) if folders else {}
    counted = overview.count_only_in(connection, others)
    said = [
        Remark("folder not read", str(others[name]), _NOT_READ.format(_articles(number, "come"), _PRUNE))
        for name, number in counted.items()
    ]
    unresolved = overview.unresolved_hosts(connection, hosts)
    return said + [
        Remark("share host", host, _NOT_RESOLVED.format(_articles(number, "print"), host))
        for host, number in unresolved.items()
    ]


def _articles(number: int, do: str) -> str:
    return f"{number:,} articles {do}" if number != 1 else f"1 article {do}s"
