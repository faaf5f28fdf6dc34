"""The last look at each folder of articles: when, whether it went well, and what was passed over."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, delete, select

from feeds.store.dialects.bulk import put_rows
from feeds.store.schema import look

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class Look(NamedTuple):
    """A row of `look`. Moments are seconds since 1970."""

    root: str
    """The folder, as its owner calls it."""
    second: int
    """When it was last looked at."""
    good: int
    """When that last went well; 0 where it never did."""
    error: str
    """Why the last look did not."""
    files: int
    passed_over: str
    """Files that are not read, by kind, as JSON."""
    outside: str
    """Links that lead out of the folder, as JSON."""
    repaired: int
    """Repairs in the files that were read at that look."""

    @property
    def kinds(self) -> dict[str, int]:
        """Count what was passed over, by kind."""
        return dict(json.loads(self.passed_over))

    @property
    def links_out(self) -> list[str]:
        """List the links that lead out of the folder."""
        return list(json.loads(self.outside))


def note(
    connection: Connection,
    root: str,
    second: int,
    *,
    files: int,
    passed_over: Mapping[str, int],
    outside: Collection[str],
    repaired: int,
) -> None:
    """Keep that a folder was looked at, and it went well."""
    kinds, links = json.dumps(dict(sorted(passed_over.items()))), json.dumps(sorted(outside))
    put_rows(connection, look, Look._fields, [Look(root, second, second, "", files, kinds, links, repaired)])


def note_failure(connection: Connection, root: str, second: int, error: str) -> None:
    """Keep that a folder could not be looked at, and why; what was seen last stands."""
    old = next((each for each in every(connection) if each.root == root), Look(root, 0, 0, "", 0, "{}", "[]", 0))
    put_rows(connection, look, Look._fields, [old._replace(second=second, error=error)])


def keep_only(connection: Connection, roots: Collection[str]) -> None:
    """Forget the looks at folders that are no longer looked at: nobody need wonder how long ago they were."""
    connection.execute(delete(look).where(look.c.root.not_in(list(roots))))


def every(connection: Connection) -> list[Look]:
    """List the last look at each folder, by its name."""
    return [Look(*row) for row in connection.execute(select(look).order_by(look.c.root))]
