"""Laws that hold after any history: tried with histories made at random, the same each time."""

from __future__ import annotations

import pytest


def seeds(sqlite: int = 2, postgresql: int = 1) -> pytest.MarkDecorator:
    """Give so many seeds on each engine: more of the same histories show little more of what differs between them."""
    each = [("sqlite", seed) for seed in range(sqlite)] + [("postgresql", seed) for seed in range(postgresql)]
    return pytest.mark.parametrize(("engine", "seed"), each, indirect=["engine"])
