"""Which facets a public entry is a member of, and when it left one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, delete, insert, select, tuple_, update

from feeds.store.places import Places
from feeds.store.records import EntryRecord, facets_of
from feeds.store.schema import PUBLIC, departed, facet, member

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_AT_ONCE = 500

Facet = tuple[str, str]
"""Kind and slug."""


class Membership:
    """The arrivals and departures of one transaction, written at its end."""

    def __init__(self, connection: Connection, second: int, labels: Mapping[Facet, str]) -> None:
        self._connection = connection
        self._second = second
        self._labels = labels
        self._places = Places(connection)
        self._arrivals: list[tuple[Facet, int, int]] = []
        self._departures: list[tuple[Facet, int]] = []

    def settle(self, old: EntryRecord | None, new: EntryRecord) -> EntryRecord:
        """Follow an entry from what it was to what it is; a public one without a place is given one."""
        if new.state == PUBLIC and new.place is None:
            new = replace(new, place=self._places.next())
        before = facets_of(old.language, old.sources, old.tags) if old and old.state == PUBLIC else set()
        after = facets_of(new.language, new.sources, new.tags) if new.state == PUBLIC else set()
        if new.place is not None:
            self.arrive(new.number, new.place, sorted(after - before))
            self.depart(new.place, sorted(before - after))
        return new

    def arrive(self, number: int, place: int, facets: Iterable[Facet]) -> None:
        """Make an entry a member of facets."""
        self._arrivals += [(facet, place, number) for facet in facets]

    def depart(self, place: int, facets: Iterable[Facet]) -> None:
        """Let an entry leave facets, and remember when."""
        self._departures += [(facet, place) for facet in facets]

    def flush(self, shown: Iterable[Facet] = ()) -> None:
        """Write it all and begin anew; `shown` are facets to be known even if no public entry has them yet."""
        named = {named for named, *_ in self._arrivals} | {named for named, _ in self._departures} | set(shown)
        numbers = self._facet_numbers(named)
        arrivals = [{"f": numbers[named], "p": place, "e": number} for named, place, number in self._arrivals]
        departures = [{"f": numbers[named], "p": place} for named, place in self._departures]
        counts: dict[int, int] = {}
        for row in arrivals:
            counts[row["f"]] = counts.get(row["f"], 0) + 1
        for row in departures:
            counts[row["f"]] = counts.get(row["f"], 0) - 1
        run = self._connection.execute
        if departures:
            run(delete(member).where(member.c.facet == bindparam("f"), member.c.place == bindparam("p")), departures)
            run(
                delete(departed).where(departed.c.facet == bindparam("f"), departed.c.place == bindparam("p")),
                departures,
            )
            run(
                insert(departed).values(facet=bindparam("f"), place=bindparam("p"), second=self._second),
                departures,
            )
        if arrivals:
            if self._any_departed(arrivals):
                run(
                    delete(departed).where(departed.c.facet == bindparam("f"), departed.c.place == bindparam("p")),
                    [{"f": row["f"], "p": row["p"]} for row in arrivals],
                )
            run(insert(member).values(facet=bindparam("f"), place=bindparam("p"), entry=bindparam("e")), arrivals)
        if counts:
            run(
                update(facet).where(facet.c.number == bindparam("n")).values(entries=facet.c.entries + bindparam("d")),
                [{"n": number, "d": change} for number, change in counts.items()],
            )
        self._arrivals.clear()
        self._departures.clear()

    def _any_departed(self, arrivals: list[dict[str, int]]) -> bool:
        oldest = min(row["p"] for row in arrivals)
        return self._connection.scalar(select(departed.c.place).where(departed.c.place >= oldest).limit(1)) is not None

    def _facet_numbers(self, named: set[Facet]) -> dict[Facet, int]:
        numbers = self._known_facets(named)
        missing = sorted(named - numbers.keys())
        if missing:
            self._connection.execute(
                insert(facet),
                [{"kind": k, "slug": s, "label": self._labels.get((k, s), s), "entries": 0} for k, s in missing],
            )
            numbers |= self._known_facets(set(missing))
        return numbers

    def _known_facets(self, named: set[Facet]) -> dict[Facet, int]:
        listed, found = sorted(named), {}
        for start in range(0, len(listed), _AT_ONCE):
            chosen = tuple_(facet.c.kind, facet.c.slug).in_(listed[start : start + _AT_ONCE])
            for row in self._connection.execute(select(facet.c.kind, facet.c.slug, facet.c.number).where(chosen)):
                found[row.kind, row.slug] = row.number
        return found
