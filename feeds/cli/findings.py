"""What `feeds doctor` found: a thing that was looked at, and whether it is well."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """One thing that was looked at."""

    about: str
    said: str
    is_well: bool = True
