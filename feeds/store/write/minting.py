"""Codes for entries on which none is printed: seven symbols, no vowels and no look-alikes among them.

A code is made of the entry's id with a key made of the store's id, so that codes can neither be guessed nor the entries
counted by anyone else, and a store that is built anew mints the same ones.
What counts is what is stored: a code that was given out stays its entry's for ever, whatever becomes of either.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, select, update

from feeds.store import digests
from feeds.store.dialects.bulk import insert_rows
from feeds.store.dialects.lists import is_among
from feeds.store.facts import MINTED_UP_TO, SHARE_KEY, delete_fact, read_fact, write_fact
from feeds.store.schema import MINTED, PUBLIC, entry, share

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 7
SHARE_COLUMNS = ("host", "code", "entry", "folded", "kind", "second")

_AT_ONCE = 10_000

# Made once: to put a statement together takes longer than to ask it.
_TAKEN = select(share.c.folded).where(is_among(share.c.folded, "codes"))
_ENTRIES = (
    select(entry.c.number, entry.c.id, entry.c.state, entry.c.share_code, entry.c.minted)
    .where(entry.c.number > bindparam("after"))
    .order_by(entry.c.number)
    .limit(_AT_ONCE)
)
_SHOW = (
    update(entry)
    .where(entry.c.number == bindparam("n"))
    .values(minted=bindparam("m"), revision=entry.c.revision + 1, changed=bindparam("s"))
)


def candidate(key: bytes, entry_id: str, attempt: int = 0) -> str:
    """Make the code that an entry is to have, or the next one where that is taken."""
    number = int.from_bytes(blake2b(f"{entry_id}#{attempt}".encode(), key=key, digest_size=16).digest())
    symbols = []
    for _ in range(LENGTH):
        number, symbol = divmod(number, len(ALPHABET))
        symbols.append(ALPHABET[symbol])
    return "".join(symbols)


class Mint:
    """Makes the codes of one transaction. Nobody else writes meanwhile, so that what is free stays free."""

    def __init__(self, connection: Connection, second: int, reserved: Collection[str] = ()) -> None:
        self._connection = connection
        self._second = second
        self._taken = set(reserved)

    def codes(self, entries: Iterable[tuple[int, str]]) -> dict[int, str]:
        """Make a code for each entry, given by number and id, and store it; gives the codes by number."""
        waiting = dict(entries)
        codes: dict[int, str] = {}
        if not waiting:
            return codes
        key, attempt = bytes.fromhex(read_fact(self._connection, SHARE_KEY) or ""), 0
        while waiting:
            made = {number: candidate(key, entry_id, attempt) for number, entry_id in waiting.items()}
            self._taken.update(self._connection.scalars(_TAKEN, {"codes": list(made.values())}))
            for number, code in made.items():
                if code not in self._taken:
                    self._taken.add(code)
                    codes[number] = code
                    del waiting[number]
            attempt += 1
        rows = [("", code, number, code, MINTED, self._second) for number, code in codes.items()]
        insert_rows(self._connection, share, SHARE_COLUMNS, rows)
        return codes


def is_any_unminted(connection: Connection) -> bool:
    """Tell whether the store is of a version without minted codes, and not all its entries were looked at yet."""
    return read_fact(connection, MINTED_UP_TO) is not None


def mint_missing(connection: Connection, second: int, reserved: Collection[str] = ()) -> None:
    """Give their codes to the next ten thousand entries of a store of a version without minted codes."""
    after = int(read_fact(connection, MINTED_UP_TO) or 0)
    rows = connection.execute(_ENTRIES, {"after": after}).all()
    without = [(row.number, row.id) for row in rows if row.state == PUBLIC and not (row.share_code or row.minted)]
    codes = Mint(connection, second, reserved).codes(without)
    if codes:
        connection.execute(_SHOW, [{"n": number, "m": code, "s": second} for number, code in codes.items()])
        digests.renew(connection, codes)
    if rows:
        write_fact(connection, MINTED_UP_TO, str(rows[-1].number))
    else:
        delete_fact(connection, MINTED_UP_TO)
