"""What WebSub hubs are still to be told, found from what each commit changed.

A hub has a place in the sequence of commits, the second up to which its pings were written down. What a commit
touched is known from the entries it changed and from those it let leave or join a facet; so nothing is lost
when a program ends between a commit and its pings, and the programs that tell one hub share the work.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select, update

from feeds.store.dialects.lists import among, by_first
from feeds.store.read.reader import last_commit, origin
from feeds.store.records import facets_of
from feeds.store.schema import PUBLIC, entry, facet, hub, movement, ping

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from feeds.store import Store

KINDS = ("all", "source", "tag")
"""Of the facets whose feeds hubs are told of."""

AT_ONCE = 100
"""Pings of one look that are due at once."""
A_SECOND = 20
"""Of the others so many are due each second: a change of every feed is no flood."""

_CLAIM = 20
"""Seconds for which what was claimed is nobody else's."""


class Touched(NamedTuple):
    """A facet that commits touched."""

    number: int
    kind: str
    slug: str
    entries: int


FindTopics = Callable[[int, set[tuple[str, str]]], list[int]]


class Ping(NamedTuple):
    """A feed of which a hub is still to be told."""

    facet: int
    format: str
    kind: str
    slug: str
    second: int
    """Of the commit that touched it."""
    attempts: int


@dataclass(frozen=True, slots=True)
class Claimed:
    """What one program may tell a hub now."""

    pings: tuple[Ping, ...]
    failures: int
    """Times in a row that the hub could not be reached."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of what was claimed; what is in neither list is due again at once."""

    done: Sequence[Ping] = ()
    later: Sequence[tuple[Ping, int]] = ()
    """With the moment of the next attempt."""
    away_until: int | None = None
    """The hub could not be reached, and is left alone until then."""


def enlist(store: Store, hubs: Iterable[str]) -> None:
    """Begin with hubs that were never told anything: they hear of the commits that follow."""
    with store.reading() as connection:
        missing = set(hubs).difference(connection.scalars(select(hub.c.url)))
    if not missing:
        return
    with store.noting() as connection:
        last = last_commit(connection)
        missing -= set(connection.scalars(select(hub.c.url)))
        for url in sorted(missing):
            connection.execute(insert(hub).values(url=url, second=last, failures=0, due=0))


def note(store: Store, url: str, formats: Collection[str], find_topics: FindTopics, *, now: int, due: int) -> int:
    """Write down what a hub is to be told of the commits since the last look, from `due` on; tells how much.

    `find_topics` takes the second before those commits and what they touched, and gives the topics among it.
    """
    with store.reading() as connection:
        before = connection.scalar(select(hub.c.second).where(hub.c.url == url))
        last = last_commit(connection)
        if before is None or before >= last:
            return 0
        found = touched(connection, before, last)
    facets = [one.number for one in found if one.kind in KINDS]
    facets += find_topics(before, {(one.kind, one.slug) for one in found})
    with store.noting() as connection:
        mine = update(hub).where(hub.c.url == url, hub.c.second == before).values(second=last)
        if connection.execute(mine).rowcount != 1:
            return 0  # another program was quicker
        owed = list(product(facets, formats))
        waiting = {
            (row.facet, row.format): row.due
            for row in connection.execute(select(ping).where(ping.c.hub == url, among(ping.c.facet, facets)))
        }
        rows = []
        for i, (number, name) in enumerate(owed):
            at = due + max(0, i - AT_ONCE) // A_SECOND
            at = min(at, waiting.get((number, name), at))
            rows.append({"h": url, "f": number, "n": name, "s": last, "now": now, "d": at})
        if anew := [row for row in rows if (row["f"], row["n"]) in waiting]:
            connection.execute(delete(ping).where(_THIS), anew)
        if rows:
            connection.execute(_OWE, rows)
    return len(rows)


def touched(connection: Connection, after: int, until: int) -> list[Touched]:
    """List the facets that the commits of some seconds touched; everything first, then those with the most entries.

    Those of the entries that came or changed, and those that entries left or came back to. All of them where the
    names or settings changed with which every feed is written.
    """
    left = select(movement.c.facet).where(movement.c.second > after, movement.c.second <= until).distinct()
    numbers = set(connection.scalars(left))
    if after < origin(connection).stamped <= until:
        numbers.update(connection.scalars(select(facet.c.number).where(facet.c.entries > 0)))
    else:
        changed = select(entry.c.sources, entry.c.tags).distinct()
        changed = changed.where(entry.c.changed > after, entry.c.changed <= until, entry.c.state == PUBLIC)
        named = {named for row in connection.execute(changed) for named in facets_of(None, row.sources, row.tags)}
        for kind, slugs in by_first(named):
            query = select(facet.c.number).where(facet.c.kind == kind, among(facet.c.slug, slugs))
            numbers.update(connection.scalars(query))
    columns = select(facet.c.number, facet.c.kind, facet.c.slug, facet.c.entries)
    found = [Touched(*row) for row in connection.execute(columns.where(among(facet.c.number, numbers)))]
    return sorted(found, key=lambda one: (one.kind != "all", -one.entries, one.number))


def claim(store: Store, url: str, now: int, most: int) -> Claimed:
    """Take some of what a hub is to be told now, the newest commits first; for a while no other program does."""
    due = (ping.c.hub == url, ping.c.due <= now, ping.c.facet == facet.c.number)
    query = (
        select(ping.c.facet, ping.c.format, facet.c.kind, facet.c.slug, ping.c.second, ping.c.attempts)
        .where(*due)
        .order_by(ping.c.second.desc(), ping.c.due, ping.c.facet, ping.c.format)
        .limit(most)
    )
    with store.reading() as connection:
        known = connection.execute(select(hub.c.failures, hub.c.due).where(hub.c.url == url)).first()
        if known is None or known.due > now or connection.execute(query.limit(1)).first() is None:
            return Claimed((), 0)
    with store.noting() as connection:
        pings = tuple(Ping(*row) for row in connection.execute(query.with_for_update(of=ping, skip_locked=True)))
        rows = [_key(url, one) | {"d": now + _CLAIM} for one in pings]
        if rows:
            connection.execute(update(ping).where(_THIS).values(due=bindparam("d")), rows)
    return Claimed(pings, known.failures)


def settle(store: Store, url: str, claimed: Claimed, outcome: Outcome, now: int) -> None:
    """Write down what became of what was claimed. What a commit touched anew in between stays to be told."""
    done = {(one.facet, one.format) for one in outcome.done}
    later = {(one.facet, one.format): at for one, at in outcome.later}
    same = and_(_THIS, ping.c.second == bindparam("s"))
    mine = update(hub).where(hub.c.url == url)
    with store.noting() as connection:
        if gone := [_key(url, one) for one in claimed.pings if (one.facet, one.format) in done]:
            connection.execute(delete(ping).where(same), gone)
        kept = [one for one in claimed.pings if (one.facet, one.format) not in done]
        if rows := [
            _key(url, one) | {"a": one.attempts + (key in later), "d": later.get(key, now)}
            for one in kept
            for key in [(one.facet, one.format)]
        ]:
            again = update(ping).where(same).values(attempts=bindparam("a"), due=bindparam("d"))
            connection.execute(again, rows)
        if outcome.away_until is not None:
            connection.execute(mine.values(failures=claimed.failures + 1, due=outcome.away_until))
        elif claimed.failures:
            connection.execute(mine.values(failures=0, due=0))


def next_due(store: Store, url: str) -> int | None:
    """Tell when a hub is next to be told something; None where nothing waits."""
    query = select(func.min(ping.c.due), func.max(hub.c.due)).where(hub.c.url == url, ping.c.hub == hub.c.url)
    with store.reading() as connection:
        first, left_alone = connection.execute(query).one()
    return None if first is None else max(first, left_alone)


def count(store: Store, hubs: Collection[str]) -> int:
    """Count what hubs are still to be told."""
    with store.reading() as connection:
        query = select(func.count()).select_from(ping).where(ping.c.hub.in_(list(hubs)))
        return connection.scalar(query) or 0


def failures(connection: Connection, url: str) -> tuple[int, int]:
    """Tell how many times in a row a hub could not be reached, and how many pings wait for it."""
    failed = connection.scalar(select(hub.c.failures).where(hub.c.url == url)) or 0
    waiting = connection.scalar(select(func.count()).select_from(ping).where(ping.c.hub == url)) or 0
    return failed, waiting


def give_up(store: Store, url: str, since: int) -> int:
    """Drop what a hub could not be told since a moment; tells how much."""
    old = and_(ping.c.hub == url, ping.c.since < since)
    with store.reading() as connection:
        if connection.execute(select(ping.c.facet).where(old).limit(1)).first() is None:
            return 0
    with store.noting() as connection:
        return connection.execute(delete(ping).where(old)).rowcount


_THIS = and_(ping.c.hub == bindparam("h"), ping.c.facet == bindparam("f"), ping.c.format == bindparam("n"))
_OWE = insert(ping).values(
    hub=bindparam("h"),
    facet=bindparam("f"),
    format=bindparam("n"),
    second=bindparam("s"),
    since=bindparam("now"),
    attempts=0,
    due=bindparam("d"),
)


def _key(url: str, one: Ping) -> dict[str, str | int]:
    return {"h": url, "f": one.facet, "n": one.format, "s": one.second}
