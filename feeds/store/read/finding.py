"""Find the newest entries of a selection that have some words: by the index of words, or along a facet.

Both engines give the same rows; they differ in what a step costs. FTS5 walks its rows by place, so that common words
are found at once; PostgreSQL's inverted index has no order, so that rare words are found by it and common ones along
a facet, as often as its planner thinks that they come.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from feeds.errors import InvalidSelection
from feeds.store.dialects.statements import Statement
from feeds.store.dialects.wordings import BLOCK, MATCHES, query_of, within
from feeds.store.read.walks import Shape, by_facet, by_words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import Connection

    from feeds.store.read.plans import Plan
    from feeds.words.terms import Sought

    Rows = list[tuple[Any, ...]]

_NEAR = 2000
"""Rows of the index of words that are looked at first on SQLite: some milliseconds…"""
_FAR = 100_000
"""…and at most."""
_SMALL = 2000
"""Entries of a group of facets that are looked at one by one: some tenths of a second at most."""
_LONG_WALK = 10_000
"""The same where nothing else helps."""
_RECHECK, _MATCH = 25, 5
"""Microseconds that it takes PostgreSQL to look at the words of an entry, and to fetch one that its index found."""
_NEARBY = 10
"""Entries to look at for each one that is wanted, up to which nothing else is quicker."""
_INDEX_TIMEOUT = 1000
"""Milliseconds that its index may take."""
_MANY = 100_000
"""Entries that FTS5 looks at in some tenths of a second."""
_BLOCKS = 200
"""Blocks that it is asked for one by one instead: as long."""
_SAMPLE = 500
"""Of the entries that have a word, the newest, by which it is told how common it is."""
_LAST_PLACE = (1 << 63) - 1

_FLOOR = Statement(
    text(
        "SELECT rowid FROM wording WHERE wording MATCH :sought AND rowid BETWEEN :low AND :high"
        " ORDER BY rowid DESC LIMIT 1 OFFSET :step"
    )
)
_PLACES = Statement(text("SELECT (SELECT MIN(place) FROM entry), (SELECT MAX(place) FROM entry)"))
_REACH = Statement(text("SELECT COUNT(*) FROM (SELECT 1 FROM entry WHERE place >= :floor LIMIT :enough) reached"))
_PATIENCE = Statement(text("SELECT set_config('statement_timeout', :milliseconds, true)"))
_PATIENCE_NOW = Statement(text("SELECT current_setting('statement_timeout')"))
_EXPECTED = Statement(text("EXPLAIN (FORMAT JSON) SELECT 1 FROM wording WHERE words @@ CAST(:sought AS tsquery)"))
_AMONG = {
    kind: Statement(text(f"SELECT g.place FROM ({given}) g WHERE {MATCHES[kind].format('g.place')}"))
    for kind, given in {
        "sqlite": "SELECT value AS place FROM json_each(:places)",
        "postgresql": "SELECT unnest(CAST(:places AS bigint[])) AS place",
    }.items()
}


def matching(connection: Connection, sought: Sought, places: Collection[int]) -> set[int]:
    """Choose the places at which words stand that are looked for."""
    if not places:
        return set()
    kind = connection.dialect.name
    rows = _AMONG[kind].all(connection, {"sought": query_of(sought, kind), "places": list(places)})
    return {place for (place,) in rows}


def newest_with_words(connection: Connection, plan: Plan, most: int) -> Rows:
    """Find the newest entries, at most so many. Raises InvalidSelection where that costs too much."""
    kind = connection.dialect.name
    search = _Search(connection, plan, most, query_of(plan.sought, kind) if plan.sought else "")
    found = search.on_postgresql() if kind == "postgresql" else search.on_sqlite()
    if found is None:
        raise InvalidSelection(
            "q: too few articles have all of this at once to be found in time: name a tag or source, or a rarer word"
        )
    return found


@dataclass(frozen=True, slots=True)
class _Search:
    connection: Connection
    plan: Plan
    most: int
    query: str

    def on_sqlite(self) -> Rows | None:
        if self._is_heavy():
            return self._block_by_block()
        for step in (_NEAR, _FAR):
            floor = _FLOOR.scalar(self.connection, {**self._bounds(), "step": step})
            found = self._by_words(floor)
            if len(found) == self.most or floor is None:
                return found
            if self.plan.groups[0].entries <= _SMALL:
                return self._along_facet(None)
        return None

    def _block_by_block(self) -> Rows | None:
        """Ask of each block of places by itself, from the newest back, as many as there is time for."""
        bounds = self._bounds()
        ((first, last),) = _PLACES.all(self.connection, {})
        low, high = max(bounds["low"], first or 0), min(bounds["high"], last or 0)
        found: Rows = []
        for block in range(high >> BLOCK, (low >> BLOCK) - 1, -1)[:_BLOCKS]:
            part = replace(self, query=within(block, self.query), most=self.most - len(found))
            found += part._by_words(block << BLOCK)  # noqa: SLF001 - of its own kind
            if len(found) == self.most:
                return found
        return found if (high >> BLOCK) - (low >> BLOCK) < _BLOCKS else None

    def _is_heavy(self) -> bool:
        """Tell whether FTS5 may look at very many entries before it finds one: it stops nowhere in between.

        So it does where all that has to stand together is common, each by itself.
        """
        sought = self.plan.sought
        if sought is None or self.plan.entries <= _MANY:
            return False
        if len(sought.every) == 1 and not sought.none and not self._has_phrases():
            return False
        return all(any(all(map(self._is_common, form.tokens)) for form in group) for group in sought.every)

    def _is_common(self, token: str) -> bool:
        """Tell whether a word is in very many entries, from how far back the newest of these reach."""
        everywhere = {"sought": f'"{token}"', "low": 0, "high": _LAST_PLACE, "step": _SAMPLE}
        floor = _FLOOR.scalar(self.connection, everywhere)
        if floor is None:
            return False
        enough = _SAMPLE * self.plan.entries // _MANY
        return bool(_REACH.scalar(self.connection, {"floor": floor, "enough": enough}) < enough)

    def on_postgresql(self) -> Rows | None:
        entries = self.plan.groups[0].entries
        if entries <= _SMALL:
            return self._along_facet(None)
        expected = self._expected()
        walk = min(entries, self._walk(expected))
        by_index = expected * (_RECHECK if self._has_phrases() else _MATCH)
        if walk * _RECHECK < by_index or walk <= self.most * _NEARBY:
            found = self._along_facet(min(walk, _LONG_WALK))
            if len(found) == self.most or walk >= entries:
                return found
        if by_index <= _INDEX_TIMEOUT * 1000:
            found_by_index = self._by_index()
            if found_by_index is not None:
                return found_by_index
        found = self._along_facet(_LONG_WALK)
        return found if len(found) == self.most or entries <= _LONG_WALK else None

    def _walk(self, expected: int) -> int:
        """Give the entries to look at for so many, if words and facets have nothing to do with each other."""
        walk = 2 * self.most * max(self.plan.entries, expected) // expected
        for group in self.plan.groups[1:]:
            walk = walk * max(self.plan.entries, group.entries) // group.entries
        return walk

    def _has_phrases(self) -> bool:
        every = self.plan.sought.every if self.plan.sought else ()
        return any(len(form.tokens) > 1 for group in every for form in group)

    def _by_words(self, floor: int | None) -> Rows:
        groups, plan = [group.facets for group in self.plan.groups], self.plan
        shape = Shape(
            0,
            tuple(map(len, groups)),
            len(plan.excluded),
            is_bounded=floor is not None,
            is_spanned=True,
            is_dated=plan.is_dated,
            words=self.connection.dialect.name,
        )
        bounds = self._bounds()
        if floor is not None:
            bounds["low"] = max(bounds["low"], floor)
        return by_words(shape).all(self.connection, {**self._bound(*groups), **bounds})

    def _along_facet(self, step: int | None) -> Rows:
        driver, *probed = (group.facets for group in self.plan.groups)
        shape = Shape(
            len(driver),
            tuple(map(len, probed)),
            len(self.plan.excluded),
            is_bounded=step is not None,
            is_spanned=self.plan.low is not None,
            is_dated=self.plan.is_dated,
            words=self.connection.dialect.name,
        )
        bound = {**self._bound(driver, *probed), **self._bounds(), "step": (step or 0) // len(driver)}
        return by_facet(shape).all(self.connection, bound)

    def _by_index(self) -> Rows | None:
        """Ask the inverted index, which knows no end but a time."""
        patience = _PATIENCE_NOW.scalar(self.connection)
        asking = self.connection.begin_nested()
        try:
            _PATIENCE.all(self.connection, {"milliseconds": str(_INDEX_TIMEOUT)})
            found = self._by_words(None)
            _PATIENCE.all(self.connection, {"milliseconds": patience})
        except self.connection.dialect.loaded_dbapi.errors.QueryCanceled:
            asking.rollback()
            return None
        asking.commit()
        return found

    def _expected(self) -> int:
        """Ask the planner how many entries have the words."""
        planned = _EXPECTED.scalar(self.connection, {"sought": self.query})
        return max(1, int(planned[0]["Plan"]["Plan Rows"]))

    def _bounds(self) -> dict[str, Any]:
        high = self.plan.high
        return {
            "sought": self.query,
            "low": self.plan.low or 0,
            "high": _LAST_PLACE if high is None else high,
        }

    def _bound(self, *groups: Collection[int]) -> Mapping[str, Any]:
        numbers = (*(number for group in groups for number in group), *self.plan.excluded)
        return {
            **{f"f{i}": number for i, number in enumerate(numbers)},
            "most": self.most,
            "since": self.plan.since or 0,
            "until": 1 << 60 if self.plan.until is None else self.plan.until,
        }
