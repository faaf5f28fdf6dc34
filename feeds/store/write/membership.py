"""Which facets a public entry is a member of, and when it joined or left one; the journal is told of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, delete, select

from feeds.selection.private import KIND, declared, scopes_of
from feeds.store.dialects.bulk import insert_rows, put_rows, update_rows
from feeds.store.dialects.lists import by_first, is_among
from feeds.store.dialects.statements import Statement
from feeds.store.facts import DECLARED_PRIVATE, LISTED, REDATED, REWORDED, SURFACED, read_fact, write_fact
from feeds.store.read.archives import FacetState, Move, Turn, turn_pages
from feeds.store.records import EntryRecord, facets_of
from feeds.store.schema import PRIVATE, PUBLIC, SHOWN, ahead, day, facet, member, movement
from feeds.store.tables import journal
from feeds.store.tables.journal import Facet, Touch, Touched
from feeds.store.wording import Wording
from feeds.store.write.places import Places

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

_DAY = 86400
EVERYTHING: Facet = ("all", "")

# Made once: to put a statement together takes longer than to ask it.
_FACETS = Statement(
    select(facet.c.slug, *(facet.c[name] for name in FacetState._fields)).where(
        facet.c.kind == bindparam("kind"), is_among(facet.c.slug, "slugs")
    )
)
_DAYS = Statement(select(day.c.number, day.c.low, day.c.high, day.c.entries).where(is_among(day.c.number, "numbers")))
_LEAVE = delete(member).where(member.c.facet == bindparam("f"), member.c.place == bindparam("p"))


class Membership:
    """The arrivals and departures of one transaction, written at its end."""

    def __init__(
        self, connection: Connection, second: int, labels: Mapping[Facet, str], *, private_before: str | None = None
    ) -> None:
        self._connection = connection
        private = read_fact(connection, DECLARED_PRIVATE) or ""
        self._private = declared(private)
        self._private_before = declared(private if private_before is None else private_before)
        self._second = second
        self._labels = labels
        self._places = Places(connection)
        self._arrivals: dict[Facet, list[Move]] = defaultdict(list)
        self._departures: dict[Facet, list[Move]] = defaultdict(list)
        self._returns: list[tuple[Facet, int]] = []
        self._days: dict[int, tuple[int, int]] = {}
        self._counts: Counter[int] = Counter()
        self._wording = Wording(connection)
        self._is_redated = self._is_reworded = False
        self._touched: Touched | None = Touched()
        self._tells = False
        self._said = self._latest = int(read_fact(connection, SURFACED) or 0)

    def settle(self, old: EntryRecord | None, new: EntryRecord) -> EntryRecord:
        """Follow an entry from what it was to what it is; a public one without a place is given one."""
        before = self.left_by(old) if old else set()
        after: set[Facet] = set()
        if new.state in SHOWN:
            state, after = self.home_of(new.language, new.sources, new.tags)
            new = new._replace(state=state, place=self._places.next() if new.place is None else new.place)
        if new.place is not None:
            if old is None or (old.place, old.published) != (new.place, new.published):
                self.date(new.place, new.published)
                if old is not None and old.place is not None:
                    self._is_redated = True
            had_place = old is not None and old.place is not None
            self.arrive(new.number, new.place, new.size, after - before, new.published, returns=had_place)
            self.depart(new.number, new.place, new.size, before - after, old.published if old else 0)
            if old is not None and EVERYTHING in before & after:
                self._count(old.published, -1)
                self._count(new.published, 1)
            self._touch_settled(old, new, before, after)
            if self._wording.follow(old, new):
                self._is_reworded = True
                self._is_seen_now()
        if new.state == PUBLIC:
            # Whatever had a place before is known by its movements, be it from a private selection that it comes.
            new = new._replace(arrived=new.arrived or (0 if old and old.place is not None else self._second))
        if new.state in SHOWN:
            is_moved = before != after or old is None or (old.published, old.size) != (new.published, new.size)
            return new._replace(surfaced=self.surface(new.updated, new.surfaced, is_moved=is_moved))
        if new.place is not None:
            self._is_seen_now()  # that what is gone was changed dates feeds by date
        return new

    def home_of(self, language: str | None, sources: str, tags: str) -> tuple[int, set[Facet]]:
        """Give the state of an entry that is shown, and the facets of which it is a member; from its columns."""
        facets = facets_of(language, sources, tags)
        scopes = scopes_of(facets, self._private)
        return (PRIVATE, scopes) if scopes else (PUBLIC, facets)

    def left_by(self, old: EntryRecord) -> set[Facet]:
        """List the facets of which an entry was a member until now."""
        if old.state not in SHOWN:
            return set()
        facets = facets_of(old.language, old.sources, old.tags)
        return scopes_of(facets, self._private_before) if old.state == PRIVATE else facets

    def _touch_settled(self, old: EntryRecord | None, new: EntryRecord, before: set[Facet], after: set[Facet]) -> None:
        if old is not None and (old.changed, old.state) == (new.changed, new.state):
            return  # nothing that is shown
        if old is not None and old.place is not None and not before:
            self.touch_everything()  # feeds that it was taken back from show where it was, whatever it has now
        else:
            self.touch(new.number, Touch(new.handle, frozenset(before), frozenset(after), new.published))

    def touch(self, number: int, touch: Touch) -> None:
        """Note in the journal that an entry is shown differently; of what is private nothing is held nor told."""
        if self._touched is None:
            return
        before, after = (
            frozenset(facet for facet in facets if facet[0] != KIND) for facets in (touch.before, touch.after)
        )
        if before or after:
            self._add(Touched((touch._replace(before=before, after=after).in_its_part(number),)))

    def touch_everything(self) -> None:
        """Note in the journal that anything may be shown differently."""
        self._touched = None

    def _add(self, touched: Touched) -> None:
        both = self._touched | touched if self._touched else None
        self._touched = both if both and len(both.entries) <= journal.MOST else None

    def surface(self, updated: int, before: int = 0, *, is_moved: bool = True) -> int:
        """Give the moment that feeds state as their last update because of this entry: when it was updated.

        No feed may state an earlier moment than it stated before. An entry that moves (it is new, or its date, facet or
        length changed) may push another one out of a feed: so its moment is at least the latest that any feed stated.
        """
        surfaced = max(before, updated, self._said if is_moved else 0)
        self._latest = max(self._latest, surfaced)
        return surfaced

    def _is_seen_now(self) -> None:
        """Remember that feeds may say that they were updated by this commit."""
        self._tells = True
        self._latest = max(self._latest, self._second)

    def date(self, place: int, published: int) -> None:
        """Remember that something published on a day stands at a place."""
        number = published // _DAY
        low, high = self._days.get(number, (place, place))
        self._days[number] = min(low, place), max(high, place)

    def arrive(
        self, number: int, place: int, size: int, facets: Collection[Facet], published: int, *, returns: bool
    ) -> None:
        """Make an entry a member of facets; `returns` where it was published before."""
        move = Move(place, number, size)
        if EVERYTHING in facets:
            self._count(published, 1)
        for each in facets:
            self._arrivals[each].append(move)
            if returns:
                self._returns.append((each, place))
                self._is_seen_now()

    def depart(self, number: int, place: int, size: int, facets: Collection[Facet], published: int) -> None:
        """Let an entry leave facets, and remember when."""
        move = Move(place, number, size)
        if EVERYTHING in facets:
            self._count(published, -1)
        for each in facets:
            self._departures[each].append(move)
            self._is_seen_now()

    def _count(self, published: int, change: int) -> None:
        """Remember that so many more entries of a day are public."""
        self._counts[published // _DAY] += change

    def flush(self, shown: Iterable[Facet] = ()) -> None:
        """Write it all and begin anew; `shown` are facets to be known even if no public entry has them yet."""
        moved = self._arrivals | self._departures
        states = self._states({*moved, *shown})
        turns = [
            Turn(states[each], sorted(self._arrivals.get(each, ())), self._departures.get(each, ())) for each in moved
        ]
        self._write_members(turns)
        self._write_movements(states)
        after, is_cut = turn_pages(self._connection, self._second, max(self._said, self._second), turns)
        self._write_states(zip(moved, (turn.before for turn in turns), after, strict=True))
        self._write_days()
        if self._is_redated:
            self._add(Touched(is_redated=True))
            write_fact(self._connection, REDATED, str(self._second))
            self._is_seen_now()
        if self._is_reworded or self._departures or self._returns:
            write_fact(self._connection, REWORDED, str(self._second))
        self._wording.write()
        if is_cut:
            self._is_seen_now()
            self.touch_everything()  # the entries of the page that was cut are dated anew, in whatever feeds they are
        if self._latest > self._said:
            write_fact(self._connection, SURFACED, str(self._latest))
        if self._tells and self._latest > self._second:
            put_rows(self._connection, ahead, ("second", "moment"), [(self._second, self._latest)])
        journal.note(self._connection, self._second, self._touched)
        self._touched = Touched()
        self._arrivals.clear()
        self._departures.clear()
        self._returns.clear()

    def _write_members(self, turns: Iterable[Turn]) -> None:
        left = [{"f": turn.before.number, "p": move.place} for turn in turns for move in turn.left]
        if left:
            self._connection.execute(_LEAVE, left)
        joined = [(turn.before.number, place, entry) for turn in turns for place, entry, _ in turn.joined]
        insert_rows(self._connection, member, ("facet", "place", "entry"), joined)

    def _write_movements(self, states: Mapping[Facet, FacetState]) -> None:
        left = [
            (states[each].number, move.place, self._second, 0)
            for each, moves in self._departures.items()
            for move in moves
        ]
        returned = [(states[each].number, place, self._second, 1) for each, place in self._returns]
        insert_rows(self._connection, movement, ("facet", "place", "second", "joined"), left + returned)

    def _write_states(self, followed: Iterable[tuple[Facet, FacetState, FacetState]]) -> None:
        changed = [(each, old, new) for each, old, new in followed if old != new]
        update_rows(self._connection, facet, FacetState._fields, [new for _, _, new in changed])
        self._add(Touched(facets=frozenset(each for each, old, new in changed if old.closed != new.closed)))
        if any((old.entries == 0) != (new.entries == 0) for (kind, _), old, new in changed if kind != KIND):
            write_fact(self._connection, LISTED, str(self._second))
            self._add(Touched(is_listed=True))

    def _write_days(self) -> None:
        changed = self._days.keys() | {number for number, change in self._counts.items() if change}
        if not changed:
            return
        known = {
            number: (low, high, count)
            for number, low, high, count in _DAYS.all(self._connection, {"numbers": list(changed)})
        }
        rows = []
        for number in changed:
            low, high, count = known.get(number, (*self._days.get(number, (0, 0)), 0))
            mine = self._days.get(number, (low, high))
            rows.append((number, min(low, mine[0]), max(high, mine[1]), count + self._counts[number]))
        put_rows(self._connection, day, ("number", "low", "high", "entries"), rows)
        self._days, self._counts = {}, Counter()

    def _states(self, named: set[Facet]) -> dict[Facet, FacetState]:
        """Give the state of facets; those that were never met are added."""
        states = self._known_states(named)
        if missing := sorted(named - states.keys()):
            rows = [(kind, slug, self._labels.get((kind, slug), slug), 0) for kind, slug in missing]
            insert_rows(self._connection, facet, ("kind", "slug", "label", "entries"), rows)
            self._add(Touched(facets=frozenset(missing)))
            states |= self._known_states(missing)
        return states

    def _known_states(self, named: Iterable[Facet]) -> dict[Facet, FacetState]:
        return {
            (kind, slug): FacetState._make(state)
            for kind, slugs in by_first(named)
            for slug, *state in _FACETS.all(self._connection, {"kind": kind, "slugs": slugs})
        }
