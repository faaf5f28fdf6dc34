"""Withdraw what no file holds any more, unless that is suspiciously much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.errors import PruneRefused
from feeds.parsers.files import printable
from feeds.store.read.overview import only_in
from feeds.store.schema import PRUNED
from feeds.store.tables import files, looks
from feeds.store.write import publication

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from feeds.clock import Clock
    from feeds.store import Connection, Store

_LARGEST = 0.1
"""Of the public entries: so many may be withdrawn at once."""


def prune(store: Store, clock: Clock, folders: Mapping[str, Path], *, force: bool, alone: bool = False) -> int:
    """Withdraw the entries of folders that no file holds any more; tells how many. Raises PruneRefused.

    Where these are the folders of the site `alone`, what lies in others is withdrawn as well.
    """
    with store.reading() as connection:
        others = files.other_folders(connection, folders.values()) if alone else {}
        if not _to_prune(connection, folders, others, force=force):
            return 0
    with store.writing(clock) as (connection, second):
        gone = _to_prune(connection, folders, others, force=force)  # a file may have come back while this import waited
        if others:
            files.mark_all_gone(connection, others)
            looks.keep_only(connection, [printable(str(root)) for root in folders.values()])
        return publication.withdraw(connection, second, gone, reason="its file is gone", state=PRUNED)


def _to_prune(
    connection: Connection, folders: Mapping[str, Path], others: Collection[str], *, force: bool
) -> list[int]:
    """List what no file of these folders holds any more. Raises PruneRefused where that is suspiciously much."""
    gone = publication.without_file(connection, folders)
    if others:
        gone = sorted({*gone, *connection.scalars(only_in(others))})
    if not gone or force:
        return gone
    empty = [root for name, root in folders.items() if not files.is_any_present(connection, name)]
    if empty:
        raise PruneRefused(f"{empty[0]} holds no article any more: nothing was withdrawn (--force does it)")
    public = publication.count_public(connection)
    if len(gone) > public * _LARGEST:
        raise PruneRefused(
            f"{len(gone)} of {public} entries would be withdrawn, more than a tenth:"
            " nothing was withdrawn (--force does it)"
        )
    return gone
