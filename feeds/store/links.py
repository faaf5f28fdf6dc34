"""Share links: which entries a code means."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, func, select

from feeds.model import ShareLink
from feeds.store.reader import Found, as_found
from feeds.store.schema import PUBLIC, entry, share

_EXACT = (
    select(entry)
    .join(share, share.c.entry == entry.c.number)
    .where(share.c.host == bindparam("host"), share.c.code == bindparam("code"))
    .order_by(entry.c.place)
)
_FOLDED = (
    select(share.c.code).where(share.c.host == bindparam("host"), share.c.folded == bindparam("folded")).distinct()
)


def entries_of(connection: Connection, link: ShareLink) -> list[Found]:
    """Find the entries that a share link means, whatever their state; more than one make it ambiguous."""
    return as_found(connection, connection.execute(_EXACT, {"host": link.host, "code": link.code}).all())


def ambiguous(connection: Connection) -> list[tuple[ShareLink, list[str]]]:
    """List the share links that mean more than one public entry, with the ids of those."""
    public = select(share.c.host, share.c.code, entry.c.id).join(entry, entry.c.number == share.c.entry)
    public = public.where(entry.c.state == PUBLIC)
    counted = public.subquery()
    several = (
        select(counted.c.host, counted.c.code)
        .group_by(counted.c.host, counted.c.code)
        .having(func.count() > 1)
        .order_by(counted.c.host, counted.c.code)
    )
    return [
        (
            ShareLink(host, code),
            sorted(
                connection.scalars(
                    public.with_only_columns(entry.c.id).where(share.c.host == host, share.c.code == code)
                )
            ),
        )
        for host, code in connection.execute(several).all()
    ]


def codes_like(connection: Connection, link: ShareLink) -> list[str]:
    """List the codes of a host that differ from this one in case only."""
    folded = {"host": link.host, "folded": link.code.casefold()}
    return sorted(connection.scalars(_FOLDED, folded))
