"""Share links: which entries a code means, and which codes an entry has."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, bindparam, func, select

from feeds.model import ShareLink
from feeds.store.dialects.lists import is_among
from feeds.store.dialects.statements import Statement
from feeds.store.identity import Key
from feeds.store.read.departures import never_public
from feeds.store.records import is_dated, moment
from feeds.store.schema import GONE, PRIVATE, PUBLIC, entry, identity, share

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime


class Outline(NamedTuple):
    """An entry without its texts: what its addresses need."""

    number: int
    id: str
    handle: str
    state: int
    changed: int
    reason: str | None
    title: str
    language: str | None
    seen: int
    published: int
    updated: int
    sources: str
    tags: str
    url: str | None
    share_host: str | None
    share_code: str | None
    minted: str | None

    @property
    def dated(self) -> datetime | None:
        """Give the date that it states."""
        return moment(self.published) if is_dated(self.published, self.seen) else None

    @property
    def is_public(self) -> bool:
        """Tell whether it may be shown."""
        return self.state == PUBLIC

    @property
    def is_known(self) -> bool:
        """Tell whether the public may know of it: it is there, or it was taken back."""
        return self.is_public or self.state in GONE

    @property
    def share_link(self) -> ShareLink | None:
        """Give its short address: the printed one, else the one that was made for it."""
        if self.share_host and self.share_code:
            return ShareLink(self.share_host, self.share_code)
        return ShareLink("", self.minted) if self.minted else None


class Meaning(NamedTuple):
    """One entry that a code means."""

    link: ShareLink
    kind: int
    """`PRINTED`, `MINTED` or `ALIAS`."""
    entry: Outline


_OUTLINE = [entry.c[name] for name in Outline._fields]
_MEANINGS = Statement(
    select(share.c.host, share.c.code, share.c.kind, *_OUTLINE)
    .join(entry, entry.c.number == share.c.entry)
    # Of a condition on hosts beside it SQLite makes a walk through all the codes of a host.
    .where(is_among(share.c.folded, "folded"))
    .order_by(entry.c.place, entry.c.number)
)
_OUTLINES = {name: select(*_OUTLINE).where(is_among(entry.c[name], "values")) for name in ("number", "id", "handle")}
_NAMED = (
    select(identity.c.key, *_OUTLINE)
    .join(entry, entry.c.number == identity.c.entry)
    .where(is_among(identity.c.key, "keys"))
)
_OWNERS = Statement(select(share.c.host, share.c.code, share.c.entry).where(is_among(share.c.folded, "folded")))
_CODES = (
    select(share.c.host, share.c.code, share.c.kind)
    .where(share.c.entry == bindparam("entry"))
    .order_by(share.c.kind, share.c.host, share.c.code)
)


def owners_of(connection: Connection, codes: Iterable[str]) -> list[tuple[ShareLink, int]]:
    """List who has codes, on whatever host and in whatever case they are written, with the number of the entry."""
    folded = {code.casefold() for code in codes}
    rows = _OWNERS.all(connection, {"folded": folded}) if folded else ()
    return [(ShareLink(host, code), number) for host, code, number in rows]


def meanings(connection: Connection, codes: Iterable[str]) -> list[Meaning]:
    """Find what codes mean on any host, however they are written, in whatever state it is; one statement."""
    folded = sorted({code.casefold() for code in codes})
    rows = _MEANINGS.all(connection, {"folded": folded})
    known = _as_known(connection, [Outline(*row) for _, _, _, *row in rows])
    return [Meaning(ShareLink(row[0], row[1]), row[2], one) for row, one in zip(rows, known, strict=True)]


def outlines(connection: Connection, column: str, values: Collection[str]) -> list[Outline]:
    """Find entries by `number`, `id` or `handle`, whatever their state, in no certain order."""
    return _as_known(connection, [Outline(*row) for row in connection.execute(_OUTLINES[column], {"values": values})])


def named(connection: Connection, keys: Collection[str]) -> dict[str, Outline]:
    """Find the entries that keys of their identity name."""
    asked = {str(form): key for key in keys for form in (Key.read(key).hidden(), key)}
    rows = connection.execute(_NAMED, {"keys": list(asked)}).all()
    known = _as_known(connection, [Outline(*row) for _, *row in rows])
    return {asked[row[0]]: one for row, one in zip(rows, known, strict=True)}


def _as_known(connection: Connection, found: Sequence[Outline]) -> list[Outline]:
    """Give entries as the public may know them: what was taken back from a private selection stays private."""
    hidden = never_public(connection, [one.number for one in found if one.state in GONE])
    return [one._replace(state=PRIVATE) if one.number in hidden else one for one in found]


def codes_of(connection: Connection, number: int) -> list[tuple[ShareLink, int]]:
    """List every code of an entry with its kind, what is printed first."""
    return [(ShareLink(host, code), kind) for host, code, kind in connection.execute(_CODES, {"entry": number})]


def ambiguous(connection: Connection) -> list[tuple[ShareLink, list[str]]]:
    """List the share links that mean more than one public entry, with the ids of those."""
    # Of a million codes few mean more than one entry, public or not: only those are looked at.
    several = select(share.c.host, share.c.code).group_by(share.c.host, share.c.code).having(func.count() > 1)
    public = select(entry.c.id).join(share, share.c.entry == entry.c.number).where(entry.c.state == PUBLIC)
    found = []
    for host, code in connection.execute(several.order_by(share.c.host, share.c.code)).all():
        ids = sorted(connection.scalars(public.where(share.c.host == host, share.c.code == code)))
        if len(ids) > 1:
            found.append((ShareLink(host, code), ids))
    return found
