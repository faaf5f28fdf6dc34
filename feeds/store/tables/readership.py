"""Readership: how often a feed was fetched on a day by a family of programs, and for how many, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from sqlalchemy import Connection, delete, func, select, text

from feeds.store.schema import readership

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MOST = 10_000
"""Rows of a day. The feeds that are a selection of the client's own choice have half of them."""
KEPT = 400
"""Days."""
REST = ""
"""Feed and program of the row of a day that counts what found no room."""

_ADD = text(
    "INSERT INTO readership (day, feed, program, fetches, subscribers)"
    " VALUES (:day, :feed, :program, :fetches, :subscribers)"
    " ON CONFLICT (day, feed, program) DO UPDATE SET fetches = readership.fetches + excluded.fetches, subscribers ="
    " CASE WHEN excluded.subscribers > readership.subscribers THEN excluded.subscribers ELSE readership.subscribers END"
)


class Fetched(NamedTuple):
    """How often a family of programs fetched a feed, and for how many at most."""

    feed: str
    """Its address below that of the site."""
    program: str
    fetches: int
    subscribers: int
    """0: it did not say."""


class Reads(NamedTuple):
    """How a feed was fetched on a day, or where only the last is told, in all the days asked for."""

    feed: str
    program: str
    day: int
    """The day, or the last on which it was fetched."""
    subscribers: int
    """Of that day, or of the last on which some were stated."""
    fetches: int


def add(connection: Connection, day: int, fetched: Sequence[Fetched]) -> None:
    """Add what was fetched on a day (since 1970, UTC), and forget the days of long ago.

    Of subscribers the most that were stated on a day are kept: the processes of one fetcher all say how many it has.
    """
    connection.execute(delete(readership).where(readership.c.day < day - KEPT))
    there = connection.scalar(select(func.count()).where(readership.c.day == day)) or 0
    if there + len(fetched) > MOST // 2:
        fetched = list(_with_room(connection, day, fetched, there))
    rows = [{"day": day, **one._asdict()} for one in fetched]
    if rows:
        connection.execute(_ADD, rows)


def _with_room(connection: Connection, day: int, fetched: Iterable[Fetched], there: int) -> Iterator[Fetched]:
    of_day = select(readership.c.feed, readership.c.program).where(readership.c.day == day)
    known = {(feed, program) for feed, program in connection.execute(of_day)}
    rest = 0
    for one in fetched:
        if one[:2] not in known:
            if there >= (MOST // 2 if "?" in one.feed else MOST):
                rest += one.fetches
                continue
            there += 1
        yield one
    if rest:
        yield Fetched(REST, REST, rest, 0)


def forget(connection: Connection, kind: str, slug: str) -> None:
    """Forget the feeds of a source or tag that is not to be named any more."""
    spelled = quote(slug)
    feeds = connection.scalars(select(readership.c.feed).where(readership.c.feed.contains(spelled, autoescape=True)))
    for feed in sorted(set(feeds)):
        if feed.startswith(f"/{kind}s/{spelled}/") or spelled in _asked_for(feed):
            connection.execute(delete(readership).where(readership.c.feed == feed))


def _asked_for(feed: str) -> set[str]:
    """List what the query of a feed names."""
    return {slug for part in feed.partition("?")[2].split("&") for slug in part.partition("=")[2].split(",")}


def reads(connection: Connection, *, since: int = 0, by_day: bool = False) -> list[Reads]:
    """List what was fetched since a day, by feed and program, and by day or all days as one."""
    columns = (readership.c[name] for name in Reads._fields)
    query = select(*columns).where(readership.c.day >= since)
    order = readership.c.day, readership.c.feed, readership.c.program
    rows = [Reads(*row) for row in connection.execute(query.order_by(*order))]
    return rows if by_day else _as_one(rows)


def _as_one(rows: Iterable[Reads]) -> list[Reads]:
    made: dict[tuple[str, str], Reads] = {}
    for row in rows:
        before = made.get(row[:2])
        made[row[:2]] = (
            row._replace(subscribers=row.subscribers or before.subscribers, fetches=row.fetches + before.fetches)
            if before
            else row
        )
    return sorted(made.values())
