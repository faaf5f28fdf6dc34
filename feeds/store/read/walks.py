"""Statements that walk a facet, or the index of words, from one end, and probe for the other facets on the way.

A statement a shape of selection; the numbers of the facets are bound to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import text

from feeds.store.dialects.statements import Statement
from feeds.store.dialects.wordings import MATCHES

if TYPE_CHECKING:
    from collections.abc import Sequence

_ONE = "LIMIT 1 OFFSET 0"
"""Asks for one row by itself: PostgreSQL would join all rows that there may be, if it takes them for few."""
_DATED = f"EXISTS (SELECT 1 FROM entry d WHERE d.{{}} AND d.published >= :since AND d.published < :until {_ONE})"
_LAST_PLACE = (1 << 63) - 1
_ROWS = "SELECT m.place, m.entry, e.id, e.content, e.changed, e.surfaced, e.published, e.size, e.story"


@dataclass(frozen=True, slots=True)
class Shape:
    """What a statement does, whatever is bound to it."""

    branches: int
    """Facets that are walked, each by itself."""
    probed: tuple[int, ...]
    """Facets of each group of which one is probed for."""
    excluded: int
    is_bounded: bool
    """Whether the walk ends after so many steps."""
    is_spanned: bool
    is_dated: bool
    words: str = ""
    """The database whose index of words is probed too; none: no words count."""
    is_upwards: bool = False
    """Whether the walk begins at the oldest end."""


@lru_cache(maxsize=512)
def by_facet(shape: Shape) -> Statement:
    """Walk the members of one group of facets."""
    conditions = _probes(shape.branches, shape.probed, shape.excluded)
    if shape.is_dated:
        conditions.append(_DATED.format("number = w.entry"))
    if shape.words:
        conditions.append(MATCHES[shape.words].format("w.place"))
    span = "place BETWEEN :low AND :high" if shape.is_spanned else ""
    order, within, end = ("ASC", "<=", _LAST_PLACE) if shape.is_upwards else ("DESC", ">=", 0)
    branches = []
    for i in range(shape.branches):
        mine = [f"w.facet = :f{i}", *([f"w.{span}"] if span else []), *conditions]
        if shape.is_bounded:
            walked = " AND ".join([f"facet = :f{i}", *([span] if span else [])])
            bound = f"SELECT place FROM member WHERE {walked} ORDER BY place {order} LIMIT 1 OFFSET :step"
            mine.append(f"w.place {within} COALESCE(({bound}), {end})")
        found = f"SELECT w.place, w.entry FROM member w WHERE {' AND '.join(mine)} ORDER BY w.place {order} LIMIT :most"
        branches.append(f"SELECT * FROM ({found}) b{i}")
    return Statement(
        text(
            f"{_ROWS} FROM ({' UNION '.join(branches)} ORDER BY 1 {order} LIMIT :most) m"
            f" JOIN entry e ON e.number = m.entry ORDER BY m.place {order}"
        )
    )


@lru_cache(maxsize=512)
def by_words(shape: Shape) -> Statement:
    """Walk what stands in the index of words; every group of facets is probed for, none walked."""
    conditions = _probes(0, shape.probed, shape.excluded)
    if shape.words == "postgresql":
        # Found as a whole, then sorted: an inverted index knows no order.
        found = "WITH w AS MATERIALIZED (SELECT place FROM wording WHERE words @@ CAST(:sought AS tsquery)) SELECT"
        source, place, ordered = "w", "w.place", "w.place BETWEEN :low AND :high"
    else:
        found, source, place = "SELECT", "wording w", "w.rowid"
        ordered = "w.wording MATCH :sought AND w.rowid BETWEEN :low AND :high"
    conditions = [ordered, *(one.replace("w.place", place) for one in conditions)]
    if shape.is_dated:
        conditions.append(_DATED.format(f"place = {place}"))
    walked = f"{found} {place} AS place FROM {source} WHERE {' AND '.join(conditions)}"
    return Statement(
        text(
            f"{_ROWS.replace('m.entry', 'e.number')} FROM ({walked} ORDER BY {place} DESC LIMIT :most) m"
            " JOIN entry e ON e.place = m.place ORDER BY m.place DESC"
        )
    )


def _probes(first: int, probed: Sequence[int], excluded: int) -> list[str]:
    """Write the conditions on a walked row `w`: the names of the bound facets go on from the first given."""
    lists = []
    for size in probed:
        lists.append(", ".join(f":f{first + i}" for i in range(size)))
        first += size
    found = f"EXISTS (SELECT 1 FROM member x WHERE x.facet IN ({{}}) AND x.place = w.place {_ONE})"
    excluded_names = (f":f{i}" for i in range(first, first + excluded))
    return [*(found.format(names) for names in lists), *(f"NOT {found.format(name)}" for name in excluded_names)]
