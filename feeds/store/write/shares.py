"""Share addresses of a batch of articles: those printed on them, which lead to them, and those only mentioned."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete

from feeds.model import ShareLink
from feeds.store.dialects.bulk import insert_rows
from feeds.store.dialects.lists import is_among
from feeds.store.read.links import owners_of
from feeds.store.schema import PRINTED, mention, share
from feeds.store.write.minting import SHARE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

# Made once: to put a statement together takes longer than to ask it.
_UNMENTION = delete(mention).where(is_among(mention.c.entry, "entries"))


class Shares:
    """What the articles of one transaction print and mention, written at its end."""

    def __init__(self, connection: Connection, second: int, reserved: Collection[str] = ()) -> None:
        self._connection = connection
        self._second = second
        self._reserved = reserved
        self._owners: dict[ShareLink, set[int]] = defaultdict(set)
        self._new: list[tuple[ShareLink, int]] = []
        self._mentioned: dict[int, tuple[ShareLink, ...]] = {}
        self._read_before: set[int] = set()

    def fetch(self, links: Iterable[ShareLink]) -> None:
        """Learn whose these links are already."""
        for link, number in owners_of(self._connection, (link.code for link in links)):
            self._owners[link].add(number)

    def print(self, link: ShareLink, number: int) -> str | None:
        """Let a link lead to the entry on which it is printed; says what the owner should be told."""
        owners = self._owners[link]
        if number in owners:
            return None
        owners.add(number)
        self._new.append((link, number))
        if link.code.casefold() in self._reserved:
            return f"https://{link.host}/{link.code} is where this site has a page of its own, and is not led on"
        if self._owners.get(ShareLink("", link.code), set()) - {number}:
            return f"https://{link.host}/{link.code} has the code of another article on this site"
        return None

    def mention(self, links: tuple[ShareLink, ...], number: int, *, is_new: bool) -> None:
        """Remember which links an entry mentions, and nothing of what it mentioned before."""
        self._mentioned[number] = links
        if not is_new:
            self._read_before.add(number)

    def write(self) -> None:
        """Write it all."""
        rows = [
            (link.host, link.code, number, link.code.casefold(), PRINTED, self._second) for link, number in self._new
        ]
        insert_rows(self._connection, share, SHARE_COLUMNS, rows)
        if self._read_before:
            self._connection.execute(_UNMENTION, {"entries": self._read_before})
        mentions = [(link.host, link.code, n) for n, links in self._mentioned.items() for link in dict.fromkeys(links)]
        insert_rows(self._connection, mention, ("host", "code", "entry"), mentions)
