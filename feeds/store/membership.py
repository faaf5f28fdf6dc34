"""Which facets a public entry is a member of, and when it joined or left one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, Executable, bindparam, delete, insert, select, update

from feeds.store.archives import Turn, turn_pages
from feeds.store.bulk import insert_rows, put_rows
from feeds.store.facts import LISTED, REDATED, write_fact
from feeds.store.lists import among, among_pairs
from feeds.store.places import Places
from feeds.store.records import EntryRecord, facets_of
from feeds.store.schema import PUBLIC, day, facet, member, movement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Facet = tuple[str, str]
"""Kind and slug."""

_DAY = 86400

_LEAVE = delete(member).where(member.c.facet == bindparam("f"), member.c.place == bindparam("p"))
_MOVE = insert(movement).values(
    facet=bindparam("f"), place=bindparam("p"), second=bindparam("s"), joined=bindparam("joined")
)
_COUNT = update(facet).where(facet.c.number == bindparam("f")).values(entries=facet.c.entries + bindparam("more"))


class _Move(NamedTuple):
    """An entry that joins or leaves a facet."""

    facet: Facet
    place: int
    number: int
    size: int


class _Known(NamedTuple):
    """What is known of a facet before the moves."""

    number: int
    entries: int


class Membership:
    """The arrivals and departures of one transaction, written at its end."""

    def __init__(self, connection: Connection, second: int, labels: Mapping[Facet, str]) -> None:
        self._connection = connection
        self._second = second
        self._labels = labels
        self._places = Places(connection)
        self._arrivals: list[_Move] = []
        self._departures: list[_Move] = []
        self._returns: list[_Move] = []
        self._days: dict[int, tuple[int, int]] = {}
        self._is_redated = False

    def settle(self, old: EntryRecord | None, new: EntryRecord) -> EntryRecord:
        """Follow an entry from what it was to what it is; a public one without a place is given one."""
        if new.state == PUBLIC and new.place is None:
            new = replace(new, place=self._places.next())
        before = facets_of(old.language, old.sources, old.tags) if old and old.state == PUBLIC else set()
        after = facets_of(new.language, new.sources, new.tags) if new.state == PUBLIC else set()
        if new.place is not None:
            if old is None or (old.place, old.published) != (new.place, new.published):
                self.date(new.place, new.published)
                self._is_redated |= old is not None and old.place is not None
            had_place = old is not None and old.place is not None
            self.arrive(new.number, new.place, new.size, sorted(after - before), returns=had_place)
            self.depart(new.number, new.place, new.size, sorted(before - after))
        return new

    def date(self, place: int, published: int) -> None:
        """Remember that something published on a day stands at a place."""
        number = published // _DAY
        low, high = self._days.get(number, (place, place))
        self._days[number] = min(low, place), max(high, place)

    def arrive(self, number: int, place: int, size: int, facets: Iterable[Facet], *, returns: bool) -> None:
        """Make an entry a member of facets; `returns` where it was published before."""
        arrivals = [_Move(facet, place, number, size) for facet in facets]
        self._arrivals += arrivals
        if returns:
            self._returns += arrivals

    def depart(self, number: int, place: int, size: int, facets: Iterable[Facet]) -> None:
        """Let an entry leave facets, and remember when."""
        self._departures += [_Move(facet, place, number, size) for facet in facets]

    def flush(self, shown: Iterable[Facet] = ()) -> None:
        """Write it all and begin anew; `shown` are facets to be known even if no public entry has them yet."""
        moves = self._arrivals + self._departures
        known = self._facets({move.facet for move in moves} | set(shown))
        numbers = {facet: row.number for facet, row in known.items()}
        counts = Counter(move.facet for move in self._arrivals)
        counts.subtract(move.facet for move in self._departures)

        def rows(moves: list[_Move], joined: int) -> list[dict[str, int]]:
            return [
                {"f": numbers[move.facet], "p": move.place, "e": move.number, "s": self._second, "joined": joined}
                for move in moves
            ]

        def turned(moves: list[_Move]) -> list[Turn]:
            return [Turn(numbers[move.facet], move.place, move.size) for move in moves]

        self._run(_LEAVE, rows(self._departures, 0))
        arrived = [{"facet": numbers[m.facet], "place": m.place, "entry": m.number} for m in self._arrivals]
        insert_rows(self._connection, member, arrived)
        self._run(_MOVE, rows(self._departures, 0) + rows(self._returns, 1))
        self._run(_COUNT, [{"f": numbers[facet], "more": more} for facet, more in counts.items() if more])
        if any((known[facet].entries == 0) != (known[facet].entries + more == 0) for facet, more in counts.items()):
            write_fact(self._connection, LISTED, str(self._second))
        turn_pages(self._connection, self._second, turned(self._arrivals), turned(self._departures))
        self._arrivals, self._departures, self._returns = [], [], []
        self._write_days()
        if self._is_redated:
            write_fact(self._connection, REDATED, str(self._second))

    def _write_days(self) -> None:
        for chosen in among(day.c.number, list(self._days)):
            for number, low, high in self._connection.execute(select(day).where(chosen)):
                mine = self._days[number]
                self._days[number] = min(low, mine[0]), max(high, mine[1])
        rows = [{"number": number, "low": low, "high": high} for number, (low, high) in self._days.items()]
        put_rows(self._connection, day, rows)
        self._days = {}

    def _run(self, statement: Executable, rows: list[dict[str, int]]) -> None:
        if rows:
            self._connection.execute(statement, rows)

    def _facets(self, named: set[Facet]) -> dict[Facet, _Known]:
        known = self._known_facets(named)
        missing = sorted(named - known.keys())
        if missing:
            self._connection.execute(
                insert(facet),
                [{"kind": k, "slug": s, "label": self._labels.get((k, s), s), "entries": 0} for k, s in missing],
            )
            known |= self._known_facets(set(missing))
        return known

    def _known_facets(self, named: set[Facet]) -> dict[Facet, _Known]:
        query = select(facet.c.kind, facet.c.slug, facet.c.number, facet.c.entries)
        return {
            (kind, slug): _Known(*row)
            for chosen in among_pairs(facet.c.kind, facet.c.slug, named)
            for kind, slug, *row in self._connection.execute(query.where(chosen))
        }
