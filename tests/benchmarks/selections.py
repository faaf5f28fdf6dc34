"""Selections as people might ask for them: up to four facets, drawn by the popularity of tags."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from feeds.selection import Selection
from tests.benchmarks.corpus import LANGUAGES, SOURCE_WEIGHTS, SOURCES, TAG_WEIGHTS, TAGS

if TYPE_CHECKING:
    from collections.abc import Callable

SEED = 11
_MOST_FACETS = 4


def drawn_selections(count: int) -> list[Selection]:
    """Draw so many different selections: and, or, not, by source and by language; the same each time."""
    chance = random.Random(SEED)  # noqa: S311 - not a secret
    drawn: dict[Selection, None] = {}
    while len(drawn) < count:
        drawn[_draw(chance)] = None
    return list(drawn)


def _draw(chance: random.Random) -> Selection:
    tags = _different(lambda: chance.choices(TAGS, cum_weights=TAG_WEIGHTS)[0], chance.randint(0, _MOST_FACETS))
    free = _MOST_FACETS - len(tags)
    sources = _different(
        lambda: chance.choices(SOURCES, cum_weights=SOURCE_WEIGHTS)[0], chance.randint(0, min(free, 2))
    )
    free -= len(sources)
    langs = tuple(sorted(chance.sample(LANGUAGES, chance.randint(0, min(free, 1)))))
    return Selection(
        tags=(groups := _grouped(tags, chance))[0],
        not_tags=groups[1],
        sources=(groups := _grouped(sources, chance))[0],
        not_sources=groups[1],
        langs=langs,
    )


def _different(draw: Callable[[], str], count: int) -> list[str]:
    slugs: dict[str, None] = {}
    while len(slugs) < count:
        slugs[draw()] = None
    return list(slugs)


def _grouped(slugs: list[str], chance: random.Random) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """Ask for each slug along with the others, or instead of the one before, or for none of it."""
    groups: list[list[str]] = []
    excluded: list[str] = []
    for slug in slugs:
        how = chance.choice(("and", "or", "not"))
        if how == "not":
            excluded.append(slug)
        elif how == "or" and groups:
            groups[-1].append(slug)
        else:
            groups.append([slug])
    return tuple(sorted(tuple(sorted(group)) for group in groups)), tuple(sorted(excluded))
