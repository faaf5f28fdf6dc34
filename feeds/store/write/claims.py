"""Codes that somebody wants for an entry, chosen or brought from elsewhere: given unless they are another's.

Nothing is ever written over. A code is taken by an entry whatever became of that; in the site's own namespace in
whatever case it is written, and also where a share host printed it, since addresses of both look alike.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from feeds.model import ShareLink
from feeds.store.dialects.bulk import insert_rows
from feeds.store.read.links import owners_of
from feeds.store.schema import share
from feeds.store.write.minting import SHARE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import Connection


class Claims:
    """The claims of one transaction, written at its end."""

    def __init__(self, connection: Connection, second: int, reserved: Collection[str], default_host: str = "") -> None:
        self._connection = connection
        self._second = second
        self._reserved = reserved
        self._default_host = default_host
        self._owners: dict[str, set[tuple[ShareLink, int]]] = defaultdict(set)
        self._new: list[tuple[str, str, int, str, int, int]] = []

    def fetch(self, links: Iterable[ShareLink]) -> None:
        """Learn who has these codes, or codes that differ in case only."""
        for link, number in owners_of(self._connection, (link.code for link in links)):
            self._owners[link.code.casefold()].add((link, number))

    def has(self, link: ShareLink, number: int) -> bool:
        """Tell whether a code leads to an entry already."""
        return (link, number) in self._owners[link.code.casefold()]

    def objection(self, link: ShareLink, number: int) -> str | None:
        """Say why an entry cannot have a code that it has not yet."""
        folded = link.code.casefold()
        own = {"", self._default_host}
        if link.host in own and folded in self._reserved:
            return "reserved: an address of this site begins so"
        for owned, owner in sorted(self._owners[folded], key=lambda row: (row[0].code != link.code, row[0].host)):
            is_theirs = owner != number and (owned.host == link.host or {owned.host, link.host} <= own)
            if owned.code == link.code and is_theirs:
                return "exact: it is the code of another article"
            if not link.host and (owner != number or owned.host == ""):
                return f"folded: {owned.host and owned.host + '/'}{owned.code} is taken"
        return None

    def twin(self, link: ShareLink, number: int) -> str | None:
        """Give a code of another entry on the same host that differs in case only: exact codes lead to each."""
        alike = self._owners[link.code.casefold()]
        codes = (owned.code for owned, owner in alike if owner != number and owned.host == link.host)
        return min((code for code in codes if code != link.code), default=None)

    def give(self, link: ShareLink, number: int, kind: int, second: int | None = None) -> None:
        """Let a code lead to an entry; `second` is when it came, where that is known."""
        folded = link.code.casefold()
        self._owners[folded].add((link, number))
        self._new.append((link.host, link.code, number, folded, kind, self._second if second is None else second))

    def write(self) -> None:
        """Write it all."""
        insert_rows(self._connection, share, SHARE_COLUMNS, self._new)
