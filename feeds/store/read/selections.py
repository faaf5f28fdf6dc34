"""Find the newest entries of any selection: walk its rarest facet from the newest end and probe the others.

A statement a shape of selection, in SQL that every database knows; the numbers of the facets are bound to it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, func, select, text

from feeds.errors import InvalidSelection
from feeds.store.dialects.statements import Statement
from feeds.store.read.finding import newest_with_words
from feeds.store.read.plans import NOTHING, Facet, Group, Plan
from feeds.store.read.walks import Shape, by_facet
from feeds.store.schema import day, facet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from feeds.selection import Selection

    Facets = dict[tuple[str, str], Facet]
    """By kind and slug."""

MOST_PROBES = 200_000
"""Rows of the index that one selection may touch: what needs more is refused."""

_FAR_ENOUGH = 8
"""Times as far as should do if the facets of an entry had nothing to do with each other: what is walked at first."""
_SHORTEST_WALK = 200
_DAY = 86400


_FOUND = {
    # Every kind with every slug, not the pairs: SQLite looks through the whole table for a list of pairs.
    "sqlite": "facet f WHERE f.kind IN (SELECT value FROM json_each(:kinds))"
    " AND f.slug IN (SELECT value FROM json_each(:slugs))",
    "postgresql": "unnest(CAST(:kinds AS text[]), CAST(:slugs AS text[])) AS n (kind, slug)"
    " JOIN facet f ON f.kind = n.kind AND f.slug = n.slug",
}
"""How each database finds facets by the kinds and slugs of pairs; SQLite finds others too."""
_FACETS_FROM = (
    "SELECT f.kind, f.slug, f.number, f.label, f.entries, f.closed,"
    " COALESCE((SELECT MAX(place) FROM movement m WHERE m.facet = f.number), 0) FROM"
)
_FACTS_AND = "SELECT '', name, 0, value, 0, 0, 0 FROM fact UNION ALL"
_FACETS = {kind: Statement(text(f"{_FACETS_FROM} {found}")) for kind, found in _FOUND.items()}
_FACTS_AND_FACETS = {kind: Statement(text(f"{_FACTS_AND} {_FACETS_FROM} {found}")) for kind, found in _FOUND.items()}


class Row(NamedTuple):
    """One entry of a window."""

    place: int
    number: int
    id: str
    content: str
    """A digest of what is published of it."""
    changed: int
    surfaced: int
    published: int
    size: int
    story: int | None = None
    """The number of the entry whose story it tells, where others tell it too."""


_as_row = partial(tuple.__new__, Row)
"""Makes a row of a tuple, in a quarter of the time that `Row._make` takes."""


def find_facets(connection: Connection, named: Iterable[tuple[str, str]]) -> Facets:
    """Find those of the facets (kind, slug) that some entry had at some time."""
    return _find(connection, _FACETS, named)[1]


def find_with_facts(connection: Connection, named: Iterable[tuple[str, str]]) -> tuple[dict[str, str], Facets]:
    """Give every fact of the store by its name, and those of the facets that some entry had: in one statement."""
    return _find(connection, _FACTS_AND_FACETS, named)


def _find(
    connection: Connection, statements: Mapping[str, Statement], named: Iterable[tuple[str, str]]
) -> tuple[dict[str, str], Facets]:
    # No slug has a NUL, and PostgreSQL does not even look for one.
    wanted = {(kind, slug) for kind, slug in named if "\x00" not in slug}
    bound = {"kinds": [kind for kind, _ in wanted], "slugs": [slug for _, slug in wanted]}
    rows = statements[connection.dialect.name].all(connection, bound)
    facts = {name: value for kind, name, _, value, *_ in rows if not kind}
    return facts, {(kind, slug): Facet(*row) for kind, slug, *row in rows if (kind, slug) in wanted}


def plan(
    connection: Connection,
    selection: Selection,
    known: Facets,
    span: tuple[int | None, int | None] = (None, None),
    *,
    redated: int = 0,
    retold: int = 0,
) -> Plan:
    """Plan how a selection is found: rarest group first, the span of its dates as a span of places.

    `known` holds the facets it names, and that of everything, as far as some entry ever had them; `redated` is the
    second of the last commit that moved any date, `retold` that of the last by which stories lost any entry.
    """
    asked = [("tag", group) for group in selection.tags] + [("source", group) for group in selection.sources]
    if selection.langs:
        asked.append(("lang", selection.langs))
    asked = asked or [("all", ("",))]
    demanded = [(kind, slug) for kind, slugs in asked for slug in slugs]
    groups = [_group(known[kind, slug] for slug in slugs if (kind, slug) in known) for kind, slugs in asked]
    excluded = [("tag", slug) for slug in selection.not_tags] + [("source", slug) for slug in selection.not_sources]
    low, high = _places(connection, *span) if span != (None, None) else (None, None)
    if span != (None, None) and low is None:
        return NOTHING
    return Plan(
        pages=_paged_by(known, [(kind, slugs[0]) for kind, slugs in asked if len(slugs) == 1]),
        groups=tuple(sorted(groups, key=lambda group: (group.entries, group.facets))),
        excluded=tuple(known[named].number for named in excluded if named in known),
        moved=max((known[named].moved for named in (*demanded, *excluded) if named in known), default=0),
        low=low,
        high=high,
        since=span[0],
        until=span[1],
        redated=redated,
        is_collapsed=selection.is_collapsed,
        retold=retold if selection.is_collapsed else 0,
        entries=known["all", ""].entries if ("all", "") in known else 0,
    )


def plan_of(facet: Facet | None, selection: Selection, *, retold: int = 0) -> Plan:
    """Plan how the entries of a private selection are found; of none where nothing ever was in it."""
    if facet is None:
        return NOTHING
    return Plan(
        (Group((facet.number,), facet.entries),),
        pages=facet,
        moved=facet.moved,
        entries=facet.entries,
        is_private=True,
        is_collapsed=selection.is_collapsed,
        retold=retold if selection.is_collapsed else 0,
    )


def _paged_by(known: dict[tuple[str, str], Facet], demanded: list[tuple[str, str]]) -> Facet | None:
    """Choose whose archive pages are those of a selection, of the facets that every entry of it has.

    Always the same one, so not the one that has the fewest entries now: a tag before a source, and of several
    the one that came last, which is rare more often than not.
    """
    for kind in ("tag", "source", "lang"):
        found = [known[named] for named in demanded if named[0] == kind and named in known]
        if found:
            return max(found, key=lambda facet: facet.number)
    return known.get(("all", ""))


def paged_by(connection: Connection, plan: Plan, number: int) -> Plan | None:
    """Take the archive pages of a certain facet for those of a selection; None where they cannot be its own."""
    query = select(facet.c.kind, facet.c.number, facet.c.label, facet.c.entries, facet.c.closed)
    row = connection.execute(query.where(facet.c.number == number)).first()
    if row is None or not (row.kind == "all" or any(group.facets == (number,) for group in plan.groups)):
        return None
    return replace(plan, pages=Facet(*row[1:]))


def newest(connection: Connection, plan: Plan, most: int, most_probes: int | None = None) -> list[Row]:
    """Find the newest entries of a selection, at most so many. Raises InvalidSelection where that costs too much."""
    if plan.is_empty:
        return []
    if plan.sought:
        return list(map(_as_row, newest_with_words(connection, plan, most)))
    driver, *probed = plan.groups
    branches = len(driver.facets)
    probes = 1 + sum(len(group.facets) for group in probed) + len(plan.excluded)
    cap = max(most, (most_probes or MOST_PROBES) // probes // branches)
    numbers = (*driver.facets, *(number for group in probed for number in group.facets), *plan.excluded)
    bound: dict[str, int | None] = {f"f{i}": number for i, number in enumerate(numbers)}
    bound |= {"most": most, "low": plan.low, "high": plan.high}
    bound |= {"since": plan.since or 0, "until": 1 << 60 if plan.until is None else plan.until}
    rows: list[Row] = []
    is_sieved = bool(probed or plan.excluded or plan.is_dated)  # otherwise every row that is walked is one of them
    # Most selections fill their window near the newest end: the bound of a long walk is itself a walk.
    for step in (min(cap, _expected_walk(plan, most) // branches), cap):
        is_bounded = is_sieved and driver.entries > step
        shape = Shape(
            branches,
            tuple(len(group.facets) for group in probed),
            len(plan.excluded),
            is_bounded=is_bounded,
            is_spanned=plan.low is not None,
            is_dated=plan.is_dated,
            is_upwards=plan.is_upwards,
        )
        rows = list(map(_as_row, by_facet(shape).all(connection, {**bound, "step": step})))
        if len(rows) == most or not is_bounded:
            return rows
    raise InvalidSelection("too few entries have all of this at once to be found in time: name a rarer tag or source")


def _expected_walk(plan: Plan, most: int) -> int:
    """Give the rows of its rarest group to walk for so many entries of a selection, if they are spread evenly."""
    walk = most * _FAR_ENOUGH
    for group in plan.groups[1:]:
        walk = walk * max(plan.entries, group.entries) // group.entries
    return max(walk, _SHORTEST_WALK)


def _group(facets: Iterable[Facet]) -> Group:
    listed = list(facets)
    return Group(tuple(facet.number for facet in listed), sum(facet.entries for facet in listed))


def _places(connection: Connection, since: int | None, until: int | None) -> tuple[int | None, int | None]:
    """Give the places between which everything that was published in a span stands."""
    query = select(func.min(day.c.low), func.max(day.c.high))
    if since is not None:
        query = query.where(day.c.number >= since // _DAY)
    if until is not None:
        query = query.where(day.c.number <= (until - 1) // _DAY)
    low, high = connection.execute(query).one()
    return low, high
