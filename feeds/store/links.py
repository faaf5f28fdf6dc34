"""Share links: which entries a code means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, select

from feeds.store.reader import Found, find
from feeds.store.schema import share

if TYPE_CHECKING:
    from feeds.model import ShareLink

_EXACT = select(share.c.entry).where(share.c.host == bindparam("host"), share.c.code == bindparam("code"))
_FOLDED = (
    select(share.c.code).where(share.c.host == bindparam("host"), share.c.folded == bindparam("folded")).distinct()
)


def entries_of(connection: Connection, link: ShareLink) -> list[Found]:
    """Find the entries that a share link means, whatever their state; more than one make it ambiguous."""
    numbers = list(connection.scalars(_EXACT, {"host": link.host, "code": link.code}))
    return find(connection, "number", numbers) if numbers else []


def codes_like(connection: Connection, link: ShareLink) -> list[str]:
    """List the codes of a host that differ from this one in case only."""
    folded = {"host": link.host, "folded": link.code.casefold()}
    return sorted(connection.scalars(_FOLDED, folded))
